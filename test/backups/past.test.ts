import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Backup } from '../../src/backups/backup.ts';
import { keyOf } from '../../src/backups/identity.ts';
import { rememberGoneForMs, updatePast } from '../../src/backups/past.ts';
import { parts } from './arbitraries.ts';
import { at, dayMs, fromNow, hourMs, oddBackup } from './sample-backups.ts';
import { failedAt, find, goneIn, listedIn, named, pastAfter, readAt } from './sample-pasts.ts';

const [monday, tuesday, wednesday] = [0, 1, 2].map((days) => fromNow(days * dayMs)) as [Date, Date, Date];
const [a, b, c] = ['a', 'b', 'c'].map((id) => named(id)) as [Backup, Backup, Backup];

describe('what is remembered of a list', () => {
  it('begins with its first reading, and what comes later is new', () => {
    const past = pastAfter(readAt(monday, [a]), readAt(tuesday, [a, b]));
    expect(past).toMatchObject({ firstReadAt: monday, lastReadAt: tuesday, askedAt: tuesday });
    expect(find(past, 'a')).toMatchObject({ firstSeenAt: monday, gone: undefined });
    expect(find(past, 'b')).toMatchObject({ firstSeenAt: tuesday, gone: undefined });
  });

  it('has when a backup was first missing, and when it was listed for the last time', () => {
    const past = pastAfter(readAt(monday, [a, b]), readAt(tuesday, [b]), readAt(wednesday, [b]));
    expect(find(past, 'a').gone).toEqual({ at: tuesday, lastSeenAt: monday, why: 'unexplained' });
  });

  it('never takes what could not be read for gone', () => {
    const past = pastAfter(readAt(monday, [a]), failedAt(tuesday), failedAt(wednesday));
    expect(past).toMatchObject({ lastReadAt: monday, askedAt: wednesday, failingSince: tuesday });
    expect(listedIn(past)).toEqual(['a']);
  });

  it('has the last outage once it is over', () => {
    const past = pastAfter(readAt(monday, [a]), failedAt(tuesday), readAt(wednesday, [a]));
    expect(past).toMatchObject({
      failingSince: undefined,
      lastOutage: { since: tuesday, until: wednesday },
    });
  });

  it('begins with a failure that lasts', () => {
    expect(pastAfter(failedAt(monday), failedAt(tuesday))).toMatchObject({
      ...{ firstReadAt: undefined, lastReadAt: undefined, failingSince: monday, backups: [] },
    });
  });

  it('takes back that a backup is gone when it is listed again', () => {
    const past = pastAfter(readAt(monday, [a, b]), readAt(tuesday, [b]), readAt(wednesday, [a, b]));
    expect(find(past, 'a')).toMatchObject({ firstSeenAt: monday, relistedAt: wednesday, gone: undefined });
  });

  it('says that a backup is listed again only where it had gone without explanation', () => {
    const leaving = named('a', { expiry: at(fromNow(hourMs)) });
    const past = pastAfter(readAt(monday, [leaving]), readAt(tuesday, []), readAt(wednesday, [leaving]));
    expect(find(past, 'a')).toMatchObject({ relistedAt: undefined, gone: undefined });
  });

  it('has what the portal told of a backup last', () => {
    const renamed = { ...a, fileName: 'renamed.tar.gz' };
    const past = pastAfter(readAt(monday, [a]), readAt(tuesday, [renamed]));
    expect(find(past, 'a')).toMatchObject({ backup: renamed, firstSeenAt: monday });
  });

  it('keeps the same objects where nothing changed', () => {
    const before = pastAfter(readAt(monday, [a, b]), readAt(tuesday, [b]));
    const after = updatePast(before, readAt(wednesday, [{ ...b }]));
    expect(after.backups.every((each) => before.backups.includes(each))).toBe(true);
  });

  it('forgets what went long ago, but not what is listed', () => {
    const later = fromNow(2 * dayMs + rememberGoneForMs);
    const past = pastAfter(readAt(monday, [a, b]), readAt(tuesday, [b]), readAt(later, [b]));
    expect(past.backups.map(({ backup }) => backup)).toEqual([b]);
  });
});

describe('a list that was left unwatched', () => {
  const before = pastAfter(readAt(monday, [a, b]));
  const left = { ...before, firstReadAt: undefined, lastReadAt: undefined };

  it('begins anew, and what changed meanwhile is not news', () => {
    const past = updatePast(left, readAt(wednesday, [b, c]));
    expect(past.firstReadAt).toEqual(wednesday);
    expect(goneIn(past)).toEqual({ a: 'unwatched' });
    expect(find(past, 'c').firstSeenAt).toEqual(wednesday);
  });

  it('is not read by a failure', () => {
    expect(goneIn(pastAfter(failedAt(tuesday), readAt(wednesday, [c])))).toEqual({});
    expect(updatePast(left, failedAt(tuesday)).firstReadAt).toBeUndefined();
  });
});

