import fc from 'fast-check';
import { type Backup, storageKinds } from '../../src/backups/backup.ts';
import type { ReadFailure } from '../../src/backups/failure.ts';
import { everything, exclusiveMembers, type Query } from '../../src/backups/query.ts';
import type { HistoryPart, Reading } from '../../src/backups/reading.ts';
import { foldWord } from '../../src/commands/fold-word.ts';
import type { KnownNames } from '../../src/commands/known-names.ts';
import { portalName } from '../../src/config/values.ts';
import { aBackup, aPortal, dayMs, failedPart, fromNow, readPart } from './sample-backups.ts';

/** Letters that change their length, number or meaning with their case or form. */
const traps = [...'İıßẞςσΣﬁ²ｅ３Åéйǅŉΐᾳﷺ𝒜中Ⅷª', 'i\u0307', 'e\u0301'];
const letter = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...'abcxyzABZ019') },
  { weight: 1, arbitrary: fc.constantFrom(...'._-') },
  { weight: 2, arbitrary: fc.constantFrom(...traps) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }) },
);

/** Every name that the configuration accepts. */
const portalNames: fc.Arbitrary<string> = fc
  .string({ unit: letter, minLength: 1, maxLength: 40 })
  .map((name) => portalName.safeParse(name).data)
  .filter((name) => name !== undefined);

/** Names of one configuration, which refuses two that look alike. */
export const portalNameLists: fc.Arbitrary<string[]> = fc.uniqueArray(portalNames, {
  maxLength: 8,
  selector: foldWord,
});

const units = ['s', 'm', 'h', 'd', 'w'] as const;
const durationTexts = fc
  .tuple(fc.integer({ min: 1, max: 999_999 }), fc.constantFrom(...units))
  .map(([count, unit]) => ({ count, unit }));
const unitMs = { s: 1_000, m: 60_000, h: 3_600_000, d: dayMs, w: 7 * dayMs };

/** Every length of time that can be typed. */
export const durationsMs: fc.Arbitrary<number> = durationTexts.map(({ count, unit }) => count * unitMs[unit]);

const allowedWindowsMs = durationsMs.filter((ms) => ms >= 60_000 && ms <= 3650 * dayMs);

/** Names of one configuration and of its groups, which may be called like portals. */
export const knownNameLists: fc.Arbitrary<KnownNames> = fc.record({
  portals: portalNameLists,
  groups: portalNameLists,
});

/** A query without what cannot be asked for together: of two such members, the first stays. */
export function withoutExclusion(query: Query): Query {
  const isAsked = (member: keyof Query) => query[member] !== everything[member];
  const [pair] = exclusiveMembers.filter((members) => members.every(isAsked));
  return pair === undefined ? query : withoutExclusion({ ...query, [pair[1]]: everything[pair[1]] });
}

/** Every query that can be asked for. */
export function queries({ portals, groups }: KnownNames): fc.Arbitrary<Query> {
  const members: fc.Arbitrary<Query> = fc.record({
    portal: fc.constantFrom(undefined, ...portals),
    group: fc.constantFrom(undefined, ...groups),
    expiring: fc.oneof(
      fc.constant(undefined),
      fc.constant('window' as const),
      allowedWindowsMs.map((withinMs) => ({ withinMs })),
    ),
    scope: fc.constantFrom('own' as const, 'dumps' as const, 'all' as const),
    storage: fc.constantFrom(undefined, ...storageKinds),
    problems: fc.boolean(),
    files: fc.boolean(),
    page: fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 99_999 })),
  });
  return members.map(withoutExclusion);
}

const nearMoments = fc.integer({ min: -40 * dayMs, max: 40 * dayMs }).map(fromNow);
/** Near, and as far away as a date can be. */
const moments = fc.oneof({ weight: 5, arbitrary: nearMoments }, fc.date({ noInvalidDate: true }));

export const backups: fc.Arbitrary<Backup> = fc
  .record({
    createdAt: fc.option(moments, { nil: undefined }),
    expiry: fc.oneof(
      fc.constant({ kind: 'never' } as const),
      fc.constant({ kind: 'unknown' } as const),
      moments.map((date) => ({ kind: 'at', at: date }) as const),
    ),
    dump: fc.boolean(),
  })
  .map(aBackup);

const failures: fc.Arbitrary<ReadFailure> = fc.constantFrom<ReadFailure>(
  { kind: 'key-refused' },
  { kind: 'timeout', afterMs: 20_000 },
  { kind: 'broken-json' },
  { kind: 'bug' },
);

const anyPart = fc.constantFrom('own' as const, 'dumps' as const);

export const parts: fc.Arbitrary<HistoryPart> = fc.oneof(
  fc.tuple(fc.array(backups, { maxLength: 6 }), anyPart).map(([list, part]) => readPart(list, part)),
  fc.tuple(failures, anyPart).map(([failure, part]) => failedPart(failure, part)),
);

export const readings: fc.Arbitrary<Reading> = fc
  .tuple(fc.constantFrom('acme', 'Beta', 'zeta', 'été', '10'), fc.array(parts, { maxLength: 2 }))
  .map(([name, histories]) => ({ portal: aPortal(name), histories }));
