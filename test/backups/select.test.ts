import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Backup } from '../../src/backups/backup.ts';
import { everything, type Query } from '../../src/backups/query.ts';
import { backupsOf, type Reading } from '../../src/backups/reading.ts';
import { type ExpiringSelection, type PortalSelection, select } from '../../src/backups/select.ts';
import { assessReadings } from '../../src/backups/verdict.ts';
import { readings as anyReading } from './arbitraries.ts';
import { aBackup, aPortal, at, dayMs, failedPart, fromNow, hourMs, now, readPart } from './sample-backups.ts';

const reading = (name: string, ...histories: Reading['histories']): Reading => ({
  portal: aPortal(name),
  histories,
});

function selectFrom(query: Partial<Query>, readings: readonly Reading[], portalCount = readings.length) {
  const verdict = assessReadings(readings, now);
  return select({ ...everything, ...query }, verdict, { portalCount, now });
}

const leavesIn = (ms: number, traits: Partial<Backup> = {}) =>
  aBackup({ expiry: at(fromNow(ms)), storage: { kind: 'temporary' }, ...traits });
const inRoom = (traits: Partial<Backup> = {}) => aBackup({ storage: { kind: 'room' }, ...traits });

describe('what is shown', () => {
  it('is all portals, one portal, or what expires', () => {
    const [acme, beta] = [reading('acme', readPart([aBackup()])), reading('beta', readPart([aBackup()]))];
    expect(selectFrom({}, [acme, beta]).kind).toBe('overview');
    expect(selectFrom({ portal: 'acme' }, [acme], 2).kind).toBe('portal');
    expect(selectFrom({}, [acme]).kind).toBe('portal');
    expect(selectFrom({}, [acme], 2).kind).toBe('overview');
    expect(selectFrom({ portal: 'acme', expiring: 'window' }, [acme]).kind).toBe('expiring');
    expect(selectFrom({ portal: 'gone' }, [], 2).kind).toBe('overview');
  });

  it('of one portal is split by expiry', () => {
    const [gone, soon, sooner, stays, unknown] = [
      leavesIn(0),
      leavesIn(2 * hourMs),
      leavesIn(hourMs),
      inRoom(),
      aBackup({ expiry: { kind: 'unknown' }, storage: { kind: 'drive' } }),
    ];
    const acme = reading('acme', readPart([gone, soon, stays, sooner, unknown]));
    expect(selectFrom({}, [acme])).toMatchObject({
      leaving: [sooner, soon],
      staying: [stays, unknown],
      expired: [gone],
    });
    expect(selectFrom({ storage: 'room' }, [acme])).toMatchObject({
      matching: [stays],
      leaving: [],
      staying: [stays],
      expired: [],
    });
  });

  it('of all portals is what passes the filter in each', () => {
    const room = inRoom();
    const verdict = assessReadings(
      [reading('acme', readPart([room, leavesIn(9 * dayMs)])), reading('beta', readPart([]))],
      now,
    );
    const selection = select({ ...everything, storage: 'room' }, verdict, { portalCount: 2, now });
    if (selection.kind !== 'overview') throw new Error('not an overview');
    const found = verdict.portals.map((portal) => [
      portal.reading.portal.name,
      selection.matching.get(portal),
    ]);
    expect(Object.fromEntries(found)).toEqual({ acme: [room], beta: [] });
  });

  it('of what expires counts what a filter hides, and what has no known expiry', () => {
    const [soon, hidden, unknown] = [
      leavesIn(hourMs),
      leavesIn(2 * hourMs, { storage: { kind: 'drive' } }),
      leavesIn(0, { expiry: { kind: 'unknown' } }),
    ];
    const acme = reading('acme', readPart([hidden, soon, inRoom(), unknown]));
    expect(selectFrom({ expiring: 'window', storage: 'temporary' }, [acme])).toMatchObject({
      leaving: [{ backup: soon, portal: 'acme' }],
      searched: [soon, unknown],
      hiddenCount: 1,
      unknownCount: 1,
    });
    expect(selectFrom({ expiring: { withinMs: 90 * 60_000 } }, [acme])).toMatchObject({
      leaving: [{ backup: soon }],
      hiddenCount: 0,
      windowsMs: [90 * 60_000],
    });
  });

  it('of what expires names the portals whose list is missing or empty', () => {
    const troubled = [
      reading('a', failedPart()),
      reading('b', readPart([])),
      reading('c', readPart([leavesIn(-1)])),
      reading('d'),
    ];
    const selection = selectFrom({ expiring: 'window' }, [
      ...troubled,
      reading('e', readPart([leavesIn(hourMs)])),
    ]);
    const names = (selection as ExpiringSelection).troubled.map((portal) => portal.reading.portal.name);
    expect(names.toSorted()).toEqual(['a', 'b', 'c', 'd']);
  });
});

