import { describe, expect, it } from 'vitest';
import type { Backup } from '../../src/backups/backup.ts';
import {
  ask,
  backup,
  buttonValue,
  controls,
  day,
  failed,
  healthy,
  hour,
  read,
  reading,
  server,
  visibleLines,
  withPlainSpaces,
} from './cast.ts';

const names = ['acme', 'design', 'hr'];
const acme = reading(
  'acme',
  read([
    backup(30 * hour, { fileName: 'cloud-1.tar.gz' }),
    backup(30 * day, { fileName: 'before-upgrade.tar.gz', in: 'room' }),
    backup(6 * hour, { fileName: 'later.tar.gz', in: 'temporary', leftMs: 18 * hour }),
    backup(54 * hour, { fileName: 'cloud-2.tar.gz' }),
    backup(17.5 * hour, { fileName: 'sooner.tar.gz', in: 'temporary', leftMs: 6.5 * hour }),
  ]),
);

function historyOf(backups: readonly Backup[], query = {}) {
  return ask({ portal: 'acme', ...query }, [reading('acme', read(backups))], { portalNames: names });
}

/** The heading and the first row of the last list. */
function lastListOf(...backups: Backup[]): string[] {
  return visibleLines(historyOf(backups)).slice(2);
}

describe('the history of a portal', () => {
  const message = ask({ portal: 'acme' }, [acme], { portalNames: names });

  it('shows the verdict, then what expires soonest first, then the rest newest first', () => {
    expect(visibleLines(message)).toEqual([
      '🟡 acme · 2 backups expire within 48 h',
      '5 backups · newest 6 h ago · reaches back to [2026-10-25 UTC] · read just now',
      'Expires within 48 h · temporary storage',
      '• in 6 h · [2026-11-24 14:30 UTC] · 17 h old\nsooner.tar.gz',
      '• in 18 h · [2026-11-25 02:00 UTC] · 6 h old\nlater.tar.gz',
      'Kept until removed · mostly third-party storage',
      '• 1 day 6 h ago · [2026-11-23 02:00 UTC]\ncloud-1.tar.gz',
      '• 2 days ago · [2026-11-22 02:00 UTC]\ncloud-2.tar.gz',
      '• 30 days ago · [2026-10-25 08:00 UTC] · backup room\nbefore-upgrade.tar.gz',
    ]);
  });

  it('says the same in its text, for those who cannot see the blocks', () => {
    expect(withPlainSpaces(message.text).split('\n')).toEqual([
      '🟡 acme · 2 backups expire within 48 h',
      expect.stringContaining('5 backups · newest 6 h ago'),
      '`sooner.tar.gz` · expires in 6 h',
      '`later.tar.gz` · expires in 18 h',
      '`cloud-1.tar.gz` · 1 day 6 h ago',
      '`cloud-2.tar.gz` · 2 days ago',
      '`before-upgrade.tar.gz` · 30 days ago',
    ]);
  });

  it('is also the answer to an empty command when there is one portal', () => {
    const only = ask({}, [acme]);
    expect(visibleLines(only)[0]).toBe('🟡 acme · 2 backups expire within 48 h');
    expect(controls(only)).toEqual(['Refresh', 'Share to channel', 'Open portal']);
  });

  it('offers the other portals, a refresh, sharing and the portal itself', () => {
    expect(controls(message)).toEqual([
      ...['Another portal ▾', 'All portals', 'Refresh', 'Share to channel', 'Open portal'],
    ]);
    expect(buttonValue(message, 'Refresh')).toBe('acme');
    expect(buttonValue(message, 'All portals')).toBe('show');
    expect(JSON.stringify(message.blocks)).toContain(
      '"https://acme.example.com/portal-settings/backup/data-backup"',
    );
  });

  it('keeps only harmless buttons in the copy for the channel', () => {
    const copy = ask({ portal: 'acme' }, [acme], { portalNames: names, audience: 'channel' });
    expect(controls(copy)).toEqual(['Show me the latest', 'Open portal']);
  });

  it('has no link to a portal whose address Slack would refuse', () => {
    const odd = { ...acme, portal: { ...acme.portal, url: 'javascript:alert(1)//' } };
    expect(controls(ask({ portal: 'acme' }, [odd], { portalNames: names }))).not.toContain('Open portal');
  });

  it('says when it was read, if that was a while ago', () => {
    const old = reading('acme', read([backup(hour)], { readAt: new Date('2026-11-24T07:59:48Z') }));
    expect(visibleLines(ask({ portal: 'acme' }, [old]))[1]).toMatch(/ · read 12 s ago$/);
  });
});

