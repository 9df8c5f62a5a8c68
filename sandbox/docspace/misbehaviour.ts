import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Answer, answerError, answerPage } from './answer.ts';

/** How an answer goes wrong. What is not said stays as in the honest answer. */
export type Misbehaviour =
  /** Without a `body`: the error envelope; the proxy's page for 502, 503 and 504; below 400 the honest body. */
  | { kind: 'status'; status: number; headers?: Record<string, string>; body?: string }
  /** Accepts, never answers. */
  | { kind: 'stall' }
  /** Headers and half the body, then silence. */
  | { kind: 'stall-body' }
  | { kind: 'drop' }
  | { kind: 'drop-mid-body' }
  | { kind: 'redirect'; to: string }
  /** A login page with status 200. */
  | { kind: 'html' }
  /** Half of the JSON as a complete answer. */
  | { kind: 'truncate' }
  /** Any body, told to be JSON. */
  | { kind: 'body'; body: string }
  /** Valid JSON of that many bytes (never less than the honest answer), length not announced. */
  | { kind: 'huge'; bytes: number }
  /** A byte now and then, for ever. */
  | { kind: 'trickle'; everyMs: number };

/** Sends `honest`, spoilt as told. Timers end with the connection. */
export function sendWrongly(
  how: Misbehaviour,
  honest: Answer,
  response: ServerResponse<IncomingMessage>,
): void {
  switch (how.kind) {
    case 'status':
      sendAnswer(statusAnswer(how, honest), response);
      break;
    case 'stall':
      break;
    case 'stall-body':
      sendHalf(honest, response, () => undefined);
      break;
    case 'drop':
      response.destroy();
      break;
    case 'drop-mid-body':
      sendHalf(honest, response, () => response.destroy());
      break;
    case 'redirect':
      sendAnswer({ status: 302, headers: { location: how.to }, body: '' }, response);
      break;
    case 'html':
      sendAnswer(answerPage(200), response);
      break;
    case 'truncate':
      sendAnswer({ ...honest, body: firstHalf(honest.body) }, response);
      break;
    case 'body':
      sendAnswer({ ...honest, status: 200, body: how.body }, response);
      break;
    case 'huge':
      sendHuge(honest, how.bytes, response);
      break;
    case 'trickle':
      sendTrickle(honest, how.everyMs, response);
      break;
  }
}

/** Sends the whole answer with its length. */
export function sendAnswer(answer: Answer, response: ServerResponse<IncomingMessage>): void {
  response.writeHead(answer.status, { ...answer.headers, 'content-length': Buffer.byteLength(answer.body) });
  response.end(answer.body);
}

const proxyStatuses = new Set([502, 503, 504]);
const bodilessStatuses = new Set([204, 304]);

function statusAnswer(how: Extract<Misbehaviour, { kind: 'status' }>, honest: Answer): Answer {
  const usual = usualAnswer(how.status, honest);
  const body = bodilessStatuses.has(how.status) ? '' : (how.body ?? usual.body);
  return { status: how.status, headers: { ...usual.headers, ...how.headers }, body };
}

function usualAnswer(status: number, honest: Answer): Answer {
  if (status < 400) return honest;
  return proxyStatuses.has(status) ? answerPage(status) : answerError(status);
}

function firstHalf(body: string): string {
  return body.slice(0, Math.floor(body.length / 2));
}

function sendHalf(honest: Answer, response: ServerResponse<IncomingMessage>, then: () => void): void {
  response.writeHead(honest.status, { ...honest.headers, 'content-length': Buffer.byteLength(honest.body) });
  response.write(firstHalf(honest.body), then);
}

const chunkBytes = 64 * 1024;

/** Spaces before the honest answer keep it valid JSON, so only its size is wrong. */
function sendHuge(honest: Answer, bytes: number, response: ServerResponse<IncomingMessage>): void {
  response.writeHead(honest.status, honest.headers);
  let paddingLeft = Math.max(0, bytes - Buffer.byteLength(honest.body));
  const sendMore = (): void => {
    if (response.destroyed) return;
    while (paddingLeft > 0) {
      const size = Math.min(paddingLeft, chunkBytes);
      paddingLeft -= size;
      if (!response.write(' '.repeat(size))) return void response.once('drain', sendMore);
    }
    response.end(honest.body);
  };
  sendMore();
}

function sendTrickle(honest: Answer, everyMs: number, response: ServerResponse<IncomingMessage>): void {
  response.writeHead(honest.status, honest.headers);
  response.write(' ');
  const timer = setInterval(() => response.write(' '), everyMs);
  response.once('close', () => clearInterval(timer));
}
