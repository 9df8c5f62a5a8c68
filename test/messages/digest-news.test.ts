import { describe, expect, it } from 'vitest';
import type { ListChanges } from '../../src/backups/changes.ts';
import type { Finding } from '../../src/backups/finding.ts';
import type { FindingNews } from '../../src/backups/notices.ts';
import type { ListPast, Reading } from '../../src/backups/reading.ts';
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
  visibleLines,
  withPlainSpaces,
} from './cast.ts';

const ago = (ms: number) => new Date(now.getTime() - ms);
const since = ago(day);

function digest(readings: readonly Reading[], more: Partial<DigestInput> = {}) {
  return renderDigest({ ...plainDigest, verdict: assessReadings(readings, now), ...more });
}

/** The lines of a digest whose findings are news as `newsOf` says. */
function linesWith(readings: readonly Reading[], newsOf: (finding: Finding, name: string) => FindingNews) {
  const verdict = assessReadings(readings, now);
  const news = new Map(
    verdict.portals.flatMap(({ reading: { portal: its }, findings }) =>
      findings.map((finding) => [finding, newsOf(finding, its.name)] as const),
    ),
  );
  return visibleLines(renderDigest({ ...plainDigest, verdict, news }));
}

const fresh: FindingNews = { kind: 'new' };
const carried = (ms: number): FindingNews => ({ kind: 'carried', since: ago(ms) });

describe('a finding in a digest', () => {
  const refused = reading('legal', failed({ kind: 'key-refused' }));
  const good = healthy('hr');
  const line = (news: FindingNews) => linesWith([refused, good], () => news)[2];

  it('is marked as new, or with the day on which it was told first', () => {
    expect(line(fresh)).toBe('🔴 legal · the key was refused · new');
    expect(line(carried(9 * day))).toBe('🔴 legal · the key was refused · since [2026-11-15 UTC]');
  });

  it('has the hour too where it was told on the same day', () => {
    expect(line(carried(2 * hour))).toBe('🔴 legal · the key was refused · since [2026-11-24 06:00 UTC]');
  });

  it('has no mark where its day cannot be shown', () => {
    expect(line({ kind: 'carried', since: new Date(0) })).toBe('🔴 legal · the key was refused');
  });

  it('says of how many backups it is news', () => {
    const counts = (newCount: number, soonCount: number) => line({ kind: 'partly-new', newCount, soonCount });
    expect(counts(2, 0)).toMatch(/ · 2 new$/);
    expect(counts(0, 1)).toMatch(/ · 1 within 6 h$/);
    expect(counts(2, 1)).toMatch(/ · 2 new, 1 within 6 h$/);
  });

  const leavingAndOld = reading('acme', read([backup(9 * day), backup(9 * day, { leftMs: hour })]));

  it('has its own mark where another of the same portal has another', () => {
    const mixed = linesWith([leavingAndOld, good], ({ kind }) => (kind === 'stale' ? carried(day) : fresh));
    expect(mixed[2]).toBe(
      '🟡 acme · 1 of 2 backups expires soon · new · no backup for 9 days (limit 7 days) · since [2026-11-23 UTC]',
    );
    expect(linesWith([leavingAndOld, good], () => fresh)[2]).toBe(
      '🟡 acme · 1 of 2 backups expires soon · no backup for 9 days (limit 7 days) · new',
    );
  });

  it('of the only portal is marked below the headline, which has no dates', () => {
    expect(linesWith([refused], () => fresh)[1]).toBe('New');
    expect(linesWith([refused], () => carried(9 * day))[1]).toBe('Since [2026-11-15 UTC]');
  });

  it('has no mark in the first digest, in which all would be new', () => {
    expect(visibleLines(digest([refused, good]))[2]).toBe('🔴 legal · the key was refused');
  });
});

describe('portals with the same finding', () => {
  const names = ['a', 'b', 'c', 'd'];
  const group = [...names.map((name) => reading(name, read([]))), healthy('hr')];
  const title = (newsOf: (name: string) => FindingNews) =>
    linesWith(group, (_finding, name) => newsOf(name))[2];

  it('are marked together', () => {
    expect(title(() => fresh)).toBe('🔴 4 portals have no backup at all · new');
    expect(title(() => carried(day))).toBe('🔴 4 portals have no backup at all · since [2026-11-23 UTC]');
  });

  it('are named where it is news of one or two, and counted where of more', () => {
    const newIn = (...those: string[]) => title((name) => (those.includes(name) ? fresh : carried(day)));
    expect(newIn('c')).toBe('🔴 4 portals have no backup at all · new in c');
    expect(newIn('c', 'd')).toBe('🔴 4 portals have no backup at all · new in c and d');
    expect(newIn('b', 'c', 'd')).toBe('🔴 4 portals have no backup at all · new in 3');
  });

  it('have the first day where they were told on several', () => {
    expect(title((name) => carried(name === 'b' ? 3 * day : day))).toBe(
      '🔴 4 portals have no backup at all · since [2026-11-21 UTC] or later',
    );
  });

  it('have something new in each of which more expires', () => {
    const partly = { kind: 'partly-new', newCount: 1, soonCount: 0 } as const;
    expect(title((name) => (name === 'a' ? partly : carried(day)))).toMatch(/ · new in a$/);
    expect(title(() => partly)).toMatch(/ · new in 4$/);
  });
});