describe('an overview', () => {
  const many = (count: number, groupOf: (index: number) => string | undefined) =>
    Array.from({ length: count }, (_, index) => ({
      portal: aPortal(`p${index}`, { group: groupOf(index) }),
      histories: [index % 3 === 0 ? failedPart() : readPart([aBackup()])],
    }));
  const overviewOf = (query: Partial<Query>, readings: readonly Reading[], portalCount?: number) => {
    const selection = selectFrom(query, readings, portalCount);
    if (selection.kind !== 'overview') throw new Error('not an overview');
    return selection;
  };

  it('lists all portals, worst first, or only those that are not fine', () => {
    const readings = many(5, () => undefined);
    const named = (query: Partial<Query>) =>
      overviewOf(query, readings).listed.map((portal) => portal.reading.portal.name);
    expect(named({})).toEqual(['p0', 'p3', 'p1', 'p2', 'p4']);
    expect(named({ problems: true })).toEqual(['p0', 'p3']);
    expect(overviewOf({ problems: true }, readings)).toMatchObject({
      severity: 'problem',
      verdict: { counts: { problem: 2, fine: 3 } },
    });
    expect(overviewOf({ problems: true }, readings.slice(1, 3))).toMatchObject({
      severity: 'fine',
      listed: [],
    });
  });

  it('is also that of a group of one portal, and of the problems of one', () => {
    const [one] = many(1, () => 'emea');
    if (one === undefined) throw new Error('no portal');
    for (const query of [{ group: 'emea' }, { problems: true }]) {
      expect(overviewOf(query, [one], 1).listed).toHaveLength(1);
    }
  });

  it('is summed by group from 21 portals on, where there are groups', () => {
    const inGroups = (index: number) => (index === 0 ? 'emea' : undefined);
    expect(overviewOf({}, many(21, inGroups)).groups).toMatchObject([
      { group: 'emea', counts: { problem: 1, fine: 0 } },
      { group: undefined, counts: { problem: 6, fine: 14 } },
    ]);
    expect(overviewOf({}, many(20, inGroups)).groups).toBeUndefined();
    expect(
      overviewOf(
        {},
        many(21, () => undefined),
      ).groups,
    ).toBeUndefined();
    const filters = [{ group: 'emea' }, { problems: true }, { storage: 'room' }] as const;
    for (const query of filters) expect(overviewOf(query, many(21, inGroups)).groups).toBeUndefined();
    expect(overviewOf({ scope: 'all' }, many(21, inGroups)).groups).toHaveLength(2);
  });
});

describe('the colour of what expires', () => {
  const acme = reading('acme', readPart([leavesIn(40 * hourMs)]));
  const beta = reading('beta', readPart([leavesIn(hourMs / 2), inRoom()]));

  it.each([
    ['is red for the last backups of a portal', 'window', 'problem'],
    ['is not red for last backups that the time leaves out', { withinMs: hourMs }, 'attention'],
  ] as const)('%s', (_, expiring, severity) => {
    expect(selectFrom({ expiring }, [acme, beta]).severity).toBe(severity);
  });
});

