import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assessHistory } from '../../src/backups/assess-history.ts';
import type { Backup } from '../../src/backups/backup.ts';
import { severityOf } from '../../src/backups/finding.ts';
import type { HistoryPart, Part } from '../../src/backups/reading.ts';
import { backups, parts } from './arbitraries.ts';
import {
  aBackup,
  aPortal,
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
const assess = (list: readonly Backup[], part: Part = 'own') =>
  assessHistory(readPart(list, part), aPortal('acme', { dumps: true }), now);
const kindsOf = (list: readonly Backup[]) => assess(list).map(({ kind }) => kind);

describe('a history', () => {
  it('is fine when the newest is recent and something is kept', () => {
    expect(assess([aBackup()])).toEqual([]);
  });

  it('is a problem when it is empty', () => {
    expect(assess([], 'dumps')).toEqual([{ kind: 'no-backups', part: 'dumps' }]);
  });

  it('is a problem, and never “no backups”, when it could not be read', () => {
    const failure = { kind: 'server-error', status: 502, retryAt: undefined } as const;
    expect(assessHistory(failedPart(failure, 'dumps'), aPortal(), now)).toEqual([
      { kind: 'cannot-read', part: 'dumps', failure },
    ]);
  });
});

describe('a list of dumps of a portal that need not make any', () => {
  const portal = aPortal('acme', { dumps: false });
  const kindsIn = (part: HistoryPart) => assessHistory(part, portal, now).map(({ kind }) => kind);

  it('may be empty, or not be shown, which is reported but not a problem', () => {
    expect(kindsIn(readPart([], 'dumps'))).toEqual(['no-dumps']);
    for (const failure of [
      { kind: 'dumps-not-allowed', why: 'cloud' },
      { kind: 'refused', status: 403 },
    ] as const)
      expect(kindsIn(failedPart(failure, 'dumps'))).toEqual(['dumps-not-shown']);
    expect([
      severityOf({ kind: 'no-dumps', part: 'dumps' }),
      severityOf({ kind: 'dumps-not-shown', part: 'dumps' }),
    ]).toEqual(['fine', 'fine']);
  });

  it('is a problem when the portal cannot be asked, and judged when it has some', () => {
    expect(kindsIn(failedPart({ kind: 'timeout', afterMs: 1 }, 'dumps'))).toEqual(['cannot-read']);
    expect(kindsIn(readPart([aBackup({ dump: true, createdAt: fromNow(-30 * dayMs) })], 'dumps'))).toEqual([
      'stale',
    ]);
  });

  it('excuses neither its own backups nor a server that does make dumps', () => {
    expect(kindsIn(readPart([]))).toEqual(['no-backups']);
    expect(kindsIn(failedPart({ kind: 'refused', status: 403 }))).toEqual(['cannot-read']);
    const server = aPortal('server', { dumps: true });
    expect(assessHistory(failedPart({ kind: 'refused', status: 403 }, 'dumps'), server, now)).toMatchObject([
      { kind: 'cannot-read' },
    ]);
  });
});

describe('what expires soon', () => {
  it('is listed soonest first, when other backups are kept', () => {
    const [soon, later] = [leavesIn(hourMs), leavesIn(dayMs)];
    const newest = aBackup();
    const [old, unknown] = [
      aBackup({ createdAt: fromNow(-9 * dayMs) }),
      aBackup({ expiry: { kind: 'unknown' } }),
    ];
    const gone = leavesIn(-1);
    const others = { stayingCount: 2, newestStayingAt: newest.createdAt, unknownCount: 1 };
    expect(assess([later, old, newest, gone, soon, unknown])).toEqual([
      { kind: 'expiring', part: 'own', leaving: [soon, later], others },
    ]);
  });

  it('tells no newest of the others where one without a date may be newer', () => {
    const others = { stayingCount: 2, newestStayingAt: undefined, unknownCount: 0 };
    expect(assess([leavesIn(hourMs), aBackup(), aBackup({ createdAt: undefined })])).toMatchObject([
      { kind: 'expiring', others },
    ]);
  });

  it('is everything when all backups expire soon', () => {
    const [soon, later] = [leavesIn(hourMs), leavesIn(dayMs)];
    expect(assess([later, soon], 'dumps')).toEqual([
      { kind: 'nothing-left-soon', part: 'dumps', leaving: [soon, later] },
    ]);
  });

  it('counts to the last millisecond of the window', () => {
    expect(kindsOf([leavesIn(withinMs)])).toEqual(['nothing-left-soon']);
    expect(kindsOf([leavesIn(withinMs + 1)])).toEqual([]);
    expect(kindsOf([leavesIn(1), aBackup()])).toEqual(['expiring']);
    expect(kindsOf([leavesIn(0), aBackup()])).toEqual([]);
  });

  it('excludes what has expired and is still listed', () => {
    const [gone, soon] = [leavesIn(-1), leavesIn(hourMs)];
    expect(assess([gone, soon])).toEqual([{ kind: 'nothing-left-soon', part: 'own', leaving: [soon] }]);
  });

  it('is nothing, but a problem, when everything has expired', () => {
    const gone = [leavesIn(-hourMs), leavesIn(0), leavesIn(-90 * dayMs, { createdAt: fromNow(-91 * dayMs) })];
    expect(assess(gone)).toEqual([{ kind: 'all-expired', part: 'own' }]);
  });

  it('never counts a backup with unknown expiry', () => {
    const unknown = aBackup({ expiry: { kind: 'unknown' } });
    expect(kindsOf([unknown, leavesIn(hourMs)])).toEqual(['expiring']);
    expect(kindsOf([unknown, aBackup()])).toEqual([]);
    expect(kindsOf([oddBackup, aBackup(), leavesIn(3 * dayMs)])).toEqual([]);
  });

  it('is unknown, not fine, when every remaining backup has an unknown expiry', () => {
    const unknown = aBackup({ expiry: { kind: 'unknown' } });
    expect(assess([unknown, unknown], 'dumps')).toEqual([{ kind: 'expiry-unknown', part: 'dumps' }]);
    expect(kindsOf([unknown, leavesIn(-1)])).toEqual(['expiry-unknown']);
    expect(severityOf({ kind: 'expiry-unknown', part: 'dumps' })).toBe('unknown');
  });
});

describe('the age of the newest backup', () => {
  const agedMs = (ms: number, traits: Partial<Backup> = {}) =>
    aBackup({ createdAt: fromNow(-ms), ...traits });
  const { staleAfterMs } = policy;

  it('is allowed to the millisecond', () => {
    expect(assess([agedMs(staleAfterMs)])).toEqual([]);
    expect(assess([agedMs(staleAfterMs + 1), agedMs(90 * dayMs)])).toEqual([
      { kind: 'stale', part: 'own', newestAt: fromNow(-staleAfterMs - 1), allowedMs: staleAfterMs },
    ]);
  });

  it('is unknown, not fine, when no date can be read', () => {
    expect(assess([oddBackup], 'dumps')).toContainEqual({
      kind: 'age-unknown',
      part: 'dumps',
      newestKnownAt: undefined,
    });
  });

  it('is not hidden by one odd record among good ones', () => {
    expect(kindsOf([oddBackup, agedMs(dayMs)])).toEqual([]);
  });

  it.each([
    ['no date', undefined],
    ['a date far in the future', fromNow(400 * dayMs)],
    ['a date before there was any portal', new Date('1969-07-20T20:17:00Z')],
  ])('is unknown, not too old, when another backup has %s and may be newer', (_, createdAt) => {
    const old = agedMs(30 * dayMs);
    expect(assess([aBackup({ createdAt }), old])).toEqual([
      { kind: 'age-unknown', part: 'own', newestKnownAt: old.createdAt },
    ]);
    const gone = aBackup({ createdAt, expiry: at(fromNow(-hourMs)) });
    expect(kindsOf([gone, old])).toEqual(['stale']);
  });

  it('is not that of an expired backup, which cannot be restored', () => {
    const gone = agedMs(25 * hourMs, { expiry: at(fromNow(-hourMs)) });
    expect(assess([gone, agedMs(30 * dayMs)])).toEqual([
      { kind: 'stale', part: 'own', newestAt: fromNow(-30 * dayMs), allowedMs: staleAfterMs },
    ]);
    expect(kindsOf([gone, aBackup({ createdAt: undefined })])).toEqual(['age-unknown']);
  });

  it('tolerates clocks that differ', () => {
    expect(kindsOf([agedMs(-5 * 60_000)])).toEqual([]);
    expect(kindsOf([agedMs(-10 * 60_000)])).toEqual([]);
  });

  it('is not taken from a date hours ahead, because clocks differ by minutes', () => {
    const old = agedMs(10 * dayMs);
    expect(assess([agedMs(-5 * hourMs), old])).toEqual([
      { kind: 'age-unknown', part: 'own', newestKnownAt: old.createdAt },
    ]);
    expect(kindsOf([agedMs(-10 * 60_000 - 1)])).toEqual(['age-unknown']);
  });

  it('is not taken from a date far in the future', () => {
    const [ahead, old] = [agedMs(-400 * dayMs), agedMs(30 * dayMs)];
    expect(kindsOf([ahead, old])).toEqual(['age-unknown']);
    expect(kindsOf([ahead, agedMs(dayMs)])).toEqual([]);
    expect(kindsOf([ahead])).toEqual(['age-unknown']);
  });

  it('is reported in addition to what expires', () => {
    expect(
      new Set(kindsOf([agedMs(30 * dayMs), leavesIn(hourMs, { createdAt: fromNow(-40 * dayMs) })])),
    ).toEqual(new Set(['expiring', 'stale']));
  });
});

describe('any history', () => {
  it('is judged without an error, and always for its own list', () => {
    fc.assert(
      fc.property(parts, (part) => {
        const findings = assessHistory(part, aPortal(), now);
        expect(findings.every((finding) => finding.part === part.part)).toBe(true);
        const isFailed = part.answer.kind === 'failed';
        expect(findings.some(({ kind }) => kind === 'cannot-read')).toBe(isFailed);
        if (isFailed) expect(findings).toHaveLength(1);
      }),
    );
  });

  it('does not get better when a backup is removed, nor depend on the order', () => {
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
