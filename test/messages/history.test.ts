import { describe, expect, it } from 'vitest';
import type { Backup } from '../../src/backups/backup.ts';
import type { Message } from '../../src/messages/kit/message.ts';
import {
  ask,
  backup,
  buttonValue,
  controls,
  day,
  failed,
  healthy,
  hour,
  now,
  portal,
  read,
  reading,
  server,
  valuesOf,
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
const daily = (count: number) =>
  Array.from({ length: count }, (_, index) => backup(hour + index * day, { fileName: `copy-${index}` }));

function historyOf(backups: readonly Backup[], query = {}) {
  return ask({ portal: 'acme', ...query }, [reading('acme', read(backups))], { portalNames: names });
}

/** The lists below the title and the facts. */
function listsOf(...backups: Backup[]): string[] {
  return visibleLines(historyOf(backups)).slice(2);
}

function rowsOf(message: Message): string[] {
  return visibleLines(message).filter((line) => /^[>•]/.test(line));
}

describe('the history of a portal', () => {
  const message = ask({ portal: 'acme' }, [acme], { portalNames: names });

  it('shows the verdict, then what expires soonest first, then what stays newest first, one line each', () => {
    expect(visibleLines(message)).toEqual([
      '🟡 acme · 2 of 5 expire soon',
      'Back to [2026-10-25 UTC] · longest gap 27 days ([2026-10-25 UTC]–[2026-11-22 UTC]) · a loss now costs at most 6 h · read just now',
      'Expiring soon · temporary storage',
      '> 🟡 6 h left · [2026-11-24 14:30 UTC]',
      '> 🟡 18 h left · [2026-11-25 02:00 UTC]',
      'Kept · mostly third-party storage · until removed',
      '• 30 h ago · [2026-11-23 02:00 UTC]',
      '• 2 days ago · [2026-11-22 02:00 UTC]',
      '• 30 days ago · [2026-10-25 08:00 UTC] · backup room',
    ]);
  });

  it('says the same in its text, for those who cannot see the blocks', () => {
    const text = message.text.replace(/<!date\^[^|]*\|([^>]*)>/g, '[$1]');
    expect(withPlainSpaces(text).split('\n')).toEqual([
      '🟡 acme · 2 of 5 expire soon',
      expect.stringMatching(/^back to .* · a loss now costs at most 6 h · read just now$/),
      '*Expiring soon* · temporary storage',
      '🟡 *6 h left* · [2026-11-24 14:30 UTC]',
      '🟡 *18 h left* · [2026-11-25 02:00 UTC]',
      '*Kept* · mostly third-party storage · until removed',
      '*30 h ago* · [2026-11-23 02:00 UTC]',
      '*2 days ago* · [2026-11-22 02:00 UTC]',
      '*30 days ago* · [2026-10-25 08:00 UTC] · backup room',
    ]);
  });

  it('is also the answer to an empty command when there is one portal', () => {
    const only = ask({}, [acme]);
    expect(visibleLines(only)[0]).toBe('🟡 acme · 2 of 5 expire soon');
    expect(controls(only)).toEqual(['Share', '⋯ Refresh, Show file names, Snooze…, Open the portal ↗']);
  });

  it('offers all portals and sharing, and what is seldom pressed behind ⋯', () => {
    expect(controls(message)).toEqual([
      'All portals',
      'Share',
      '⋯ Refresh, Show file names, Snooze…, Open the portal ↗',
    ]);
    expect(valuesOf(message)).toEqual(['show', 'acme', 'acme', 'acme files', 'snooze acme']);
    expect(JSON.stringify(message.blocks)).toContain('"url":"https://acme.example.com"');
  });

  it('asks before it shares', () => {
    const button = message.blocks
      .flatMap((block) => (block.type === 'actions' ? block.elements : []))
      .find((element) => element.type === 'button' && element.text.text === 'Share');
    expect(button).toMatchObject({
      confirm: {
        title: { text: 'Share with this channel?' },
        text: { text: expect.stringContaining('that you shared it') },
        confirm: { text: 'Share' },
        deny: { text: 'Cancel' },
      },
    });
  });

  it('has no link to a portal whose address Slack would refuse', () => {
    const odd = { ...acme, portal: { ...acme.portal, url: 'javascript:alert(1)//' } };
    const refused = ask({ portal: 'acme' }, [odd], { portalNames: names });
    expect(controls(refused).at(-1)).toBe('⋯ Refresh, Show file names, Snooze…');
  });

  it('says when it was read, if that was a while ago', () => {
    const old = reading('acme', read([backup(hour)], { readAt: new Date('2026-11-24T07:59:48Z') }));
    expect(visibleLines(ask({ portal: 'acme' }, [old]))[1]).toMatch(/ · read 12 s ago$/);
  });
});

describe('the copy of a history for the channel', () => {
  const copy = ask({ portal: 'acme' }, [acme], { portalNames: names, audience: 'channel' });

  it('tells moments, which stay true, and at its end who shared it', () => {
    expect(visibleLines(copy)).toEqual([
      '🟡 acme · 2 of 5 expire soon',
      'Back to [2026-10-25 UTC] · longest gap 27 days ([2026-10-25 UTC]–[2026-11-22 UTC]) · newest [2026-11-24 02:00 UTC] · read [2026-11-24 08:00 UTC]',
      'Expiring soon · temporary storage',
      '> 🟡 [2026-11-24 14:30 UTC]',
      '> 🟡 [2026-11-25 02:00 UTC]',
      'Kept · mostly third-party storage · until removed',
      '• made [2026-11-23 02:00 UTC]',
      '• made [2026-11-22 02:00 UTC]',
      '• made [2026-10-25 08:00 UTC] · backup room',
      'Shared by <@U0SHARER01>',
    ]);
    expect(copy.text.split('\n').at(-1)).toMatch(/shared by <@U0SHARER01>/i);
  });

  it('keeps only a harmless button', () => {
    expect(controls(copy)).toEqual(['Show me the latest']);
    expect(buttonValue(copy, 'Show me the latest')).toBe('acme');
  });
});

describe('who shared it', () => {
  it('is not said where nobody did', () => {
    expect(JSON.stringify(ask({ portal: 'acme' }, [acme]))).not.toMatch(/shared by/i);
  });
});

describe('the names of the files', () => {
  it('are shown when they are asked for, each on a line of its own', () => {
    const message = ask({ portal: 'acme', files: true }, [acme], { portalNames: names });
    expect(visibleLines(message).slice(2)).toEqual([
      'Expiring soon · temporary storage',
      '> 🟡 6 h left · [2026-11-24 14:30 UTC]',
      '> sooner.tar.gz',
      '> 🟡 18 h left · [2026-11-25 02:00 UTC]',
      '> later.tar.gz',
      'Kept · mostly third-party storage · until removed',
      '• 30 h ago · [2026-11-23 02:00 UTC]\ncloud-1.tar.gz',
      '• 2 days ago · [2026-11-22 02:00 UTC]\ncloud-2.tar.gz',
      '• 30 days ago · [2026-10-25 08:00 UTC] · backup room\nbefore-upgrade.tar.gz',
    ]);
    expect(message.text).toContain('`sooner.tar.gz`');
  });

  it('can be shown and hidden again', () => {
    const files = historyOf(daily(23), { files: true, page: 2 });
    expect(controls(files).at(-1)).toMatch(/^⋯ Refresh, Hide file names, /);
    expect(valuesOf(files)).toContain('acme page 2');
    expect(valuesOf(historyOf(daily(23), { page: 2 }))).toContain('acme files page 2');
  });

  it('are unknown where the portal sent none', () => {
    const [, row] = visibleLines(historyOf([backup(hour, { fileName: undefined })], { files: true })).slice(
      2,
    );
    expect(row).toBe('• 1 h ago · [2026-11-24 07:00 UTC]\nfile name unknown');
  });

  it('are not offered where there are no files', () => {
    expect(controls(historyOf([])).at(-1)).toBe('⋯ Refresh, Snooze…, Open the portal ↗');
  });
});

describe('a long history', () => {
  it('comes page by page, every backup exactly once', () => {
    const shown = [1, 2, 3].flatMap((page) => rowsOf(historyOf(daily(23), { page, files: true })));
    expect(shown.map((line) => line.split('\n')[1])).toEqual(daily(23).map(({ fileName }) => fileName));
  });

  it('says where it is, and how many are before and after', () => {
    const message = historyOf(daily(35), { page: 2 });
    expect(visibleLines(message)[1]).toMatch(/^35 backups · .* · 11–20 of 35 · read just now$/);
    expect(controls(message).slice(0, 2)).toEqual(['‹ Newer (10)', 'Older (15) ›']);
    expect(buttonValue(message, '‹ Newer (10)')).toBe('acme');
    expect(buttonValue(message, 'Older (15) ›')).toBe('acme page 3');
    expect(controls(historyOf(daily(15)))[0]).toBe('Older (5) ›');
    expect(controls(historyOf(daily(15), { page: 2 }))[0]).toBe('‹ Newer (10)');
    expect(controls(historyOf(daily(10)))[0]).toBe('All portals');
  });

  it('jumps to the first and the last page where the buttons beside do not lead there', () => {
    const menu = (page: number) => controls(historyOf(daily(35), { page })).at(-1);
    expect([1, 2, 3, 4].map(menu)).toEqual([
      '⋯ Refresh, Show file names, Last page, Open the portal ↗',
      '⋯ Refresh, Show file names, Last page, Open the portal ↗',
      '⋯ Refresh, Show file names, First page, Open the portal ↗',
      '⋯ Refresh, Show file names, First page, Open the portal ↗',
    ]);
    const inTheMiddle = historyOf(daily(45), { page: 3 });
    expect(controls(inTheMiddle).at(-1)).toBe(
      '⋯ Refresh, Show file names, First page, Last page, Open the portal ↗',
    );
    expect(valuesOf(inTheMiddle)).toContain('acme page 5');
  });
});

describe('how far back one can go', () => {
  const facts = (...parts: Parameters<typeof reading>[1][]) =>
    visibleLines(ask({ portal: 'acme' }, [reading('acme', ...parts)]))[1];

  it('is told with the longest gap, and with what a loss costs at most', () => {
    expect(facts(read([backup(7.5 * hour), backup(3 * day), backup(5 * day + 4 * hour)]))).toBe(
      '3 backups · back to [2026-11-19 UTC] · longest gap 2 days 16 h ([2026-11-21 UTC]–[2026-11-24 UTC]) · a loss now costs at most 8 h · read just now',
    );
  });

  it('has no gap where there is one backup, and no dates of a gap within a day', () => {
    expect(facts(read([backup(90 * 60_000)]))).toBe(
      '1 backup · reaches back 1 h · a loss now costs at most 2 h · read just now',
    );
    expect(facts(read([backup(hour), backup(6 * hour)]))).toContain(' · longest gap 5 h · a loss now ');
  });

  it('is only known where a list is missing, or an expiry or a date is unknown', () => {
    const whole = read([backup(hour), backup(2 * day)]);
    const known =
      / · known back to \[2026-11-22 UTC\] · longest known gap 47 h · a loss now costs at most 1 h /;
    expect(facts(whole)).not.toContain('known');
    for (const uncertain of [
      { expiry: { kind: 'unknown' } as const },
      { createdAt: undefined },
      { createdAt: new Date(now.getTime() + day) },
    ])
      expect(facts(read([backup(hour), backup(2 * day), backup(9 * day, uncertain)]))).toMatch(known);
    expect(facts(whole, failed({ kind: 'timeout', afterMs: 20_000 }, 'dumps'))).toMatch(known);
  });

  it('is not said of expired backups, and unknown where nothing is certain', () => {
    expect(facts(read([backup(hour), backup(9 * day, { leftMs: -hour })]))).toBe(
      '2 backups · reaches back 1 h · a loss now costs at most 1 h · read just now',
    );
    expect(facts(read([backup(hour, { expiry: { kind: 'unknown' } })]))).toBe(
      '1 backup · how far back it reaches is unknown · read just now',
    );
  });

  it('never calls one the newest of which a newer one may be left', () => {
    const odd = [backup(hour, { expiry: { kind: 'unknown' } }), backup(5 * hour)];
    const copy = (backups: readonly Backup[]) =>
      visibleLines(ask({ portal: 'acme' }, [reading('acme', read(backups))], { audience: 'channel' }))[1];
    expect(copy(odd)).toContain(' · newest known [2026-11-24 03:00 UTC] · ');
    expect(copy(odd.slice(1))).toContain(' · newest [2026-11-24 03:00 UTC] · ');
  });
});

describe('an odd record', () => {
  it('is shown with what is known, and counted', () => {
    const message = historyOf([
      backup(2 * hour, { storage: { kind: 'unknown', label: '9' }, oddFields: ['storage'] }),
      backup(3 * hour),
      backup(0, {
        createdAt: undefined,
        storage: { kind: 'unknown', label: undefined },
        oddFields: ['createdAt'],
      }),
    ]);
    expect(visibleLines(message).slice(2)).toEqual([
      'Kept · until removed · 2 records incomplete',
      '• 2 h ago · [2026-11-24 06:00 UTC] · Storage 9',
      '• 3 h ago · [2026-11-24 05:00 UTC] · third-party storage',
      '• date unknown · storage unknown',
    ]);
  });

  it('never shows the year 1', () => {
    const yearOne = new Date('0001-01-01T00:00:00Z');
    for (const audience of ['asker', 'channel'] as const) {
      const backups = [
        backup(0, { createdAt: yearOne }),
        backup(hour, { expiry: { kind: 'at', at: yearOne } }),
      ];
      const message = ask({ portal: 'acme', files: true }, [reading('acme', read(backups))], { audience });
      expect(JSON.stringify(message)).not.toMatch(/0001-|-62135/);
      expect(visibleLines(message).join('\n')).toContain('date unknown');
    }
  });

  it('is said to be dated in the future rather than to be new', () => {
    const message = historyOf([backup(-2 * day), backup(hour)]);
    expect(visibleLines(message)[0]).toBe('🟢 acme · backed up 1 h ago');
    expect(rowsOf(message)[0]).toBe('• in the future · [2026-11-26 08:00 UTC]');
    const copy = ask({ portal: 'acme' }, [reading('acme', read([backup(-2 * day)]))], {
      audience: 'channel',
    });
    expect(rowsOf(copy)).toEqual(['• in the future · [2026-11-26 08:00 UTC]']);
  });

  it('is described in the text in the same words', () => {
    const { text } = historyOf([
      backup(0, { createdAt: new Date('2029-01-01') }),
      backup(2 * day, { leftMs: -hour }),
      backup(hour, { expiry: { kind: 'unknown' } }),
      backup(hour, { createdAt: undefined, in: 'room' }),
    ]);
    const bare = withPlainSpaces(text).replace(/<!date\^[^|]*\|([^>]*)>/g, '[$1]');
    expect(bare.split('\n').slice(2)).toEqual([
      '*Kept, or expiry unknown* · mostly third-party storage',
      '*in the future* · [2029-01-01 00:00 UTC]',
      '*1 h ago* · [2026-11-24 07:00 UTC] · expiry unknown',
      '*date unknown* · backup room',
      '*Expired, still listed* · third-party storage',
      '*2 days ago* · [2026-11-22 08:00 UTC]',
    ]);
  });

  it('may be newer than the newest whose date is known', () => {
    const undated = backup(0, { createdAt: undefined });
    expect(visibleLines(historyOf([undated, backup(9 * day)])).slice(0, 3)).toEqual([
      '⚪ acme · the age of the newest backup is unknown',
      '2 backups · known back to [2026-11-15 UTC] · a loss now costs at most 9 days · read just now',
      'The newest with a plausible date: [2026-11-15 UTC] · <Check the list>',
    ]);
    expect(visibleLines(historyOf([undated]))[2]).toBe('The portal sent no plausible date. <Check the list>');
  });
});

describe('how long a backup is kept', () => {
  it('is said in the heading where it is the same for all, otherwise in the rows', () => {
    expect(listsOf(backup(hour), backup(2 * hour))[0]).toBe('Kept · third-party storage · until removed');
    expect(listsOf(backup(hour, { leftMs: 9 * day }), backup(2 * hour))).toEqual([
      'Kept · third-party storage',
      '• 1 h ago · [2026-11-24 07:00 UTC] · until [2026-12-03 UTC]',
      '• 2 h ago · [2026-11-24 06:00 UTC]',
    ]);
  });

  it('is never said of a backup whose expiry is unknown', () => {
    const odd = (age: number) => backup(age, { expiry: { kind: 'unknown' } });
    expect(listsOf(odd(hour), backup(2 * hour))).toEqual([
      'Kept, or expiry unknown · third-party storage',
      '• 1 h ago · [2026-11-24 07:00 UTC] · expiry unknown',
      '• 2 h ago · [2026-11-24 06:00 UTC]',
    ]);
    expect(visibleLines(historyOf([odd(hour), odd(2 * hour)]))).toEqual([
      '⚪ acme · how long its backups stay is unknown',
      '2 backups · how far back it reaches is unknown · read just now',
      'The portal sent no plausible expiry. <Check the list>',
      'Expiry unknown · third-party storage',
      '• 1 h ago · [2026-11-24 07:00 UTC]',
      '• 2 h ago · [2026-11-24 06:00 UTC]',
    ]);
  });
});

describe('a backup that has expired and is still listed', () => {
  it('is listed separately, so that no row contradicts the verdict above it', () => {
    const gone = backup(30 * hour, { leftMs: -6 * hour, in: 'temporary' });
    const message = ask({ portal: 'acme' }, [reading('acme', read([gone, backup(20 * day)]))]);
    expect(visibleLines(message)).toEqual([
      '🟡 acme · no backup for 20 days (limit 7 days)',
      '2 backups · back to [2026-11-04 UTC] · a loss now costs at most 20 days · read just now',
      'Last one [2026-11-04 UTC] · <Check the schedule>',
      'Kept · third-party storage · until removed',
      '• 20 days ago · [2026-11-04 08:00 UTC]',
      'Expired, still listed · temporary storage',
      '• 30 h ago · [2026-11-23 02:00 UTC]',
    ]);
  });
});

describe('a portal with a problem', () => {
  it('is shown with what fixes it, and nothing is claimed to be known', () => {
    const unpaid = failed({ kind: 'unpaid', isOwnServer: false });
    expect(visibleLines(ask({ portal: 'acme' }, [reading('acme', unpaid)], { portalNames: names }))).toEqual([
      '🔴 acme · its subscription is unpaid past its grace period',
      'Its backups are unknown',
      'Renew it. No scheduled backups run until then. <Open payments>',
    ]);
  });

  it('has no backup at all', () => {
    expect(visibleLines(historyOf([]))).toEqual([
      '🔴 acme · no backup at all',
      'Read just now',
      '<Make one>',
    ]);
  });

  it('loses all its backups within the window: the last one has a red dot', () => {
    const losing = [23, 3].map((left) => backup(hour, { in: 'temporary', leftMs: left * hour }));
    expect(visibleLines(historyOf(losing))).toEqual([
      '🔴 acme · both backups expire, none stays',
      'Reaches back 1 h · a loss now costs at most 1 h · read just now',
      '<Make one that stays>',
      'Expiring soon · temporary storage',
      '> 🟡 3 h left · [2026-11-24 11:00 UTC]',
      '> 🔴 23 h left · [2026-11-25 07:00 UTC] · the last one',
    ]);
    expect(visibleLines(historyOf(losing.slice(1)))[0]).toBe('🔴 acme · the only backup expires, none stays');
  });

  it('has only backups that may be gone at any moment', () => {
    const lines = visibleLines(historyOf([backup(2 * day, { in: 'temporary', leftMs: -day })]));
    expect(lines).toEqual([
      '🔴 acme · every backup in the list has expired',
      '1 backup · read just now',
      'They may be gone at any time. <Make one that stays>',
      'Expired, still listed · temporary storage',
      '• 2 days ago · [2026-11-22 08:00 UTC]',
    ]);
  });

  it('says each finding once, and with a next step whose it is', () => {
    const message = historyOf([backup(9 * day), backup(9 * day, { in: 'temporary', leftMs: hour })]);
    expect(visibleLines(message)).toEqual([
      '🟡 acme · 1 of 2 expires soon · no backup for 9 days (limit 7 days)',
      'Back to [2026-11-15 UTC] · a loss now costs at most 9 days · read just now',
      'No backup for 9 days (limit 7 days). Last one [2026-11-15 UTC] · <Check the schedule>',
      'Expiring soon · temporary storage',
      '> 🟡 1 h left · [2026-11-24 09:00 UTC]',
      'Kept · third-party storage · until removed',
      '• 9 days ago · [2026-11-15 08:00 UTC]',
    ]);
  });

  it('says below what has no room in the title', () => {
    const old = [backup(9 * day), backup(9 * day, { in: 'temporary', leftMs: hour })];
    const both = server('acme', read(old), failed({ kind: 'bug' }, 'dumps'));
    expect(visibleLines(ask({ portal: 'acme', scope: 'all' }, [both])).slice(0, 4)).toEqual([
      '🔴 acme · whole-server dumps can’t be read: the bot has a bug · 1 of 2 expires soon · 1 more',
      expect.stringMatching(/^With whole-server dumps · known back to /),
      'Whole-server dumps can’t be read: the bot has a bug. The bot’s log has the details; please report it.',
      'No backup for 9 days (limit 7 days). Last one [2026-11-15 UTC] · <Check the schedule>',
    ]);
  });

  it('keeps its backups in sight when only the dumps cannot be read', () => {
    const both = server(
      'acme',
      read([backup(hour)]),
      failed({ kind: 'dumps-not-allowed', why: 'limited' }, 'dumps'),
    );
    expect(visibleLines(ask({ portal: 'acme', scope: 'all' }, [both]))).toEqual([
      '🔴 acme · whole-server dumps can’t be read: the portal has limited access',
      'With whole-server dumps · 1 backup · known to reach back 1 h · a loss now costs at most 1 h · read just now',
      'Set dumps: false for this portal.',
      'Kept · third-party storage · until removed',
      '• 1 h ago · [2026-11-24 07:00 UTC]',
    ]);
  });
});

describe('a history of one storage', () => {
  it('says so, counts what is there, and keeps the verdict on the whole portal', () => {
    const message = ask({ portal: 'acme', storage: 'third-party' }, [acme], { portalNames: names });
    expect(visibleLines(message).slice(0, 4)).toEqual([
      '🟢 acme · third-party storage only · 2 of 5 backups',
      'Back to [2026-11-22 UTC] · longest gap 24 h · a loss now costs at most 30 h · read just now',
      'The whole portal · 2 of 5 backups expire soon',
      'Kept · third-party storage · until removed',
    ]);
    expect(buttonValue(message, 'All storages')).toBe('acme');
  });

  it('says in words why it is not fine, not by its colour alone', () => {
    const unknown = backup(hour, { in: 'local', expiry: { kind: 'unknown' } });
    const gone = backup(2 * day, { in: 'room', leftMs: -hour });
    const all = [
      ...[1, 2].map((left) => backup(hour, { in: 'temporary', leftMs: left * hour })),
      unknown,
      gone,
    ];
    const title = (storage: 'temporary' | 'local' | 'room', backups = all) =>
      visibleLines(historyOf(backups, { storage }))[0];
    expect(title('temporary')).toBe('🟡 acme · temporary storage only · 2 of 4 backups · 2 expire soon');
    expect(title('temporary', all.slice(1))).toMatch(/ · 1 expires soon$/);
    expect(title('local')).toBe('⚪ acme · local file only · 1 of 4 backups · expiry unknown');
    expect(title('room')).toBe('🟡 acme · backup room only · 1 of 4 backups · it has expired');
    expect(title('room', [gone, gone])).toMatch(/ · all have expired$/);
  });

  it('counts dumps apart, and says of a whole list that it is all there', () => {
    const dumps = [1, 2].map((index) => backup(index * hour, { dump: true, in: 'local' }));
    const both = server('acme', read([backup(hour), backup(day)]), read(dumps, { part: 'dumps' }));
    const title = (storage: 'third-party' | 'local' | 'drive') =>
      visibleLines(ask({ portal: 'acme', storage }, [both], { portalNames: names }))[0];
    expect(title('third-party')).toBe('🟢 acme · third-party storage only · both backups here');
    expect(title('local')).toBe('🟢 acme · local file only · both whole-server dumps here');
    expect(title('drive')).toBe(
      '⚪ acme · third-party resource only · none of 2 backups and 2 whole-server dumps',
    );
  });

  it('says where the backups are when none is there', () => {
    const message = ask({ portal: 'acme', storage: 'drive' }, [acme], { portalNames: names });
    expect(visibleLines(message)).toEqual([
      '⚪ acme · third-party resource only · none of 5 backups',
      'Read just now',
      'The whole portal · 2 of 5 backups expire soon',
      'Nothing in third-party resources. Elsewhere: 2 in third-party storage, 2 in temporary storage, 1 in backup rooms.',
    ]);
  });
});

describe('whole-server dumps', () => {
  it('are called so', () => {
    const dumps = reading('acme', read([backup(2 * hour, { dump: true, in: 'local' })], { part: 'dumps' }));
    expect(visibleLines(ask({ portal: 'acme', scope: 'dumps' }, [dumps], { portalNames: names }))).toEqual([
      '🟢 acme · newest whole-server dump 2 h ago',
      'Whole-server dumps only · 1 whole-server dump · reaches back 2 h · a loss now costs at most 2 h · read just now',
      'Kept · local file · whole-server dumps · until removed',
      '• 2 h ago · [2026-11-24 06:00 UTC]',
    ]);
  });

  it('are distinguished from backups in one list', () => {
    const both = reading(
      'acme',
      read([backup(hour)]),
      read([backup(2 * hour, { dump: true })], { part: 'dumps' }),
    );
    const lines = visibleLines(ask({ portal: 'acme', scope: 'all' }, [both]));
    expect(lines[1]).toContain(' · 1 backup and 1 whole-server dump · ');
    expect(lines.at(-1)).toBe('• 2 h ago · [2026-11-24 06:00 UTC] · whole-server dump');
  });

  it('are counted where the title counts only the backups', () => {
    const both = server(
      'acme',
      read([backup(hour, { leftMs: hour }), backup(day)]),
      read([backup(2 * hour, { dump: true })], { part: 'dumps' }),
    );
    const [title, facts] = visibleLines(ask({ portal: 'acme' }, [both]));
    expect(title).toBe('🟡 acme · 1 of 2 expires soon');
    expect(facts).toMatch(/^1 whole-server dump · reaches back 24\sh /);
  });
});

describe('a fine portal', () => {
  it('is green, with the age of its newest backup', () => {
    expect(visibleLines(ask({ portal: 'hr' }, [healthy('hr', 3 * hour)]))[0]).toBe(
      '🟢 hr · backed up 3 h ago',
    );
    const copy = ask({ portal: 'hr' }, [healthy('hr', 3 * hour)], { audience: 'channel' });
    expect(visibleLines(copy)[0]).toBe('🟢 hr · backed up');
  });

  it('is judged by its own window', () => {
    const policy = { expiringWithinMs: 2 * hour, staleAfterMs: 7 * day };
    const own = { portal: portal('hr', { policy }), histories: [read([backup(hour, { leftMs: 3 * hour })])] };
    expect(visibleLines(ask({ portal: 'hr' }, [own]))[0]).toBe('🟢 hr · backed up 1 h ago');
  });
});
