import { type Dispatcher, request } from 'undici';
import type { ReadFailure } from '../backups/failure.ts';
import type { HistoryAnswer } from '../backups/reading.ts';
import { codeOf, failureOfError, failureOfStatus, redirectHost } from './failures.ts';
import { parseRetryAfter } from './parse-retry-after.ts';
import { readJson } from './read-body.ts';
import type { Try } from './retry.ts';
import { parseHistory } from './wire.ts';

/** One question to one portal. */
export interface Question {
  /** The portal's address, a path prefix included. */
  readonly url: string;
  readonly dump: boolean;
  /** The whole header value. */
  readonly authorization: string;
  readonly dispatcher: Dispatcher;
  readonly maxBodyBytes: number;
  readonly clock: () => Date;
}

/** What came back, with the facts that belong in the log: codes and counts, never a body, a header or an address. */
export interface Outcome {
  readonly answer: HistoryAnswer;
  readonly facts: {
    readonly status?: number;
    readonly error?: string;
    readonly code?: string | undefined;
    readonly repeated?: number;
  };
}

/** Asks once, without following redirects. Rejects only when we made a mistake. */
export async function askHistory(question: Question, signal: AbortSignal): Promise<Try<Outcome>> {
  try {
    const response = await request(addressOf(question), {
      dispatcher: question.dispatcher,
      headers: headersOf(question),
      signal,
      // The deadline behind the signal decides, not undici's own, coarser timers.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
    const failure = failureOfStatus(response.statusCode);
    return failure === undefined
      ? await readAnswer(response, question, signal)
      : readRefusal(response, failure, question);
  } catch (error) {
    return describeError(error, question);
  }
}

function addressOf({ url, dump }: Question): string {
  return `${url.replace(/\/+$/, '')}/api/2.0/backup/getbackuphistory?Dump=${dump}`;
}

function headersOf({ authorization }: Question): Record<string, string> {
  return {
    authorization,
    accept: 'application/json',
    'accept-encoding': 'gzip',
    'user-agent': 'docspace-backup-bot',
  };
}

async function readAnswer(
  { statusCode, headers, body }: Dispatcher.ResponseData,
  { dump, maxBodyBytes }: Question,
  signal: AbortSignal,
): Promise<Try<Outcome>> {
  const traits = {
    contentType: String(headers['content-type'] ?? ''),
    contentEncoding: String(headers['content-encoding'] ?? ''),
  };
  const read = await readJson(body, traits, maxBodyBytes, signal);
  const history = read.kind === 'json' ? parseHistory(read.value, dump) : read;
  if (history.kind === 'failed') return failed(history.failure, { status: statusCode });
  const { backups, repeated } = history;
  const result: Outcome = { answer: { kind: 'read', backups }, facts: { repeated } };
  return { result, failure: undefined, retryAfterMs: undefined };
}

/** How long an error's body may take to leave the connection usable; nobody reads it. */
const drainMs = 1_000;

function readRefusal(
  { statusCode, headers, body }: Dispatcher.ResponseData,
  failure: ReadFailure,
  { url, clock }: Question,
): Try<Outcome> {
  void body.dump({ limit: 64 * 1024, signal: AbortSignal.timeout(drainMs) }).catch(() => undefined);
  const now = clock();
  const retryAfterMs = parseRetryAfter(headers['retry-after'], now);
  const facts = { status: statusCode };
  if (failure.kind === 'rate-limited' || failure.kind === 'server-error') {
    const retryAt = retryAfterMs === undefined ? undefined : new Date(now.getTime() + retryAfterMs);
    return failed({ ...failure, retryAt }, facts, retryAfterMs);
  }
  if (failure.kind === 'redirected') {
    return failed({ kind: 'redirected', to: redirectHost(headers['location'], url) }, facts);
  }
  return failed(failure, facts, retryAfterMs);
}

function describeError(error: unknown, { url }: Question): Try<Outcome> {
  const failure = failureOfError(error, url);
  if (failure === undefined || !(error instanceof Error)) throw error;
  return failed(failure, { error: error.name, code: codeOf(error) });
}

function failed(failure: ReadFailure, facts: Outcome['facts'], retryAfterMs?: number): Try<Outcome> {
  return { result: { answer: { kind: 'failed', failure }, facts }, failure, retryAfterMs };
}