describe('the order of answers', () => {
  it('lets an older answer that comes late change nothing', () => {
    const before = pastAfter(readAt(monday, [a, b]), readAt(tuesday, [a]));
    for (const lateByMs of [0, 1, 9 * 60_000]) {
      const late = new Date(tuesday.getTime() - lateByMs);
      expect(updatePast(before, readAt(late, []))).toBe(before);
      expect(updatePast(before, failedAt(late))).toBe(before);
    }
  });

  it('goes on when the clock was set back', () => {
    const yearAhead = fromNow(365 * dayMs);
    const past = pastAfter(
      readAt(yearAhead, [a, b]),
      readAt(tuesday, [a, b, c]),
      readAt(wednesday, [a, b, c]),
    );
    expect(past).toMatchObject({ lastReadAt: wednesday, askedAt: wednesday });
    expect(listedIn(past)).toEqual(['a', 'b', 'c']);
  });
});

describe('records without an id', () => {
  const nameless = { ...a, id: undefined };

  it('are told apart by date, file and storage', () => {
    const other = { ...nameless, fileName: 'other.tar.gz' };
    const past = pastAfter(readAt(monday, [nameless, other]), readAt(tuesday, [other]));
    expect(past.backups).toMatchObject([
      { backup: other, gone: undefined },
      { backup: nameless, gone: { why: 'unexplained' } },
    ]);
  });

  it('are the same backups when a portal omits ids that it sent before', () => {
    const past = pastAfter(readAt(monday, [a]), readAt(tuesday, [nameless]), readAt(wednesday, [a]));
    expect(past.backups).toMatchObject([{ backup: a, firstSeenAt: monday, gone: undefined }]);
  });

  it('are the same backups when a portal begins to send ids', () => {
    const past = pastAfter(readAt(monday, [nameless]), readAt(tuesday, [a]), readAt(wednesday, [a]));
    expect(past.backups).toMatchObject([{ firstSeenAt: monday, gone: undefined }]);
  });

  it('may be any that is missing when they say nothing', () => {
    const past = pastAfter(readAt(monday, [a, b]), readAt(tuesday, [b, oddBackup]));
    expect(goneIn(past)).toEqual({});
    // What had appeared may have been a newer one, for which the oldest went.
    expect(goneIn(updatePast(past, readAt(wednesday, [b])))).toEqual({
      a: 'rotated',
      undefined: 'unexplained',
    });
  });
});

describe('any answers of a list', () => {
  const ids = ['a', 'b', 'c', 'd', 'e'];
  const lists = fc.subarray(ids).map((some) => some.map((id) => named(id)));
  const gapsMs = fc.integer({ min: 1, max: 3 * dayMs });
  const answers = fc
    .array(fc.tuple(gapsMs, fc.option(lists, { nil: undefined })), { minLength: 1, maxLength: 8 })
    .map((steps) => {
      let ms = 0;
      return steps.map(([gapMs, list]) => {
        ms += gapMs;
        return list === undefined ? failedAt(fromNow(ms)) : readAt(fromNow(ms), list);
      });
    });
  const remember = (given: readonly ReturnType<typeof readAt>[]) =>
    pastAfter(...(given as [ReturnType<typeof readAt>]));

  it('leave listed exactly what was read last', () => {
    fc.assert(
      fc.property(answers, (given) => {
        const last = given.findLast(({ answer }) => answer.kind === 'read')?.answer;
        const backups = last?.kind === 'read' ? last.backups : [];
        expect(listedIn(remember(given))).toEqual(backups.map(({ id }) => id));
      }),
    );
  });

  it('let nothing be gone that no reading was without', () => {
    fc.assert(
      fc.property(answers, (given) => {
        for (const { backup, firstSeenAt, gone } of remember(given).backups) {
          if (gone === undefined) continue;
          const reading = given.find(({ readAt: moment }) => moment.getTime() === gone.at.getTime());
          expect(reading?.answer.kind).toBe('read');
          expect(reading?.answer.kind === 'read' && reading.answer.backups).not.toContainEqual(backup);
          expect(gone.lastSeenAt.getTime()).toBeLessThan(gone.at.getTime());
          expect(firstSeenAt.getTime()).toBeLessThanOrEqual(gone.lastSeenAt.getTime());
        }
      }),
    );
  });

  it('are remembered the same when each comes twice, and when old ones come again', () => {
    fc.assert(
      fc.property(answers, fc.nat(), (given, index) => {
        const twice = given.flatMap((answer) => [answer, answer]);
        expect(remember(twice)).toEqual(remember(given));
        const old = given[index % given.length];
        const past = remember(given);
        const isRecent = old !== undefined && past.askedAt.getTime() - old.readAt.getTime() <= 600_000;
        if (isRecent) expect(updatePast(past, old)).toBe(past);
      }),
    );
  });

  it('of any records are remembered without an error, each key once', () => {
    fc.assert(
      fc.property(fc.array(parts, { minLength: 1, maxLength: 5 }), (given) => {
        const own = given.map((part, index) => ({ ...part, part: 'own', readAt: fromNow(index) }) as const);
        const { backups } = remember(own);
        expect(new Set(backups.map(({ backup }) => keyOf(backup))).size).toBe(backups.length);
      }),
    );
  });
});
