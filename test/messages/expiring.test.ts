import { describe, expect, it } from 'vitest';
import type { Reading } from '../../src/backups/reading.ts';
import {
  ask,
  backup,
  buttonValue,
  controls,
  day,
  failed,
  healthy,
  hour,
  portal,
  read,
  reading,
  server,
  visibleLines,
} from './cast.ts';

const acme = reading('acme', read([backup(hour, { in: 'temporary', leftMs: 20 * hour }), backup(day)]));
const hr = reading('hr', read([backup(2 * hour, { in: 'temporary', leftMs: 3 * hour }), backup(day)]));
const legal = reading('legal', failed({ kind: 'timeout', afterMs: 20_000 }));

describe('what expires', () => {
  it('comes soonest first over all portals, each row with its portal', () => {
    expect(visibleLines(ask({ expiring: 'window' }, [acme, hr, healthy('ok')]))).toEqual([
      '🟡 2 of 11 backups expire within 48 h',
      'Looked at 11 backups in 3 portals · read just now',
      'Soonest first · temporary storage',
      '> 🟡 3 h left · hr · [2026-11-24 11:00 UTC]',
      '> 🟡 20 h left · acme · [2026-11-25 04:00 UTC]',
    ]);
  });

  it('has a red dot where nothing is left of a portal afterwards', () => {
    const last = reading('last', read([backup(hour, { in: 'temporary', leftMs: 5 * hour })]));
    expect(visibleLines(ask({ expiring: 'window' }, [hr, last])).slice(3)).toEqual([
      '> 🟡 3 h left · hr · [2026-11-24 11:00 UTC]',
      '> 🔴 5 h left · last · [2026-11-24 13:00 UTC] · the last one',
    ]);
    expect(visibleLines(ask({ expiring: 'window', storage: 'temporary' }, [hr, last])).at(-1)).toContain(
      '> 🟡 5 h',
    );
  });

  it('says in its headline how many portals lose all they have', () => {
    const losing = ['x', 'y'].map((name) => reading(name, read([backup(hour, { leftMs: 5 * hour })])));
    const first = (...readings: Parameters<typeof ask>[1]) =>
      visibleLines(ask({ expiring: 'window' }, readings))[0];
    expect(first(hr, ...losing)).toBe('🔴 3 of 4 backups expire within 48 h · 2 portals keep no backup');
    expect(first(hr, ...losing.slice(1))).toBe(
      '🔴 2 of 3 backups expire within 48 h · 1 portal keeps no backup',
    );
  });

  it('shows the names of the files when asked, on lines of their own', () => {
    expect(visibleLines(ask({ expiring: 'window', files: true }, [hr])).slice(3)).toEqual([
      '> 🟡 3 h left · [2026-11-24 11:00 UTC]',
      '> made-2h-ago.tar.gz',
    ]);
  });

  it('says of one, of both or of all that they expire', () => {
    const empty = reading('b', read([]));
    const first = (count: number) => {
      const backups = Array.from({ length: count }, () => backup(hour, { leftMs: 5 * hour }));
      return visibleLines(ask({ expiring: { withinMs: day } }, [reading('a', read(backups)), empty]))[0];
    };
    expect(first(1)).toMatch(/^🔴 The only backup expires within 24 h/u);
    expect(first(2)).toMatch(/^🔴 Both backups expire within 24 h/u);
    expect(first(3)).toMatch(/^🔴 All 3 backups expire within 24 h/u);
  });

  it('tells only moments in the copy for the channel', () => {
    const lines = visibleLines(ask({ expiring: 'window' }, [acme, hr], { audience: 'channel' }));
    expect(lines[3]).toBe('> 🟡 hr · [2026-11-24 11:00 UTC]');
    expect(lines.at(-1)).toBe('Shared by <@U0SHARER01>');
  });

  it('is short and green when nothing does', () => {
    expect(visibleLines(ask({ expiring: 'window' }, [healthy('a'), healthy('b')]))).toEqual([
      '🟢 Nothing expires within 48 h',
      'Looked at 14 backups in 2 portals · read just now',
    ]);
  });

  it('is never green while a portal could not be read', () => {
    const lines = visibleLines(ask({ expiring: 'window' }, [healthy('a'), legal]));
    expect(lines[0]).toBe('🔴 Nothing known to expire within 48 h · 1 portal can’t be read');
    expect(lines[1]).toContain('Looked at 7 backups in 1 of 2 portals');
    expect(lines[2]).toBe('🔴 legal · no answer within 20 s');
  });

  it('says in its title why that of one portal is red, and lists only what may hide more', () => {
    const first = (one: Reading) => visibleLines(ask({ expiring: 'window', portal: one.portal.name }, [one]));
    const half = server('a', ...hr.histories, failed({ kind: 'timeout', afterMs: 20_000 }, 'dumps'));
    expect(first(legal)[0]).toBe('🔴 legal · nothing known to expire within 48 h · backups can’t be read');
    expect(first(reading('a', read([])))[0]).toMatch(/ within 48 h · no backup at all$/);
    const lines = first(half);
    expect(lines[0]).toBe(
      '🔴 a · 1 of 2 known backups expires within 48 h · whole-server dumps can’t be read',
    );
    expect(lines.slice(-2)).toEqual([
      '🔴 a · whole-server dumps can’t be read: no answer within 20 s',
      'Is it as slow in a browser? <Open the portal>',
    ]);
  });

  it('is never green while a portal has no backups, or an expiry is unknown', () => {
    const odd = reading('odd', read([backup(hour, { expiry: { kind: 'unknown' } }), backup(hour)]));
    expect(visibleLines(ask({ expiring: 'window' }, [reading('a', read([]))]))[0]).toMatch(/^🔴 /);
    expect(visibleLines(ask({ expiring: 'window' }, [odd]))[0]).toBe(
      '⚪ Nothing known to expire within 48 h · 1 with unknown expiry',
    );
    expect(visibleLines(ask({ expiring: 'window' }, [], { portalNames: ['a', 'b'] }))[0]).toMatch(/^⚪ /);
  });

  it('is never green where every backup has expired', () => {
    const gone = reading('a', read([backup(2 * day, { in: 'temporary', leftMs: -hour })]));
    const more = reading('b', read([backup(3 * day, { in: 'temporary', leftMs: -day })]));
    expect(visibleLines(ask({ expiring: 'window' }, [gone, more, healthy('ok')]))).toEqual([
      '🔴 Nothing expires within 48 h · 2 portals have only expired backups',
      'Looked at 9 backups in 3 portals · read just now',
      '🔴 2 portals have only expired backups',
      'a, b',
      'They may be gone at any time. Make one that stays.',
    ]);
    const named = ask({ expiring: 'window', portal: 'a' }, [gone], { portalNames: ['a', 'ok'] });
    expect(visibleLines(named)[0]).toBe(
      '🔴 a · nothing expires within 48 h · every backup in the list has expired',
    );
    expect(visibleLines(ask({ expiring: 'window' }, [gone]))[0]).toBe(
      '🔴 Nothing expires within 48 h · 1 portal has only expired backups',
    );
  });

  it('names dumps when it is they that cannot be read', () => {
    const parts = [read([backup(hour)]), failed({ kind: 'dumps-not-allowed', why: 'cloud' }, 'dumps')];
    const lines = visibleLines(ask({ expiring: 'window' }, [server('a', ...parts), healthy('b'), legal]));
    expect(lines[0]).toBe(
      '🔴 Nothing known to expire within 48 h · 1 portal can’t be read · whole-server dumps of 1 portal can’t be read',
    );
  });

  it('counts dumps as dumps', () => {
    const dumps = [1, 2].map((index) => backup(index * hour, { dump: true, in: 'local' }));
    const parts = [read([backup(hour, { in: 'local' })]), read(dumps, { part: 'dumps' })];
    const message = ask({ expiring: 'window', storage: 'local' }, [server('a', ...parts)]);
    expect(visibleLines(message)[1]).toBe('Looked at 1 backup and 2 whole-server dumps · read just now');
  });

  it('lists nothing twice', () => {
    const leaving = backup(hour, { dump: true, in: 'temporary', leftMs: hour });
    const half = server('a', failed({ kind: 'bug' }), read([leaving], { part: 'dumps' }));
    const lines = visibleLines(ask({ expiring: 'window', scope: 'all' }, [half]));
    expect(lines.filter((line) => line.startsWith('> '))).toHaveLength(1);
    expect(lines.join('\n')).not.toContain(' more · ');
  });

  it('says “both” of two', () => {
    const two = reading('a', read([backup(0, { leftMs: hour }), backup(0, { leftMs: 2 * hour })]));
    expect(visibleLines(ask({ expiring: 'window' }, [two]))[0]).toBe('🔴 Both backups expire within 48 h');
  });

  it('keeps within the time asked for, to the last millisecond', () => {
    const edge = reading('a', read([backup(0, { leftMs: 3 * hour }), backup(0, { leftMs: 3 * hour + 1 })]));
    const lines = visibleLines(ask({ expiring: { withinMs: 3 * hour } }, [edge]));
    expect(lines[0]).toBe('🔴 1 of 2 backups expires within 3 h · no backup stays');
    expect(lines.filter((line) => line.startsWith('>'))).toHaveLength(1);
  });

  it('says “soon” where portals have windows of their own', () => {
    const policy = { expiringWithinMs: 5 * hour, staleAfterMs: 7 * day };
    const own = { ...acme, portal: portal('acme', { policy }) };
    expect(visibleLines(ask({ expiring: 'window' }, [own, hr]))[0]).toBe('🟡 1 of 4 backups expires soon');
    expect(visibleLines(ask({ expiring: 'window' }, [own, healthy('ok')]))[0]).toBe(
      '🟢 Nothing expires soon',
    );
    expect(visibleLines(ask({ expiring: { withinMs: 36 * hour } }, [own, hr]))[0]).toBe(
      '🟡 2 of 4 backups expire within 36 h',
    );
  });

  it('does not count what has expired already', () => {
    const gone = reading('a', read([backup(2 * day, { leftMs: 0 }), backup(hour)]));
    expect(visibleLines(ask({ expiring: 'window' }, [gone]))[0]).toBe('🟢 Nothing expires within 48 h');
  });

  it('says in its first line which portal and storage were asked for', () => {
    const message = ask({ expiring: 'window', portal: 'acme', storage: 'third-party' }, [acme], {
      portalNames: ['acme', 'hr'],
    });
    expect(visibleLines(message)[0]).toBe('🟢 acme · third-party storage only · nothing expires within 48 h');
    expect(visibleLines(message)[1]).toBe('Looked at 1 backup · 1 expires in other storages · read just now');
    expect(buttonValue(message, 'All storages')).toBe('acme expiring');
  });

  it('pages from sooner to later', () => {
    const many = reading(
      'a',
      read(Array.from({ length: 25 }, (_, index) => backup(0, { leftMs: (index + 1) * hour }))),
    );
    const message = ask({ expiring: { withinMs: 2 * day }, page: 2 }, [many]);
    expect(visibleLines(message)[1]).toContain(' · 11–20 of 25 · ');
    expect(buttonValue(message, '‹ Sooner (10)')).toBe('expiring 2d');
    expect(buttonValue(message, 'Later (5) ›')).toBe('expiring 2d page 3');
  });

  it('names the portals with problems that it has no room for', () => {
    const troubled = Array.from({ length: 14 }, (_, index) =>
      reading(`p${index + 10}`, failed({ kind: 'refused', status: 400 + index })),
    );
    expect(visibleLines(ask({ expiring: 'window' }, troubled)).at(-1)).toBe(
      '+ 4 more with problems · p20, p21, p22, p23',
    );
  });

  it('leads back to all portals, and keeps a harmless button in the copy for the channel', () => {
    expect(controls(ask({ expiring: 'window' }, [acme, hr]))).toEqual([
      'All portals',
      'Share',
      '⋯ Refresh, Show file names',
    ]);
    expect(controls(ask({ expiring: 'window' }, [acme, hr], { audience: 'channel' }))).toEqual([
      'Show me the latest',
    ]);
  });
});
