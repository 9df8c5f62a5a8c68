import type { PostOutcome } from './poster.ts';

/** How long a digest is tried again, from the moment its first attempt began. */
export const retryForMs = 3_600_000;
const firstDelayMs = 15_000;
const longestDelayMs = 15 * 60_000;

/** One attempt to post a digest, and what became of it. */
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

/** `settled`: nothing more is to be done, for better or worse. */
export type NextStep = { readonly kind: 'settled' } | { readonly kind: 'retry'; readonly waitMs: number };

/**
 * Whether to try again, and when. Only what surely was not posted is tried again: after a delay that doubles from 15
 * seconds to 15 minutes, spread by half, and not before Slack allows. The last attempt comes as the hour ends.
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
