import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Backup } from '../../src/backups/backup.ts';
import { assessNews, type FindingNews, type GivenNotice, type NoticeKey } from '../../src/backups/notices.ts';
import { updatePast } from '../../src/backups/past.ts';
import type { HistoryPart, Reading } from '../../src/backups/reading.ts';
import { assessReadings } from '../../src/backups/verdict.ts';
import { anyReadings } from '../messages/any-readings.ts';
import {
  aBackup,
  aPortal,
  at,
  failedPart,
  fromNow,
  hourMs,
  now,
  policy,
  readPart,
} from './sample-backups.ts';
import { pastAfter, readAt } from './sample-pasts.ts';

const told = fromNow(-24 * hourMs);
const earlier = fromNow(-72 * hourMs);

const reading = (...histories: HistoryPart[]): Reading => ({ portal: aPortal(), histories });
const expiring = (id: string | undefined, inMs: number): Backup =>
  aBackup({ id, expiry: at(fromNow(inMs)), storage: { kind: 'temporary' } });
const give = (keys: readonly NoticeKey[], givenAt = told): GivenNotice[] =>
  keys.map((key) => ({ ...key, givenAt }));

/** The first worst finding's news, and what is open. */
function assess(readings: readonly Reading[], given: readonly GivenNotice[] = []) {
  const { findings, open } = assessNews(assessReadings(readings, now), given, now);
  return { news: [...findings.values()] as FindingNews[], open };
}

/** What has been told once these were posted. */
const toldOf = (...readings: Reading[]) => give(assess(readings).open);

describe('a finding', () => {
  const stale = reading(readPart([aBackup({ createdAt: fromNow(-240 * hourMs) })]));

  test('is new when it was not told before', () => {
    expect(assess([stale])).toEqual({
      news: [{ kind: 'new' }],
      open: [{ portal: 'acme', finding: 'stale own', backupId: '', threshold: '' }],
    });
  });

  test('is carried from the day on which it was told', () => {
    const { news, open } = assess([stale], toldOf(stale));
    expect(news).toEqual([{ kind: 'carried', since: told }]);
    expect(open).toEqual(assess([stale]).open);
  });

  test('of another list or portal is another finding', () => {
    const dumps = reading(readPart([]), readPart([aBackup({ dump: true })], 'dumps'));
    const empty = reading(readPart([aBackup()]), readPart([], 'dumps'));
    expect(assess([dumps], toldOf({ ...empty, portal: aPortal('acme', { dumps: true }) })).news).toEqual([
      { kind: 'new' },
    ]);
    const other = { ...stale, portal: aPortal('hr') };
    expect(assess([other], toldOf(stale)).news).toEqual([{ kind: 'new' }]);
  });

  test('that only informs is not news', () => {
    const noDumps = reading(readPart([aBackup()]), readPart([], 'dumps'));
    expect(assess([noDumps])).toEqual({ news: [], open: [] });
  });

  test('that is over is not open, so that it is news the next time', () => {
    const fine = reading(readPart([aBackup()]));
    expect(assess([fine], toldOf(stale)).open).toEqual([]);
  });

  test('is not over because its list could not be read', () => {
    const { open } = assess([reading(failedPart())], toldOf(stale));
    expect(open).toContainEqual({ portal: 'acme', finding: 'stale own', backupId: '', threshold: '' });
    expect(assess([stale], give(open)).news).toEqual([{ kind: 'carried', since: told }]);
  });

  test('is not over because its portal is not configured now', () => {
    const keys = toldOf(stale, { ...reading(failedPart()), portal: aPortal('hr') });
    expect(assess([], keys).open).toHaveLength(2);
  });
});

describe('what is no longer listed', () => {
  const past = pastAfter(
    readAt(fromNow(-2 * hourMs), [aBackup({ id: 'lost' }), aBackup({ id: 'there' })]),
    readAt(fromNow(-hourMs), [aBackup({ id: 'there' })]),
  );
  const listing = reading(readPart([aBackup({ id: 'there' })]));
  const lost: Reading = { ...listing, past: [past] };

  test('is not over because the database cannot be used now', () => {
    const { open } = assess([{ ...listing, past: 'unavailable' }], toldOf(lost));
    expect(assess([lost], give(open)).news).toEqual([{ kind: 'carried', since: told }]);
    expect(assess([{ ...listing, past: [] }], toldOf(lost)).open).toHaveLength(1);
  });

  test('is over once the backups are listed again', () => {
    const back = updatePast(past, readAt(now, [aBackup({ id: 'lost' }), aBackup({ id: 'there' })]));
    expect(assess([{ ...listing, past: [back] }], toldOf(lost)).open).toEqual([]);
  });
});

describe('any verdict', () => {
  test('is not news once it was told, and keeps open what it told', () => {
    fc.assert(
      fc.property(anyReadings('tame'), (readings) => {
        const { open } = assess(readings);
        const { news, open: after } = assess(readings, give(open));
        expect(news.every(({ kind }) => kind === 'carried')).toBe(true);
        expect(new Set(after.map((key) => JSON.stringify(key)))).toEqual(
          new Set(open.map((key) => JSON.stringify(key))),
        );
        expect(after).toHaveLength(open.length);
      }),
      { numRuns: 60 },
    );
  });
});

