import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Backup } from '../../src/backups/backup.ts';
import { assessHistory, severityOf } from '../../src/backups/finding.ts';
import { backups, parts } from './arbitraries.ts';
import {
  aBackup,
  at,
  dayMs,
  failedPart,
  fromNow,
  hourMs,
  now,
  oddBackup,
  policy,
  readPart,
} from './sample-backups.ts';

const withinMs = policy.expiringWithinMs;
const leavesIn = (ms: number, traits: Partial<Backup> = {}) =>
  aBackup({ expiry: at(fromNow(ms)), ...traits });
const assess = (list: readonly Backup[], dump = false) => assessHistory(readPart(list, dump), policy, now);
const kindsOf = (list: readonly Backup[]) => assess(list).map(({ kind }) => kind);

describe('a history', () => {
  it('is fine when the newest is young and something stays', () => {
    expect(assess([aBackup()])).toEqual([]);
  });

  it('is a problem when it is empty', () => {
    expect(assess([], true)).toEqual([{ kind: 'no-backups', dump: true }]);
  });

  it('is a problem, and never “no backups”, when it could not be read', () => {
    const failure = { kind: 'server-error', status: 502 } as const;
    expect(assessHistory(failedPart(failure, true), policy, now)).toEqual([
      { kind: 'cannot-read', dump: true, failure },
    ]);
  });
});

describe('what leaves', () => {
  it('is told soonest first, beside what stays', () => {
    const [soon, later] = [leavesIn(hourMs), leavesIn(dayMs)];
    expect(assess([later, aBackup(), soon])).toEqual([
      { kind: 'expiring', dump: false, withinMs, leaving: [soon, later] },
    ]);
  });

  it('is everything, when all that exists leaves', () => {
    const [soon, later] = [leavesIn(hourMs), leavesIn(dayMs)];
    expect(assess([later, soon], true)).toEqual([
      { kind: 'nothing-left-soon', dump: true, withinMs, leaving: [soon, later] },
    ]);
  });

  it('counts to the last millisecond of the window', () => {
    expect(kindsOf([leavesIn(withinMs)])).toEqual(['nothing-left-soon']);
    expect(kindsOf([leavesIn(withinMs + 1)])).toEqual([]);
    expect(kindsOf([leavesIn(1), aBackup()])).toEqual(['expiring']);
    expect(kindsOf([leavesIn(0), aBackup()])).toEqual([]);
  });

  it('leaves out what has expired already and is only still listed', () => {
    const [gone, soon] = [leavesIn(-1), leavesIn(hourMs)];
    expect(assess([gone, soon])).toEqual([
      { kind: 'nothing-left-soon', dump: false, withinMs, leaving: [soon] },
    ]);
  });

  it('is nothing and a problem all the same when everything has expired', () => {
    const gone = [leavesIn(-hourMs), leavesIn(0), leavesIn(-90 * dayMs, { createdAt: fromNow(-91 * dayMs) })];
    expect(assess(gone)).toEqual([{ kind: 'nothing-left-soon', dump: false, withinMs, leaving: [] }]);
  });

  it('never counts a backup of which nobody knows whether it leaves', () => {
    const unknown = aBackup({ expiry: { kind: 'unknown' } });
    expect(assess([unknown])).toEqual([]);
    expect(kindsOf([unknown, leavesIn(hourMs)])).toEqual(['expiring']);
    expect(kindsOf([oddBackup, aBackup(), leavesIn(3 * dayMs)])).toEqual([]);
  });
});

describe('the age of the newest backup', () => {
  const agedMs = (ms: number, traits: Partial<Backup> = {}) =>
    aBackup({ createdAt: fromNow(-ms), ...traits });
  const { staleAfterMs } = policy;

  it('is allowed to the millisecond', () => {
    expect(assess([agedMs(staleAfterMs)])).toEqual([]);
    expect(assess([agedMs(staleAfterMs + 1), agedMs(90 * dayMs)])).toEqual([
      { kind: 'stale', dump: false, newestAt: fromNow(-staleAfterMs - 1), allowedMs: staleAfterMs },
    ]);
  });

  it('is unknown, not fine, when no date can be read', () => {
    expect(assess([oddBackup], true)).toEqual([{ kind: 'age-unknown', dump: true }]);
  });

  it('is not hidden by one odd record among good ones', () => {
    expect(kindsOf([oddBackup, agedMs(dayMs)])).toEqual([]);
    expect(kindsOf([oddBackup, agedMs(30 * dayMs)])).toEqual(['stale']);
  });

  it('is not that of a backup that has expired, for nobody can restore it', () => {
    const gone = agedMs(25 * hourMs, { expiry: at(fromNow(-hourMs)) });
    expect(assess([gone, agedMs(30 * dayMs)])).toEqual([
      { kind: 'stale', dump: false, newestAt: fromNow(-30 * dayMs), allowedMs: staleAfterMs },
    ]);
    expect(kindsOf([gone, oddBackup])).toEqual(['age-unknown']);
  });

  it('bears with clocks that differ', () => {
    expect(kindsOf([agedMs(-5 * 60_000)])).toEqual([]);
    expect(kindsOf([agedMs(-14 * hourMs)])).toEqual([]);
  });

  it('is not taken from a date far in the future', () => {
    const [ahead, old] = [agedMs(-400 * dayMs), agedMs(30 * dayMs)];
    expect(assess([ahead, old])).toMatchObject([{ kind: 'stale', newestAt: old.createdAt }]);
    expect(kindsOf([ahead, agedMs(dayMs)])).toEqual([]);
    expect(kindsOf([ahead])).toEqual(['age-unknown']);
  });

  it('is told beside what leaves', () => {
    expect(
      new Set(kindsOf([agedMs(30 * dayMs), leavesIn(hourMs, { createdAt: fromNow(-40 * dayMs) })])),
    ).toEqual(new Set(['expiring', 'stale']));
  });
});

describe('any history', () => {
  it('is judged without an error, and always for its own list', () => {
    fc.assert(
      fc.property(parts, (part) => {
        const findings = assessHistory(part, policy, now);
        expect(findings.every(({ dump }) => dump === part.dump)).toBe(true);
        const isFailed = part.answer.kind === 'failed';
        expect(findings.some(({ kind }) => kind === 'cannot-read')).toBe(isFailed);
        if (isFailed) expect(findings).toHaveLength(1);
      }),
    );
  });

  it('does not get better because a backup is taken away, nor depend on the order', () => {
    const rankOf = (list: readonly Backup[]) =>
      Math.min(
        ...assess(list).map((finding) => ['problem', 'attention', 'unknown'].indexOf(severityOf(finding))),
        3,
      );
    const sound = fc.array(
      backups.filter(({ createdAt, expiry }) => {
        const isBelievable = createdAt !== undefined && createdAt.getTime() < now.getTime() + dayMs;
        return isBelievable && expiry.kind === 'never';
      }),
      { minLength: 1, maxLength: 6 },
    );
    fc.assert(
      fc.property(sound, (list) => {
        expect(rankOf(list.slice(1))).toBeLessThanOrEqual(rankOf(list));
        expect(assess(list.toReversed())).toEqual(assess(list));
      }),
    );
  });
});
