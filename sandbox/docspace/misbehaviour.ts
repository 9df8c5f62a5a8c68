import type { IncomingMessage, ServerResponse } from 'node:http';
import { brotliCompressSync, createGzip } from 'node:zlib';
import { type Answer, answerError, answerPage, answerRefusal } from './answer.ts';

/**
 * How an answer goes wrong. What is not said stays as in the honest answer.
 *
 * Everything that can be played: with the portal's `state`, or with a kind of misbehaviour. Each kind can be limited to a
 * number of requests and to one path.
 *
 * | what happens                         | play it with                                  | answer                                                             |
 * | ------------------------------------ | --------------------------------------------- | ------------------------------------------------------------------ |
 * | key refused, deleted or expired      | state `keyRevoked`, `keyExpiresAt`            | 401 without envelope; settings 403 with that key, 200 without      |
 * | key lacks `*:read`                   | state `keyPermissions: ['accounts:read']`     | 403 without envelope, settings too; @self answers                  |
 * | key's owner is no admin              | state `keyOwnerIsAdmin: false`                | 403 with envelope on backups; settings and @self answer            |
 * | dumps where there are none           | state `standalone`, `limitedAccessSpace`      | 403 with envelope on `Dump=true` alone                             |
 * | portal suspended                     | state `tenantStatus: 1`                       | 404 without envelope; settings show the status                     |
 * | portal to be removed                 | state `tenantStatus: 2`                       | 404 without envelope, settings too                                 |
 * | transfer, restoring, migrating, encryption | state `tenantStatus: 3` to `6`          | 403 without envelope; settings, @self, getrestoreprogress answer   |
 * | subscription or licence unpaid       | state `tariffState: 3`                        | 402 without envelope on history, schedule, @self; others answer    |
 * | caller's address not on the list     | state `addressRefused`                        | 403 without envelope to a good key, settings and @self too; settings answer without a key |
 * | form of what has no envelope         | state `refusalBody`                           | `empty`, `text` (a bare JSON string) or `problem`                  |
 * | third-party storage not reached      | state `storageUnreachable`                    | 500 with envelope on the history alone                             |
 * | rate limit                           | state `requestsPerMinute`                     | 429 with `X-RateLimit-*`, no `Retry-After`                         |
 * | any status, with `Retry-After` or not | `status`                                     | see the kind                                                       |
 * | 503 once, healthy from then on       | `status`, `times` 1, header `retry-after`     | a proxy's page                                                     |
 * | something in front                   | `in-front`                                    | a page or nothing, never DocSpace's                                |
 * | login page · redirect                | `html` · `redirect`                           | 200 · 302                                                          |
 * | a number of its own in the envelope  | `envelope` with `{ statusCode: 978324049 }`   | 200                                                                |
 * | `createdOn` a number, `expiresOn` null or missing | `records`                        | 200                                                                |
 * | 22 KB of headers                     | `long-headers`                                | the honest one                                                     |
 * | history over the limit, also gzipped | `huge`                                        | the honest one behind spaces                                       |
 * | unrequested encoding                 | `brotli`                                      | the honest one, `content-encoding: br`                             |
 * | hung · slow · cut                    | `stall`, `stall-body`, `trickle` · `setLatency` · `drop`, `drop-mid-body` | nothing, or a part     |
 *
 * By the source of server 3.7.2, 402 and the refusals for a portal's status are `problem`, a refused address is `text`,
 * 401 and a narrow key are `empty`. Its filter names the statuses 3, 4 and 6 alone; 5 is played like them. The portal's
 * own owner passes the list of addresses; the key here belongs to another admin.
 */
export type Misbehaviour =
  /** Without a `body`: as DocSpace refuses; the proxy's page for 407, 502, 503 and 504; below 400 the honest body. */
  | { kind: 'status'; status: number; headers?: Record<string, string>; body?: string }
  | { kind: 'in-front'; who: InFront }
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
  /** Any body, sent as JSON. */
  | { kind: 'body'; body: string }
  /** Other members of the envelope; `undefined` leaves one out. */
  | { kind: 'envelope'; change: Record<string, unknown> }
  /** Other members of every record; `undefined` leaves one out. */
  | { kind: 'records'; change: Record<string, unknown> }
  /** A content-security-policy of that many bytes. */
  | { kind: 'long-headers'; bytes: number }
  /** Valid JSON of that many bytes (never less than the honest answer), length not announced. */
  | { kind: 'huge'; bytes: number; gzip?: boolean }
  | { kind: 'brotli' }
  /** A byte now and then, without end. */
  | { kind: 'trickle'; everyMs: number };

/** Who answers in the portal's place: a bot check, a login, an outgoing proxy, a web server that has no DocSpace. */
export type InFront = keyof typeof inFront;

const inFront = {
  challenge: answerPage(403, { server: 'cloudflare', 'cf-mitigated': 'challenge' }),
  'basic-login': answerPage(401, { 'www-authenticate': 'Basic realm="Restricted"' }),
  'proxy-403': answerPage(403, { via: '1.1 proxy', 'x-squid-error': 'ERR_ACCESS_DENIED 0' }),
  'proxy-407': answerPage(407, { 'proxy-authenticate': 'Basic realm="proxy"' }),
  'web-server': { status: 404, headers: { server: 'nginx' }, body: '' },
  'web-server-page': answerPage(404, { server: 'nginx' }),
} satisfies Record<string, Answer>;

