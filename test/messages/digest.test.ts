import { describe, expect, it } from 'vitest';
import type { Reading } from '../../src/backups/reading.ts';
import { assessReadings } from '../../src/backups/verdict.ts';
import { type DigestInput, renderDigest } from '../../src/messages/digest.ts';
import {
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
  visibleLines,
  withPlainSpaces,
} from './cast.ts';

function digest(readings: readonly Reading[], more: Partial<DigestInput> = {}) {
  const next = new Date(now.getTime() + day);
  return renderDigest({
    verdict: assessReadings(readings, now),
    now,
    timeZone: 'Europe/Berlin',
    next,
    late: undefined,
    audience: 'channel',
    lastFailure: undefined,
    command: '/backups',
    ...more,
  });
}

const acme = reading(
  'acme',
  read([
    backup(6 * hour, { in: 'temporary', leftMs: 18 * hour, fileName: 'later.zip' }),
    backup(17 * hour, { in: 'temporary', leftMs: 7 * hour, fileName: 'sooner.zip' }),
    backup(30 * hour),
  ]),
);
const good = [healthy('design', 3 * hour), healthy('finance', 5 * hour), healthy('ops', 11 * hour)];

describe('the digest', () => {
  it('begins with the verdict in numbers and the day, in the blocks and in the text', () => {
    const message = digest([acme, ...good]);
    expect(visibleLines(message)[0]).toBe('🟡 2 backups expire within 48 h · 3 portals fine · Tue 24 Nov');
    expect(withPlainSpaces(message.text).split('\n')[0]).toBe(
      '🟡 2 backups expire within 48 h · 3 portals fine · Tue 24 Nov',
    );
  });

  it('shows what needs attention worst first, then the fine ones in one line', () => {
    const legal = reading('legal', failed({ kind: 'key-refused' }));
    expect(visibleLines(digest([...good, acme, legal]))).toEqual([
      '🔴 legal can’t be read · 1 to look at · 3 portals fine · Tue 24 Nov',
      '24 backups in 4 of 5 portals',
      '🔴 legal · can’t be read: the key was refused',
      'Give the bot a new key with *:read, made by a DocSpace admin. <Open API keys>',
      '🟡 acme · 2 backups expire within 48 h',
      '• in 7 h · [2026-11-24 15:00 UTC]\nsooner.zip',
      '• in 18 h · [2026-11-25 02:00 UTC]\nlater.zip',
      '🟢 3 portals fine · design, finance, ops · newest 3–11 h ago',
      'Read [2026-11-24 08:00 UTC] · warns about expiry within 48 h · next digest [2026-11-25 08:00 UTC] · to change it: `/backups digest`',
    ]);
  });

  it('is two lines when all is well', () => {
    expect(visibleLines(digest(good))).toEqual([
      '🟢 All 3 portals are backed up · Tue 24 Nov',
      'Newest 3–11 h ago · nothing expires within 48 h · next digest [2026-11-25 08:00 UTC]',
    ]);
  });

  it('says “soon” where portals have windows of their own', () => {
    const policy = { expiringWithinMs: 5 * hour, staleAfterMs: 7 * day };
    const own = { ...healthy('own'), portal: portal('own', { policy }) };
    expect(visibleLines(digest([...good, own]))[1]).toContain('nothing expires soon');
  });

  it('names the day of its own time zone', () => {
    const late = new Date('2026-11-24T20:00:00Z');
    expect(visibleLines(digest([], { now: late, timeZone: 'Asia/Tokyo' }))[0]).toMatch(/ · Wed 25 Nov$/);
  });

  it('says that it is late, by how much, and why that may be', () => {
    const dueAt = new Date('2026-11-24T06:55:00Z');
    const [, facts] = visibleLines(digest(good, { late: { dueAt, reason: 'begun-late' } }));
    expect(facts).toMatch(
      /^\*Late by 1 h 5 min\*: it was due \[2026-11-24 06:55 UTC\], when the bot or Slack was not available · /,
    );
  });

  it('does not blame the bot or Slack when the portals were slow', () => {
    const dueAt = new Date('2026-11-24T07:52:00Z');
    const [, facts] = visibleLines(digest(good, { late: { dueAt, reason: 'slow-portals' } }));
    expect(facts).toMatch(
      /^\*Late by 8 min\*: it was due \[2026-11-24 07:52 UTC\]; some portals were slow to answer · /,
    );
  });

  it('never says that nothing expires where an expiry is unknown', () => {
    const odd = backup(hour, { expiry: { kind: 'unknown' } });
    const [, facts] = visibleLines(digest([...good, reading('odd', read([odd, backup(day)]))]));
    expect(facts).toContain(' · nothing known to expire within 48 h · 1 with unknown expiry · ');
  });

  it('never says that a portal is backed up when all its expiries are unknown', () => {
    const odd = backup(hour, { expiry: { kind: 'unknown' } });
    const lines = visibleLines(digest([...good, reading('odd', read([odd, odd]))]));
    expect(lines.slice(0, 4)).toEqual([
      '⚪ odd · how long its backups are kept is unknown · 3 portals fine · Tue 24 Nov',
      '23 backups in 4 portals',
      '⚪ odd · how long its backups are kept is unknown',
      'The portal sent no plausible expiry. Check the list there. <Make a backup>',
    ]);
  });

  it('says about fine portals only what their dates show', () => {
    const undated = backup(0, { createdAt: undefined });
    const [, facts] = visibleLines(digest([reading('a', read([undated, backup(3 * hour)]))]));
    expect(facts).toMatch(/^Newest known 3 h ago · /);
  });

  it('says when it is a preview', () => {
    expect(visibleLines(digest(good, { audience: 'asker' }))[1]).toMatch(
      /^\*Preview\*, only you see this · /,
    );
    expect(visibleLines(digest(good))[1]).not.toContain('Preview');
  });

  it('says how to set it only in a preview: in a channel the setting means nothing', () => {
    for (const readings of [good, [...good, acme]]) {
      expect(JSON.stringify(digest(readings, { audience: 'channel' }))).not.toContain('DIGEST_CRON');
      expect(JSON.stringify(digest(readings, { audience: 'asker' }))).toContain(
        '|2026-11-25 08:00 UTC> · set with `DIGEST_CRON`',
      );
    }
  });

  it('never lets a narrow screen break the day of its headline', () => {
    expect(digest(good).text).toContain(' · Tue\u00A024\u00A0Nov\n');
  });

  it('promises no next one where none is planned', () => {
    expect(JSON.stringify(digest([acme], { next: undefined }))).not.toContain('next digest');
  });

  it('has buttons that show its subject to the user who presses', () => {
    const message = digest([acme]);
    expect(controls(message)).toEqual(['Show all backups', 'Expiring soon']);
    expect([buttonValue(message, 'Show all backups'), buttonValue(message, 'Expiring soon')]).toEqual([
      'show',
      'expiring',
    ]);
  });
});

