import { describe, expect, it } from 'vitest';
import type { Backup } from '../../src/backups/backup.ts';
import { updatePast } from '../../src/backups/past.ts';
import type { Reading } from '../../src/backups/reading.ts';
import { assessReadings } from '../../src/backups/verdict.ts';
import { renderDigest } from '../../src/messages/digest.ts';
import { wildNames } from './any-readings.ts';
import { ask, backup, day, failed, hour, now, plainDigest, read, reading, visibleLines } from './cast.ts';

const ago = (ms: number) => new Date(now.getTime() - ms);

function made(days: number, more: Parameters<typeof backup>[1] = {}): Backup {
  return backup(days * day + 6 * hour, { id: `day-${days}`, ...more });
}

/** A portal that listed `before` two days ago, and `after` since yesterday. */
function changed(name: string, before: readonly Backup[], after: readonly Backup[]): Reading {
  const first = updatePast(undefined, read(before, { readAt: ago(2 * day) }));
  const second = updatePast(first, read(after, { readAt: ago(day) }));
  return { ...reading(name, read(after)), past: [updatePast(second, read(after))] };
}

const room = { in: 'room' } as const;
const oneGone = (name: string) => changed(name, [made(2, room), made(3, room)], [made(3, room)]);
const bucketGone = (name: string) =>
  changed(name, [made(2), made(3), made(4), made(5, room)], [made(5, room)]);

function one(portal: Reading, more: Parameters<typeof ask>[2] = {}, query = {}): string[] {
  return visibleLines(ask({ portal: portal.portal.name, ...query }, [portal], more));
}

describe('a portal with backups that are no longer listed', () => {
  it('says so first, then when it was listed last, and what may be wrong', () => {
    const lines = one(oneGone('acme'));
    expect(lines[0]).toBe('🔴 acme · 1 backup is no longer listed');
    expect(lines[2]).toBe(
      'Last listed 2 days ago in backup rooms. Are the files in the trash? <Check the list>',
    );
  });

  it('says of a whole storage in one sentence that it is empty', () => {
    const [title, , next] = one(bucketGone('acme'));
    expect(title).toBe('🔴 acme · all 3 backups in third-party storage are no longer listed');
    expect(next).toMatch(/Are the bucket and the keys still there\?.*<Check the storage>$/);
  });

  it('names a storage that is empty among others that are not', () => {
    const before = [made(2), made(3), made(4, room), made(5, room)];
    const lines = one(changed('acme', before, [made(5, room)]));
    expect(lines[0]).toBe('🔴 acme · 3 backups are no longer listed, among them all in third-party storage');
  });

  it('lists them, newest first, five at most', () => {
    const all = Array.from({ length: 9 }, (_, index) => made(index + 1));
    const lines = one(changed('acme', [...all, made(20, room)], [made(20, room)]));
    const from = lines.indexOf(
      'No longer listed · third-party storage · told for 6 days more, or until snoozed',
    );
    expect(lines.slice(from + 1)).toEqual([
      ...[1, 2, 3, 4, 5].map((days) =>
        expect.stringMatching(`^• ${days === 1 ? '30 h' : `${days} days`} ago`),
      ),
      '• and 4 more',
    ]);
  });

  it('lists them on the first page only, and by the storage that was asked for', () => {
    const kept = Array.from({ length: 15 }, (_, index) => made(index + 10, room));
    const portal = changed('acme', [made(2), made(3, room), ...kept], kept);
    const rows = (query: object) => one(portal, {}, query).filter((row) => /^• (2|3) days ago/.test(row));
    expect(rows({})).toHaveLength(2);
    expect(rows({ page: 2 })).toEqual([]);
    expect(rows({ storage: 'room' })).toEqual([expect.stringContaining('3 days ago')]);
  });

  it('shows the names of their files where these are asked for', () => {
    const lines = one(oneGone('acme'), {}, { files: true });
    expect(lines.join('\n')).toContain('made-54h-ago.tar.gz');
  });

  it('tells moments where the message stays', () => {
    const lines = one(oneGone('acme'), { audience: 'channel' });
    expect(lines[2]).toContain('Last listed [2026-11-22 08:00 UTC] in backup rooms.');
    expect(lines).toContain('No longer listed · backup room · told until [2026-11-30 UTC]');
  });

  it('shows nothing that a portal sends as our own words', () => {
    for (const name of wildNames) {
      const odd = { storage: { kind: 'unknown', label: name }, fileName: name } as const;
      const before = [made(2, odd), made(3, odd), made(4, room)];
      const message = ask({ portal: 'acme', files: true }, [changed('acme', before, [made(4, room)])]);
      const title = visibleLines(message)[0] ?? '';
      expect(title).toBe('🔴 acme · both backups in an unknown storage are no longer listed');
      expect(message.text.split('\n')[0]).toBe(title);
    }
  });
});

