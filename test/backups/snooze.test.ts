import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ReadFailure } from '../../src/backups/failure.ts';
import type { Finding } from '../../src/backups/finding.ts';
import {
  findSnooze,
  fingerprint,
  isFindingName,
  nameOf,
  type Snooze,
  type SnoozeEnd,
} from '../../src/backups/snooze.ts';
import { assessReading, assessReadings, countSnoozed } from '../../src/backups/verdict.ts';
import { backup, day, failed, healthy, hour, now, read, reading } from '../messages/cast.ts';

const later = (ms: number) => new Date(now.getTime() + ms);
const forADay: SnoozeEnd = { kind: 'moment', at: later(day) };

function snooze(portal: string, finding: Snooze['finding'], until: SnoozeEnd = forADay): Snooze {
  return { portal, finding, until, by: 'U0ANN00001', at: now };
}

const refused = reading('legal', failed({ kind: 'key-refused' }));
const stale = (age: number) => reading('hr', read([backup(age)]));

describe('a snoozed finding', () => {
  it('no longer counts, and its portal is neither fine nor worrying', () => {
    const verdict = assessReadings([refused, healthy('acme')], now, [snooze('legal', 'cannot-read.own')]);
    expect(verdict.severity).toBe('fine');
    expect(verdict.counts).toEqual({ problem: 0, attention: 0, unknown: 0, fine: 1, snoozed: 1 });
    expect(verdict.portals.map(({ severity }) => severity)).toEqual(['fine', 'snoozed']);
    expect(countSnoozed(verdict.portals)).toBe(1);
  });

  it('leaves the other findings of its portal', () => {
    const both = reading('hr', read([backup(9 * day), backup(10 * day, { leftMs: hour })]));
    const open = assessReading(both, now).findings.map(nameOf);
    expect(open).toEqual(['expiring.own', 'stale.own']);
    const { findings, snoozed, severity } = assessReading(both, now, [snooze('hr', 'stale.own')]);
    expect(findings.map(nameOf)).toEqual(['expiring.own']);
    expect(snoozed.map(({ finding }) => nameOf(finding))).toEqual(['stale.own']);
    expect(severity).toBe('attention');
  });

  it.each([
    ['of another portal', snooze('acme', 'cannot-read.own')],
    ['of another kind', snooze('legal', 'stale.own')],
    ['of another list', snooze('legal', 'cannot-read.dumps')],
    ['whose time is over', snooze('legal', 'cannot-read.own', { kind: 'moment', at: now })],
  ])('is not one %s', (_what, other) => {
    expect(assessReading(refused, now, [other]).severity).toBe('problem');
  });

  it('counts again when it changes, if it was snoozed until then', () => {
    const [finding] = assessReading(stale(9 * day), now).findings;
    if (finding === undefined) throw new Error('nothing is stale');
    const until: SnoozeEnd = { kind: 'change', from: fingerprint(finding) };
    expect(assessReading(stale(9 * day), now, [snooze('hr', 'stale.own', until)]).severity).toBe('snoozed');
    expect(assessReading(stale(8 * day), now, [snooze('hr', 'stale.own', until)]).severity).toBe('attention');
  });

  it('is still the same when only the backups around it change', () => {
    const expiring = (...others: readonly number[]) =>
      reading('hr', read([backup(hour, { leftMs: hour }), ...others.map((age) => backup(age))]));
    const [finding] = assessReading(expiring(hour), now).findings;
    if (finding?.kind !== 'expiring') throw new Error('nothing expires');
    const until: SnoozeEnd = { kind: 'change', from: fingerprint(finding) };
    const snoozes = [snooze('hr', 'expiring.own', until)];
    expect(assessReading(expiring(hour, day), now, snoozes).severity).toBe('snoozed');
  });

  it('is still the same when a digest allows another age', () => {
    const [own] = assessReading(stale(9 * day), now).findings;
    if (own?.kind !== 'stale') throw new Error('nothing is stale');
    expect(fingerprint({ ...own, allowedMs: 2 * day })).toBe(fingerprint(own));
  });

  it('is still the same when fewer backups are missing, and not when another is', () => {
    const missing = (...names: [string, ...string[]]): Finding => {
      const [first, ...others] = names.map((id) => ({
        ...{ backup: { ...backup(day), id }, missingSince: later(-day), lastSeenAt: later(-2 * day) },
      }));
      return {
        kind: 'no-longer-listed',
        part: 'own',
        lost: { backups: [first ?? expect.fail(), ...others], emptied: [] },
      };
    };
    const until: SnoozeEnd = { kind: 'change', from: fingerprint(missing('b1', 'b2')) };
    const find = (finding: Finding) =>
      findSnooze(finding, 'hr', { snoozes: [snooze('hr', 'no-longer-listed.own', until)], now });
    expect(find(missing('b2'))).toBeDefined();
    expect(find(missing('b2', 'b3'))).toBeUndefined();
  });

  it('is the same failure when the portal only wants to be asked at another moment', () => {
    const limited = (at: number): Finding => {
      const failure: ReadFailure = { kind: 'rate-limited', retryAt: later(at) };
      return { kind: 'cannot-read', part: 'own', failure };
    };
    expect(fingerprint(limited(1))).toBe(fingerprint(limited(2)));
  });

  it('is never one that only informs', () => {
    const informs: Finding = { kind: 'no-dumps', part: 'dumps' };
    const snoozes = [snooze('acme', 'no-dumps.dumps')];
    expect(findSnooze(informs, 'acme', { snoozes, now })).toBeUndefined();
  });
});

describe('the name of a finding', () => {
  it('is recognised, and nothing else is', () => {
    expect(isFindingName('stale.own')).toBe(true);
    fc.assert(
      fc.property(fc.string(), (text) => {
        fc.pre(!/^[a-z-]+\.(own|dumps)$/.test(text));
        expect(isFindingName(text)).toBe(false);
      }),
    );
    expect(isFindingName('toString.own')).toBe(false);
    expect(isFindingName('stale.own.x')).toBe(false);
  });
});
