import { type Dispatcher, ping, WebSocket } from 'undici';
import { type Envelope, readFrame } from './read-frame.ts';
import { type Wire, watchUpgrade } from './watch-upgrade.ts';

/** One Socket Mode connection that Slack has greeted. */
export interface Line {
  /** How many connections the app has, this one included, as Slack counted when it greeted this one. */
  readonly connections: number;
  /** Resolves when Slack announces the end of the connection, or it has ended. Never rejects. */
  readonly ending: Promise<Ending>;
  /** Resolves when the connection is closed. Never rejects. */
  readonly gone: Promise<void>;
  /** Sends a frame; false when the connection is no longer open. */
  send(frame: object): boolean;
  /** Ends the connection, by force after half a second. Resolves when it is gone. */
  close(): Promise<void>;
}

export interface Ending {
  /** What Slack said, or what happened to the connection. */
  readonly cause: string;
  /** Slack refreshes each connection every few hours. */
  readonly isRefresh: boolean;
  /** False while Slack still answers on the connection. */
  readonly isGone: boolean;
}

export interface LineOptions {
  readonly url: string;
  readonly dispatcher: Dispatcher;
  readonly helloTimeoutMs: number;
  /** How often Slack is pinged. Two pings without any answer end the connection. */
  readonly pingIntervalMs: number;
  readonly signal: AbortSignal;
  readonly onEnvelope: (envelope: Envelope, line: Pick<Line, 'send'>) => void;
  readonly onMalformed: (problem: string) => void;
}

/** The connection ended before Slack greeted it. */
export class LineError extends Error {
  override readonly name = 'LineError';
}

/** A closing handshake takes one round trip; Slack never closes the TCP connection itself. */
const closeGraceMs = 500;

/**
 * Connects to an address of `apps.connections.open`. Rejects with an error of undici or the SDK for a failed handshake,
 * with a `LineError` when Slack does not greet the connection in time or ends it instead, and when `signal` aborts.
 */
export async function openLine(options: LineOptions): Promise<Line> {
  options.signal.throwIfAborted();
  const { watched, wire } = watchUpgrade(options.dispatcher);
  const socket = new WebSocket(options.url, { dispatcher: watched });
  const { ending, gone, announce } = followEnd(socket);
  const close = () => closeSocket(socket, wire, gone);
  const send = (frame: object) => {
    if (socket.readyState !== WebSocket.OPEN) return false;
    socket.send(JSON.stringify(frame));
    return true;
  };
  const hello = new Promise<number>((resolve) => {
    socket.addEventListener('message', ({ data }) => {
      const frame = readFrame(data);
      if (frame.kind === 'hello') resolve(frame.connections);
      if (frame.kind === 'disconnect') announce(announcedEnding(frame.reason));
      if (frame.kind === 'envelope') options.onEnvelope(frame, { send });
      if (frame.kind === 'malformed') options.onMalformed(frame.problem);
    });
  });
  watchForSilence(socket, wire, options.pingIntervalMs, announce);
  const connections = await within(options, hello, ending, wire).catch(async (error: unknown) => {
    await close();
    throw error;
  });
  return { connections, ending, gone, send, close };
}

const explanations: ReadonlyMap<string, string> = new Map([
  ['link_disabled', 'link_disabled: Socket Mode was turned off for the app, or the app was removed'],
  ['too_many_websockets', 'too_many_websockets: other processes use the same app token'],
]);

function announcedEnding(reason: string): Ending {
  const isRefresh = reason === 'warning' || reason === 'refresh_requested';
  return { cause: explanations.get(reason) ?? reason, isRefresh, isGone: false };
}

function followEnd(socket: WebSocket) {
  let announce: (ending: Ending) => void = () => undefined;
  const ending = new Promise<Ending>((resolve) => {
    announce = resolve;
  });
  const gone = new Promise<void>((resolve) => {
    socket.addEventListener('close', ({ code }) => {
      announce({ cause: `closed with code ${code}`, isRefresh: false, isGone: true });
      resolve();
    });
  });
  return { ending, gone, announce };
}

async function closeSocket(socket: WebSocket, wire: Wire, gone: Promise<void>): Promise<void> {
  socket.close(1000);
  const timer = setTimeout(() => wire.cut(), closeGraceMs);
  await gone;
  clearTimeout(timer);
  // A connection that is abandoned during its handshake can still be upgraded.
  wire.cut();
}

/** Resolves with the number of connections in the greeting; rejects when something else comes first. */
async function within(
  { helloTimeoutMs, signal }: LineOptions,
  hello: Promise<number>,
  ending: Promise<Ending>,
  wire: Wire,
): Promise<number> {
  const over = new AbortController();
  const early = ending.then(({ cause }) => {
    throw wire.failure ?? new LineError(`Slack ended the connection before its greeting (${cause})`);
  });
  const late = new Promise<never>((_, reject) => {
    const fail = () =>
      reject(new LineError(`Slack did not greet the connection within ${helloTimeoutMs} ms`));
    const timer = setTimeout(fail, helloTimeoutMs);
    over.signal.addEventListener('abort', () => clearTimeout(timer));
    signal.addEventListener('abort', () => reject(signal.reason), { signal: over.signal });
  });
  try {
    return await Promise.race([hello, early, late]);
  } finally {
    over.abort();
  }
}

/**
 * Detects a half-open connection, and a close frame from Slack after which the TCP connection stays open. Two pings
 * must stay unanswered, because one answer may just be waiting for this process, if busy, to read it.
 */
function watchForSilence(
  socket: WebSocket,
  wire: Wire,
  intervalMs: number,
  announce: (ending: Ending) => void,
): void {
  socket.addEventListener('open', () => {
    let silentIntervals = 0;
    // undici already reads the socket, so this listener takes nothing away from it.
    wire.socket?.on('data', () => {
      silentIntervals = 0;
      if (socket.readyState === WebSocket.CLOSING) wire.cut();
    });
    const timer = setInterval(() => {
      silentIntervals += 1;
      if (silentIntervals <= 2) return ping(socket);
      announce({ cause: `no data for ${2 * intervalMs} ms`, isRefresh: false, isGone: true });
      wire.cut();
    }, intervalMs);
    socket.addEventListener('close', () => clearInterval(timer));
  });
}