describe('a long history', () => {
  const daily = Array.from({ length: 23 }, (_, index) =>
    backup(hour + index * day, { fileName: `copy-${index}` }),
  );

  it('comes page by page, every backup exactly once', () => {
    const shown = [1, 2, 3].flatMap((page) =>
      visibleLines(historyOf(daily, { page })).filter((line) => line.startsWith('•')),
    );
    expect(shown.map((line) => line.split('\n')[1])).toEqual(daily.map(({ fileName }) => fileName));
  });

  it('has buttons to newer and older ones, and says where it is', () => {
    const message = historyOf(daily, { page: 2 });
    expect(visibleLines(message)[1]).toContain('23 backups · newest 1 h ago');
    expect(visibleLines(message)[1]).toContain(' · showing 11–20 · ');
    expect(buttonValue(message, '‹ Newer')).toBe('acme');
    expect(buttonValue(message, 'Older ›')).toBe('acme page 3');
    expect(controls(historyOf(daily))).not.toContain('‹ Newer');
    expect(controls(historyOf(daily, { page: 3 }))).not.toContain('Older ›');
  });
});

describe('an odd record', () => {
  it('is shown with what is known, and counted', () => {
    const message = historyOf([
      backup(2 * hour, {
        fileName: undefined,
        storage: { kind: 'unknown', label: '9' },
        oddFields: ['storage'],
      }),
      backup(3 * hour),
      backup(0, {
        createdAt: undefined,
        storage: { kind: 'unknown', label: undefined },
        oddFields: ['createdAt'],
      }),
    ]);
    expect(visibleLines(message)[1]).toContain(' · 2 records could not be read fully · ');
    expect(visibleLines(message).slice(2)).toEqual([
      'Kept until removed',
      '• 2 h ago · [2026-11-24 06:00 UTC] · Storage 9 · unnamed',
      '• 3 h ago · [2026-11-24 05:00 UTC] · third-party storage\nmade-3h-ago.tar.gz',
      '• date unknown · storage unknown\nmade-0h-ago.tar.gz',
    ]);
  });

  it('never shows the year 1', () => {
    const yearOne = new Date('0001-01-01T00:00:00Z');
    const backups = [
      backup(0, { createdAt: yearOne }),
      backup(hour, { expiry: { kind: 'at', at: yearOne } }),
    ];
    const message = historyOf(backups);
    expect(JSON.stringify(message)).not.toMatch(/0001-|-62135/);
    expect(visibleLines(message).join('\n')).toContain('date unknown');
  });

  it('says that a date lies in the future rather than that it is new', () => {
    expect(lastListOf(backup(-2 * day), backup(hour))[1]).toContain(
      '• in the future · [2026-11-26 08:00 UTC]',
    );
  });

  it('is described in the text in the same words', () => {
    const { text } = historyOf([
      backup(0, { createdAt: new Date('2029-01-01'), fileName: 'a' }),
      backup(2 * day, { leftMs: -hour, fileName: 'b' }),
      backup(hour, { expiry: { kind: 'unknown' }, fileName: 'c' }),
      backup(hour, { createdAt: undefined, fileName: 'd' }),
    ]);
    expect(withPlainSpaces(text).split('\n').slice(2).sort()).toEqual([
      'a · in the future',
      'b · 2 days ago · expired, still listed',
      'c · 1 h ago · expiry unknown',
      'd · date unknown',
    ]);
  });

  it('may be newer than the newest whose date is known', () => {
    const undated = backup(0, { createdAt: undefined });
    expect(visibleLines(historyOf([undated, backup(2 * hour)]))[1]).toContain(' · newest known 2 h ago · ');
    expect(visibleLines(historyOf([undated, backup(9 * day)])).slice(0, 3)).toEqual([
      '⚪ acme · the age of the newest backup is unknown',
      '2 backups · newest known 9 days ago · read just now',
      'Newest with a date: [2026-11-15 08:00 UTC]. Others have no plausible one. Check the list there. <Make a backup>',
    ]);
  });
});