describe('what changed', () => {
  const past = (more: Partial<ListPast> = {}): ListPast => ({
    ...{ part: 'own', firstReadAt: ago(9 * day), lastReadAt: now, askedAt: now },
    ...{ failingSince: undefined, lastOutage: undefined, backups: [], ...more },
  });
  const compared = (name: string, more?: Partial<ListPast>): Reading => ({
    ...healthy(name),
    past: [past(more)],
  });
  const changes = (name: string, more: Partial<ListChanges>) => ({
    portal: portal(name),
    lists: [
      {
        part: 'own',
        appeared: [],
        expired: [],
        rotated: [],
        lost: undefined,
        relisted: [],
        outage: undefined,
        ...more,
      } satisfies ListChanges,
    ],
  });
  const some = (count: number) => Array.from({ length: count }, () => backup(hour));
  const lost = (count: number): ListChanges['lost'] => {
    const [first = backup(hour), ...others] = some(count);
    const of = (each: typeof first) => ({ backup: each, missingSince: now, lastSeenAt: since });
    return { backups: [of(first), ...others.map(of)], emptied: [] };
  };
  const three = ['acme', 'hr', 'ops'].map((name) => compared(name));
  const newsLines = (readings: readonly Reading[], ...portals: ReturnType<typeof changes>[]) =>
    visibleLines(digest(readings, { changes: { since, portals } })).slice(1, -1);

  it('comes after the verdict in one line of numbers, with the rest of a green day', () => {
    const message = digest(three, {
      changes: {
        since,
        portals: [
          changes('acme', { appeared: some(12), expired: some(2), rotated: some(3) }),
          changes('hr', { appeared: some(2), expired: some(1) }),
        ],
      },
    });
    expect(visibleLines(message)).toEqual([
      '🟢 All 3 portals are backed up',
      'Since [2026-11-23 08:00 UTC]: 14 new backups in 2 portals · 3 expired · 3 probably rotated out',
      'Each has a backup less than 7 h old · nothing expires within 48 h',
    ]);
    expect(withPlainSpaces(message.text)).toContain(
      '|2026-11-23 08:00 UTC>: *14 new backups* in 2 portals · 3 expired · 3 probably rotated out',
    );
  });

  it('comes before what needs attention', () => {
    const lines = visibleLines(
      digest([reading('x', read([])), ...three], { changes: { since, portals: [] } }),
    );
    expect(lines.slice(1, 4)).toEqual([
      '3 fine',
      'Since [2026-11-23 08:00 UTC]: no new backups known',
      '🔴 x · no backup at all · <Make one>',
    ]);
  });

  it('names the one portal where it was', () => {
    expect(newsLines(three, changes('hr', { appeared: some(1) }))).toEqual([
      'Since [2026-11-23 08:00 UTC]: 1 new backup in hr',
    ]);
    expect(newsLines([compared('hr')], changes('hr', { appeared: some(1), lost: lost(2) }))).toEqual([
      'Since [2026-11-23 08:00 UTC]: 1 new backup · 2 no longer listed',
    ]);
  });

  it('says where what is unusual was', () => {
    expect(
      newsLines(
        three,
        changes('acme', { lost: lost(3) }),
        changes('hr', { lost: lost(1), relisted: some(2) }),
      ),
    ).toEqual([
      'Since [2026-11-23 08:00 UTC]: no new backups · 4 no longer listed in 2 portals · 2 listed again in hr',
    ]);
  });

  it('tells dumps from backups', () => {
    const both = { ...changes('acme', { appeared: some(2) }) };
    const dumps = changes('acme', { part: 'dumps', appeared: some(1) });
    const acme = { ...both, lists: [...both.lists, ...dumps.lists] };
    expect(newsLines(three, acme)).toEqual([
      'Since [2026-11-23 08:00 UTC]: 2 new backups and 1 new whole-server dump in acme',
    ]);
  });

  it('has the portals that can be read again', () => {
    const back = (name: string) => changes(name, { outage: { since: ago(14 * hour), until: now } });
    expect(newsLines(three, back('acme'))[1]).toBe('acme can be read again');
    expect(newsLines(three, back('acme'), back('ops'))[1]).toBe('2 portals can be read again: acme, ops');
    const dumps = changes('acme', { part: 'dumps', outage: { since: ago(14 * hour), until: now } });
    expect(newsLines(three, dumps)[1]).toBe('Whole-server dumps of acme can be read again');
  });

  it('never says that nothing is new where a list was not compared', () => {
    const none = 'Since [2026-11-23 08:00 UTC]: no new backups';
    expect(newsLines(three)).toEqual([none]);
    expect(newsLines([...three, compared('young', { firstReadAt: ago(hour) })])).toEqual([`${none} known`]);
    expect(newsLines([...three, { ...healthy('x'), past: 'unavailable' }])).toEqual([`${none} known`]);
  });

  it('is not told where nothing could be compared; where the database was away, that is told', () => {
    const lines = (past: Reading['past']) =>
      visibleLines(digest([{ ...healthy('x'), past }], { changes: { since, portals: [] } }));
    expect(lines(undefined)).toHaveLength(2);
    expect(lines('unavailable')).toHaveLength(2);
    expect(lines('unavailable')[1]).toMatch(
      / · what changed or is snoozed is unknown: the bot’s database can’t be used$/,
    );
  });
});

