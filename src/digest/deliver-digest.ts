import type { Log } from '../ops/log.ts';
import { logOutcome } from './outcome-words.ts';
import type { PostOutcome } from './poster.ts';

/** How long a digest is retried, from the start of its first attempt. */
export const retryForMs = 3_600_000;
const firstDelayMs = 15_000;
const longestDelayMs = 15 * 60_000;

/** One attempt to post a digest, and its outcome. */
export interface Attempt {
  readonly outcome: PostOutcome;
  /** Counted from 1. */
  readonly number: number;
  /** When the first attempt began. */
  readonly startedAt: Date;
  readonly now: Date;
  /** A random number from 0 to below 1. */
  readonly jitter: number;
}

/** `settled`: nothing more to do, whether it was posted or not. */
export type NextStep = { readonly kind: 'settled' } | { readonly kind: 'retry'; readonly waitMs: number };

/**
 * Whether to try again, and when. Only a digest that was certainly not posted is retried: after a delay that doubles
 * from 15 seconds to 15 minutes, with jitter of up to half, and not before Slack allows. The last attempt comes at the
 * end of the hour.
 */
export function decideNext({ outcome, number, startedAt, now, jitter }: Attempt): NextStep {
  if (outcome.kind !== 'not-delivered') return { kind: 'settled' };
  const leftMs = startedAt.getTime() + retryForMs - now.getTime();
  const notBeforeMs = outcome.retryAfterMs ?? 0;
  if (leftMs <= 0 || notBeforeMs > leftMs) return { kind: 'settled' };
  const waitMs = Math.max(delayMs(number, jitter), notBeforeMs);
  return { kind: 'retry', waitMs: Math.min(waitMs, leftMs) };
}

function delayMs(number: number, jitter: number): number {
  const fullMs = Math.min(firstDelayMs * 2 ** (number - 1), longestDelayMs);
  return Math.round(fullMs * (1 - jitter / 2));
}

/** Why a delivery was cancelled; the reason of its signal. */
export type CancelReason = 'stopped' | 'newer-digest' | 'posted-by-hand';

/**
 * Delivers the digest of one slot: repeats `attempt` until it is settled or the signal cancels the wait for another
 * try. `attempt` resolves with `undefined` when the signal came before its turn. Ends with one log line about the
 * outcome.
 */
export async function deliverDigest(options: {
  readonly dueAt: Date;
  readonly channel: string;
  readonly attempt: () => Promise<PostOutcome | undefined>;
  readonly clock: () => Date;
  readonly signal: AbortSignal;
  readonly log: Log;
}): Promise<void> {
  const { attempt, clock, signal, log } = options;
  const startedAt = clock();
  for (let number = 1; ; number += 1) {
    const facts = { channel: options.channel, dueAt: options.dueAt.toISOString(), attempt: number };
    const outcome = await attempt();
    if (outcome === undefined) return logCancelled(log, signal.reason, facts);
    const next = decideNext({ outcome, number, startedAt, now: clock(), jitter: Math.random() });
    if (next.kind === 'settled') return logOutcome(log, outcome, facts);
    if (signal.aborted) return logCancelled(log, signal.reason, facts);
    log.warn('Posting the digest failed; trying again', {
      ...facts,
      ...next,
      ...codeOf(outcome),
    });
    await waitFor(next.waitMs, signal);
  }
}

function codeOf(outcome: PostOutcome): { readonly code?: string } {
  return 'code' in outcome ? { code: outcome.code } : {};
}

function logCancelled(log: Log, reason: CancelReason, facts: Readonly<Record<string, unknown>>): void {
  switch (reason) {
    case 'stopped':
      log.error(
        'The digest was not posted: the bot is stopping. Post it with `/backups digest now` after the restart.',
        facts,
      );
      return;
    case 'newer-digest':
      log.warn('The digest was not posted: the next one is due and replaces it', facts);
      return;
    case 'posted-by-hand':
      log.info('Retry of the digest cancelled: it was posted with `/backups digest now`', facts);
      return;
  }
}

/** Ends early, without an error, when the signal aborts. */
function waitFor(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(end, ms);
    signal.addEventListener('abort', end, { once: true });
    function end(): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    }
  });
}
