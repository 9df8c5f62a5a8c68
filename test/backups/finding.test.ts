import { describe, expect, it } from 'vitest';
import type { ReadFailure } from '../../src/backups/failure.ts';
import {
  causeOf,
  compareFindings,
  type Finding,
  findingTraits,
  leavingOf,
  severities,
  severityOf,
} from '../../src/backups/finding.ts';
import { aBackup, fromNow } from './sample-backups.ts';

const cannotRead = (failure: ReadFailure, part: Finding['part'] = 'own'): Finding => ({
  kind: 'cannot-read',
  part,
  failure,
});
const busy = (retryAt: Date | undefined): ReadFailure => ({ kind: 'rate-limited', retryAt });

describe('the cause of a finding', () => {
  it('is the same for two parts of a portal that fail alike', () => {
    const timeout = { kind: 'timeout', afterMs: 20_000 } as const;
    expect(causeOf(cannotRead(timeout, 'dumps'))).toBe(causeOf(cannotRead(timeout)));
    expect(causeOf(cannotRead({ ...timeout, afterMs: 1 }))).not.toBe(causeOf(cannotRead(timeout)));
  });

  it('distinguishes an empty list of dumps from an empty list of backups', () => {
    expect(causeOf({ kind: 'no-backups', part: 'dumps' })).not.toBe(
      causeOf({ kind: 'no-backups', part: 'own' }),
    );
  });

  it('counts moments to the second, as they are shown', () => {
    const at = new Date('2026-11-24T08:00:00.100Z');
    const sameSecond = new Date('2026-11-24T08:00:00.900Z');
    const nextSecond = new Date('2026-11-24T08:00:01.000Z');
    expect(causeOf(cannotRead(busy(sameSecond)))).toBe(causeOf(cannotRead(busy(at))));
    expect(causeOf(cannotRead(busy(nextSecond)))).not.toBe(causeOf(cannotRead(busy(at))));
    expect(causeOf(cannotRead(busy(undefined)))).not.toBe(causeOf(cannotRead(busy(at))));
  });

  it('is the same whatever the evidence, unless a list could not be read', () => {
    const stale = (days: number): Finding => ({
      ...{ kind: 'stale', part: 'own', newestAt: fromNow(-days * 86_400_000), allowedMs: 1 },
    });
    expect(causeOf(stale(8))).toBe(causeOf(stale(9)));
    expect(causeOf({ ...stale(8), part: 'dumps' })).not.toBe(causeOf(stale(8)));
    expect(causeOf({ kind: 'all-expired', part: 'own' })).not.toBe(causeOf(stale(8)));
  });
});

describe('the order of findings', () => {
  it('is by severity, then as the table has them', () => {
    const kinds = Object.keys(findingTraits) as Finding['kind'][];
    const findings = kinds.map((kind) => ({ kind, part: 'own' }) as Finding);
    const ordered = findings.toReversed().toSorted(compareFindings);
    expect(ordered.map(({ kind }) => kind)).toEqual(kinds);
    const ranks = ordered.map((finding) => severities.indexOf(severityOf(finding)));
    expect(ranks).toEqual(ranks.toSorted((a, b) => a - b));
  });
});

describe('what a finding says will expire', () => {
  it('is its own list, and nothing for findings without one', () => {
    const leaving = [aBackup()];
    const others = { stayingCount: 1, newestStayingAt: undefined, unknownCount: 0 };
    expect(leavingOf({ kind: 'expiring', part: 'own', leaving, others })).toBe(leaving);
    expect(leavingOf({ kind: 'no-backups', part: 'own' })).toEqual([]);
  });
});