describe('the delivery of a digest', () => {
  const good = [healthy('hr'), healthy('ops')];
  const lines = (delivery: Partial<DigestInput['delivery']>) =>
    visibleLines(digest(good, { delivery: { ...plainDigest.delivery, ...delivery } })).slice(1);

  it.each([
    ['bot-was-down', 'the bot was down'],
    ['slow-portals', 'portals were slow to answer'],
    ['slack', 'Slack held it up'],
    ['database', 'the database could not be used'],
  ] as const)('says that it is late, by how much, and the true reason: %s', (reason, words) => {
    expect(lines({ late: { dueAt: ago(65 * 60_000), reason } })[0]).toMatch(
      new RegExp(`^\\*Late by 1 h\\*: it was due \\[2026-11-24 06:55 UTC\\]; ${words} · each has `),
    );
  });

  it('says below the verdict that it may be a repeat', () => {
    expect(lines({ mayRepeat: true })[0]).toBe('This may be a repeat: Slack did not confirm the one before.');
  });

  it('says of a skipped one that Slack did not accept it, for it may also have been refused', () => {
    expect(lines({ skipped: [{ dueAt: ago(day), reason: 'slack' }] })[0]).toMatch(
      / was skipped: Slack did not accept it\.$/,
    );
  });

  it('says which digests were skipped, and why', () => {
    const slot = (days: number, reason: 'bot-was-down' | 'database' = 'bot-was-down') => ({
      dueAt: ago(days * day),
      reason,
    });
    expect(lines({ skipped: [slot(1)] })[0]).toBe(
      'The digest of [2026-11-23 08:00 UTC] was skipped: the bot was down.',
    );
    expect(lines({ skipped: [slot(2), slot(1, 'database')] })[0]).toBe(
      '2 digests were skipped, [2026-11-22 08:00 UTC] and [2026-11-23 08:00 UTC]: the bot was down, the database could not be used.',
    );
    expect(lines({ skipped: [slot(3), slot(2), slot(1)] })[0]).toBe(
      '3 digests were skipped, [2026-11-21 08:00 UTC] to [2026-11-23 08:00 UTC]: the bot was down.',
    );
  });
});

describe('a digest of problems only', () => {
  const problem = [reading('x', read([])), healthy('hr')];
  const good = [healthy('hr'), healthy('ops')];
  const kinds = (readings: readonly Reading[], audience: 'channel' | 'asker' = 'channel') =>
    (['problems', 'weekly', 'silent'] as const).map((kind) =>
      visibleLines(digest(readings, { kind, audience }))[1]?.split(' · ').slice(0, 2),
    );

  it('says so, and counts the fine ones without naming them', () => {
    expect(visibleLines(digest(problem, { kind: 'problems' }))).toEqual([
      '🔴 1 of 2 portals has a problem',
      '*Problems only* · 1 fine',
      '🔴 x · no backup at all · <Make one>',
      'Warns 48 h before a backup expires',
    ]);
  });

  it('says why it is posted without a problem', () => {
    expect(kinds(good).map((facts) => facts?.[0])).toEqual([
      '*Problems only*',
      '*Problems only*: the weekly all-clear',
      '*Problems only*',
    ]);
    expect(kinds(problem)[1]?.[0]).toBe('*Problems only*: the weekly report');
  });

  it('says in a preview that it would not be posted', () => {
    expect(kinds(good, 'asker')[2]).toEqual([
      '*Preview*, only you see this',
      '*Problems only*: would not be posted now',
    ]);
  });
});

describe('a digest with limits of its own', () => {
  const many = Array.from({ length: 9 }, (_, index) => healthy(`p${index}`));
  const acme = reading('acme', read([backup(hour, { leftMs: 3 * hour }), backup(2 * hour)]));

  it('has buttons that lead to what it counted', () => {
    const message = digest([acme, ...many], { expiringWithinMs: 5 * hour });
    expect(controls(message)).toEqual(['Show problems', 'Expiring soon (1)']);
    expect(buttonValue(message, 'Expiring soon (1)')).toBe('expiring 5h');
    const own = digest([acme, ...many], { staleAfterMs: 5 * day });
    expect(controls(own)).toEqual(['Show problems', 'Expiring soon (1)']);
    expect(buttonValue(own, 'Expiring soon (1)')).toBe('expiring');
  });
});