describe('a digest with more than fits', () => {
  it('lists three expiring backups of a portal and the command for the rest', () => {
    const backups = Array.from({ length: 7 }, (_, index) =>
      backup(hour, { in: 'temporary', leftMs: (index + 1) * hour }),
    );
    const lines = visibleLines(digest([reading('acme', read([...backups, backup(day)]))]));
    expect(lines.filter((line) => line.startsWith('•'))).toHaveLength(4);
    expect(lines).toContain('• 4 more · /backups acme expiring');
  });

  it('shows portals with the same problem in one place', () => {
    const unreadable = ['a', 'b', 'c'].map((name) =>
      reading(name, failed({ kind: 'unreachable', reason: 'proxy' })),
    );
    const empty = ['x', 'y', 'z'].map((name) => reading(name, read([])));
    expect(visibleLines(digest([...unreadable, ...empty])).slice(1, 7)).toEqual([
      '🔴 3 portals · can’t be read: the proxy could not connect',
      'a, b, c',
      'Check the proxy settings where the bot runs.',
      '🔴 3 portals · no backups at all',
      'x, y, z',
      'Make one now, and set a schedule.',
    ]);
  });

  it.each([
    [
      'addresses',
      (index: number) => failed({ kind: 'redirected', to: `p${index}.example.com` }),
      'To p2.example.com.',
    ],
    [
      'times',
      (index: number) => failed({ kind: 'rate-limited', retryAt: new Date(now.getTime() + index * hour) }),
      'Try again in 2 h',
    ],
  ])('never shows one portal’s facts for another: %s', (_, part, words) => {
    const lines = visibleLines(digest([1, 2, 3].map((index) => reading(`p${index}`, part(index)))));
    const place = lines.findIndex((line) => line.startsWith('🔴 p2 · can’t be read: '));
    expect(lines[place + 1]).toContain(words);
  });

  it('names the portals it has no room for', () => {
    const stale = Array.from({ length: 14 }, (_, index) => healthy(`p${index + 10}`, 9 * day));
    expect(visibleLines(digest(stale))).toContain('+ 4 more to look at · p20, p21, p22, p23');
  });

  it('describes the portals it has no room for correctly', () => {
    const stale = Array.from({ length: 4 }, (_, index) => healthy(`s${index}`, 9 * day));
    const expired = Array.from({ length: 12 }, (_, index) =>
      reading(`e${index + 10}`, read([backup(2 * day, { in: 'temporary', leftMs: -hour })])),
    );
    const quiet = [reading('q1'), reading('q2')];
    const last = (readings: readonly Reading[]) =>
      visibleLines(digest(readings)).find((line) => line.startsWith('+ '));
    expect(last([...stale, ...expired])).toBe(
      '+ 6 more with problems or to look at · e20, e21, s0, s1, s2, s3',
    );
    expect(last(expired)).toBe('+ 2 more with problems · e20, e21');
    expect(last([...stale, ...expired, ...quiet])).toMatch(
      /^\+ 8 more with problems, to look at or unknown · /,
    );
  });

  it('says how many fine portals it does not name', () => {
    const many = Array.from({ length: 500 }, (_, index) => healthy(`p${index}`, hour, 1));
    const fine = visibleLines(digest([acme, ...many])).find((line) => line.startsWith('🟢'));
    expect(fine).toMatch(/^🟢 500 portals fine · p0, p1, .*, 476 more · newest 1 h ago$/);
  });
});

describe('a digest about whole-server dumps', () => {
  it('distinguishes them from backups', () => {
    const both = reading(
      'acme',
      read([backup(hour)]),
      read([backup(9 * day, { dump: true, in: 'local' })], { part: 'dumps' }),
    );
    const lines = visibleLines(digest([both]));
    expect(lines[0]).toBe('🟡 acme · no whole-server dump for 9 days · Tue 24 Nov');
    expect(lines[1]).toBe('1 backup and 1 whole-server dump in 1 portal');
  });
});