/** Sends `honest`, spoilt as configured. Timers end with the connection. */
export function sendWrongly(
  how: Misbehaviour,
  honest: Answer,
  response: ServerResponse<IncomingMessage>,
): void {
  switch (how.kind) {
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
    case 'brotli':
      sendBrotli(honest, response);
      break;
    case 'huge':
      sendHuge(honest, how, response);
      break;
    case 'trickle':
      sendTrickle(honest, how.everyMs, response);
      break;
    case 'status':
    case 'in-front':
    case 'redirect':
    case 'html':
    case 'truncate':
    case 'body':
    case 'envelope':
    case 'records':
    case 'long-headers':
      sendAnswer(spoil(how, honest), response);
      break;
  }
}

type WholeAnswer = Exclude<
  Misbehaviour,
  { kind: 'stall' | 'stall-body' | 'drop' | 'drop-mid-body' | 'brotli' | 'huge' | 'trickle' }
>;

/** The answers that are wrong, but sent like any other. */
function spoil(how: WholeAnswer, honest: Answer): Answer {
  switch (how.kind) {
    case 'status':
      return statusAnswer(how, honest);
    case 'in-front':
      return inFront[how.who];
    case 'redirect':
      return { status: 302, headers: { location: how.to }, body: '' };
    case 'html':
      return answerPage(200);
    case 'truncate':
      return { ...honest, body: firstHalf(honest.body) };
    case 'body':
      return { ...honest, status: 200, body: how.body };
    case 'envelope':
      return { ...honest, body: JSON.stringify({ ...JSON.parse(honest.body), ...how.change }) };
    case 'records':
      return { ...honest, body: JSON.stringify(changeRecords(JSON.parse(honest.body), how.change)) };
    case 'long-headers':
      return { ...honest, headers: { ...honest.headers, 'content-security-policy': longPolicy(how.bytes) } };
  }
}

/** Sends the whole answer with its length. */
export function sendAnswer(answer: Answer, response: ServerResponse<IncomingMessage>): void {
  response.writeHead(answer.status, { ...answer.headers, 'content-length': Buffer.byteLength(answer.body) });
  response.end(answer.body);
}

const proxyStatuses = new Set([407, 502, 503, 504]);
/** What the server refuses before its API is asked, so without an envelope. */
const filterStatuses = new Set([401, 402, 404, 429]);
const bodilessStatuses = new Set([204, 304]);

function statusAnswer(how: Extract<Misbehaviour, { kind: 'status' }>, honest: Answer): Answer {
  const usual = usualAnswer(how.status, honest);
  const body = bodilessStatuses.has(how.status) ? '' : (how.body ?? usual.body);
  return { status: how.status, headers: { ...usual.headers, ...how.headers }, body };
}

function usualAnswer(status: number, honest: Answer): Answer {
  if (status < 400) return honest;
  if (proxyStatuses.has(status)) return answerPage(status);
  return filterStatuses.has(status) ? answerRefusal(status, 'empty') : answerError(status);
}

interface Envelope {
  readonly response?: readonly object[];
}

function changeRecords(envelope: Envelope, change: Record<string, unknown>): Envelope {
  return { ...envelope, response: (envelope.response ?? []).map((record) => ({ ...record, ...change })) };
}

function longPolicy(bytes: number): string {
  return `default-src 'self' ${'https://cdn.example.com '.repeat(bytes / 24)}`.slice(0, bytes).trimEnd();
}

function firstHalf(body: string): string {
  return body.slice(0, Math.floor(body.length / 2));
}

function sendHalf(honest: Answer, response: ServerResponse<IncomingMessage>, then: () => void): void {
  response.writeHead(honest.status, { ...honest.headers, 'content-length': Buffer.byteLength(honest.body) });
  response.write(firstHalf(honest.body), then);
}

/** A reader that did not offer Brotli must not decode it. */
function sendBrotli(honest: Answer, response: ServerResponse<IncomingMessage>): void {
  const body = brotliCompressSync(honest.body);
  response.writeHead(honest.status, {
    ...honest.headers,
    'content-encoding': 'br',
    'content-length': body.length,
  });
  response.end(body);
}

const chunkBytes = 64 * 1024;

/** Spaces before the honest answer keep it valid JSON, so only its size is wrong. */
function sendHuge(
  honest: Answer,
  { bytes, gzip }: Extract<Misbehaviour, { kind: 'huge' }>,
  response: ServerResponse<IncomingMessage>,
): void {
  response.writeHead(honest.status, { ...honest.headers, ...(gzip && { 'content-encoding': 'gzip' }) });
  const sink = gzip ? createGzip({ level: 1 }) : response;
  if (sink !== response) sink.pipe(response);
  let paddingLeft = Math.max(0, bytes - Buffer.byteLength(honest.body));
  const sendMore = (): void => {
    if (response.destroyed) return;
    while (paddingLeft > 0) {
      const size = Math.min(paddingLeft, chunkBytes);
      paddingLeft -= size;
      if (!sink.write(' '.repeat(size))) return void sink.once('drain', sendMore);
    }
    sink.end(honest.body);
  };
  sendMore();
}

function sendTrickle(honest: Answer, everyMs: number, response: ServerResponse<IncomingMessage>): void {
  response.writeHead(honest.status, honest.headers);
  response.write(' ');
  const timer = setInterval(() => response.write(' '), everyMs);
  response.once('close', () => clearInterval(timer));
}