describe('how long a backup is kept', () => {
  it.each([
    ['with a date far off', backup(hour, { leftMs: 9 * day }), 'kept until [2026-12-03 UTC]'],
    ['with an unreadable expiry', backup(hour, { expiry: { kind: 'unknown' } }), 'expiry unknown'],
  ])('is shown %s', (_, odd, words) => {
    const [heading, first, second] = lastListOf(odd, backup(2 * hour));
    expect(heading).toBe('Newest first · third-party storage');
    expect(first).toContain(` · ${words}\n`);
    expect(second).toContain(' · kept\n');
  });
});

describe('a backup that has expired and is still listed', () => {
  it('is listed separately, so that no row contradicts the verdict above it', () => {
    const gone = backup(30 * hour, { leftMs: -6 * hour, in: 'temporary' });
    const message = ask({ portal: 'acme' }, [reading('acme', read([gone, backup(20 * day)]))]);
    expect(visibleLines(message)).toEqual([
      '🟡 acme · no backup for 20 days',
      '2 backups · newest 20 days ago · read just now',
      'Newest: [2026-11-04 08:00 UTC]. The limit is 7 days. <Check the schedule>',
      'Kept until removed · third-party storage',
      expect.stringMatching(/^• 20 days ago/),
      'Expired, still listed · temporary storage',
      expect.stringMatching(/^• 1 day 6 h ago/),
    ]);
    expect(message.text.split('\n').at(-1)).toContain('expired, still listed');
  });
});

describe('a portal with a problem', () => {
  it('is shown with what fixes it, and nothing is claimed to be known', () => {
    const message = ask(
      { portal: 'acme' },
      [reading('acme', failed({ kind: 'unpaid', isOwnServer: false }))],
      {
        portalNames: names,
      },
    );
    expect(visibleLines(message)).toEqual([
      '🔴 acme · can’t be read: its subscription is unpaid past its grace period',
      'Its backups are unknown',
      'Renew it. No scheduled backups run until then. <Open payments>',
    ]);
  });

  it('has no backups at all', () => {
    expect(visibleLines(historyOf([]))).toEqual([
      '🔴 acme · no backups at all',
      'Read just now',
      'Make one now, and set a schedule. <Make a backup>',
    ]);
  });

  it('loses all its backups within the window', () => {
    const lines = visibleLines(historyOf([backup(hour, { in: 'temporary', leftMs: 23 * hour })]));
    expect(lines[0]).toBe('🔴 acme · the last backup expires within 48 h');
    expect(lines[2]).toBe('After that, none is left. Make one outside temporary storage. <Make a backup>');
  });

  it('has only backups that may be gone at any moment', () => {
    const lines = visibleLines(historyOf([backup(2 * day, { in: 'temporary', leftMs: -day })]));
    expect(lines[0]).toBe('🔴 acme · every backup in the list has expired');
    expect(lines[2]).toBe(
      'They may be gone at any time. Make one outside temporary storage. <Make a backup>',
    );
  });

  it('has two findings, each with its own sentence', () => {
    const message = historyOf([backup(9 * day), backup(9 * day, { in: 'temporary', leftMs: hour })]);
    expect(visibleLines(message)[0]).toBe('🟡 acme · 1 backup expires within 48 h · no backup for 9 days');
    expect(visibleLines(message).slice(2, 5)).toEqual([
      '1 backup expires within 48 h.',
      'No backup for 9 days.',
      'Newest: [2026-11-15 08:00 UTC]. The limit is 7 days. <Check the schedule>',
    ]);
  });

  it('keeps its backups in sight when only the dumps cannot be read', () => {
    const both = server(
      'acme',
      read([backup(hour)]),
      failed({ kind: 'dumps-not-allowed', why: 'limited' }, 'dumps'),
    );
    const lines = visibleLines(ask({ portal: 'acme', scope: 'all' }, [both]));
    expect(lines[0]).toBe('🔴 acme · whole-server dumps can’t be read: the portal has limited access');
    expect(lines[1]).toMatch(/^With whole-server dumps · 1 backup · /);
    expect(lines.at(-1)).toContain('made-1h-ago.tar.gz');
  });
});

