import { describe, expect, it } from 'vitest';
import { createWallClock } from '../../src/digest/wall-clock.ts';

describe('the clock on a wall', () => {
  it.each([
    ['UTC', '2026-11-24T09:00:00Z', '2026-11-24T09:00:00Z'],
    ['Europe/Berlin', '2026-11-24T09:00:00Z', '2026-11-24T10:00:00Z'],
    ['America/St_Johns', '2026-11-24T09:00:00Z', '2026-11-24T05:30:00Z'],
    ['Asia/Kathmandu', '2026-11-24T09:00:00Z', '2026-11-24T14:45:00Z'],
    // Its time was the sun's, to the second, until 1972.
    ['Africa/Monrovia', '1960-01-01T00:00:00Z', '1959-12-31T23:15:30Z'],
  ])('of %s shows at %s what UTC would show at %s, and back', (timeZone, at, shown) => {
    const clock = createWallClock(timeZone);
    expect(clock.wallTimeOf(new Date(at))).toBe(Date.parse(shown));
    expect(clock.instantOf(Date.parse(shown))).toEqual(new Date(at));
  });

  it('takes the first of two times that look the same, and later what it skips', () => {
    const berlin = createWallClock('Europe/Berlin');
    expect(berlin.instantOf(Date.parse('2026-10-25T02:30:00Z'))).toEqual(new Date('2026-10-25T00:30:00Z'));
    expect(berlin.instantOf(Date.parse('2026-03-29T02:30:00Z'))).toEqual(new Date('2026-03-29T01:30:00Z'));
  });

  it('does not exist where no zone has that name', () => {
    expect(() => createWallClock('Europe/Nowhere')).toThrow(RangeError);
  });
});
