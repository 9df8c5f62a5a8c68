import { getEventListeners } from 'node:events';
import fc from 'fast-check';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { type Attempt, decideNext, deliverDigest, retryForMs } from '../../src/digest/deliver-digest.ts';
import type { PostOutcome } from '../../src/digest/poster.ts';
import { createLogBook } from './log-book.ts';

const startedAt = new Date('2026-11-24T09:00:00Z');
const minuteMs = 60_000;

function notDelivered(retryAfterMs?: number): PostOutcome {
  return { kind: 'not-delivered', code: 'ECONNREFUSED', retryAfterMs };
}

function decide(attempt: Partial<Attempt> & { readonly afterMs?: number }) {
  const { afterMs = 0, ...rest } = attempt;
  const now = new Date(startedAt.getTime() + afterMs);
  return decideNext({ outcome: notDelivered(), number: 1, startedAt, now, jitter: 0, ...rest });
}

describe('the delivery policy', () => {
  test.each<PostOutcome>([
    { kind: 'posted', channel: 'C1', ts: '1.2' },
    { kind: 'refused', code: 'not_in_channel', advice: 'Invite the bot.' },
    { kind: 'uncertain', code: 'TimeoutError' },
  ])('never retries what is $kind', (outcome) => {
    expect(decide({ outcome })).toEqual({ kind: 'settled' });
  });

  test('waits longer each time, up to a quarter of an hour', () => {
    const waits = [1, 2, 3, 4, 5, 6, 7, 8].map((number) => decide({ number }));
    expect(waits).toEqual(
      [15_000, 30_000, 60_000, 120_000, 240_000, 480_000, 900_000, 900_000].map((waitMs) => ({
        kind: 'retry',
        waitMs,
      })),
    );
  });

  test('waits as long as Slack asks', () => {
    expect(decide({ outcome: notDelivered(5 * minuteMs) })).toEqual({ kind: 'retry', waitMs: 5 * minuteMs });
  });

  test('spreads the tries of several bots over half the wait', () => {
    const waits = [0, 0.5, 1].map((jitter) => decide({ number: 3, jitter }));
    expect(waits).toEqual([60_000, 45_000, 30_000].map((waitMs) => ({ kind: 'retry', waitMs })));
  });

  test('gives up at once when Slack asks for more than is left of the hour', () => {
    expect(decide({ outcome: notDelivered(21 * minuteMs), afterMs: 40 * minuteMs })).toEqual({
      kind: 'settled',
    });
  });

  test('tries for the last time as the hour ends', () => {
    expect(decide({ outcome: notDelivered(20 * minuteMs), afterMs: 40 * minuteMs })).toEqual({
      kind: 'retry',
      waitMs: 20 * minuteMs,
    });
    expect(decide({ number: 9, afterMs: retryForMs - 1 })).toEqual({ kind: 'retry', waitMs: 1 });
    expect(decide({ number: 9, afterMs: 58 * minuteMs })).toEqual({ kind: 'retry', waitMs: 2 * minuteMs });
    expect(decide({ number: 10, afterMs: retryForMs })).toEqual({ kind: 'settled' });
  });

  test('never waits beyond the hour, nor less than Slack asks, nor without end', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 2_000 }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        fc.integer({ min: -retryForMs, max: 2 * retryForMs }),
        fc.option(fc.integer({ min: 0, max: 2 * retryForMs }), { nil: undefined }),
        (number, jitter, afterMs, retryAfterMs) => {
          const next = decide({ outcome: notDelivered(retryAfterMs), number, jitter, afterMs });
          if (next.kind === 'settled') return;
          expect(next.waitMs).toBeGreaterThan(0);
          expect(next.waitMs).toBeGreaterThanOrEqual(retryAfterMs ?? 0);
          expect(afterMs + next.waitMs).toBeLessThanOrEqual(retryForMs);
        },
      ),
    );
  });
});

describe('a delivery', () => {
  const posted: PostOutcome = { kind: 'posted', channel: 'C1', ts: '1.2' };

  /** Delivers with these outcomes in turn; notes how many waited for the signal at each attempt. */
  async function deliver(...outcomes: PostOutcome[]) {
    vi.useFakeTimers({ now: startedAt });
    onTestFinished(() => void vi.useRealTimers());
    const { log, entries } = createLogBook();
    const { signal } = new AbortController();
    const waiting: number[] = [];
    const attempt = async () => {
      waiting.push(getEventListeners(signal, 'abort').length);
      return outcomes.shift() ?? posted;
    };
    const dueAt = new Date(startedAt.getTime() - minuteMs);
    const delivery = deliverDigest({
      ...{ dueAt, channel: 'C1', attempt, clock: () => new Date(), signal, log },
    });
    await vi.runAllTimersAsync();
    await delivery;
    return { entries, waiting };
  }

  test('says in each line which digest it means, and counts the attempts', async () => {
    const { entries } = await deliver(notDelivered());
    const facts = { channel: 'C1', dueAt: '2026-11-24T08:59:00.000Z' };
    expect(entries).toMatchObject([
      { level: 'warn', fields: { ...facts, attempt: 1, kind: 'retry', code: 'ECONNREFUSED' } },
      { level: 'info', fields: { ...facts, attempt: 2, ts: '1.2' } },
    ]);
  });

  test('leaves nothing behind after a wait', async () => {
    const { waiting } = await deliver(notDelivered(), notDelivered());
    expect(waiting).toEqual([0, 0, 0]);
    expect(vi.getTimerCount()).toBe(0);
  });
});
