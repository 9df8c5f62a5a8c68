import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { type Dispatcher, request } from 'undici';
import type { ReadFailure } from '../backups/failure.ts';
import { type Envelope, parseEnvelope } from './envelope.ts';
import { codeOf, failureOfError } from './failures.ts';
import { assessRefusal, type Refusal } from './refusal.ts';

/** One question to one portal. */
export interface Question {
  /** The portal's address, a path prefix included. */
  readonly url: string;
  /** `/api/2.0/…`, the query included. */
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

/** What belongs in the log: codes and counts, never a body, a header or an address. */
export interface Facts {
  readonly status?: number;
  readonly error?: string;
  readonly code?: string | undefined;
}

/** What came back from one request. */
export type Reply = { readonly facts: Facts } & (
  | { readonly kind: 'envelope'; readonly envelope: Envelope }
  /** Who refused is yet to be found out. */
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  | {
      readonly kind: 'failed';
      readonly failure: ReadFailure;
      /** How long the portal asked us to wait, if it did. */
      readonly retryAfterMs?: number | undefined;
    }
);

/** Asks once, without following redirects. Rejects only when we made a mistake. */
export async function requestOnce(question: Question, line: Line, signal: AbortSignal): Promise<Reply> {
  try {
    const response = await request(`${question.url.replace(/\/+$/, '')}${question.path}`, {
      dispatcher: line.dispatcher,
      headers: headersOf(question),
      signal,
      // The deadline behind the signal decides, not undici's own, coarser timers.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
    return response.statusCode === 200
      ? await readAnswer(response, question, line, signal)
      : await readRefusal(response, question, line, signal);
  } catch (error) {
    const failure = failureOfError(error, question.url);
    if (failure === undefined || !(error instanceof Error)) throw error;
    return { kind: 'failed', failure, facts: { error: error.name, code: codeOf(error) } };
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
  signal: AbortSignal,
): Promise<Reply> {
  const facts = { status };
  const text = await readText(body, headers, maxBodyBytes, signal);
  if (text === undefined) {
    return {
      kind: 'failed',
      failure: { kind: 'too-large', what: 'body', limitBytes: maxBodyBytes },
      facts,
    };
  }
  const json = parseJson(text, String(headers['content-type'] ?? ''));
  if (json.kind === 'failed') return { ...json, facts };
  const read = parseEnvelope(json.value);
  if (read.kind !== 'error') return { ...read, facts };
  return { ...assessRefusal({ ...read, headers, text }, question, clock()), facts: { status: read.status } };
}

/** As much of a refusal as tells who refused, and how long it may take to come. */
const refusalLimits = { bytes: 64 * 1024, ms: 1_000 };

async function readRefusal(
  { statusCode: status, headers, body }: Dispatcher.ResponseData,
  question: Question,
  { clock }: Line,
  signal: AbortSignal,
): Promise<Reply> {
  const inTime = AbortSignal.any([signal, AbortSignal.timeout(refusalLimits.ms)]);
  const text = await readText(body, headers, refusalLimits.bytes, inTime).catch(() => undefined);
  return { ...assessRefusal({ status, headers, text }, question, clock()), facts: { status } };
}

/**
 * Reads a body as text, at most `limitBytes` of it after decompression; `undefined` when it is longer. `gzip` is undone,
 * any other encoding is left as it is. Rejects when the connection fails, the compression is broken or `signal` aborts.
 * The body is closed in every case.
 */
async function readText(
  body: Readable,
  headers: Dispatcher.ResponseData['headers'],
  limitBytes: number,
  signal: AbortSignal,
): Promise<string | undefined> {
  const isGzip = String(headers['content-encoding'] ?? '').toLowerCase() === 'gzip';
  const taken: Buffer[] = [];
  let size = 0;
  const take = async (chunks: AsyncIterable<Buffer>): Promise<void> => {
    for await (const chunk of chunks) {
      size += chunk.length;
      if (size > limitBytes) return;
      taken.push(chunk);
    }
  };
  try {
    if (isGzip) await pipeline(body, createGunzip(), take, { signal });
    else await pipeline(body, take, { signal });
  } catch (error) {
    // A pipeline whose end returns early may fail by a stream that still writes.
    if (size <= limitBytes) throw error;
  }
  // Unlike `Buffer.toString` the decoder leaves out a byte order mark.
  return size > limitBytes ? undefined : new TextDecoder().decode(Buffer.concat(taken, size));
}

type Json =
  | { readonly kind: 'json'; readonly value: unknown }
  | { readonly kind: 'failed'; readonly failure: ReadFailure };

/** Tells a page from data that broke off: the first means a wrong address or a login page, the second a bad line. */
function parseJson(text: string, contentType: string): Json {
  try {
    return { kind: 'json', value: JSON.parse(text) };
  } catch {
    const isPage = /\bhtml\b/i.test(contentType) || /^\s*</.test(text);
    return { kind: 'failed', failure: { kind: isPage ? 'not-json' : 'broken-json' } };
  }
}
