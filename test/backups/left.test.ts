import { describe, expect, it } from 'vitest';
import { isAhead, rangeLeft } from '../../src/backups/left.ts';
import { aBackup, at, dayMs, fromNow, hourMs, now } from './sample-backups.ts';

const tenMinutesMs = 10 * 60_000;
const made = (ms: number) => aBackup({ createdAt: fromNow(ms) });

describe('a date', () => {
  it.each([
    ['is not ahead when it has passed', -dayMs, false],
    ['is not ahead by as much as clocks differ', tenMinutesMs, false],
    ['is ahead by more than that', tenMinutesMs + 1, true],
  ] as const)('%s', (_, ms, expected) => {
    expect(isAhead(fromNow(ms), now)).toBe(expected);
  });
});

describe('the dates of what is left', () => {
  it('reach from the oldest to the newest, in whatever order they come', () => {
    const [oldest, middle, newest] = [made(-9 * dayMs), made(-5 * dayMs), made(-dayMs)];
    for (const list of [
      [middle, oldest, newest],
      [newest, middle, oldest],
      [oldest, newest, middle],
    ]) {
      expect(rangeLeft(list, now)).toEqual({
        ...{ newest, newestAt: newest.createdAt, oldestAt: oldest.createdAt, areAllDated: true },
      });
    }
  });

  it('are those of the first of two that are as new', () => {
    const [first, second] = [made(-dayMs), made(-dayMs)];
    expect(rangeLeft([first, second], now)?.newest).toBe(first);
  });

  it('leave out what has expired, also at this very moment', () => {
    const gone = aBackup({ createdAt: fromNow(-hourMs), expiry: at(now) });
    const old = made(-9 * dayMs);
    expect(rangeLeft([gone, old], now)).toMatchObject({ newest: old, areAllDated: true });
    expect(rangeLeft([gone], now)).toBeUndefined();
  });

  it.each([
    ['there is none', undefined, false],
    ['it is the beginning of 1970', new Date(0), false],
    ['it is a millisecond later', new Date(1), true],
    ['it is as far ahead as clocks differ', fromNow(tenMinutesMs), true],
    ['it is further ahead', fromNow(tenMinutesMs + 1), false],
  ] as const)('are believed or not where %s', (_, createdAt, isBelieved) => {
    const range = rangeLeft([aBackup({ createdAt }), made(-dayMs)], now);
    expect(range?.areAllDated).toBe(isBelieved);
    expect(rangeLeft([aBackup({ createdAt })], now) !== undefined).toBe(isBelieved);
  });
});
