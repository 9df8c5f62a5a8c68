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
