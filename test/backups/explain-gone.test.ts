import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Backup } from '../../src/backups/backup.ts';
import { updatePast } from '../../src/backups/past.ts';
import type { ListPast } from '../../src/backups/reading.ts';
import { at, dayMs, fromNow, hourMs } from './sample-backups.ts';
import { goneIn, named, pastAfter, readAt } from './sample-pasts.ts';

const minuteMs = 60_000;

/** Scheduled backups: one a day, made at three in the morning; `now` is nine o'clock. */
function daily(day: number, traits: Partial<Backup> = {}): Backup {
  return named(`day ${day}`, { createdAt: fromNow(day * dayMs - 6 * hourMs), ...traits });
}

function days(from: number, to: number, traits: Partial<Backup> = {}): Backup[] {
  return Array.from({ length: to - from + 1 }, (_, index) => daily(from + index, traits));
}

/** What is gone when a list is read at nine o'clock, on the first day and `later` days after. */
function goneAfter(before: readonly Backup[], after: readonly Backup[], later = 1): Record<string, string> {
  return goneIn(pastAfter(readAt(fromNow(0), before), readAt(fromNow(later * dayMs), after)));
}

describe('expired', () => {
  const leaving = (ms: number) => named('x', { expiry: at(fromNow(dayMs + ms)) });

  it.each([-hourMs, 0, 10 * minuteMs])('is what was to expire by then, %i ms later', (ms) => {
    expect(goneAfter([leaving(ms)], [])).toEqual({ x: 'expired' });
  });

  it('is not what was to stay longer', () => {
    expect(goneAfter([leaving(11 * minuteMs)], [])).toEqual({ x: 'unexplained' });
  });

  it.each(['never', 'unknown'] as const)(
    'is a temporary copy after 24 h, though its expiry is %s',
    (kind) => {
      const temporary = (hours: number) =>
        named('x', {
          ...{ storage: { kind: 'temporary' }, expiry: { kind } },
          createdAt: fromNow(-hours * hourMs),
        });
      expect(goneAfter([temporary(1)], [])).toEqual({ x: 'expired' });
      expect(goneIn(pastAfter(readAt(fromNow(0), [temporary(1)]), readAt(fromNow(hourMs), [])))).toEqual({
        x: 'unexplained',
      });
    },
  );
});

describe('a temporary copy of a portal whose clock is ahead', () => {
  const copy = (aheadMs: number, more: Partial<Backup> = {}) =>
    named('x', {
      ...{ storage: { kind: 'temporary' }, createdAt: fromNow(aheadMs - hourMs) },
      ...{ expiry: at(fromNow(aheadMs + 23 * hourMs)), ...more },
    });
  const later = (hours: number, backup: Backup) =>
    goneIn(pastAfter(readAt(fromNow(0), [backup]), readAt(fromNow(hours * hourMs), [])));

  it('has expired a day after it was first seen, whatever its expiry says', () => {
    expect(later(24, copy(0, { expiry: at(fromNow(99 * hourMs)) }))).toEqual({ x: 'expired' });
    expect(later(22, copy(0))).toEqual({ x: 'unexplained' });
  });

  it('may have expired at any time where it seems to have been made later than it was seen', () => {
    expect(later(22, copy(12 * hourMs))).toEqual({ x: 'expired' });
  });

  it('may have expired at any time where neither date is known', () => {
    const unknown = { createdAt: undefined, expiry: { kind: 'unknown' } } as const;
    expect(later(1, copy(0, unknown))).toEqual({ x: 'expired' });
  });
});