describe('the colour of what is shown', () => {
  const stale = inRoom({ createdAt: fromNow(-90 * dayMs) });

  it.each([
    ['is the whole verdict without a filter', {}, [stale], 'attention'],
    [
      'is not the age of what the filter hides',
      { storage: 'temporary' },
      [stale, leavesIn(9 * dayMs)],
      'fine',
    ],
    ['is not what expires elsewhere', { storage: 'room' }, [inRoom(), leavesIn(hourMs)], 'fine'],
    ['is what expires there', { storage: 'temporary' }, [inRoom(), leavesIn(hourMs)], 'attention'],
    ['is what has expired there', { storage: 'temporary' }, [inRoom(), leavesIn(-1)], 'attention'],
    ['is unknown where nothing is', { storage: 'local' }, [inRoom()], 'unknown'],
    [
      'is unknown where no expiry is known',
      { storage: 'room' },
      [inRoom({ expiry: { kind: 'unknown' } })],
      'unknown',
    ],
    [
      'stays fine beside one unknown expiry',
      { storage: 'room' },
      [inRoom(), inRoom({ expiry: { kind: 'unknown' } })],
      'fine',
    ],
  ] as const)('%s', (_, query, backups, severity) => {
    expect(selectFrom(query, [reading('acme', readPart(backups))]).severity).toBe(severity);
    const two = [reading('acme', readPart(backups)), reading('beta', readPart(backups))];
    expect(selectFrom(query, two).severity).toBe(severity);
  });

  it('is unknown where a list is missing, and the whole verdict where nothing was seen', () => {
    const half = reading('half', failedPart(), readPart([inRoom({ dump: true })], 'dumps'));
    expect(selectFrom({ storage: 'room' }, [half]).severity).toBe('unknown');
    expect(selectFrom({ storage: 'room' }, [half, reading('b', readPart([inRoom()]))]).severity).toBe(
      'unknown',
    );
    expect(selectFrom({ storage: 'room' }, [reading('none', failedPart())]).severity).toBe('problem');
  });

  it.each([
    ['a last backup that expires', {}, [leavesIn(hourMs)], 'problem'],
    ['one of several', {}, [leavesIn(hourMs), inRoom()], 'attention'],
    ['the last in one storage', { storage: 'temporary' }, [leavesIn(hourMs)], 'attention'],
    ['nothing', {}, [inRoom()], 'fine'],
    ['nothing that is known', {}, [inRoom(), inRoom({ expiry: { kind: 'unknown' } })], 'unknown'],
    ['nothing of an empty list', {}, [], 'problem'],
  ] as const)('of what expires: %s', (_, query, backups, severity) => {
    const selection = selectFrom({ ...query, expiring: 'window' }, [reading('acme', readPart(backups))]);
    expect(selection.severity).toBe(severity);
  });

  it('of what expires is unknown while a part is missing that was not expected', () => {
    const acme = reading(
      'acme',
      readPart([inRoom()]),
      failedPart({ kind: 'dumps-not-allowed', why: 'cloud' }, 'dumps'),
    );
    expect(selectFrom({ expiring: 'window' }, [acme]).severity).toBe('unknown');
  });
});

describe('any selection', () => {
  it('of one portal loses no backup and shows none twice', () => {
    const storages = fc.constantFrom(undefined, 'room', 'temporary', 'third-party') as fc.Arbitrary<
      Query['storage']
    >;
    fc.assert(
      fc.property(anyReading, storages, (one, storage) => {
        const selection = selectFrom({ storage }, [one]) as PortalSelection;
        const { leaving, staying, expired, matching, all } = selection;
        const shown = [...leaving, ...staying, ...expired];
        expect(shown).toHaveLength(matching.length);
        expect(new Set(shown)).toEqual(new Set(matching));
        expect(all).toEqual(backupsOf(one));
        expect(matching.every((backup) => (storage ?? backup.storage.kind) === backup.storage.kind)).toBe(
          true,
        );
      }),
    );
  });
});