describe('a history of one storage', () => {
  it('says so, counts what is there, and keeps the verdict on the whole portal', () => {
    const message = ask({ portal: 'acme', storage: 'third-party' }, [acme], { portalNames: names });
    expect(visibleLines(message).slice(0, 4)).toEqual([
      '🟢 acme · third-party storage only · 2 of 5 backups',
      'Newest 1 day 6 h ago · reaches back to [2026-11-22 UTC] · read just now',
      'The whole portal · 2 backups expire within 48 h',
      'Kept until removed · third-party storage',
    ]);
    expect(buttonValue(message, 'All storages')).toBe('acme');
  });

  it('counts dumps apart, and says of a whole list that it is all there', () => {
    const dumps = [1, 2].map((index) => backup(index * hour, { dump: true, in: 'local' }));
    const both = server('acme', read([backup(hour), backup(day)]), read(dumps, { part: 'dumps' }));
    const title = (storage: 'third-party' | 'local' | 'drive') =>
      visibleLines(ask({ portal: 'acme', storage }, [both], { portalNames: names }))[0];
    expect(title('third-party')).toBe('🟢 acme · third-party storage only · all 2 backups here');
    expect(title('local')).toBe('🟢 acme · local file only · all 2 whole-server dumps here');
    expect(title('drive')).toBe(
      '⚪ acme · third-party resource only · none of 2 backups and 2 whole-server dumps',
    );
  });

  it('says where the backups are when none is there', () => {
    const message = ask({ portal: 'acme', storage: 'drive' }, [acme], { portalNames: names });
    expect(visibleLines(message)[0]).toBe('⚪ acme · third-party resource only · none of 5 backups');
    expect(visibleLines(message)).toContain(
      'Nothing in third-party resources. Elsewhere: 2 in third-party storage, 2 in temporary storage, 1 in backup rooms.',
    );
  });
});

describe('whole-server dumps', () => {
  it('are called so', () => {
    const dumps = reading('acme', read([backup(2 * hour, { dump: true, in: 'local' })], { part: 'dumps' }));
    expect(visibleLines(ask({ portal: 'acme', scope: 'dumps' }, [dumps], { portalNames: names }))).toEqual([
      '🟢 acme · newest whole-server dump 2 h ago',
      'Whole-server dumps only · 1 whole-server dump · newest 2 h ago · read just now',
      'Kept until removed · local file · whole-server dumps',
      '• 2 h ago · [2026-11-24 06:00 UTC]\nmade-2h-ago.tar.gz',
    ]);
  });

  it('are distinguished from backups in one list', () => {
    const both = reading(
      'acme',
      read([backup(hour)]),
      read([backup(2 * hour, { dump: true })], { part: 'dumps' }),
    );
    const lines = visibleLines(ask({ portal: 'acme', scope: 'all' }, [both]));
    expect(lines[1]).toContain('1 backup and 1 whole-server dump');
    expect(lines.at(-1)).toContain(' · whole-server dump\n');
  });
});

describe('a fine portal', () => {
  it('is green, with the age of its newest backup', () => {
    expect(visibleLines(ask({ portal: 'hr' }, [healthy('hr', 3 * hour)]))[0]).toBe(
      '🟢 hr · backed up 3 h ago',
    );
  });
});
