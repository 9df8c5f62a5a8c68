const firstDelayMs = 15_000;
const longestDelayMs = 15 * 60_000;

/**
 * When a digest that was surely not posted is tried again: after a delay that doubles from 15 seconds to 15 minutes,
 * with jitter of up to half, and not before Slack allows. The last try comes at `until`; `undefined` when there is no
 * time left for one.
 */
export function nextTry(after: {
  /** Counted from 1. */
  readonly attempt: number;
  readonly now: Date;
  readonly until: Date;
  readonly retryAfterMs: number | undefined;
  /** A random number from 0 to below 1. */
  readonly jitter: number;
}): Date | undefined {
  const { attempt, now, until, retryAfterMs = 0, jitter } = after;
  const leftMs = until.getTime() - now.getTime();
  if (leftMs <= 0 || retryAfterMs > leftMs) return undefined;
  const delayMs = Math.min(firstDelayMs * 2 ** (attempt - 1), longestDelayMs);
  const waitMs = Math.max(Math.round(delayMs * (1 - jitter / 2)), retryAfterMs);
  return new Date(now.getTime() + Math.min(waitMs, leftMs));
}
