import { describe, expect, it } from 'vitest';
import type { Reading } from '../../src/backups/reading.ts';
import { actionIds } from '../../src/messages/kit/actions.ts';
import { countCharacters } from '../../src/messages/kit/budget.ts';
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

const acme = reading(
  'acme',
  read([backup(17 * hour, { in: 'temporary', leftMs: 6.5 * hour }), backup(30 * hour)]),
);
const hr = healthy('hr', 9 * day);
const legal = reading('legal', failed({ kind: 'key-refused' }));
const badDay = [healthy('design', 3 * hour), acme, hr, legal];

const dumpsFailed = (name: string) =>
  server(name, read([backup(hour)]), failed({ kind: 'timeout', afterMs: 20_000 }, 'dumps'));

describe('the overview', () => {
  it('begins with the same short verdict in the blocks and in the text', () => {
    const message = ask({}, badDay);
    expect(visibleLines(message)[0]).toBe('🔴 1 of 4 portals can’t be read');
    expect(withPlainSpaces(message.text).split('\n')[0]).toBe('🔴 1 of 4 portals can’t be read');
  });

  it('shows the worst portal first, each in two lines: what is, and what to do', () => {
    expect(visibleLines(ask({}, badDay))).toEqual([
      '🔴 1 of 4 portals can’t be read',
      '2 need a look · 1 fine · 3 reach back 30 h at least · longest gap 24 h · a loss of these now costs at most 9 days · read just now',
      '🔴 legal · the key was refused',
      'It needs a new *:read key. <Open API keys>',
      '🟡 acme · 1 of 2 backups expires soon',
      'In 6 h · 1 stays, 30 h old',
      '🟡 hr · no backup for 9 days (limit 7 days)',
      'Last one [2026-11-15 UTC] · <Check the schedule>',
      '🟢 1 portal is fine · design 3 h ago',
    ]);
  });

  it('says in its text all that its blocks say', () => {
    const lines = withPlainSpaces(ask({}, badDay).text)
      .replace(/<!date\^[^|]*\|([^>]*)>/g, '[$1]')
      .split('\n');
    expect(lines.slice(2)).toEqual([
      '🔴 *legal* · the key was refused · It needs a new `*:read` key. <https://legal.example.com/portal-settings/developer-tools/api-keys|Open API keys>',
      '🟡 *acme* · 1 of 2 backups expires soon · *In* *6 h* · 1 stays, 30 h old',
      '🟡 *hr* · no backup for 9 days (limit 7 days) · Last one [2026-11-15 UTC] · <https://hr.example.com/portal-settings/backup/auto-backup|Check the schedule>',
      '🟢 *1 portal is fine* · design 3 h ago',
    ]);
  });

  it('has a rule only where the colour changes', () => {
    const types = ask({}, badDay).blocks.map(({ type }) => type);
    expect(types).toEqual([
      ...['header', 'context', 'rich_text', 'divider'],
      ...['rich_text', 'rich_text', 'divider', 'rich_text', 'actions'],
    ]);
  });

  it('is a verdict and a line for each portal when all is well', () => {
    expect(visibleLines(ask({}, [healthy('acme'), healthy('hr', 3 * hour, 30)]))).toEqual([
      '🟢 Both portals are backed up',
      'All reach back to [2026-11-18 UTC] at least · longest gap 24 h · a loss now costs at most 6 h · read just now',
      '• acme · newest 6 h ago · 7 backups',
      '• hr · newest 3 h ago · 30 backups',
    ]);
  });

  it('is two lines when many are well', () => {
    const many = Array.from({ length: 9 }, (_, index) => healthy(`site-${index}`));
    expect(visibleLines(ask({}, many))).toEqual([
      '🟢 All 9 portals are backed up',
      'All reach back to [2026-11-18 UTC] at least · longest gap 24 h · a loss now costs at most 6 h · read just now',
    ]);
  });

  it('says what the worst portals have in common, of how many', () => {
    const headlines = [
      [reading('a', read([])), reading('b', failed({ kind: 'bug' }))],
      [reading('a', failed({ kind: 'bug' })), reading('b', failed({ kind: 'not-json' }))],
      [dumpsFailed('a'), dumpsFailed('b')],
      [dumpsFailed('a'), reading('b', failed({ kind: 'bug' })), healthy('ok')],
      [hr, healthy('it', 8 * day), healthy('ok')],
      [acme, healthy('ok')],
      [acme, hr],
      [reading('a', read([backup(0, { createdAt: undefined })])), healthy('ok')],
      [healthy('only')],
      [],
    ].map((readings) => visibleLines(ask({}, readings, { portalNames: ['a', 'b', 'c'] }))[0]);
    expect(headlines).toEqual([
      '🔴 Both portals have a problem',
      '🔴 Both portals can’t be read',
      '🔴 Both portals have whole-server dumps that can’t be read',
      '🔴 2 of 3 portals have a problem',
      '🟡 2 of 3 portals need a look',
      '🟡 1 of 2 portals has backups that expire soon',
      '🟡 Both portals need a look',
      '⚪ 1 of 2 portals is unknown',
      '🟢 only · backed up 6 h ago',
      '⚪ No portal was read',
    ]);
  });

  it('never calls whole-server dumps just backups', () => {
    const dumps = [backup(hour, { dump: true }), backup(2 * hour, { dump: true, leftMs: hour })];
    const lines = visibleLines(ask({}, [reading('a', read(dumps, { part: 'dumps' })), healthy('ok')]));
    expect(lines[0]).toBe('🟡 1 of 2 portals has whole-server dumps that expire soon');
  });

  it('never calls a portal fine of which nothing was read', () => {
    const lines = visibleLines(ask({}, [reading('acme'), healthy('hr')]));
    expect(lines[0]).toBe('⚪ 1 of 2 portals is unknown');
    expect(lines[2]).toBe('⚪ acme · not read');
  });

  it('shows at most two sentences of a portal, and the next step of the first', () => {
    const worst = server(
      'a',
      read([backup(9 * day, { in: 'temporary', leftMs: hour })]),
      failed({ kind: 'bug' }, 'dumps'),
    );
    expect(visibleLines(ask({}, [worst, healthy('ok')])).slice(2, 4)).toEqual([
      '🔴 a · the only backup expires, none stays · whole-server dumps can’t be read: the bot has a bug · 1 more',
      'In 1 h · <Make one that stays>',
    ]);
  });

  it('tells when the first of each list expires, for that of dumps may be sooner', () => {
    const both = (name: string) =>
      server(
        name,
        read([backup(hour), backup(9 * hour, { leftMs: 40 * hour })]),
        read([backup(hour, { dump: true }), backup(9 * hour, { dump: true, leftMs: 2 * hour })], {
          part: 'dumps',
        }),
      );
    expect(visibleLines(ask({}, [both('a'), healthy('ok')]))).toContain(
      'In 40 h · 1 stays, 1 h old · the first whole-server dump expires in 2 h',
    );
    expect(visibleLines(ask({}, [both('a'), both('b')]))).toContain(
      'The first in 40 h · others stay · the first whole-server dump expires in 2 h',
    );
  });

  it('shows portals with the same cause together, from two on', () => {
    const dns = (name: string) => reading(name, failed({ kind: 'unreachable', reason: 'dns' }));
    const alone = visibleLines(ask({}, [dns('a'), healthy('ok')]));
    expect(alone[2]).toBe('🔴 a · the name was not found');
    const lines = visibleLines(ask({}, [...['a', 'b'].map(dns), healthy('ok')]));
    expect(lines.slice(2, 5)).toEqual([
      '🔴 2 portals: the name was not found',
      'a, b',
      'Check the portal’s address, and DNS where the bot runs.',
    ]);
  });

  it('tells the worst of a group, and what else its portals have in common', () => {
    const lines = visibleLines(
      ask({}, [
        reading('a', read([backup(9 * day), backup(10 * day, { in: 'temporary', leftMs: 20 * hour })])),
        reading('b', read([backup(12 * day), backup(13 * day, { in: 'temporary', leftMs: 3 * hour })])),
        healthy('hr', 9 * day),
        healthy('it', 10 * day),
        healthy('ok'),
      ]),
    );
    expect(lines.slice(2, 8)).toEqual([
      '🟡 2 portals have backups that expire soon and have no recent backup',
      'a, b',
      'The first in 3 h · others stay',
      '🟡 2 portals have no recent backup',
      'hr, it',
      'None for 10 days at worst · check the schedules',
    ]);
  });

  it('keeps apart the portals of which another list could not be read', () => {
    const unread = (name: string) => reading(name, failed({ kind: 'timeout', afterMs: 20_000 }));
    const lines = visibleLines(ask({}, [dumpsFailed('a'), unread('b'), healthy('ok')]));
    expect(lines).toContain('🔴 a · whole-server dumps can’t be read: no answer within 20 s');
    expect(lines).toContain('🔴 b · no answer within 20 s');
  });

  it('names eight of a group, and counts the others', () => {
    const names = Array.from({ length: 11 }, (_, index) => `site-${index}`);
    const refused = names.map((name) => reading(name, failed({ kind: 'key-refused' })));
    expect(visibleLines(ask({}, refused))[2]).toBe(
      'site-0, site-1, site-2, site-3, site-4, site-5, site-6, site-7, 3 more',
    );
  });

  it('names up to eight fine portals, and counts more', () => {
    const fine = (count: number) =>
      Array.from({ length: count }, (_, index) => healthy(`s${index}`, (index + 1) * hour));
    expect(visibleLines(ask({}, [legal, ...fine(8)])).at(-1)).toBe(
      '🟢 8 portals are fine · s0 1 h ago, s1 2 h ago, s2 3 h ago, s3 4 h ago, s4 5 h ago, s5 6 h ago, s6 7 h ago, s7 8 h ago',
    );
    expect(visibleLines(ask({}, [legal, ...fine(9)])).at(-1)).toBe(
      '🟢 9 portals are fine · backed up less than 10 h ago',
    );
  });

  it('offers a portal to pick, what expires with how many, sharing and a refresh', () => {
    const message = ask({ storage: undefined, scope: 'dumps' }, badDay);
    expect(controls(message)).toEqual(['Show a portal ▾', 'Expiring soon (1)', 'Share', 'Refresh']);
    expect(valuesOf(message)).toEqual([
      ...['legal dumps', 'acme dumps', 'hr dumps', 'design dumps'],
      ...['expiring dumps', 'dumps', 'dumps'],
    ]);
  });

  it('offers nothing that expires where nothing does', () => {
    expect(controls(ask({}, [healthy('a'), hr]))).toEqual(['Show a portal ▾', 'Share', 'Refresh']);
  });

  it('asks before it shares', () => {
    const share = ask({}, badDay).blocks.flatMap((block) =>
      block.type === 'actions' ? block.elements.filter(({ action_id }) => action_id === actionIds.share) : [],
    );
    expect(share).toMatchObject([
      { confirm: { title: { text: 'Share with this channel?' }, confirm: { text: 'Share' } } },
    ]);
  });

  it.each([300, 450, 900])('fits into a message with addresses of %d characters', (length) => {
    const url = `https://example.com/${'x'.repeat(length)}`;
    const troubled = Array.from({ length: 10 }, (_, index) => ({
      portal: portal(`site-${index}`, { url }),
      histories: [failed({ kind: 'refused', status: 400 + index })],
    }));
    expect(countCharacters(ask({}, troubled).blocks)).toBeLessThanOrEqual(10_000);
  });

  it('has no empty value, which Slack would refuse', () => {
    expect(buttonValue(ask({}, badDay), 'Refresh')).toBe('show');
  });

  it('pages by ten, with a jump to the first and the last page', () => {
    const many = Array.from({ length: 45 }, (_, index) =>
      reading(`site-${index}`, failed({ kind: 'refused', status: 400 + index })),
    );
    const message = ask({ page: 3 }, many);
    expect(visibleLines(message)[1]).toContain('Page 3 of 5');
    expect(visibleLines(message).filter((line) => line.startsWith('🔴 site-'))).toHaveLength(10);
    expect(controls(message)).toEqual([
      ...['‹ Back (20)', 'More (15) ›'],
      ...['Show a portal ▾', 'Share', '⋯ Refresh, First page, Last page'],
    ]);
    expect([buttonValue(message, '‹ Back (20)'), buttonValue(message, 'More (15) ›')]).toEqual([
      'page 2',
      'page 4',
    ]);
    expect(valuesOf(message).slice(-3)).toEqual(['page 3', 'show', 'page 5']);
    expect(controls(ask({ page: 2 }, many)).at(-1)).toBe('⋯ Refresh, Last page');
    expect(controls(ask({ page: 5 }, many)).at(-1)).toBe('⋯ Refresh, First page');
  });

  it('shows the last page when a later one is asked for, with what is fine at its end', () => {
    const many = Array.from({ length: 13 }, (_, index) =>
      reading(`site-${index}`, failed({ kind: 'refused', status: 400 + index })),
    );
    const lines = visibleLines(ask({ page: 99 }, [...many, healthy('ok')]));
    expect(lines[1]).toContain('page 2 of 2');
    expect(lines.at(-1)).toBe('🟢 1 portal is fine · ok 6 h ago');
    expect(visibleLines(ask({ page: 1 }, [...many, healthy('ok')])).at(-1)).not.toContain('fine');
  });

  it('tells moments in the copy for the channel, says who shared it, and keeps a harmless button', () => {
    const message = ask({}, badDay, { audience: 'channel' });
    expect(controls(message)).toEqual(['Show me the latest']);
    const lines = visibleLines(message);
    expect(lines[1]).toBe(
      '2 need a look · 1 fine · 3 reach back to [2026-11-23 UTC] at least · longest gap 24 h · newest of these: [2026-11-15 08:00 UTC] or later · read [2026-11-24 08:00 UTC]',
    );
    expect(lines).toContain('[2026-11-24 14:30 UTC] · 1 stays');
    expect(lines.at(-1)).toBe('Shared by <@U0SHARER01>');
    expect(message.text.split('\n').at(-1)).toBe('shared by <@U0SHARER01>');
    expect(lines.join('\n')).not.toMatch(/ ago|\bin \d|left/i);
  });

  it('is as fresh as its oldest answer, including a reused failure', () => {
    const readAt = new Date(now.getTime() - 40_000);
    const limited = { ...failed({ kind: 'server-error', status: 503, retryAt: undefined }), readAt };
    const linesOf = (...readings: Parameters<typeof ask>[1]) => visibleLines(ask({}, readings));
    expect(linesOf(healthy('a'), reading('b', limited))[1]).toContain(' · read 40 s ago');
    expect(linesOf(reading('b', limited), reading('c', limited))[1]).toBe('Asked 40 s ago');
    expect(linesOf(reading('b', limited))[1]).toBe('Its backups are unknown · asked 40 s ago');
    const fresh = { ...limited, readAt: new Date(now.getTime() - 4_999) };
    expect(linesOf(reading('b', fresh))[1]).toBe('Its backups are unknown');
  });
});

