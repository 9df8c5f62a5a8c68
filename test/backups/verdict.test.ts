import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Backup } from '../../src/backups/backup.ts';
import { type FindingKind, severities, severityOf } from '../../src/backups/finding.ts';
import type { HistoryPart, Reading } from '../../src/backups/reading.ts';
import { assessReading, assessReadings } from '../../src/backups/verdict.ts';
import { readings } from './arbitraries.ts';
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
  readPart,
} from './sample-backups.ts';
import { failedAt, named, pastAfter, readAt } from './sample-pasts.ts';

const reading = (name: string, ...histories: HistoryPart[]) => ({ portal: aPortal(name), histories });
const fineReading = (name: string) => reading(name, readPart([aBackup()]));
const stale: Backup = aBackup({ createdAt: fromNow(-30 * dayMs) });
const leaving: Backup = aBackup({ expiry: at(fromNow(hourMs)) });
const rank = (severity: (typeof severities)[number]) => severities.indexOf(severity);

/** A portal of which each kind of finding is said. */
const examples: Readonly<Record<FindingKind, Reading>> = {
  'cannot-read': reading('acme', failedPart()),
  'no-backups': reading('acme', readPart([])),
  'all-expired': reading('acme', readPart([aBackup({ expiry: at(fromNow(-hourMs)) })])),
  'nothing-left-soon': reading('acme', readPart([leaving])),
  expiring: reading('acme', readPart([leaving, aBackup()])),
  stale: reading('acme', readPart([stale])),
  'age-unknown': reading('acme', readPart([oddBackup])),
  'expiry-unknown': reading('acme', readPart([aBackup({ expiry: { kind: 'unknown' } })])),
  'no-dumps': reading('acme', readPart([], 'dumps')),
  'no-longer-listed': {
    ...fineReading('acme'),
    past: [pastAfter(readAt(fromNow(-dayMs), [named('gone'), aBackup()]), readAt(now, [aBackup()]))],
  },
  'came-back': {
    ...fineReading('acme'),
    past: [pastAfter(failedAt(fromNow(-dayMs)), readAt(now, [aBackup()]))],
  },
  'dumps-not-shown': reading('acme', failedPart({ kind: 'refused', status: 403 }, 'dumps')),
};

describe('every kind of finding', () => {
  it.each(Object.entries(examples))('is found: %s', (kind, example) => {
    const { findings } = assessReading(example, now);
    expect(findings.map((finding) => finding.kind)).toContain(kind);
  });
});

describe('the verdict of a portal', () => {
  it.each([
    ['fine', fineReading('acme')],
    ['problem', reading('acme', failedPart())],
    ['problem', reading('acme', readPart([]))],
    ['problem', reading('acme', readPart([leaving]))],
    ['attention', reading('acme', readPart([leaving, aBackup()]))],
    ['attention', reading('acme', readPart([stale]))],
    ['unknown', reading('acme', readPart([oddBackup]))],
    ['unknown', reading('acme')],
  ] as const)('is %s', (severity, read) => {
    expect(assessReading(read, now).severity).toBe(severity);
  });

  it('is its worst finding, followed by the others', () => {
    const verdict = assessReading(
      reading('acme', readPart([stale]), failedPart({ kind: 'key-refused' }, 'dumps')),
      now,
    );
    expect(verdict.severity).toBe('problem');
    expect(verdict.findings.map(({ kind, part }) => [kind, part])).toEqual([
      ['cannot-read', 'dumps'],
      ['stale', 'own'],
    ]);
  });

  it('hides nothing of the backups when the dumps could not be read', () => {
    const { findings } = assessReading(
      reading('acme', failedPart(undefined, 'dumps'), readPart([], 'own')),
      now,
    );
    expect(findings.map(({ kind }) => kind)).toEqual(['no-backups', 'cannot-read']);
  });

  it('is not changed by missing dumps that were not expected, and unknown when only those were asked for', () => {
    for (const dumps of [
      readPart([], 'dumps'),
      failedPart({ kind: 'dumps-not-allowed', why: 'cloud' }, 'dumps'),
    ]) {
      expect(assessReading(reading('acme', readPart([aBackup()]), dumps), now).severity).toBe('fine');
      expect(assessReading(reading('acme', readPart([stale]), dumps), now).severity).toBe('attention');
      expect(assessReading(reading('acme', dumps), now).severity).toBe('unknown');
    }
  });

  it("follows the portal's own policy", () => {
    const strict = aPortal('acme', { policy: { expiringWithinMs: dayMs, staleAfterMs: hourMs } });
    const verdict = assessReading({ portal: strict, histories: [readPart([aBackup()])] }, now);
    expect(verdict.findings).toMatchObject([{ kind: 'stale', allowedMs: hourMs }]);
  });
});

