import { describe, expect, it } from 'vitest';
import type { HistoryPart } from '../../src/backups/reading.ts';
import { ask, backup, day, failed, hour, read, reading, visibleLines } from './cast.ts';

const none = read([], { part: 'dumps' });
const hidden = failed({ kind: 'dumps-not-allowed', why: 'cloud' }, 'dumps');
const own = read([backup(hour)]);
const names = { portalNames: ['a', 'b'] };

const everywhere = (...parts: HistoryPart[]) => ['a', 'b', 'c'].map((name) => reading(name, ...parts));

describe('a portal that need not make whole-server dumps', () => {
  it('is as fine with dumps asked for as without', () => {
    expect(visibleLines(ask({ portal: 'a', scope: 'all' }, [reading('a', own, none)], names))).toEqual([
      '🟢 a · backed up 1 h ago · no whole-server dumps; only self-hosted servers make them',
      'With whole-server dumps · 1 backup · reaches back 1 h · a loss now costs at most 1 h · read just now',
      'Kept · third-party storage · until removed',
      '• 1 h ago · [2026-11-24 07:00 UTC]',
    ]);
    expect(
      visibleLines(ask({ portal: 'a', scope: 'all' }, [reading('a', own, hidden)], names)).slice(0, 3),
    ).toEqual([
      '🟢 a · backed up 1 h ago · no whole-server dumps are shown by the portal',
      'With whole-server dumps · 1 backup · known to reach back 1 h · a loss now costs at most 1 h · read just now',
      'Only self-hosted servers make them, and with limited access they are hidden.',
    ]);
  });

  it('is mentioned briefly among the others', () => {
    expect(visibleLines(ask({ scope: 'all' }, everywhere(own, hidden))).slice(0, 3)).toEqual([
      '🟢 All 3 portals are backed up',
      'With whole-server dumps · 3 portals show no whole-server dumps · all reach back 1 h at least · a loss now costs at most 1 h · read just now',
      '• a · newest 1 h ago · 1 backup',
    ]);
  });

  it('is neither fine nor a problem where only dumps were asked for', () => {
    expect(visibleLines(ask({ portal: 'a', scope: 'dumps' }, [reading('a', none)], names))).toEqual([
      '⚪ a · no whole-server dumps; only self-hosted servers make them',
      'Whole-server dumps only · read just now',
    ]);
    expect(visibleLines(ask({ scope: 'dumps' }, everywhere(hidden)))).toEqual([
      '⚪ 3 portals show no whole-server dumps',
      'Whole-server dumps only',
      '⚪ 3 portals show no whole-server dumps',
      'a, b, c',
      'Only self-hosted servers make them, and with limited access they are hidden.',
    ]);
    expect(visibleLines(ask({ scope: 'dumps', storage: 'third-party' }, everywhere(none)))[0]).toBe(
      '⚪ 3 portals show no whole-server dumps',
    );
    expect(
      visibleLines(
        ask({ portal: 'a', scope: 'dumps', storage: 'third-party' }, [reading('a', none)], names),
      )[0],
    ).toBe('⚪ a · no whole-server dumps; only self-hosted servers make them');
  });

  it('still has other findings, and they come first', () => {
    const stale = reading('a', read([backup(9 * day)]), none);
    expect(visibleLines(ask({ scope: 'all' }, [stale, reading('b', own, none)])).slice(0, 5)).toEqual([
      '🟡 1 of 2 portals needs a look',
      'With whole-server dumps · 1 fine · 2 portals show no whole-server dumps · all reach back 1 h at least · a loss now costs at most 9 days · read just now',
      '🟡 a · no backup for 9 days (limit 7 days) · no whole-server dumps; only self-hosted servers make them',
      'Last one [2026-11-15 UTC] · <Check the schedule>',
      '🟢 1 portal is fine · b 1 h ago',
    ]);
  });

  it('may hide dumps that expire, so that nothing is never claimed to expire', () => {
    expect(visibleLines(ask({ scope: 'all', expiring: 'window' }, everywhere(own, hidden)))).toEqual([
      '⚪ Nothing known to expire within 48 h',
      'With whole-server dumps · looked at 3 backups known in 3 portals · 3 portals show no whole-server dumps · read just now',
    ]);
    expect(visibleLines(ask({ scope: 'all', expiring: 'window' }, everywhere(own, none)))[0]).toBe(
      '🟢 Nothing expires within 48 h',
    );
    expect(visibleLines(ask({ scope: 'dumps', expiring: 'window' }, everywhere(none)))[0]).toBe(
      '⚪ Nothing known to expire within 48 h',
    );
  });

  it('is a problem when it cannot be reached', () => {
    const unreachable = failed({ kind: 'unreachable', reason: 'dns' }, 'dumps');
    expect(visibleLines(ask({ scope: 'dumps' }, everywhere(unreachable)))[0]).toBe(
      '🔴 All 3 portals have whole-server dumps that can’t be read',
    );
  });
});