describe('a list that cannot be read', () => {
  const refused = reading(failedPart({ kind: 'key-refused' }));
  const unreachable = reading(failedPart({ kind: 'unreachable', reason: 'dns' }));

  test('is carried while it fails for the same reason', () => {
    const failure = (seconds: number) =>
      reading(failedPart({ kind: 'rate-limited', retryAt: fromNow(seconds * 1_000) }));
    expect(assess([failure(5)], toldOf(failure(9))).news).toEqual([{ kind: 'carried', since: told }]);
  });

  test('is news when it fails for another reason', () => {
    const { news, open } = assess([unreachable], toldOf(refused));
    expect(news).toEqual([{ kind: 'new' }]);
    expect(open).toHaveLength(1);
    const other = reading(failedPart({ kind: 'unreachable', reason: 'tls' }));
    expect(assess([other], toldOf(unreachable)).news).toEqual([{ kind: 'new' }]);
  });

  test('is over once the list can be read', () => {
    expect(assess([reading(readPart([aBackup()]))], toldOf(refused)).open).toEqual([]);
  });
});

describe('an expiry', () => {
  const stays = aBackup({ id: 'stays' });
  const of = (...backups: Backup[]) => reading(readPart([stays, ...backups]));

  test('is told once for each backup', () => {
    const before = toldOf(of(expiring('b1', 30 * hourMs)));
    const carried = assess([of(expiring('b1', 29 * hourMs))], before).news;
    expect(carried).toEqual([{ kind: 'carried', since: told }]);
    const { news, open } = assess([of(expiring('b1', 29 * hourMs), expiring('b2', 40 * hourMs))], before);
    expect(news).toEqual([{ kind: 'partly-new', newCount: 1, soonCount: 0 }]);
    expect(open).toHaveLength(2);
    expect(assess([of(expiring('b2', 40 * hourMs))], before).news).toEqual([{ kind: 'new' }]);
  });

  test('is told once more when six hours are left', () => {
    const before = toldOf(of(expiring('b1', 30 * hourMs), expiring('b2', 30 * hourMs)));
    const close = of(expiring('b1', 6 * hourMs), expiring('b2', 6 * hourMs + 1));
    expect(assess([close], before).news).toEqual([{ kind: 'partly-new', newCount: 0, soonCount: 1 }]);
    expect(assess([close], [...before, ...toldOf(close)]).news).toEqual([{ kind: 'carried', since: told }]);
  });

  test('that is first seen within the six hours is told only once', () => {
    const close = of(expiring('b1', 5 * hourMs));
    expect(assess([close]).news).toEqual([{ kind: 'new' }]);
    expect(assess([close], toldOf(close)).news).toEqual([{ kind: 'carried', since: told }]);
  });

  test('has one threshold where the window is not longer than six hours', () => {
    const short = {
      ...of(expiring('b1', 5 * hourMs)),
      portal: aPortal('acme', { policy: { ...policy, expiringWithinMs: 6 * hourMs } }),
    };
    expect(assess([short]).open.map(({ threshold }) => threshold)).toEqual(['']);
  });

  test('is not told again because the window became longer', () => {
    const before = toldOf(of(expiring('b1', 30 * hourMs)));
    const longer = {
      ...of(expiring('b1', 29 * hourMs)),
      portal: aPortal('acme', { policy: { ...policy, expiringWithinMs: 72 * hourMs } }),
    };
    expect(assess([longer], before).news).toEqual([{ kind: 'carried', since: told }]);
  });

  test('is carried since the first of those that are left', () => {
    const keys = assess([of(expiring('b1', 30 * hourMs), expiring('b2', 30 * hourMs))]).open;
    const given = [...give(keys.slice(0, 1), told), ...give(keys.slice(1), earlier)];
    const both = of(expiring('b1', 9 * hourMs), expiring('b2', 9 * hourMs));
    expect(assess([both], given).news).toEqual([{ kind: 'carried', since: earlier }]);
  });

  test('of the last that is left is news although each was told', () => {
    const before = toldOf(of(expiring('b1', 30 * hourMs)));
    const last = reading(readPart([expiring('b1', 29 * hourMs)]));
    const { news, open } = assess([last], before);
    expect(news).toEqual([{ kind: 'new' }]);
    expect(assess([last], give(open)).news).toEqual([{ kind: 'carried', since: told }]);
    const joined = reading(readPart([expiring('b1', 29 * hourMs), expiring('b2', 29 * hourMs)]));
    expect(assess([joined], give(open)).news).toEqual([{ kind: 'partly-new', newCount: 1, soonCount: 0 }]);
  });

  test('of backups without an id is told once for each that can be told apart', () => {
    const twins = of(expiring(undefined, 30 * hourMs), expiring(undefined, 30 * hourMs));
    expect(assess([twins]).open).toHaveLength(1);
    const others = of(expiring(undefined, 30 * hourMs), expiring(undefined, 31 * hourMs));
    expect(assess([others], toldOf(twins)).news).toEqual([{ kind: 'partly-new', newCount: 1, soonCount: 0 }]);
  });
});

test('each backup that is no longer listed is told once', () => {
  const lostOnes = (...ids: string[]): Reading => ({
    ...reading(readPart([aBackup()])),
    past: [
      {
        ...{ part: 'own', firstReadAt: earlier, lastReadAt: now, askedAt: now },
        ...{ failingSince: undefined, lastOutage: undefined },
        backups: ids.map((id) => ({
          ...{ backup: aBackup({ id }), firstSeenAt: earlier, relistedAt: undefined },
          gone: { at: told, lastSeenAt: earlier, why: 'unexplained' },
        })),
      },
    ],
  });
  expect(assess([lostOnes('b1', 'b2')]).news).toEqual([{ kind: 'new' }]);
  const before = toldOf(lostOnes('b1', 'b2'));
  expect(assess([lostOnes('b2')], before).news).toEqual([{ kind: 'carried', since: told }]);
  expect(assess([lostOnes('b2', 'b3')], before).news).toEqual([
    { kind: 'partly-new', newCount: 1, soonCount: 0 },
  ]);
});