describe('rotated', () => {
  it('is the oldest when a newer one was made', () => {
    expect(goneAfter(days(-6, 0), days(-5, 1))).toEqual({ 'day -6': 'rotated' });
  });

  it('are as many of the oldest as newer ones were made, over several runs', () => {
    expect(goneAfter(days(-6, 0), days(-3, 3), 3)).toEqual({
      ...{ 'day -6': 'rotated', 'day -5': 'rotated', 'day -4': 'rotated' },
    });
    expect(goneAfter(days(-1, 0), days(8, 9), 9)).toEqual({ 'day -1': 'rotated', 'day 0': 'rotated' });
  });

  it('is nothing when no newer one was made', () => {
    expect(goneAfter(days(-6, 0), days(-5, 0))).toEqual({ 'day -6': 'unexplained' });
  });

  it('is no more than newer ones were made', () => {
    expect(goneAfter(days(-6, 0), days(-4, 1))).toEqual({ 'day -6': 'rotated', 'day -5': 'unexplained' });
  });

  it('is not one from the middle', () => {
    const after = days(-6, 1).filter(({ id }) => id !== 'day -3');
    expect(goneAfter(days(-6, 0), after)).toEqual({ 'day -3': 'unexplained' });
  });

  it('passes over what is older and was made by hand, at another time of day', () => {
    const byHand = named('by hand', { createdAt: fromNow(-30 * dayMs + 3 * hourMs) });
    expect(goneAfter([byHand, ...days(-6, 0)], [byHand, ...days(-5, 1)])).toEqual({ 'day -6': 'rotated' });
  });

  it('is also a copy that is not as old as one which will expire', () => {
    const temporary = daily(-9, { storage: { kind: 'temporary' }, expiry: at(fromNow(9 * dayMs)) });
    expect(goneAfter([temporary, ...days(-6, 0)], [temporary, ...days(-5, 1)])).toEqual({
      'day -6': 'rotated',
    });
  });

  it('crosses storages: the new one may be made elsewhere', () => {
    const elsewhere = daily(1, { storage: { kind: 'third-party' } });
    expect(goneAfter(days(-2, 0), [...days(-1, 0), elsewhere])).toEqual({ 'day -2': 'rotated' });
  });

  it('is not what will expire', () => {
    const leaving = daily(-6, { expiry: at(fromNow(9 * dayMs)) });
    expect(goneAfter([leaving, ...days(-5, 0)], days(-5, 1))).toEqual({ 'day -6': 'unexplained' });
  });

  it('may be what has no date', () => {
    const dateless = named('x', { createdAt: undefined });
    expect(goneAfter([dateless, ...days(-5, 0)], days(-5, 1))).toEqual({ x: 'rotated' });
    expect(goneAfter([dateless, ...days(-5, 0)], days(-5, 0))).toEqual({ x: 'unexplained' });
  });

  it('is the oldest also where the clock of the portal is ahead', () => {
    const ahead = (from: number, to: number) =>
      days(from, to).map((each) => ({
        ...each,
        createdAt: new Date(Number(each.createdAt) + 12 * hourMs),
      }));
    expect(goneAfter(ahead(-6, 0), ahead(-5, 1))).toEqual({ 'day -6': 'rotated' });
  });

  describe('passes over one that was made by hand at the hour of the schedule', () => {
    const byHand = (day: number, minutes = 0) =>
      named('by hand', { createdAt: fromNow(day * dayMs - 6 * hourMs + minutes * minuteMs) });
    /** What is gone after a week, where seven copies are kept, the oldest of the first day -6. */
    const afterWeek = (hand: Backup) => {
      const readings = Array.from({ length: 7 }, (_, day) =>
        readAt(fromNow(day * dayMs), [hand, ...days(day - 6, day)]),
      );
      return Object.values(goneIn(pastAfter(...(readings as [(typeof readings)[number]]))));
    };
    const rotated = (count: number) => Array.from({ length: count }, () => 'rotated');

    it('and stands alone', () => {
      expect(afterWeek(byHand(-30))).toEqual(rotated(6));
    });

    it('just before or after the run of a day', () => {
      expect(afterWeek(byHand(-6, -20))).toEqual(rotated(6));
      expect(afterWeek(byHand(-4, 20))).toEqual(rotated(6));
    });

    it('and looks like one of its copies, once it has outlived a newer one', () => {
      expect(afterWeek(byHand(-7))).toEqual([...rotated(5), 'unexplained']);
    });
  });

  describe('when the list is read between a run and the removal', () => {
    const morning = readAt(fromNow(0), days(-6, 0));
    const afterRun = (minutes: number) => fromNow(dayMs - 6 * hourMs + minutes * minuteMs);

    it('is still the oldest', () => {
      const past = pastAfter(
        morning,
        readAt(afterRun(5), days(-6, 1)),
        readAt(afterRun(25), days(-5, 1)),
        readAt(fromNow(2 * dayMs), days(-4, 2)),
      );
      expect(goneIn(past)).toEqual({ 'day -6': 'rotated', 'day -5': 'rotated' });
    });

    it('is so when that was the first reading', () => {
      const past = pastAfter(readAt(afterRun(5), days(-6, 1)), readAt(afterRun(25), days(-5, 1)));
      expect(goneIn(past)).toEqual({ 'day -6': 'rotated' });
    });

    it('is one for each run', () => {
      const past = pastAfter(morning, readAt(afterRun(20), days(-5, 1)), readAt(afterRun(25), days(-4, 1)));
      expect(goneIn(past)).toEqual({ 'day -6': 'rotated', 'day -5': 'unexplained' });
    });
  });
});

