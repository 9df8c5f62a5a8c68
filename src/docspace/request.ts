import { addAbortSignal, type Readable } from 'node:stream';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { type Dispatcher, request } from 'undici';
import type { ReadFailure } from '../backups/failure.ts';
import { type Envelope, parseEnvelope } from './envelope.ts';
import { codeOf, failureOfError } from './failures.ts';
import { assessRefusal, type Refusal } from './refusal.ts';

/** One question for one portal. */
export interface Question {
  /** The portal's address, including any path prefix. */
  readonly url: string;
  /** `/api/2.0/…`, including the query. */
  readonly path: string;
  /** The whole header value; `undefined` asks without a key. */
  readonly authorization: string | undefined;
}

/** How questions are sent. */
export interface Line {
  readonly dispatcher: Dispatcher;
  /** The longest body that is read, after decompression. */
  readonly maxBodyBytes: number;
  readonly clock: () => Date;
}

/** What goes into the log: codes and counts, never a body, a header or an address. */
export interface Facts {
  readonly status?: number;
  readonly type?: string;
  readonly error?: string;
  readonly code?: string | undefined;
}

/** What came back from one request. */
export type Reply = { readonly facts: Facts } & (
  | { readonly kind: 'envelope'; readonly envelope: Envelope }
  /** Who refused is still unknown. */
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  | {
      readonly kind: 'failed';
      readonly failure: ReadFailure;
      /** How long the portal asked the bot to wait, if it did. */
      readonly retryAfterMs?: number | undefined;
    }
);

/** Asks once, without following redirects. Rejects only because of a bug in the bot. */
export async function requestOnce(question: Question, line: Line, signal: AbortSignal): Promise<Reply> {
  try {
    const response = await request(`${question.url.replace(/\/+$/, '')}${question.path}`, {
      dispatcher: line.dispatcher,
      headers: headersOf(question),
      signal,
      // The deadline behind the signal applies, not undici's own, coarser timers.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
    return response.statusCode === 200
      ? await readAnswer(response, question, line)
      : await readRefusal(response, question, line, signal);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const failure = failureOfError(error, question.url);
    if (failure === undefined) throw error;
    return { kind: 'failed', failure, facts: { type: error.name, code: codeOf(error) } };
  }
}

function headersOf({ authorization }: Question): Record<string, string> {
  return {
    ...(authorization !== undefined && { authorization }),
    accept: 'application/json',
    'accept-encoding': 'gzip',
    'user-agent': 'docspace-backup-bot',
  };
}

async function readAnswer(
  { statusCode: status, headers, body }: Dispatcher.ResponseData,
  question: Question,
  { maxBodyBytes, clock }: Line,
): Promise<Reply> {
  const facts = { status };
  const text = await readText(body, headers, maxBodyBytes);
  if (text === undefined) {
    return {
      kind: 'failed',
      failure: { kind: 'too-large', what: 'body', limitBytes: maxBodyBytes },
      facts,
    };
  }
  const json = parseJson(text, String(headers['content-type']));
  if (json.kind === 'failed') return { ...json, facts };
  const read = parseEnvelope(json.value);
  if (read.kind !== 'error') return { ...read, facts };
  return { ...assessRefusal({ ...read, headers, text }, question, clock()), facts: { status: read.status } };
}

/** How much of a refusal is read to find out who refused, and how long that may take. */
const refusalLimits = { bytes: 64 * 1024, ms: 1_000 };

async function readRefusal(
  { statusCode: status, headers, body }: Dispatcher.ResponseData,
  question: Question,
  { clock }: Line,
  signal: AbortSignal,
): Promise<Reply> {
  const inTime = AbortSignal.any([signal, AbortSignal.timeout(refusalLimits.ms)]);
  addAbortSignal(inTime, body);
  const text = await readText(body, headers, refusalLimits.bytes).catch(() => undefined);
  return { ...assessRefusal({ status, headers, text }, question, clock()), facts: { status } };
}

/**
 * Reads a body as text, at most `limitBytes` of it before and after decompression; `undefined` when it is longer.
 * `gzip` is decoded, any other encoding is not. Rejects when the connection fails, the compressed data is corrupt or
 * the request is aborted. The body is closed in every case.
 */
async function readText(
  body: Readable,
  headers: Dispatcher.ResponseData['headers'],
  limitBytes: number,
): Promise<string | undefined> {
  const isGzip = String(headers['content-encoding']).toLowerCase() === 'gzip';
  const read = await readBytes(body, limitBytes);
  const bytes = isGzip && read !== undefined ? await decompress(read, limitBytes) : read;
  // Unlike `Buffer.toString`, the decoder drops a byte order mark.
  return bytes && new TextDecoder().decode(bytes);
}

/** Not `pipeline`, which creates and aborts a signal for each body: a tenth of the cost of a short one. */
async function readBytes(body: AsyncIterable<Buffer>, limitBytes: number): Promise<Buffer | undefined> {
  const taken: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > limitBytes) return undefined;
    taken.push(chunk);
  }
  return Buffer.concat(taken, size);
}

const gunzipWhole = promisify(gunzip);

async function decompress(bytes: Buffer, limitBytes: number): Promise<Buffer | undefined> {
  try {
    return await gunzipWhole(bytes, { maxOutputLength: limitBytes });
  } catch (error) {
    if (error instanceof Error && codeOf(error) === 'ERR_BUFFER_TOO_LARGE') return undefined;
    throw error;
  }
}

type Json =
  | { readonly kind: 'json'; readonly value: unknown }
  | { readonly kind: 'failed'; readonly failure: ReadFailure };

/**
 * Distinguishes a web page from truncated data: the first means a wrong address or a login page, the second a bad
 * connection.
 */
function parseJson(text: string, contentType: string): Json {
  try {
    return { kind: 'json', value: JSON.parse(text) };
  } catch {
    const isPage = /\bhtml\b/i.test(contentType) || /^\s*</.test(text);
    return { kind: 'failed', failure: { kind: isPage ? 'not-json' : 'broken-json' } };
  }
}
