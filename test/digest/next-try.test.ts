import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nextTry } from '../../src/digest/next-try.ts';

const minuteMs = 60_000;
const withinMs = 60 * minuteMs;
const due = new Date('2026-11-24T09:00:00Z');
const until = new Date(due.getTime() + withinMs);

/** How long the next try is waited for; `undefined`: there is none. */
function waitMs(
  after: { readonly afterMs?: number } & Partial<Omit<Parameters<typeof nextTry>[0], 'now' | 'until'>> = {},
): number | undefined {
  const { afterMs = 0, attempt = 1, retryAfterMs, jitter = 0 } = after;
  const now = new Date(due.getTime() + afterMs);
  const next = nextTry({ attempt, now, until, retryAfterMs, jitter });
  return next && next.getTime() - now.getTime();
}

describe('the next try', () => {
  test('comes later each time, up to a quarter of an hour', () => {
    expect([1, 2, 3, 4, 5, 6, 7, 8].map((attempt) => waitMs({ attempt }))).toEqual([
      ...[15_000, 30_000, 60_000, 120_000, 240_000, 480_000, 900_000, 900_000],
    ]);
  });

  test('comes when Slack allows', () => {
    expect(waitMs({ retryAfterMs: 5 * minuteMs })).toBe(5 * minuteMs);
  });

  test('is spread over half the wait', () => {
    expect([0, 0.5, 1].map((jitter) => waitMs({ attempt: 3, jitter }))).toEqual([60_000, 45_000, 30_000]);
  });

  test('does not come when Slack asks for more than is left', () => {
    expect(waitMs({ afterMs: 40 * minuteMs, retryAfterMs: 21 * minuteMs })).toBeUndefined();
  });

  test('comes for the last time at the end', () => {
    expect(waitMs({ afterMs: 40 * minuteMs, retryAfterMs: 20 * minuteMs })).toBe(20 * minuteMs);
    expect(waitMs({ afterMs: withinMs - 1, attempt: 9 })).toBe(1);
    expect(waitMs({ afterMs: 58 * minuteMs, attempt: 9 })).toBe(2 * minuteMs);
    expect(waitMs({ afterMs: withinMs, attempt: 9 })).toBeUndefined();
  });

  test('never comes beyond the end, nor before Slack allows, nor at once', () => {
    const pause = fc.integer({ min: 0, max: 2 * withinMs });
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 2_000 }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        fc.integer({ min: -withinMs, max: 2 * withinMs }),
        fc.option(pause, { nil: undefined }),
        (attempt, jitter, afterMs, retryAfterMs) => {
          const wait = waitMs({ attempt, jitter, afterMs, retryAfterMs });
          if (wait === undefined) return;
          expect(wait).toBeGreaterThan(0);
          expect(wait).toBeGreaterThanOrEqual(retryAfterMs ?? 0);
          expect(afterMs + wait).toBeLessThanOrEqual(withinMs);
        },
      ),
    );
  });
});