describe('the overview of the problems', () => {
  it('judges everything and lists only what is not fine', () => {
    const lines = visibleLines(ask({ problems: true }, badDay));
    expect(lines[0]).toBe('🔴 1 of 4 portals can’t be read');
    expect(lines[1]).toContain('2 need a look · 1 fine');
    expect(lines.at(-1)).toBe('Last one [2026-11-15 UTC] · <Check the schedule>');
    expect(buttonValue(ask({ problems: true }, badDay), 'All portals')).toBe('show');
  });

  it('says that all is well where nothing is listed', () => {
    expect(visibleLines(ask({ problems: true }, [healthy('a'), healthy('b')]))).toEqual([
      '🟢 Both portals are backed up',
      expect.stringContaining('read just now'),
    ]);
  });
});

describe('the overview by group', () => {
  const inGroup = (group: string | undefined, name: string, one: Reading): Reading => ({
    ...one,
    portal: portal(name, { group }),
  });
  const many = ['north', 'south', 'east'].flatMap((group) =>
    Array.from({ length: 9 }, (_, index) => {
      const isStale = index === 0 && group !== 'east';
      const isRefused = index === 1 && group === 'south';
      return inGroup(group, `${group}-${index}`, isStale ? hr : isRefused ? legal : healthy('x'));
    }),
  );

  it('has a line for each group that is not fine, and one for those that are', () => {
    expect(visibleLines(ask({}, many))).toEqual([
      '🔴 1 of 27 portals can’t be read',
      '2 need a look · 24 fine · in 3 groups · 26 reach back to [2026-11-18 UTC] at least · longest gap 24 h · a loss of these now costs at most 9 days · read just now',
      '🔴 south · 1 of 9 can’t be read · 1 needs a look · 7 fine',
      '🟡 north · 1 of 9 needs a look · 8 fine',
      '🟢 1 group is fine · east',
    ]);
  });

  it('leads to what is not fine, to a group and to a portal', () => {
    const message = ask({}, many);
    expect(controls(message).slice(0, 3)).toEqual(['Show problems (3)', 'Show a group ▾', 'Show a portal ▾']);
    expect(valuesOf(message).slice(0, 4)).toEqual(['problems', 'group:south', 'group:north', 'group:east']);
  });

  it('leads to a group with the lists that were asked for', () => {
    expect(valuesOf(ask({ scope: 'all', page: 2 }, many))).toContain('group:south all');
  });

  it('counts the portals without a group by themselves', () => {
    const lines = visibleLines(ask({}, [...many, inGroup(undefined, 'lone', legal)]));
    expect(lines[1]).toContain('in 3 groups');
    expect(lines).toContain('🔴 Without a group · its portal can’t be read');
  });

  it('shows the portals of one group under its name', () => {
    const south = many.filter(({ portal: { group } }) => group === 'south');
    const lines = visibleLines(ask({ group: 'south' }, south));
    expect(lines[0]).toBe('🔴 south · 1 of 9 portals can’t be read');
    expect(lines[2]).toBe('🔴 south-1 · the key was refused');
  });

  it('shows a group of one portal once, with its next step', () => {
    const alone = inGroup('north', 'a', reading('a', read([])));
    expect(visibleLines(ask({ group: 'north' }, [alone], { portalNames: ['a', 'b'] }))).toEqual([
      '🔴 north · a · no backup at all',
      'Read just now',
      '<Make one>',
    ]);
    const fine = [healthy('a'), healthy('b')].map((one) => inGroup('north', one.portal.name, one));
    expect(visibleLines(ask({ group: 'north' }, fine))[0]).toBe('🟢 north · both portals are backed up');
    expect(visibleLines(ask({ group: 'north', storage: 'drive' }, fine))[0]).toBe(
      '⚪ north · nothing in third-party resources',
    );
  });

  it('is not for a few portals', () => {
    expect(visibleLines(ask({}, many.slice(0, 20)))[0]).toBe('🔴 1 of 20 portals can’t be read');
    expect(visibleLines(ask({}, many.slice(0, 20))).join()).not.toContain('groups');
  });
});