describe('a storage that is left empty', () => {
  const bucket = { storage: { kind: 'third-party' } } as const;

  it('is unexplained as a whole where rotation explains only some', () => {
    expect(goneAfter([...days(-6, -3, bucket), ...days(-2, 0)], days(-2, 1))).toEqual({
      ...{ 'day -6': 'unexplained', 'day -5': 'unexplained' },
      ...{ 'day -4': 'unexplained', 'day -3': 'unexplained' },
    });
  });

  it('was rotated where rotation explains all', () => {
    expect(goneAfter(days(-2, -1, bucket), days(0, 1), 2)).toEqual({
      ...{ 'day -2': 'rotated', 'day -1': 'rotated' },
    });
  });

  it('may have lost its only backup to rotation', () => {
    expect(goneAfter([daily(-2, bucket), ...days(-1, 0)], days(-1, 1))).toEqual({ 'day -2': 'rotated' });
  });
});

describe('a schedule that keeps a number of copies', () => {
  /** What is remembered by one who reads every so often while the schedule runs. */
  function observe(kept: number, everyMs: number, byHand: readonly Backup[]): ListPast {
    const count = Math.min(300, Math.floor((40 * dayMs) / everyMs));
    const readings = Array.from({ length: count }, (_, index) => {
      const ms = index * everyMs;
      const made = Array.from({ length: 80 }, (_day, number) => daily(number - 30));
      // The portal's cleaner comes a quarter of an hour after each run.
      const seen = (delayMs: number) =>
        made.filter(({ createdAt }) => (createdAt?.getTime() ?? 0) <= fromNow(ms - delayMs).getTime());
      const cleaned = seen(15 * minuteMs);
      return readAt(fromNow(ms), [...byHand, ...cleaned.slice(-kept), ...seen(0).slice(cleaned.length)]);
    });
    return pastAfter(...(readings as [(typeof readings)[number]]));
  }

  it('leaves nothing unexplained, however often one looks and whatever was made by hand', () => {
    const minutes = fc.array(fc.integer({ min: 0, max: 24 * 60 }), { maxLength: 3 });
    const handMade = minutes.map((each) =>
      each.map((minute, index) =>
        named(`by hand ${index}`, {
          createdAt: fromNow(-(60 + 3 * index) * dayMs + minute * minuteMs),
        }),
      ),
    );
    const everyMs = fc.integer({ min: 10 * minuteMs, max: 4 * dayMs });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 30 }), everyMs, handMade, (kept, ms, byHand) => {
        const reasons = new Set(Object.values(goneIn(observe(kept, ms, byHand))));
        expect([...reasons]).toEqual(reasons.size === 0 ? [] : ['rotated']);
      }),
      { numRuns: 60 },
    );
  }, 30_000);

  it('is told from a removal by hand of any other copy', () => {
    fc.assert(
      fc.property(fc.integer({ min: 3, max: 30 }), fc.nat(), (kept, index) => {
        const left = days(2 - kept, 0);
        // Without the oldest of these, two of the oldest are gone.
        const removed = left[1 + (index % (left.length - 1))]?.id ?? '';
        const before = pastAfter(readAt(fromNow(0), days(1 - kept, 0)));
        const after = [...left.filter(({ id }) => id !== removed), daily(1)];
        const gone = goneIn(updatePast(before, readAt(fromNow(dayMs), after)));
        expect(gone).toEqual({ [`day ${1 - kept}`]: 'rotated', [removed]: 'unexplained' });
      }),
    );
  });
});
