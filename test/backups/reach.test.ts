import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Backup, Expiry } from '../../src/backups/backup.ts';
import { assessReach, type Gap, type KnownReach, type Reach, worstReach } from '../../src/backups/reach.ts';
import { backups as anyBackups } from './arbitraries.ts';
import { aBackup, at, dayMs, fromNow, hourMs, now } from './sample-backups.ts';

const skewMs = 10 * 60_000;
const never: Expiry = { kind: 'never' };
const unknown: Expiry = { kind: 'unknown' };
const made = (ms: number, expiry: Expiry = never) => aBackup({ createdAt: fromNow(ms), expiry });
const undated = aBackup({ createdAt: undefined });

describe('the reach of a portal', () => {
  it('is from the oldest to the newest that is left, with the longest gap between neighbours', () => {
    const days = [-1, -9, -3, -2, -10];
    expect(
      assessReach(
        days.map((day) => made(day * dayMs)),
        false,
        now,
      ),
    ).toEqual({
      kind: 'known',
      oldestAt: fromNow(-10 * dayMs),
      newestAt: fromNow(-dayMs),
      longestGap: gap(-9 * dayMs, -3 * dayMs),
      isWhole: true,
    });
  });

  it('counts the time since the newest as a loss, and not as a gap', () => {
    const reach = assessReach([made(-20 * dayMs), made(-21 * dayMs)], false, now);
    expect(reach).toMatchObject({
      longestGap: gap(-21 * dayMs, -20 * dayMs),
      newestAt: fromNow(-20 * dayMs),
    });
  });

  it('has no gap with one backup, or with several of one moment', () => {
    expect(assessReach([made(-dayMs)], false, now)).toHaveProperty('longestGap', undefined);
    expect(assessReach([made(-dayMs), made(-dayMs)], false, now)).toHaveProperty('longestGap', undefined);
  });

  it('shows the newest of gaps that are equally long', () => {
    const reach = assessReach([made(-5 * dayMs), made(-dayMs), made(-3 * dayMs)], false, now);
    expect(reach).toHaveProperty('longestGap', gap(-3 * dayMs, -dayMs));
  });

  it('leaves out what has expired, also at this very moment and without a date', () => {
    const expired = [made(-9 * dayMs, at(now)), aBackup({ createdAt: undefined, expiry: at(fromNow(-1)) })];
    const kept = made(-2 * dayMs, at(fromNow(1)));
    expect(assessReach([...expired, kept], false, now)).toEqual(only(-2 * dayMs, true));
  });

  it.each([
    ['an unknown expiry', made(-9 * dayMs, unknown)],
    ['no date', undated],
    ['a date of 1970', aBackup({ createdAt: new Date(0) })],
    ['a date further ahead than clocks differ', made(skewMs + 1)],
  ])('does not count a backup with %s, and is then not the whole', (_, odd) => {
    expect(assessReach([odd, made(-dayMs)], false, now)).toEqual(only(-dayMs, false));
    expect(assessReach([odd], false, now)).toEqual({ kind: 'unknown' });
  });

  it('takes a date ahead by what clocks differ for now', () => {
    expect(assessReach([made(skewMs)], false, now)).toEqual(only(0, true));
    expect(assessReach([made(skewMs), made(0)], false, now)).toEqual(only(0, true));
  });

  it('is not the whole when a list is missing', () => {
    expect(assessReach([made(-dayMs)], true, now)).toEqual(only(-dayMs, false));
    expect(assessReach([], true, now)).toEqual({ kind: 'unknown' });
  });

  it('is none when certainly nothing is left', () => {
    expect(assessReach([], false, now)).toEqual({ kind: 'none' });
    expect(assessReach([made(-dayMs, at(now))], false, now)).toEqual({ kind: 'none' });
  });
});

/** Dates that often coincide, and lie on either side of `now` and of the time that clocks may differ. */
const fewMoments = fc
  .oneof(fc.integer({ min: -12, max: 3 }), fc.constantFrom(-skewMs / hourMs, skewMs / hourMs))
  .map((hours) => fromNow(hours * hourMs));