describe('several portals with backups that are no longer listed', () => {
  it('are one item, and those with an empty storage another', () => {
    const readings = [oneGone('a'), oneGone('b'), bucketGone('c'), bucketGone('d')];
    const lines = visibleLines(ask({}, readings));
    expect(lines).toContain('🔴 2 portals no longer list some backups');
    expect(lines).toContain('🔴 2 portals no longer list any backups in third-party storage');
    expect(lines).toContain(
      '6 in all, which neither expiry nor newer backups explain. Check the lists there.',
    );
  });
});

describe('several portals of which also something expires', () => {
  it('have it in a sentence of its own', () => {
    const leaving = backup(4 * day, { id: 'leaving', leftMs: 5 * hour });
    const both = (name: string) =>
      changed(name, [made(2, room), made(3, room), leaving], [made(3, room), leaving]);
    expect(visibleLines(ask({}, [both('a'), both('b')]))).toContain(
      '2 in all, which neither expiry nor newer backups explain. Check the lists there. The first backup expires in 5 h',
    );
  });
});

describe('a portal that can be read again', () => {
  const first = updatePast(undefined, read([made(1)], { readAt: ago(3 * day) }));
  const down = updatePast(first, { ...failed({ kind: 'key-refused' }), readAt: ago(2 * day) });
  const back = updatePast(down, read([made(1)], { readAt: ago(2 * hour) }));
  const portal = { ...reading('acme', read([made(1)])), past: [back] };

  it('says so where it is shown by itself, and stays fine', () => {
    const lines = one(portal);
    expect(lines[0]).toBe('🟢 acme · backed up 30 h ago · it can be read again');
    expect(lines[2]).toBe('Could not be read 2 days ago, was read again 2 h ago.');
    expect(one(portal, { audience: 'channel' })[2]).toBe(
      'Could not be read [2026-11-22 08:00 UTC], was read again [2026-11-24 06:00 UTC].',
    );
  });
});

describe('an answer while the database cannot be used', () => {
  const away = { ...reading('acme', read([made(1)])), past: 'unavailable' } as const;
  const fact = 'what changed or is snoozed is unknown: the bot’s database can’t be used';

  it.each([{}, { portal: 'acme' }, { expiring: 'window' }, { storage: 'room' }] as const)(
    'says that what changed is unknown: %j',
    (query) => {
      const message = ask(query, [away, { ...away, portal: { ...away.portal, name: 'hr' } }]);
      expect(visibleLines(message).join('\n')).toContain(fact);
      expect(message.text).toContain(fact);
    },
  );

  it('says so in a digest too', () => {
    const digest = { ...plainDigest, verdict: assessReadings([away], now) };
    expect(visibleLines(renderDigest(digest)).join('\n')).toContain(fact);
  });

  it('says nothing of it otherwise', () => {
    for (const past of [undefined, []]) {
      expect(one({ ...away, past }).join('\n')).not.toContain('database');
    }
  });
});
