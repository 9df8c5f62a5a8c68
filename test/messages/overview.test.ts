import { describe, expect, it } from 'vitest';
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
  it('begins with the verdict, in the blocks and in the text', () => {
    const message = ask({}, badDay);
    expect(visibleLines(message)[0]).toBe('🔴 legal can’t be read · 2 to look at · 1 portal fine');
    expect(withPlainSpaces(message.text).split('\n')[0]).toBe(
      '🔴 legal can’t be read · 2 to look at · 1 portal fine',
    );
  });

  it('shows the worst portal first, each with what fixes it', () => {
    expect(visibleLines(ask({}, badDay))).toEqual([
      '🔴 legal can’t be read · 2 to look at · 1 portal fine',
      '16 backups in 3 of 4 portals · read just now',
      '🔴 legal · can’t be read: the key was refused',
      'Give the bot a new key with *:read, made by a DocSpace admin. <Open API keys>',
      '🟡 acme · 1 backup expires within 48 h',
      'First in 6 h, [2026-11-24 14:30 UTC] · newest 17 h ago · 2 backups',
      '🟡 hr · no backup for 9 days',
      'Newest: [2026-11-15 08:00 UTC]. The limit is 7 days. <Check the schedule>',
      '🟢 1 portal fine',
      '• design · newest 3 h ago · 7 backups',
    ]);
  });

  it('is a verdict and a line for each portal when all is well', () => {
    expect(visibleLines(ask({}, [healthy('acme'), healthy('hr', 3 * hour, 30)]))).toEqual([
      '🟢 All 2 portals are backed up',
      '37 backups in 2 portals · read just now',
      '• acme · newest 6 h ago · 7 backups',
      '• hr · newest 3 h ago · 30 backups',
    ]);
  });

  it('counts what it does not name', () => {
    const headlines = [
      [reading('a', read([])), reading('b', failed({ kind: 'bug' }))],
      [reading('a', failed({ kind: 'bug' })), reading('b', failed({ kind: 'not-json' }))],
      [dumpsFailed('a'), dumpsFailed('b')],
      [dumpsFailed('a'), reading('b', failed({ kind: 'bug' }))],
      [hr, healthy('it', 8 * day), healthy('ok')],
      [acme, healthy('ok')],
      [reading('a', read([backup(0, { createdAt: undefined })])), healthy('ok')],
      [healthy('only')],
      [],
    ].map((readings) => visibleLines(ask({}, readings, { portalNames: ['a', 'b', 'c'] }))[0]);
    expect(headlines).toEqual([
      '🔴 2 portals have problems',
      '🔴 2 portals can’t be read',
      '🔴 Whole-server dumps of 2 portals can’t be read',
      '🔴 2 portals have problems',
      '🟡 2 portals need a look · 1 portal fine',
      '🟡 1 backup expires within 48 h · 1 portal fine',
      '⚪ a · the age of the newest backup is unknown · 1 portal fine',
      '🟢 only · backed up 6 h ago',
      '⚪ No portal was read',
    ]);
  });

  it('never calls a portal fine of which nothing was read', () => {
    expect(visibleLines(ask({}, [reading('acme'), healthy('hr')]))[0]).toBe(
      '⚪ acme · not read · 1 portal fine',
    );
  });

  it('shows portals with the same problem together', () => {
    const branches = ['a', 'b', 'c', 'd'].map((name) =>
      reading(name, failed({ kind: 'unreachable', reason: 'dns' })),
    );
    const lines = visibleLines(ask({}, [...branches, healthy('ok')]));
    expect(lines.slice(2, 5)).toEqual([
      '🔴 4 portals · can’t be read: the name was not found',
      'a, b, c, d',
      'Check the portal’s address, and DNS where the bot runs.',
    ]);
  });

  it('offers a portal to pick, what expires, a refresh and sharing', () => {
    const message = ask({ storage: undefined, scope: 'dumps' }, badDay);
    expect(controls(message)).toEqual(['Show a portal ▾', 'Expiring soon', 'Refresh', 'Share to channel']);
    expect(valuesOf(message)).toEqual([
      ...['legal dumps', 'acme dumps', 'hr dumps', 'design dumps'],
      ...['expiring dumps', 'dumps', 'dumps'],
    ]);
  });

  it('has no empty value, which Slack would refuse', () => {
    expect(buttonValue(ask({}, badDay), 'Refresh')).toBe('show');
  });

  it('pages through many portals', () => {
    const many = Array.from({ length: 130 }, (_, index) => healthy(`site-${index}`, 6 * hour, 1));
    const message = ask({ page: 2 }, many);
    expect(controls(message).slice(0, 2)).toEqual(['‹ Back', 'More portals ›']);
    expect([buttonValue(message, '‹ Back'), buttonValue(message, 'More portals ›')]).toEqual([
      'show',
      'page 3',
    ]);
    expect(visibleLines(message)[1]).toBe('130 backups in 130 portals · page 2 of 11 · read just now');
  });

  it('shows the last page when a later one is asked for', () => {
    const message = ask(
      { page: 99 },
      Array.from({ length: 13 }, (_, index) => healthy(`site-${index}`)),
    );
    expect(visibleLines(message)[1]).toContain('page 2 of 2');
    expect(controls(message)).not.toContain('More portals ›');
  });

  it('keeps only a harmless button and the date of reading in the copy for the channel', () => {
    const message = ask({}, badDay, { audience: 'channel' });
    expect(controls(message)).toEqual(['Show me the latest']);
    expect(visibleLines(message)[1]).toBe('16 backups in 3 of 4 portals · read [2026-11-24 08:00 UTC]');
  });

  it('is as fresh as its oldest answer, including a reused failure', () => {
    const readAt = new Date(now.getTime() - 40_000);
    const limited = { ...failed({ kind: 'server-error', status: 503, retryAt: undefined }), readAt };
    const linesOf = (...readings: Parameters<typeof ask>[1]) => visibleLines(ask({}, readings));
    expect(linesOf(healthy('a'), reading('b', limited))[1]).toBe(
      '7 backups in 1 of 2 portals · read 40 s ago',
    );
    expect(linesOf(reading('b', limited), reading('c', limited))[1]).toBe('Asked 40 s ago');
    expect(linesOf(reading('b', limited))[1]).toBe('Its backups are unknown · asked 40 s ago');
    const fresh = { ...limited, readAt: new Date(now.getTime() - 4_999) };
    expect(linesOf(reading('b', fresh))[1]).toBe('Its backups are unknown');
  });
});

describe('the overview of one storage', () => {
  const message = ask({ storage: 'temporary' }, badDay);

  it('counts what is there, and keeps the verdict on everything', () => {
    expect(visibleLines(message).slice(0, 3)).toEqual([
      '🟡 1 backup known in temporary storage',
      'Looked at 16 backups in 3 of 4 portals · read just now',
      'All storages · 🔴 legal can’t be read · 2 to look at · 1 portal fine',
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
    expect(visibleLines(message)).toContain('🔴 legal · can’t be read: the key was refused');
  });

  it('is the verdict, and no count, when no list could be read', () => {
    const refused = ['a', 'b', 'c'].map((name) => reading(name, failed({ kind: 'key-refused' })));
    expect(visibleLines(ask({ storage: 'third-party' }, refused))).toEqual([
      '🔴 3 portals can’t be read',
      '🔴 3 portals · can’t be read: the key was refused',
      'a, b, c',
      'Give the bot a new key with *:read, made by a DocSpace admin.',
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

  it('leads back to all storages', () => {
    expect(buttonValue(message, 'All storages')).toBe('show');
  });
});
