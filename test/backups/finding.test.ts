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

  it('is undefined for what is shown portal by portal', () => {
    expect(causeOf({ kind: 'stale', part: 'own', newestAt: fromNow(-1), allowedMs: 1 })).toBeUndefined();
    expect(causeOf({ kind: 'all-expired', part: 'own' })).toBeUndefined();
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
    expect(leavingOf({ kind: 'expiring', part: 'own', leaving, withinMs: 1 })).toBe(leaving);
    expect(leavingOf({ kind: 'no-backups', part: 'own' })).toEqual([]);
  });
});
