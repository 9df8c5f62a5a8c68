import { setTimeout as wait } from 'node:timers/promises';
import type { ReadFailure } from '../backups/failure.ts';

/** How often and how long to wait between tries. */
export interface RetryPolicy {
  /** Tries in total, including the first. */
  readonly tries: number;
  readonly firstDelayMs: number;
  /** Each delay is this many times the previous one. A portal may ask for more with `Retry-After`. */
  readonly factor: number;
}

/** Three tries with less than a second of delay in total, because a user is waiting in Slack. */
export const retryPolicy: RetryPolicy = { tries: 3, firstDelayMs: 200, factor: 3 };

/** The outcome of one try. */
export interface Try<T> {
  readonly result: T;
  /** `undefined` when the try succeeded. */
  readonly failure: ReadFailure | undefined;
  /** How long the portal asked the bot to wait, if it did. */
  readonly retryAfterMs: number | undefined;
}

/** The bounds of retrying: `leftMs` returns the time left until the deadline, `signal` ends a wait early. */
export interface RetryTerms {
  readonly policy: RetryPolicy;
  readonly leftMs: () => number;
  readonly signal: AbortSignal;
}

/**
 * Tries until it succeeds, fails permanently, or the next try would start after the deadline; then it returns the last
 * result at once. Not undici's retry interceptor: that one resumes a truncated body with a `Range` request, which
 * portals answer with the whole list, so a dropped answer would fail permanently, and it caps `Retry-After` instead of
 * giving up early.
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
  /** From 0 to 1: spreads the retries of many portals. */
  readonly jitter: number;
}

/** Milliseconds until the next try, never less than the portal asked for; `undefined` for no further try. */
export function planDelay(policy: RetryPolicy, ended: Ended): number | undefined {
  const { failure, retryAfterMs, tries, jitter } = ended;
  if (failure === undefined || tries >= policy.tries || !isTransient(failure)) return undefined;
  if (retryAfterMs !== undefined) return retryAfterMs + jitter * policy.firstDelayMs;
  const delayMs = policy.firstDelayMs * policy.factor ** (tries - 1);
  return (delayMs * (1 + jitter)) / 2;
}

const transientStatuses: ReadonlySet<number> = new Set([502, 503, 504]);

/** Whether the same question may succeed a moment later. */
function isTransient(failure: ReadFailure): boolean {
  if (failure.kind === 'unreachable') return failure.reason !== 'not-https' && failure.reason !== 'tls';
  if (failure.kind === 'server-error') return transientStatuses.has(failure.status);
  return failure.kind === 'rate-limited';
}

/** The longest wait DocSpace asks for, at its daily limits. Longer values are capped. */
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
