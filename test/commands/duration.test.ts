import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatDuration, isDurationUnit, nearestWindow, parseDuration } from '../../src/commands/duration.ts';
import { durationsMs } from '../backups/arbitraries.ts';
import { dayMs, hourMs } from '../backups/sample-backups.ts';

describe('a length of time', () => {
  it.each([
    ['48h', 48 * hourMs],
    ['48H', 48 * hourMs],
    [' 3 d ', 3 * dayMs],
    ['3 days', 3 * dayMs],
    ['1 week', 7 * dayMs],
    ['90 Minutes', 1.5 * hourMs],
    ['007d', 7 * dayMs],
    ['45secs', 45_000],
    ['999999w', 999_999 * 7 * dayMs],
  ])('is read from “%s”', (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  it.each(
    [
      ['', 'd', '3', '3 4', '0d', '000000 days', '-3d', '+3d', '1.5h', '1,5h', '1e3d', '0x3d', '3dd', '3d4h'],
      ['1000000d', '٣d', '3 months', '3constructor', '3__proto__', '3toString', 'NaNd', '9'.repeat(60)],
    ].flat(),
  )('is not read from “%s”', (text) => {
    expect(parseDuration(text)).toBeUndefined();
  });

  it.each([
    [1_000, ['s', 'sec', 'secs', 'second', 'seconds']],
    [60_000, ['m', 'min', 'mins', 'minute', 'minutes']],
    [hourMs, ['h', 'hr', 'hrs', 'hour', 'hours']],
    [dayMs, ['d', 'day', 'days']],
    [7 * dayMs, ['w', 'wk', 'week', 'weeks']],
  ])('of %d ms has all these units', (ms, units) => {
    expect(units.map((unit) => parseDuration(`1 ${unit}`))).toEqual(units.map(() => ms));
  });

  it('is written in the largest unit that fits', () => {
    const texts = [45_000, 90 * 60_000, 36 * hourMs, 48 * hourMs, 7 * dayMs].map(formatDuration);
    expect(texts).toEqual(['45s', '90m', '36h', '2d', '7d']);
  });

  it('is read back as it was written, for any input', () => {
    fc.assert(
      fc.property(durationsMs, (ms) => {
        expect(parseDuration(formatDuration(ms))).toBe(ms);
      }),
    );
  });

  it('is never made of anything but a number and a unit', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        fc.pre(!/^\s*\d+\s*[a-z]+\s*$/i.test(text));
        expect(parseDuration(text)).toBeUndefined();
      }),
    );
  });
});

describe('the nearest allowed window', () => {
  it.each([
    ['0d', 60_000],
    ['30s', 60_000],
    ['1m', 60_000],
    ['3 days', 3 * dayMs],
    ['3650d', 3650 * dayMs],
    ['99999d', 3650 * dayMs],
    ['1000000w', 3650 * dayMs],
    [`${'9'.repeat(400)} hours`, 3650 * dayMs],
  ])('to %s', (text, ms) => {
    expect(nearestWindow(text)).toBe(ms);
  });

  it.each(['', '3', 'd', '3 months', '1.5h', '-3d'])('is none to “%s”', (text) => {
    expect(nearestWindow(text)).toBeUndefined();
  });
});

describe('a unit of time', () => {
  it('is a known word, and not a property that every object has', () => {
    expect(['d', 'days', 'hrs', 'wk'].every(isDurationUnit)).toBe(true);
    expect(['', 'constructor', '__proto__', 'month', 'D'].some(isDurationUnit)).toBe(false);
  });
});