describe('the overview of one storage', () => {
  const message = ask({ storage: 'temporary' }, badDay);

  it('counts what is there, and keeps the verdict on everything', () => {
    expect(visibleLines(message).slice(0, 3)).toEqual([
      '🟡 1 backup known in temporary storage · 1 expires soon',
      'Looked at 16 backups in 3 of 4 portals · read just now',
      'All storages · 🔴 1 of 4 portals can’t be read',
    ]);
  });

  it('never says that a portal has no backups when it has others', () => {
    expect(visibleLines(message).slice(-4)).toEqual([
      'In temporary storage',
      '• acme · 1 of 2 backups · newest 17 h ago',
      '• hr · none here, 7 backups elsewhere',
      '• design · none here, 7 backups elsewhere',
    ]);
  });

  it('still shows which portal could not be read', () => {
    expect(visibleLines(message)).toContain('🔴 legal · the key was refused');
  });

  it('is the verdict, and no count, when no list could be read', () => {
    const refused = ['a', 'b', 'c'].map((name) => reading(name, failed({ kind: 'key-refused' })));
    expect(visibleLines(ask({ storage: 'third-party' }, refused))).toEqual([
      '🔴 All 3 portals can’t be read',
      '🔴 3 portals: the key was refused',
      'a, b, c',
      'It needs a new *:read key.',
    ]);
  });

  it('counts backups and dumps apart, and no number twice', () => {
    const dumps = [1, 2, 3].map((index) => backup(index * hour, { dump: true, in: 'local' }));
    const own = [backup(hour), backup(day), backup(2 * hour, { in: 'room' })];
    const readings = [
      server('acme', read(own), read(dumps, { part: 'dumps' })),
      healthy('design', hour, 30),
      reading('hr', read([backup(hour)])),
    ];
    expect(visibleLines(ask({ storage: 'third-party' }, readings))).toEqual([
      '🟢 33 backups in third-party storage',
      'Looked at 34 backups and 3 whole-server dumps in 3 portals · read just now',
      'In third-party storage',
      '• acme · 2 of 3 backups · newest 1 h ago',
      '• design · all 30 backups here · newest 1 h ago',
      '• hr · the only backup here · newest 1 h ago',
    ]);
    expect(visibleLines(ask({ storage: 'drive' }, readings))[0]).toBe('⚪ Nothing in third-party resources');
    expect(visibleLines(ask({ storage: 'local' }, readings))[0]).toBe(
      '🟢 3 whole-server dumps in local files',
    );
    expect(visibleLines(ask({ storage: 'third-party' }, readings.slice(1))).slice(0, 2)).toEqual([
      '🟢 31 backups in third-party storage',
      'In 2 portals · read just now',
    ]);
  });

  it('counts dumps as dumps', () => {
    const dumps = [1, 2].map((index) => backup(index * hour, { dump: true, in: 'local' }));
    const both = server('a', read([backup(hour)]), read(dumps, { part: 'dumps' }));
    expect(visibleLines(ask({ storage: 'drive' }, [both, healthy('b')]))).toContain(
      '• a · none here, 1 backup and 2 whole-server dumps elsewhere',
    );
  });

  it('offers what expires with how many there are in that storage, and nothing where nothing does', () => {
    const both = reading(
      'both',
      read([
        backup(hour),
        backup(2 * hour, { in: 'room', leftMs: hour }),
        backup(3 * hour, { in: 'temporary', leftMs: hour }),
      ]),
    );
    const expiring = (storage: 'room' | 'third-party') =>
      controls(ask({ storage }, [both, ...badDay])).filter((label) => label.startsWith('Expiring'));
    expect(expiring('room')).toEqual(['Expiring soon (1)']);
    expect(expiring('third-party')).toEqual([]);
  });

  it('leads back to all storages', () => {
    expect(buttonValue(message, 'All storages')).toBe('show');
  });
});
