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
  plainDigest,
  portal,
  read,
  reading,
  server,
  visibleLines,
  withPlainSpaces,
} from './cast.ts';

function digest(readings: readonly Reading[], more: Partial<DigestInput> = {}) {
  const next = new Date(now.getTime() + day);
  return renderDigest({
    ...plainDigest,
    verdict: assessReadings(readings, now),
    next,
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
  it('begins with the verdict in numbers, in the blocks and in the text', () => {
    const message = digest([acme, ...good]);
    expect(visibleLines(message)[0]).toBe('🟡 1 of 4 portals has backups that expire soon');
    expect(withPlainSpaces(message.text).split('\n')[0]).toBe(
      '🟡 1 of 4 portals has backups that expire soon',
    );
  });

  it('shows what needs attention worst first, then the fine ones in one line, and tells moments', () => {
    const legal = reading('legal', failed({ kind: 'key-refused' }));
    const lines = visibleLines(digest([...good, acme, legal]));
    expect(lines).toEqual([
      '🔴 1 of 5 portals can’t be read',
      '1 needs a look · 3 fine',
      '🔴 legal · the key was refused',
      'It needs a new *:read key. <Open API keys>',
      '🟡 acme · 2 of 3 backups expire soon',
      '[2026-11-24 15:00 UTC] and [2026-11-25 02:00 UTC] · 1 stays',
      '🟢 3 portals are fine · design, finance, ops',
      'Warns 48 h before a backup expires · next digest: [2026-11-25 08:00 UTC]',
    ]);
    expect(lines.join('\n')).not.toMatch(/\bin \d| ago| left/);
  });

  it('is two lines when all is well, without buttons', () => {
    expect(visibleLines(digest(good))).toEqual([
      '🟢 All 3 portals are backed up',
      'Each has a backup less than 12 h old · nothing expires within 48 h · next digest: [2026-11-25 08:00 UTC]',
    ]);
    expect(controls(digest(good))).toEqual([]);
  });

  it('says in its text all that its blocks say', () => {
    const text = withPlainSpaces(digest([...good, acme]).text).replace(/<!date\^[^|]*\|([^>]*)>/g, '[$1]');
    expect(text.split('\n')).toEqual([
      '🟡 1 of 4 portals has backups that expire soon',
      '3 fine',
      '🟡 *acme* · 2 of 3 backups expire soon · [2026-11-24 15:00 UTC] and [2026-11-25 02:00 UTC] · 1 stays',
      '🟢 *3 portals are fine* · design, finance, ops',
      'warns 48 h before a backup expires · next digest: [2026-11-25 08:00 UTC]',
    ]);
  });

  it('says “soon” where portals have windows of their own', () => {
    const policy = { expiringWithinMs: 5 * hour, staleAfterMs: 7 * day };
    const own = { ...healthy('own'), portal: portal('own', { policy }) };
    expect(visibleLines(digest([...good, own]))[1]).toContain('nothing expires soon');
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
      '⚪ 1 of 4 portals is unknown',
      '3 fine',
      '⚪ odd · how long its backups stay is unknown',
      'The portal sent no plausible expiry. <Check the list>',
    ]);
  });

  it('says about fine portals only what their dates show', () => {
    const dump = backup(2 * hour, { dump: true, in: 'local' });
    const of = (...backups: Parameters<typeof read>[0]) =>
      visibleLines(digest([...good, reading('a', read(backups))]))[1];
    expect(of(backup(0, { createdAt: undefined }), backup(3 * hour))).toMatch(
      /^Each has a backup less than 12 h old/,
    );
    expect(of(backup(3 * hour), dump)).toMatch(/^Each has a backup or whole-server dump less than 12 h old/);
  });

  it('says when it is a preview', () => {
    expect(visibleLines(digest(good, { audience: 'asker' }))[1]).toMatch(
      /^\*Preview\*, only you see this · /,
    );
    expect(visibleLines(digest(good))[1]).not.toContain('Preview');
  });

  it('promises no next one where none is planned', () => {
    expect(JSON.stringify(digest([acme], { next: undefined }))).not.toContain('next digest');
  });

  it('has buttons that show its subject to the user who presses', () => {
    const message = digest([acme]);
    expect(controls(message)).toEqual(['Show all backups', 'Expiring soon (2)']);
    expect([buttonValue(message, 'Show all backups'), buttonValue(message, 'Expiring soon (2)')]).toEqual([
      'show',
      'expiring',
    ]);
    expect(controls(digest([healthy('hr', 9 * day), ...good]))).toEqual(['Show all portals']);
  });

  it('keeps the next step of a single portal, even where it is a link alone', () => {
    expect(visibleLines(digest([reading('a', read([]))])).slice(0, 2)).toEqual([
      '🔴 a · no backup at all',
      '<Make one>',
    ]);
  });

  it('leads to the problems only, where there are many portals', () => {
    const many = Array.from({ length: 9 }, (_, index) => healthy(`p${index}`));
    const message = digest([acme, ...many]);
    expect(controls(message)).toEqual(['Show problems (1)', 'Expiring soon (2)']);
    expect(buttonValue(message, 'Show problems (1)')).toBe('problems');
  });
});