describe('the verdict of all portals', () => {
  it('is unknown when there are none', () => {
    const counts = { problem: 0, attention: 0, unknown: 0, fine: 0, snoozed: 0 };
    expect(assessReadings([], now)).toEqual({ severity: 'unknown', portals: [], counts });
  });

  it('orders names by the numbers in them', () => {
    const names = ['branch-10', 'branch-2', 'Branch-1'];
    const { portals } = assessReadings(names.map(fineReading), now);
    expect(portals.map((portal) => portal.reading.portal.name)).toEqual([
      'Branch-1',
      'branch-2',
      'branch-10',
    ]);
  });

  it('comes worst first, then by name', () => {
    const verdict = assessReadings(
      [
        fineReading('zeta'),
        reading('unread', readPart([oddBackup])),
        reading('late', readPart([stale])),
        fineReading('Alpha'),
        reading('beta', failedPart()),
        reading('Acme', readPart([])),
        fineReading('été'),
      ],
      now,
    );
    expect(verdict.severity).toBe('problem');
    expect(verdict.counts).toEqual({ problem: 2, attention: 1, unknown: 1, fine: 3, snoozed: 0 });
    const names = verdict.portals.map((portal) => portal.reading.portal.name);
    expect(names).toEqual(['Acme', 'beta', 'late', 'unread', 'Alpha', 'été', 'zeta']);
  });

  it('is the worst of all, whatever was read', () => {
    fc.assert(
      fc.property(fc.array(readings, { maxLength: 6 }), (list) => {
        const verdict = assessReadings(list, now);
        const ranks = verdict.portals.map(({ severity }) => rank(severity));
        expect(ranks).toEqual(ranks.toSorted((a, b) => a - b));
        expect(rank(verdict.severity)).toBe(list.length === 0 ? rank('unknown') : Math.min(...ranks));
        expect(new Set(verdict.portals.map((portal) => portal.reading))).toEqual(new Set(list));
        expect(Object.values(verdict.counts).reduce((sum, count) => sum + count, 0)).toBe(list.length);
        for (const { severity, findings } of verdict.portals) {
          const own = findings.map((finding) => rank(severityOf(finding)));
          expect(own).toEqual(own.toSorted((a, b) => a - b));
          const worst = Math.min(...own, rank('fine'));
          if (worst < rank('fine')) expect(rank(severity)).toBe(worst);
          else expect(['unknown', 'fine']).toContain(severity);
        }
      }),
    );
  });

  it('says of no portal that could not be read that it has no backups, nor that it is fine', () => {
    fc.assert(
      fc.property(readings, (read) => {
        const failed = read.histories.map((part) => ({ ...part, ...failedPart(), part: part.part }));
        const { severity, findings } = assessReading({ ...read, histories: failed }, now);
        expect(severity).toBe(failed.length > 0 ? 'problem' : 'unknown');
        expect(findings.every(({ kind }) => kind === 'cannot-read')).toBe(true);
      }),
    );
  });
});
