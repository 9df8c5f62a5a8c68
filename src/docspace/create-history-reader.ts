import type { Dispatcher } from 'undici';
import type { Portal } from '../backups/portal.ts';
import type { HistoryAnswer } from '../backups/reading.ts';
import type { Log } from '../ops/log.ts';
import type { Secret } from '../ops/secret.ts';
import type { PortalReader } from '../readings/portal-reader.ts';
import { askHistory, type Outcome } from './ask-history.ts';
import { startDeadline } from './deadline.ts';
import { type RetryPolicy, retryPolicy, tryAgain } from './retry.ts';

/** What a history reader needs, and its limits. */
export interface HistoryReaderOptions {
  /** The key of the portal with that name, as the user wrote it. */
  readonly credentials: (portalName: string) => Secret;
  /** Keeps the connections; closing it is its owner's affair. */
  readonly dispatcher: Dispatcher;
  /** For one list of one portal, from the first byte asked to the last byte read, all tries included. */
  readonly timeoutMs: number;
  readonly clock: () => Date;
  readonly log: Log;
  /** The longest body that is read, after decompression. */
  readonly maxBodyBytes?: number;
  readonly retry?: RetryPolicy;
}

const defaultMaxBodyBytes = 32 * 1024 * 1024;

/**
 * Reads backup histories over DocSpace's HTTP API (3.7). Every answer comes within `timeoutMs`; what went wrong
 * comes as a value. The log gets statuses and error codes, never a key, a body or an address.
 */
export function createHistoryReader(options: HistoryReaderOptions): PortalReader {
  return {
    async readHistory(portal, part) {
      const dump = part === 'dumps';
      const authorization = authorizationOf(options.credentials(portal.name));
      const outcome =
        authorization === undefined
          ? unsendableKey
          : await askInTime(options, { url: portal.url, dump, authorization });
      report(options.log, portal, dump, outcome);
      return outcome.answer;
    },
  };
}

type TimedOutcome = Outcome & { readonly tries: number };

interface Asked {
  readonly url: string;
  readonly dump: boolean;
  readonly authorization: string;
}

async function askInTime(options: HistoryReaderOptions, asked: Asked): Promise<TimedOutcome> {
  const { dispatcher, timeoutMs, clock, maxBodyBytes = defaultMaxBodyBytes, retry = retryPolicy } = options;
  const deadline = startDeadline(timeoutMs);
  const { signal, leftMs } = deadline;
  let tries = 0;
  const attempt = () => {
    tries += 1;
    return askHistory({ ...asked, dispatcher, maxBodyBytes, clock }, signal);
  };
  try {
    const outcome = await Promise.race([
      tryAgain(attempt, { policy: retry, leftMs, signal }),
      deadline.passed.then(() => timedOut(timeoutMs)),
    ]);
    return { ...outcome, tries };
  } finally {
    deadline.clear();
  }
}

function timedOut(afterMs: number): Outcome {
  return { answer: { kind: 'failed', failure: { kind: 'timeout', afterMs } }, facts: {} };
}

/** A key with a letter that no header can carry, such as a typographic quote: no portal would take it. */
const unsendableKey: TimedOutcome = {
  answer: { kind: 'failed', failure: { kind: 'key-refused' } },
  facts: { error: 'the key holds characters that cannot be sent' },
  tries: 0,
};

/**
 * The server takes `sk-…` for a key only behind `Bearer `; alone it is tried as a session token and refused.
 * What the user wrote with a scheme is sent as it is.
 */
function authorizationOf(key: Secret): string | undefined {
  const value = key.reveal().trim();
  if (!/^[\x20-\x7e]+$/.test(value)) return undefined;
  return /^(Bearer|Basic) /i.test(value) ? value : `Bearer ${value}`;
}

function report(log: Log, portal: Portal, dump: boolean, { answer, facts, tries }: TimedOutcome): void {
  const fields = { portal: portal.name, dump, tries, ...facts };
  if (answer.kind === 'failed') {
    log.warn('The backup history could not be read', { ...fields, failure: answer.failure });
    return;
  }
  const odd = countOdd(answer);
  const told = { ...fields, backups: answer.backups.length, odd };
  if (odd > 0) log.warn('Some backup records could not be understood in full', told);
  else log.debug('The backup history was read', told);
}

function countOdd(answer: Extract<HistoryAnswer, { kind: 'read' }>): number {
  return answer.backups.filter((backup) => backup.oddFields.length > 0).length;
}
