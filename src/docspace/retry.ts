import { setTimeout as wait } from 'node:timers/promises';
import type { ReadFailure } from '../backups/failure.ts';

/** How often and how long to wait between tries. */
export interface RetryPolicy {
  /** Tries in all, the first among them. */
  readonly tries: number;
  readonly firstDelayMs: number;
  /** Each delay is that many times the one before. A portal may ask for more by `Retry-After`. */
  readonly factor: number;
}

/** Three tries, with less than a second between them in all, because somebody waits in Slack. */
export const retryPolicy: RetryPolicy = { tries: 3, firstDelayMs: 200, factor: 3 };

/** What one try came to. */
export interface Try<T> {
  readonly result: T;
  /** `undefined` when the try succeeded. */
  readonly failure: ReadFailure | undefined;
  /** How long the portal asked us to wait, if it did. */
  readonly retryAfterMs: number | undefined;
}

/** The bounds of trying again: `leftMs` tells how long the deadline still is, `signal` ends a wait early. */
export interface RetryTerms {
  readonly policy: RetryPolicy;
  readonly leftMs: () => number;
  readonly signal: AbortSignal;
}

/**
 * Tries until it succeeds, fails for good, or the next try would start after the deadline; then the last result
 * stands at once. Not undici's retry interceptor: that one resumes a body cut short by a `Range` request, which
 * portals answer with the whole list, so a dropped answer fails for good there, and it caps `Retry-After`
 * instead of giving up early.
 */
export async function tryAgain<T>(
  attempt: () => Promise<Try<T>>,
  { policy, leftMs, signal }: RetryTerms,
): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    const ended = await attempt();
    const delayMs = planDelay(policy, { ...ended, tries, jitter: Math.random() });
    if (delayMs === undefined || delayMs >= leftMs()) return ended.result;
    await wait(delayMs, undefined, { signal });
  }
}

interface Ended {
  readonly failure: ReadFailure | undefined;
  readonly retryAfterMs: number | undefined;
  readonly tries: number;
  /** From 0 to 1: spreads many portals' retries. */
  readonly jitter: number;
}

/** Milliseconds until the next try, never less than the portal asked for; `undefined` when there should be none. */
export function planDelay(policy: RetryPolicy, ended: Ended): number | undefined {
  const { failure, retryAfterMs, tries, jitter } = ended;
  if (failure === undefined || tries >= policy.tries || !isTransient(failure)) return undefined;
  if (retryAfterMs !== undefined) return retryAfterMs + jitter * policy.firstDelayMs;
  const delayMs = policy.firstDelayMs * policy.factor ** (tries - 1);
  return (delayMs * (1 + jitter)) / 2;
}

const transientStatuses: ReadonlySet<number> = new Set([502, 503, 504]);

/** Whether the same question may be answered a moment later. */
function isTransient(failure: ReadFailure): boolean {
  if (failure.kind === 'unreachable') return failure.reason !== 'not-https' && failure.reason !== 'tls';
  if (failure.kind === 'server-error') return transientStatuses.has(failure.status);
  return failure.kind === 'rate-limited';
}

/** The longest wait DocSpace asks for: its daily limits. A portal that asks for more is not believed. */
const maxWaitMs = 86_400_000;

const httpDate = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/**
 * Milliseconds to wait by a `Retry-After` header, in seconds or as an HTTP date (RFC 9110, section 10.2.3).
 * At most a day; `undefined` when there is none, it cannot be understood, or its date has passed.
 */
export function parseRetryAfter(header: string | string[] | undefined, now: Date): number | undefined {
  if (typeof header !== 'string') return undefined;
  const ms = /^\d+$/.test(header)
    ? Number(header) * 1000
    : httpDate.test(header)
      ? Date.parse(header) - now.getTime()
      : Number.NaN;
  return ms > 0 ? Math.min(ms, maxWaitMs) : undefined;
}
