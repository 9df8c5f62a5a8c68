import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assessExpiry, orderNewestFirst, orderSoonestFirst, pickNewest } from '../../src/backups/backup.ts';
import { backups } from './arbitraries.ts';
import { aBackup, at, dayMs, fromNow, hourMs, now, oddBackup } from './sample-backups.ts';

describe('the expiry of a backup', () => {
  it.each([
    ['long past', -30 * dayMs, 'expired'],
    ['a millisecond ago', -1, 'expired'],
    ['this very moment', 0, 'expired'],
    ['in a millisecond', 1, 'expiring'],
    ['at the end of the window', 2 * dayMs, 'expiring'],
    ['a millisecond after the window', 2 * dayMs + 1, 'kept'],
    ['in a hundred years', 36_525 * dayMs, 'kept'],
  ] as const)('is judged for %s', (_, ms, state) => {
    expect(assessExpiry(at(fromNow(ms)), now, 2 * dayMs)).toBe(state);
  });

  it.each(['never', 'unknown'] as const)('is kept when it is %s', (kind) => {
    expect(assessExpiry({ kind }, now, Number.MAX_SAFE_INTEGER)).toBe(kind);
  });
});

describe('the order of backups', () => {
  it('is newest first, and those without a date last, as the portal sent them', () => {
    const [old, young] = [aBackup({ createdAt: fromNow(-9 * dayMs) }), aBackup()];
    const ancient = aBackup({ createdAt: new Date(-8.64e15) });
    const [odd, other] = [oddBackup, { ...oddBackup, id: 'other' }];
    const ordered = orderNewestFirst([odd, ancient, old, other, young]);
    expect(ordered).toEqual([young, old, ancient, odd, other]);
  });

  it('is what expires first, and what is kept or unknown last, newest first', () => {
    const soon = aBackup({ expiry: at(fromNow(hourMs)) });
    const later = aBackup({ expiry: at(fromNow(dayMs)) });
    const gone = aBackup({ expiry: at(fromNow(-hourMs)) });
    const [stays, stayed] = [aBackup(), aBackup({ createdAt: fromNow(-9 * dayMs) })];
    const unknown = aBackup({ createdAt: fromNow(-2 * dayMs), expiry: { kind: 'unknown' } });
    const ordered = orderSoonestFirst([stayed, later, unknown, stays, gone, soon]);
    expect(ordered).toEqual([gone, soon, later, stays, unknown, stayed]);
  });

  it.each([
    ['newest first', orderNewestFirst],
    ['soonest first', orderSoonestFirst],
  ])('keeps every record and changes nothing when ordered again: %s', (_, order) => {
    fc.assert(
      fc.property(fc.array(backups), (list) => {
        const ordered = order(list);
        expect(new Set(ordered)).toEqual(new Set(list));
        expect(ordered).toHaveLength(list.length);
        expect(order(ordered)).toEqual(ordered);
      }),
    );
  });
});

describe('the newest few', () => {
  it('are the beginning of all in order, for any number and with ties', () => {
    const long = fc.array(backups, { minLength: 40, maxLength: 150, size: 'max' });
    fc.assert(
      fc.property(fc.oneof(fc.array(backups), long), fc.nat(60), (list, count) => {
        expect(pickNewest(list, count)).toEqual(orderNewestFirst(list).slice(0, count));
      }),
    );
  });

  it.each([0, 1, 10])('are found in a long history without ordering all of it: %d', (count) => {
    const ages = Array.from({ length: 2_000 }, (_, index) => (index * 7_919) % 1_999);
    const list = ages.map((age) => aBackup({ createdAt: fromNow(-age * 60_000) }));
    expect(pickNewest(list, count)).toEqual(orderNewestFirst(list).slice(0, count));
  });
});