const fewExpiries = fc.oneof(fc.constantFrom(never, unknown), fewMoments.map(at));
const fewBackups = fc
  .record({ createdAt: fc.option(fewMoments, { nil: undefined }), expiry: fewExpiries })
  .map(aBackup);
const lists = fc.array(fc.oneof(fewBackups, anyBackups), { maxLength: 9 });

describe('the reach of any portal', () => {
  it('is what comparing every backup with every other says', () => {
    fc.assert(
      fc.property(lists, fc.boolean(), (list, isIncomplete) => {
        expect(assessReach(list, isIncomplete, now)).toEqual(reachByHand(list, isIncomplete));
      }),
    );
  });

  it('does not depend on the order of the backups', () => {
    const shuffled = lists.chain((list) =>
      fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
    );
    fc.assert(
      fc.property(shuffled, ([list, other]) => {
        expect(assessReach(other, false, now)).toEqual(assessReach(list, false, now));
      }),
    );
  });

  it('is not broken by anything that the unknown may turn out to be', () => {
    const pasts = fc.oneof(nearPasts, fc.date({ min: new Date(1), max: now, noInvalidDate: true }));
    const truths = fc.record({ createdAt: pasts, expiry: fc.oneof(fc.constant(never), fewMoments.map(at)) });
    const worlds = lists.chain((list) =>
      fc.record({
        list: fc.constant(list),
        truths: fc.array(truths, { minLength: list.length, maxLength: list.length }),
        missing: fc.option(fc.array(truths.map(aBackup), { maxLength: 4 }), { nil: undefined }),
      }),
    );
    fc.assert(
      fc.property(worlds, ({ list, truths, missing }) => {
        const reach = assessReach(list, missing !== undefined, now);
        const whole = list.map((backup, index) => complete(backup, truths[index]));
        expectBounds(reach, timesByHand([...whole, ...(missing ?? [])]));
      }),
      { numRuns: 500 },
    );
  });
});

const nearPasts = fc.integer({ min: -12, max: 0 }).map((hours) => fromNow(hours * hourMs));

/** The backup as it may really be: what is known of it stays. */
function complete(backup: Backup, truth: Pick<Backup, 'createdAt' | 'expiry'> | undefined): Backup {
  return {
    ...backup,
    ...(!isDated(backup) && { createdAt: truth?.createdAt }),
    ...(backup.expiry.kind === 'unknown' && truth && { expiry: truth.expiry }),
  };
}

/** What a reach promises of the moments at which everything that is really left was made. */
function expectBounds(reach: Reach, times: readonly number[]): void {
  if (reach.kind === 'none') expect(times).toEqual([]);
  if (reach.kind !== 'known') return;
  const [oldestMs, newestMs] = [reach.oldestAt.getTime(), reach.newestAt.getTime()];
  const longestMs = lengthOf(reach.longestGap);
  const gaps = gapsByHand(times);
  const within = gaps.filter(({ fromAt, toAt }) => fromAt >= reach.oldestAt && toAt <= reach.newestAt);
  expect(Math.min(...times)).toBeLessThanOrEqual(oldestMs);
  expect(Math.max(...times)).toBeGreaterThanOrEqual(newestMs);
  expect(Math.max(0, ...within.map(lengthOf))).toBeLessThanOrEqual(longestMs);
  if (!reach.isWhole) return;
  expect([Math.min(...times), Math.max(...times)]).toEqual([oldestMs, newestMs]);
  expect(Math.max(0, ...gaps.map(lengthOf))).toBe(longestMs);
}

const someReaches = fc.array(
  fc.oneof(
    fc.constantFrom<Reach>({ kind: 'none' }, { kind: 'unknown' }),
    fc.tuple(lists, fc.boolean()).map(([list, isIncomplete]) => assessReach(list, isIncomplete, now)),
  ),
  { maxLength: 5 },
);

