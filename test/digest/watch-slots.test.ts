import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createSlots } from '../../src/digest/slots.ts';
import { watchSlots } from '../../src/digest/watch-slots.ts';
import { createLogBook } from './log-book.ts';

const hourMs = 3_600_000;
const running: { stop(): void }[] = [];

beforeEach(() => {
  vi.stubEnv('TZ', 'UTC');
  vi.useFakeTimers();
});

afterEach(() => {
  for (const watch of running.splice(0)) watch.stop();
  vi.useRealTimers();
  vi.unstubAllEnvs();
});

/** Watches from a moment on; returns what came due, and when it was noticed. */
function watchFrom(cron: string, timeZone: string, from: string) {
  vi.setSystemTime(new Date(from));
  const seen: { due: string; noticed: string }[] = [];
  const { log, entries } = createLogBook();
  const watch = watchSlots({
    cron,
    timeZone,
    slots: createSlots(cron, timeZone),
    since: new Date(from),
    clock: () => new Date(),
    onSlot: (dueAt) => seen.push({ due: dueAt.toISOString(), noticed: new Date().toISOString() }),
    log,
  });
  running.push(watch);
  return { seen, watch, entries };
}

describe('a watch', () => {
  test.each([
    ['Europe/Berlin', '30 2 * * *', '2026-03-28T23:00:00Z', '2026-03-29T01:30:00.000Z'],
    ['Europe/Berlin', '30 2 * * *', '2026-10-24T22:00:00Z', '2026-10-25T00:30:00.000Z'],
    ['America/New_York', '30 2 * * *', '2026-03-08T05:00:00Z', '2026-03-08T07:30:00.000Z'],
    ['America/New_York', '30 1 * * *', '2026-11-01T04:00:00Z', '2026-11-01T05:30:00.000Z'],
    ['Asia/Kolkata', '0 9 * * *', '2026-11-24T02:00:00Z', '2026-11-24T03:30:00.000Z'],
    ['Pacific/Apia', '0 9 * * *', '2026-11-23T19:00:00Z', '2026-11-23T20:00:00.000Z'],
    ['America/Nuuk', '30 23 * * 6', '2026-03-29T00:00:00Z', '2026-03-29T01:30:00.000Z'],
    ['UTC', '0 9 * * *', '2026-11-24T08:00:00Z', '2026-11-24T09:00:00.000Z'],
  ])('in %s (%s) reports the slot once, on the second (from %s)', async (timeZone, cron, from, due) => {
    const { seen } = watchFrom(cron, timeZone, from);
    await vi.advanceTimersByTimeAsync(6 * hourMs);
    expect(seen).toEqual([{ due, noticed: due }]);
  });

  test('is on the second in the zone of the digest, wherever the watch began in the minute', async () => {
    const { seen } = watchFrom('0 9 * * *', 'Asia/Kolkata', '2026-11-24T03:00:20Z');
    await vi.advanceTimersByTimeAsync(hourMs);
    expect(seen).toEqual([{ due: '2026-11-24T03:30:00.000Z', noticed: '2026-11-24T03:30:00.000Z' }]);
  });

  test('keeps to the second of an expression with six fields', async () => {
    const { seen } = watchFrom('30 0 9 * * *', 'UTC', '2026-11-24T08:58:00Z');
    await vi.advanceTimersByTimeAsync(5 * 60_000);
    expect(seen).toEqual([{ due: '2026-11-24T09:00:30.000Z', noticed: '2026-11-24T09:00:30.000Z' }]);
  });

  test('notices within a minute of waking what came due while the machine slept', async () => {
    const { seen } = watchFrom('0 9 * * *', 'UTC', '2026-11-24T08:00:20Z');
    vi.setSystemTime(new Date('2026-11-24T11:15:00Z'));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(seen).toEqual([{ due: '2026-11-24T09:00:00.000Z', noticed: '2026-11-24T11:16:00.000Z' }]);
  });

  test('reports only the last slot when several were missed during sleep', async () => {
    const { seen, entries } = watchFrom('0 9 * * *', 'UTC', '2026-11-20T08:00:00Z');
    vi.setSystemTime(new Date('2026-11-24T08:00:00Z'));
    await vi.advanceTimersByTimeAsync(2 * hourMs);
    expect(seen.map(({ due }) => due)).toEqual(['2026-11-23T09:00:00.000Z', '2026-11-24T09:00:00.000Z']);
    expect(entries).toEqual([]);
  });

  test('is not late in the hour that the host repeats in autumn', async () => {
    vi.stubEnv('TZ', 'Europe/Berlin');
    const { seen } = watchFrom('30 1 * * *', 'UTC', '2026-10-25T01:29:20Z');
    await vi.advanceTimersByTimeAsync(60_000);
    expect(seen).toEqual([{ due: '2026-10-25T01:30:00.000Z', noticed: '2026-10-25T01:30:20.000Z' }]);
  });

  test('does not report a slot again when the clock is set back a little', async () => {
    const { seen } = watchFrom('0 9 * * *', 'UTC', '2026-11-24T08:59:00Z');
    await vi.advanceTimersByTimeAsync(2 * 60_000);
    vi.setSystemTime(new Date('2026-11-24T08:55:00Z'));
    await vi.advanceTimersByTimeAsync(hourMs);
    expect(seen).toHaveLength(1);
  });

  test('counts from the new time, with a warning, when a clock that was hours ahead is corrected', async () => {
    const { seen, entries } = watchFrom('0 9 * * *', 'UTC', '2026-11-24T15:30:00Z');
    vi.setSystemTime(new Date('2026-11-24T07:30:00Z'));
    await vi.advanceTimersByTimeAsync(2 * hourMs);
    expect(seen).toEqual([{ due: '2026-11-24T09:00:00.000Z', noticed: '2026-11-24T09:00:00.000Z' }]);
    expect(entries).toMatchObject([{ level: 'warn', message: expect.stringContaining('set back') }]);
  });

  test('loses no slot that comes before it notices that the clock was put right', async () => {
    const { seen } = watchFrom('0 9 * * *', 'UTC', '2026-11-24T15:30:00Z');
    vi.setSystemTime(new Date('2026-11-24T08:59:30Z'));
    await vi.advanceTimersByTimeAsync(hourMs);
    expect(seen.map(({ due }) => due)).toEqual(['2026-11-24T09:00:00.000Z']);
  });

  test('reports nothing once it is stopped', async () => {
    const { seen, watch } = watchFrom('0 9 * * *', 'UTC', '2026-11-24T08:59:00Z');
    watch.stop();
    await vi.advanceTimersByTimeAsync(hourMs);
    expect(seen).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
  });
});
