import { describe, expect, it } from 'vitest';
import { ask, backup, failed, healthy, hour, read, reading, server, visibleLines } from './cast.ts';

const ownFailed = failed({ kind: 'key-refused' });
const dumps = (...backups: Parameters<typeof read>[0]) => read(backups, { part: 'dumps' });
const localDump = backup(hour, { dump: true, in: 'local' });
const names = { portalNames: ['a', 'b'] };

describe('a portal of which only the dumps could be read', () => {
  it('is never said to have no backups', () => {
    const empty = server('a', ownFailed, dumps());
    expect(visibleLines(ask({ portal: 'a', storage: 'third-party' }, [empty], names))).toEqual([
      '🔴 a · no whole-server dump at all · the key was refused',
      'Third-party storage only · read just now',
      'No whole-server dump at all. <Make one>',
      'The key was refused. It needs a new *:read key. <Open API keys>',
    ]);
    expect(visibleLines(ask({ storage: 'third-party' }, [empty, healthy('b')]))).toEqual([
      '⚪ 7 backups known in third-party storage',
      'In 2 portals · read just now',
      'All storages · 🔴 1 of 2 portals has a problem',
      '🔴 a · no whole-server dump at all · the key was refused · <Make one>',
      'In third-party storage',
      '• b · all 7 backups here · newest 6 h ago',
    ]);
  });

  it('is never said to have nothing in a storage', () => {
    const half = server('a', ownFailed, dumps(localDump));
    expect(visibleLines(ask({ portal: 'a', storage: 'third-party' }, [half], names))).toEqual([
      '⚪ a · third-party storage only · none known',
      'Read just now',
      'The whole portal · the key was refused',
      'None known in third-party storage. Elsewhere: 1 in local files.',
    ]);
    expect(visibleLines(ask({ portal: 'a', storage: 'local' }, [half], names))[0]).toBe(
      '⚪ a · local file only · 1 of 1 whole-server dump known',
    );
    const lines = visibleLines(ask({ storage: 'drive' }, [half, healthy('b')]));
    expect(lines[0]).toBe('⚪ Nothing known in third-party resources');
    expect(lines).toContain('• a · none known here, 1 whole-server dump elsewhere · the key was refused');
    expect(lines).toContain('• b · none here, 7 backups elsewhere');
  });

  it('is never said to have all or none of its backups in a storage', () => {
    const half = server(
      'a',
      read([backup(hour)]),
      failed({ kind: 'dumps-not-allowed', why: 'cloud' }, 'dumps'),
    );
    const lines = visibleLines(ask({ storage: 'third-party' }, [half, healthy('b')]));
    expect(lines[0]).toBe('⚪ 8 backups known in third-party storage');
    expect(lines).toContain(
      '• a · 1 of 1 backup known · newest 1 h ago · whole-server dumps can’t be read: only self-hosted servers make them',
    );
  });

  it('is not lost among others with the same problem, by storage', () => {
    const half = ['a', 'b', 'c'].map((name) => server(name, ownFailed, dumps(localDump)));
    const lost = ['x', 'y', 'z'].map((name) => reading(name, ownFailed));
    const lines = visibleLines(ask({ storage: 'local' }, [...half, ...lost]));
    expect(lines.filter((line) => line.includes('key was refused'))).toHaveLength(4);
    expect(lines).toContain('x, y, z');
  });

  it('is counted as far as it is known', () => {
    const half = server('a', ownFailed, dumps(localDump));
    expect(visibleLines(ask({}, [half, healthy('b')]))[1]).toBe(
      '1 fine · all reach back 1 h at least · longest known gap 24 h · a loss now costs at most 6 h · read just now',
    );
  });
});
