import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Fault } from './faults.ts';
import type { JsonObject } from './json.ts';

/** An HTTP response as data, so that a fault can replace it. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export function jsonReply(
  body: JsonObject,
  status = 200,
  headers: Readonly<Record<string, string>> = {},
): Reply {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body: JSON.stringify(body),
  };
}

export function rateLimitedReply(retryAfterS: number): Reply {
  return jsonReply({ ok: false, error: 'ratelimited' }, 429, { 'retry-after': String(retryAfterS) });
}

export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}

export function send(response: ServerResponse, reply: Reply): void {
  response.writeHead(reply.status, reply.headers).end(reply.body);
}

/** Answers with `handle()`, or plays the fault. */
export function sendUnlessFaulty(
  response: ServerResponse,
  fault: Fault | undefined,
  handle: () => Reply,
): void {
  const reply = fault === undefined ? handle() : faultyReply(fault, handle);
  if (reply === 'cut') response.destroy();
  else if (reply !== 'silence') send(response, reply);
}

function faultyReply(fault: Fault, handle: () => Reply): Reply | 'cut' | 'silence' {
  switch (fault.kind) {
    case 'error':
      return jsonReply({ ok: false, error: fault.error, ...fault.extra });
    case 'status':
      return { status: fault.status, headers: fault.headers ?? {}, body: fault.body ?? '' };
    case 'rate-limited':
      return rateLimitedReply(fault.retryAfterS);
    case 'stall':
      return 'silence';
    case 'drop':
      return 'cut';
    case 'accept-then-drop':
      handle();
      return 'cut';
    case 'accept-then-status':
      handle();
      return { status: fault.status, headers: {}, body: '' };
  }
}
