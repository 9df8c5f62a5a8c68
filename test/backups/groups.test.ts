import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rankOf, severities } from '../../src/backups/finding.ts';
import { assessGroups } from '../../src/backups/groups.ts';
import type { Reading } from '../../src/backups/reading.ts';
import { assessReadings } from '../../src/backups/verdict.ts';
import { parts } from './arbitraries.ts';
import { aBackup, aPortal, dayMs, failedPart, fromNow, now, readPart } from './sample-backups.ts';

const fine = readPart([aBackup()]);
const stale = readPart([aBackup({ createdAt: fromNow(-90 * dayMs) })]);
const unread = failedPart();

const member = (name: string, group: string | undefined, history: Reading['histories'][number]): Reading => ({
  portal: aPortal(name, { group }),
  histories: [history],
});
const groupsOf = (...readings: readonly Reading[]) => assessGroups(assessReadings(readings, now));

describe('the groups of portals', () => {
  it('are as bad as their worst portal, and count all', () => {
    const [emea] = groupsOf(
      member('a', 'emea', fine),
      member('b', 'emea', unread),
      member('c', 'emea', fine),
    );
    expect(emea).toMatchObject({
      group: 'emea',
      severity: 'problem',
      counts: { problem: 1, attention: 0, unknown: 0, fine: 2, snoozed: 0 },
    });
    expect(emea?.portals.map(({ reading }) => reading.portal.name)).toEqual(['b', 'a', 'c']);
  });

  it('come worst first, then by the numbers in their names, and among equals without a group last', () => {
    const groups = groupsOf(
      member('a', undefined, fine),
      member('b', 'zone-10', fine),
      member('c', 'zone-9', fine),
      member('d', 'zulu', stale),
      member('e', undefined, fine),
    );
    expect(groups.map(({ group }) => group)).toEqual(['zulu', 'zone-9', 'zone-10', undefined]);
  });

  it('put what has no group before those that are better', () => {
    const groups = groupsOf(member('a', undefined, unread), member('b', 'emea', fine));
    expect(groups.map(({ group }) => group)).toEqual([undefined, 'emea']);
  });

  it('have each portal once, and add up to the whole verdict', () => {
    const members = fc.array(
      fc.tuple(fc.constantFrom(undefined, 'a', 'b', 'c'), fc.array(parts, { maxLength: 2 })),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(members, (drawn) => {
        const readings = drawn.map(([group, histories], index) => ({
          portal: aPortal(`p${index}`, { group }),
          histories,
        }));
        const verdict = assessReadings(readings, now);
        const groups = assessGroups(verdict);
        expect(new Set(groups.flatMap(({ portals }) => portals))).toEqual(new Set(verdict.portals));
        for (const severity of severities) {
          const sum = groups.reduce((total, { counts }) => total + counts[severity], 0);
          expect(sum).toBe(verdict.counts[severity]);
        }
        const ranks = groups.map(({ severity }) => rankOf(severity));
        expect(ranks).toEqual(ranks.toSorted((a, b) => a - b));
        for (const { group, portals } of groups) {
          expect(portals.every(({ reading }) => reading.portal.group === group)).toBe(true);
        }
      }),
    );
  });
});