describe('the worst reach of several portals', () => {
  it('takes the least reach, the longest gap and the greatest loss, each from any portal', () => {
    const [early, late, gappy] = [
      [made(-30 * dayMs), made(-28 * dayMs)],
      [made(-2 * dayMs), made(-dayMs)],
      [made(-9 * dayMs), made(-3 * dayMs), made(0)],
    ].map((list) => assessReach(list, false, now));
    expect(worstReach([early, late, gappy].filter((reach) => reach !== undefined))).toEqual({
      known: {
        kind: 'known',
        oldestAt: fromNow(-2 * dayMs),
        newestAt: fromNow(-28 * dayMs),
        longestGap: gap(-9 * dayMs, -3 * dayMs),
        isWhole: true,
      },
      noneCount: 0,
      unknownCount: 0,
    });
  });

  it('counts the portals it says nothing about', () => {
    const known = assessReach([made(-dayMs)], true, now);
    expect(worstReach([{ kind: 'none' }, known, { kind: 'unknown' }, { kind: 'unknown' }])).toEqual({
      known: only(-dayMs, false),
      noneCount: 1,
      unknownCount: 2,
    });
    expect(worstReach([])).toEqual({ known: undefined, noneCount: 0, unknownCount: 0 });
  });

  it('is at least as bad as each of them, and as some', () => {
    fc.assert(
      fc.property(someReaches, (reaches) => {
        const { known, noneCount, unknownCount } = worstReach(reaches);
        const each = reaches.filter((reach) => reach.kind === 'known');
        expect(each.length + noneCount + unknownCount).toBe(reaches.length);
        expect(known === undefined).toBe(each.length === 0);
        if (known === undefined) return;
        const [first, ...others] = [known, ...each].map(badness);
        expect(first).toEqual([0, 1, 2].map((index) => Math.max(...others.map((bad) => Number(bad[index])))));
        expect(known.isWhole).toBe(each.every(({ isWhole }) => isWhole));
      }),
    );
  });
});

/** The more, the worse: the reach, the gap, the loss. */
function badness({ oldestAt, newestAt, longestGap }: KnownReach): number[] {
  return [oldestAt.getTime(), lengthOf(longestGap), now.getTime() - newestAt.getTime()];
}

function isDated({ createdAt }: Backup): boolean {
  return createdAt !== undefined && createdAt > new Date(0) && createdAt <= fromNow(skewMs);
}

function timesByHand(list: readonly Backup[]): number[] {
  return list.flatMap(({ createdAt, expiry }) => {
    const isLeft = expiry.kind === 'never' || (expiry.kind === 'at' && expiry.at > now);
    return isLeft && createdAt !== undefined ? [Math.min(createdAt.getTime(), now.getTime())] : [];
  });
}

/** Every two moments that have none between them. */
function gapsByHand(times: readonly number[]): Gap[] {
  return times.flatMap((fromMs) =>
    times
      .filter((toMs) => toMs > fromMs && !times.some((ms) => ms > fromMs && ms < toMs))
      .map((toMs) => ({ fromAt: new Date(fromMs), toAt: new Date(toMs) })),
  );
}

function reachByHand(list: readonly Backup[], isIncomplete: boolean): Reach {
  const left = list.filter(({ expiry }) => expiry.kind !== 'at' || expiry.at > now);
  const times = timesByHand(left.filter(isDated));
  const isWhole = !isIncomplete && times.length === left.length;
  if (times.length === 0) return { kind: isWhole ? 'none' : 'unknown' };
  const gaps = gapsByHand(times);
  const longest = gaps.filter((one) => gaps.every((other) => lengthOf(other) <= lengthOf(one)));
  const latestMs = Math.max(...longest.map(({ toAt }) => toAt.getTime()));
  return {
    kind: 'known',
    oldestAt: new Date(Math.min(...times)),
    newestAt: new Date(Math.max(...times)),
    longestGap: longest.find(({ toAt }) => toAt.getTime() === latestMs),
    isWhole,
  };
}

function gap(fromMs: number, toMs: number): Gap {
  return { fromAt: fromNow(fromMs), toAt: fromNow(toMs) };
}

function lengthOf(one: Gap | undefined): number {
  return one === undefined ? 0 : one.toAt.getTime() - one.fromAt.getTime();
}

/** The reach of a single backup. */
function only(ms: number, isWhole: boolean): KnownReach {
  return {
    kind: 'known',
    oldestAt: fromNow(ms),
    newestAt: fromNow(ms),
    longestGap: undefined,
    isWhole,
  };
}
