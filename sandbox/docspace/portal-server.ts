import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { answerRequest, type SeenRequest } from './answer-request.ts';
import { createDoor } from './door.ts';
import { holdPort } from './hold-port.ts';
import { type Misbehaviour, sendAnswer, sendWrongly } from './misbehaviour.ts';
import { createPortalState, type PortalState } from './portal-state.ts';

export type { SeenRequest } from './answer-request.ts';
export type { Misbehaviour } from './misbehaviour.ts';
export type { PortalState } from './portal-state.ts';
export type { WireRecord } from './wire.ts';

/** A DocSpace portal on loopback that speaks the real wire protocol. */
export interface SandboxPortal extends AsyncDisposable {
  /** `http://127.0.0.1:PORT`, the same for the portal's whole life. */
  readonly url: string;
  /** `sk-…`, accepted as `Bearer <key>` only. */
  readonly apiKey: string;
  /** Change it in place; the next answer shows it. */
  readonly state: PortalState;
  /** Oldest first; also those that were answered wrongly or not at all. */
  readonly requests: readonly SeenRequest[];
  /**
   * From now on, or for the next `times` requests, answers wrongly: to all paths, or to those that end with `path`.
   * `undefined` heals.
   */
  misbehave(how: Misbehaviour | undefined, times?: number, path?: string): void;
  /** Every answer, also a wrong one, comes this much later. */
  setLatency(ms: number): void;
  /** Whether it listens. */
  readonly isUp: boolean;
  /** Stops listening and cuts every connection. */
  goDown(): Promise<void>;
  /** Listens again on the same port, which no other process could take. */
  comeBack(): Promise<void>;
  /** Back to the first day: fresh state, nothing seen, no misbehaviour, no latency. Does not listen again. */
  reset(): void;
  close(): Promise<void>;
}

export interface PortalOptions {
  apiKey?: string;
  alias?: string;
  clock?: () => Date;
}

/** Starts a healthy, empty portal on a free port. */
export async function startPortal(options: PortalOptions = {}): Promise<SandboxPortal> {
  const {
    alias = 'acme',
    apiKey = `sk-${randomBytes(32).toString('hex')}`,
    clock = () => new Date(),
  } = options;
  const state = createPortalState(alias);
  const requests: SeenRequest[] = [];
  const fault = createFault();

  const server = createServer((request, response) => {
    handle(request, response).catch(() => response.destroy());
  });
  const door = createDoor(server);
  const { port, release } = await holdPort();
  const url = `http://127.0.0.1:${port}`;
  await door.open(port);

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const seen = describeRequest(request, clock());
    requests.push(seen);
    const how = fault.take(seen.path);
    if (fault.latencyMs > 0) await wait(fault.latencyMs, undefined, { ref: false });
    if (response.destroyed) return;
    const honest = answerRequest({ seen, requests, state, apiKey, origin: url, now: clock() });
    if (how === undefined) sendAnswer(honest, response);
    else sendWrongly(how, honest, response);
  }

  async function close(): Promise<void> {
    await door.shut();
    release();
  }

  return {
    url,
    apiKey,
    state,
    requests,
    misbehave: fault.set,
    setLatency(ms) {
      fault.latencyMs = ms;
    },
    get isUp() {
      return server.listening;
    },
    goDown: door.shut,
    comeBack: () => door.open(port),
    reset() {
      Object.assign(state, createPortalState(alias));
      requests.length = 0;
      fault.set(undefined);
      fault.latencyMs = 0;
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** What is wrong with the portal just now. */
function createFault() {
  let current: { readonly how: Misbehaviour; readonly path: string; timesLeft: number } | undefined;
  return {
    latencyMs: 0,
    set(how: Misbehaviour | undefined, times = Number.POSITIVE_INFINITY, path = ''): void {
      current = how && { how, path, timesLeft: times };
    },
    take(asked: string): Misbehaviour | undefined {
      if (current === undefined || !asked.endsWith(current.path)) return undefined;
      const { how } = current;
      if (--current.timesLeft <= 0) current = undefined;
      return how;
    },
  };
}

function describeRequest(request: IncomingMessage, at: Date): SeenRequest {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://portal');
  return {
    method: request.method ?? 'GET',
    path: pathname,
    query: Object.fromEntries(searchParams),
    headers: request.headers,
    at,
  };
}
