import fc from 'fast-check';
import type { ListChanges, PortalChanges } from '../../src/backups/changes.ts';
import type { Finding } from '../../src/backups/finding.ts';
import type { FindingNews } from '../../src/backups/notices.ts';
import type { ListPast, Part, Reading } from '../../src/backups/reading.ts';
import { assessReadings } from '../../src/backups/verdict.ts';
import type { DigestInput } from '../../src/messages/digest.ts';
import { anyReadings } from './any-readings.ts';
import { backup, day, hour, now } from './cast.ts';

const anyMoment = fc.constantFrom(
  new Date(now.getTime() - hour),
  new Date(now.getTime() - 5 * day),
  new Date(Number.NaN),
);
const anyReason = fc.constantFrom('bot-was-down' as const, 'slow-portals', 'slack', 'database');
const anyLateSlot = fc.record({ dueAt: anyMoment, reason: anyReason });

const anyFindingNews: fc.Arbitrary<FindingNews> = fc.oneof(
  fc.constant({ kind: 'new' } as const),
  anyMoment.map((since) => ({ kind: 'carried', since }) as const),
  fc.record({ newCount: fc.nat(3), soonCount: fc.integer({ min: 1, max: 9_999 }) }).map((counts) => ({
    kind: 'partly-new' as const,
    ...counts,
  })),
);

const anyPast: fc.Arbitrary<Reading['past']> = fc.constantFrom<Reading['past'][]>(
  undefined,
  'unavailable',
  [pastOfList('own', new Date(now.getTime() - 9 * day))],
  [pastOfList('own', now), pastOfList('dumps', new Date(now.getTime() - 9 * day))],
);

function pastOfList(part: Part, firstReadAt: Date): ListPast {
  return {
    ...{ part, firstReadAt, lastReadAt: now, askedAt: now, backups: [] },
    ...{ failingSince: undefined, lastOutage: undefined },
  };
}

const some = fc.constantFrom([], [backup(hour)], [backup(hour), backup(day)]);
const anyListChanges: fc.Arbitrary<ListChanges> = fc.record({
  part: fc.constantFrom('own', 'dumps'),
  appeared: some,
  expired: some,
  rotated: some,
  relisted: some,
  lost: fc.constantFrom(undefined, {
    backups: [{ backup: backup(day), missingSince: now, lastSeenAt: now }] as const,
    emptied: [],
  }),
  outage: fc.option(fc.record({ since: anyMoment, until: fc.constant(now) }), { nil: undefined }),
});

/** At most one list of each part, as of real portals. */
function anyChanges(readings: readonly Reading[]): fc.Arbitrary<PortalChanges[]> {
  const anyLists = fc.uniqueArray(anyListChanges, { selector: ({ part }) => part, maxLength: 2 });
  return fc.array(anyLists, { maxLength: 3 }).map((changed) =>
    readings.flatMap(({ portal }, index) => {
      const lists = changed[index % Math.max(changed.length, 1)];
      return lists === undefined ? [] : [{ portal, lists }];
    }),
  );
}

/** A digest of any portals, with anything that can be said of the one before and of its delivery. */
export const anyDigest = (names: 'tame' | 'wild'): fc.Arbitrary<DigestInput> =>
  fc.tuple(anyReadings(names), anyPast).chain(([read, past]) => {
    const readings = read.map((reading) => ({ ...reading, past }));
    const verdict = assessReadings(readings, now);
    const findings = verdict.portals.flatMap((portal) => portal.findings);
    return fc
      .record({
        next: fc.constantFrom(undefined, new Date(now.getTime() + day), new Date(Number.NaN)),
        audience: fc.constantFrom('asker' as const, 'channel'),
        kind: fc.constantFrom('all' as const, 'problems', 'weekly', 'silent'),
        windowMs: fc.constantFrom(undefined, 5 * hour),
        states: fc.array(anyFindingNews, { minLength: 1, maxLength: 4 }),
        changes: fc.option(fc.record({ since: anyMoment, portals: anyChanges(readings) }), {
          nil: undefined,
        }),
        delivery: fc.record({
          late: fc.option(anyLateSlot, { nil: undefined }),
          mayRepeat: fc.boolean(),
          skipped: fc.array(anyLateSlot, { maxLength: 4 }),
        }),
      })
      .map(({ states, windowMs, ...facts }) => ({
        ...{ verdict, now, ...facts, expiringWithinMs: windowMs, staleAfterMs: windowMs },
        news: new Map(
          findings.flatMap((finding, index): [Finding, FindingNews][] => {
            const state = states[index % states.length];
            return state === undefined ? [] : [[finding, state]];
          }),
        ),
      }));
  });
