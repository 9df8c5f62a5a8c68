import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createTicks } from '../../src/digest/ticks.ts';
import { createLogBook } from './log-book.ts';

const minuteMs = 60_000;
const running: { stop(): void }[] = [];

beforeEach(() => {
  vi.stubEnv('TZ', 'UTC');
  vi.useFakeTimers();
});

afterEach(() => {
  for (const each of running.splice(0)) each.stop();
  vi.useRealTimers();
  vi.unstubAllEnvs();
});

/** Ticks from a moment on. */
function tickFrom(from: string) {
  vi.setSystemTime(new Date(from));
  const { log, entries } = createLogBook();
  const seen: string[] = [];
  const ticks = createTicks(log)(async () => void seen.push(new Date().toISOString().slice(11, 19)));
  running.push(ticks);
  return { seen, ticks, entries };
}

describe('ticks', () => {
  test('begin at once, come on the second of each minute, and every 15 seconds', async () => {
    const { seen, entries } = tickFrom('2026-11-24T08:58:50Z');
    await vi.advanceTimersByTimeAsync(minuteMs + 20_000);
    expect(seen).toEqual([
      ...['08:58:50', '08:59:00', '08:59:05', '08:59:20', '08:59:35', '08:59:50'],
      ...['09:00:00', '09:00:05'],
    ]);
    expect(entries).toEqual([]);
  });

  test('go on in the hour that the host repeats in autumn', async () => {
    vi.stubEnv('TZ', 'Europe/Berlin');
    const { seen } = tickFrom('2026-10-25T01:29:50Z');
    await vi.advanceTimersByTimeAsync(minuteMs);
    expect(seen).toEqual(expect.arrayContaining(['01:30:05', '01:30:20']));
  });

  test('are back within 15 seconds after the machine slept', async () => {
    const { seen } = tickFrom('2026-11-24T08:00:10Z');
    vi.setSystemTime(new Date('2026-11-24T11:15:02Z'));
    await vi.advanceTimersByTimeAsync(15_000);
    expect(seen.at(-1)).toBe('11:15:17');
  });

  test('end when they are stopped', async () => {
    const { seen, ticks } = tickFrom('2026-11-24T08:58:50Z');
    ticks.stop();
    await vi.advanceTimersByTimeAsync(10 * minuteMs);
    expect(seen).toHaveLength(1);
    expect(vi.getTimerCount()).toBe(0);
  });
});
