import { describe, expect, test } from 'vitest';
import { createDemoClock, nextMornings } from '../../../sandbox/demo/demo-clock.ts';

/** In the zone of this machine, as the demo is. */
const local = (day: number, hour: number, minute = 0): Date => new Date(2026, 10, day, hour, minute);

describe('the clock of the demo', () => {
  test('goes on from where it was moved to, and never goes back', () => {
    let now = local(24, 18);
    const clock = createDemoClock(() => now);
    const told: number[] = [];
    clock.onMoved((aheadMs) => told.push(aheadMs));
    clock.moveTo(local(25, 9, 1));
    now = local(24, 18, 5);
    expect(clock.now()).toEqual(local(25, 9, 6));
    clock.moveTo(local(24, 12));
    expect(clock.now()).toEqual(local(25, 9, 6));
    expect(told).toEqual([clock.aheadMs, clock.aheadMs]);
    expect(clock.aheadMs).toBe(15 * 3_600_000 + 60_000);
  });
});

describe('the next morning', () => {
  test.each([
    ['in the evening', local(24, 18), [local(25, 9, 1)]],
    ['past midnight', local(25, 0, 30), [local(25, 9, 1)]],
    ['at a minute past nine', local(25, 9, 1), [local(26, 9, 1)]],
  ])('%s is one', (_when, now, mornings) => {
    expect(nextMornings(now)).toEqual(mornings);
  });

  test('early in the morning comes after today’s, so that no digest is left out', () => {
    expect(nextMornings(local(25, 4))).toEqual([local(25, 9, 1), local(26, 9, 1)]);
    expect(nextMornings(local(25, 9))).toEqual([local(25, 9, 1), local(26, 9, 1)]);
  });
});