describe('a digest with more than fits', () => {
  it('shows portals with the same problem in one place', () => {
    const unreadable = ['a', 'b', 'c'].map((name) =>
      reading(name, failed({ kind: 'unreachable', reason: 'proxy' })),
    );
    const empty = ['x', 'y', 'z'].map((name) => reading(name, read([])));
    expect(visibleLines(digest([...unreadable, ...empty])).slice(1, 7)).toEqual([
      '🔴 3 portals have no backup at all',
      'x, y, z',
      'Make one in each.',
      '🔴 3 portals: the proxy could not connect',
      'a, b, c',
      'Check the proxy settings where the bot runs.',
    ]);
  });

  it('joins several causes of the same portals into one sentence', () => {
    const gone = read([backup(2 * day, { leftMs: -hour })]);
    const dumps = failed({ kind: 'bug' }, 'dumps');
    const own = failed({ kind: 'timeout', afterMs: 20_000 });
    const both = (...parts: Parameters<typeof server>[1][]) =>
      visibleLines(digest([server('a', ...parts), server('b', ...parts)]))[1];
    expect(both(gone, dumps)).toBe(
      '🔴 2 portals have only expired backups · whole-server dumps can’t be read, the bot has a bug',
    );
    expect(both(own, dumps)).toBe(
      '🔴 2 portals: no answer within 20 s · whole-server dumps can’t be read, the bot has a bug',
    );
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
      'It can be asked again: [2026-11-24 10:00 UTC]',
    ],
  ])('never shows one portal’s facts for another: %s', (_, part, words) => {
    const lines = visibleLines(digest([1, 2, 3].map((index) => reading(`p${index}`, part(index)))));
    const place = lines.findIndex((line) => line.startsWith('🔴 p2 · '));
    expect(lines[place + 1]).toContain(words);
  });

  it('names the portals it has no room for', () => {
    expect(visibleLines(digest(refused(14)))).toContain('+ 4 more with problems · p20, p21, p22, p23');
  });

  it('describes the portals it has no room for correctly', () => {
    const stale = Array.from({ length: 4 }, (_, index) => healthy(`s${index}`, 9 * day));
    const quiet = [reading('q1'), reading('q2')];
    const last = (readings: readonly Reading[]) =>
      visibleLines(digest(readings)).find((line) => line.startsWith('+ '));
    expect(last([...stale, ...refused(11)])).toBe(
      '+ 5 more with problems or to look at · p20, s0, s1, s2, s3',
    );
    expect(last([...stale, ...refused(11), ...quiet])).toMatch(
      /^\+ 7 more with problems, to look at or unknown · /,
    );
  });

  it('counts many fine portals instead of naming them', () => {
    const many = Array.from({ length: 500 }, (_, index) => healthy(`p${index}`, hour, 1));
    const fine = visibleLines(digest([acme, ...many])).find((line) => line.startsWith('🟢'));
    expect(fine).toBe('🟢 500 portals are fine · backed up since [2026-11-24 07:00 UTC]');
  });
});

/** Each for a reason of its own, so that none is shown with another. */
function refused(count: number): Reading[] {
  return Array.from({ length: count }, (_, index) =>
    reading(`p${index + 10}`, failed({ kind: 'refused', status: 400 + index })),
  );
}

describe('a digest about whole-server dumps', () => {
  it('distinguishes them from backups', () => {
    const both = reading(
      'acme',
      read([backup(hour)]),
      read([backup(9 * day, { dump: true, in: 'local' })], { part: 'dumps' }),
    );
    const lines = visibleLines(digest([both]));
    expect(lines.slice(0, 2)).toEqual([
      '🟡 acme · no whole-server dump for 9 days (limit 7 days)',
      'Last one [2026-11-15 UTC] · <Check the schedule>',
    ]);
  });
});
