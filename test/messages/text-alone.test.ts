import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findingTraits } from '../../src/backups/finding.ts';
import { renderDigest } from '../../src/messages/digest.ts';
import { renderDigestList } from '../../src/messages/digest-list.ts';
import type { Message } from '../../src/messages/kit/message.ts';
import { describeFinding } from '../../src/messages/words/findings.ts';
import { anyDigest } from './any-digest.ts';
import { anyQuery, anyReadings } from './any-readings.ts';
import { answer, ask, backup, day, hour, now, read, reading, visibleLines, withPlainSpaces } from './cast.ts';

/** What a screen reader says of mrkdwn: without marks, links by their words, dates by their fallback. */
function spoken(mrkdwn: string): string {
  const words = mrkdwn
    .replace(/<!date\^[^|]*\|([^>]*)>/g, '[$1]')
    .replace(/<https?:[^|>]*\|([^>]*)>/g, '<$1>');
  return heard(words);
}

/** The same of what the blocks show: a name there that looks like a link is none. */
function heard(words: string): string {
  return withPlainSpaces(words)
    .replace(/[*`´]/g, '')
    .replaceAll('&amp;', '&')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replace(/[<>@]/g, '')
    .toLowerCase();
}

/** Every line that the blocks show, as it is spoken. */
function shownLines(message: Message): string[] {
  return visibleLines(message).map((line) => heard(line.replace(/^(• |> )/, '')));
}

function expectSame(message: Message): void {
  const lines = spoken(message.text).split('\n');
  const shown = shownLines(message);
  const [, title = '', cut] = /^(.*?)(…?)$/u.exec(shown[0] ?? '') ?? [];
  if (cut === '') expect(lines[0]).toBe(title);
  else expect(lines[0]?.startsWith(title.trimEnd())).toBe(true);
  if (lines.at(-1) === '…') {
    expect(message.text.length).toBeGreaterThan(2_000);
    return;
  }
  const text = lines.join('\n');
  // What the blocks only count for want of room, the text names.
  const facts = shown
    .slice(1)
    .filter((line) => !line.startsWith('+ '))
    .flatMap((line) => line.split(' · '));
  for (const fact of facts) expect(text).toContain(fact);
}

const moment = { now, by: 'durations' } as const;

describe('the text of a message alone', () => {
  it('has the verdict, the counts and every next step of an answer, in the same words', () => {
    const input = anyReadings('tame').chain((readings) =>
      fc.record({
        readings: fc.constant(readings),
        query: anyQuery(readings),
        audience: fc.constantFrom('asker' as const, 'channel' as const),
      }),
    );
    fc.assert(
      fc.property(input, ({ readings, query, audience }) => {
        const portalNames = readings.map(({ portal }) => portal.name);
        const sharedBy = audience === 'channel' ? 'U0SHARER01' : undefined;
        const command = '/backups';
        expectSame(answer({ readings, query, audience, portalNames, now, command, sharedBy }));
      }),
      { numRuns: 80 },
    );
  });

  it('has those of a digest', () => {
    fc.assert(
      fc.property(anyDigest('tame'), (input) => expectSame(renderDigest(input))),
      { numRuns: 40 },
    );
  });

  it('has those of a list of digests', () => {
    const digest = {
      id: 'a',
      channel: 'C0123456789',
      cron: '0 9 * * 1-5',
      timeZone: 'Europe/Berlin',
    } as const;
    const given = { dueAt: now, state: 'given-up', at: now, sentence: 'Slack was too busy.' } as const;
    const base = { now, command: '/backups', said: undefined } as const;
    const digests = [
      { ...digest, kind: 'all', state: { kind: 'on' }, nextDueAt: now, last: given },
      { ...digest, kind: 'problems', state: { kind: 'stopped' }, nextDueAt: undefined, last: undefined },
      { ...digest, kind: 'all', state: { kind: 'broken', code: 'x' }, nextDueAt: undefined, last: undefined },
    ] as const;
    for (const [mayChange, of] of [
      [true, 'channel'],
      [false, 'person'],
    ] as const) {
      expectSame(renderDigestList({ ...base, digests, mayChange, of }));
      expectSame(renderDigestList({ ...base, digests: [], mayChange, of }));
    }
  });

  it('tells what a dot and a bar mean', () => {
    const losing = reading('losing', read([backup(0, { leftMs: hour }), backup(0, { leftMs: 2 * hour })]));
    const keeping = reading('keeping', read([backup(0, { leftMs: 3 * hour }), backup(hour)]));
    const rows = spoken(ask({ expiring: 'window' }, [losing, keeping]).text)
      .split('\n')
      .filter((line) => line.includes(' left '));
    expect(rows.map((row) => [row.startsWith('🔴'), row.endsWith('the last one')])).toEqual([
      [false, false],
      [true, true],
      [false, false],
    ]);
  });
});

describe('a finding', () => {
  it.each(Object.keys(findingTraits))('says what it is without an emoji: %s', (kind) => {
    const evidence = {
      leaving: [backup(0, { leftMs: hour })],
      others: { stayingCount: 1, newestStayingAt: now, unknownCount: 0 },
      failure: { kind: 'key-refused' },
      newestAt: new Date(now.getTime() - 9 * day),
      allowedMs: 7 * day,
      newestKnownAt: undefined,
      lost: { backups: [{ backup: backup(day), missingSince: now, lastSeenAt: now }], emptied: [] },
      outage: { since: now, until: now },
    };
    const finding = { kind, part: 'own', ...evidence } as unknown as Parameters<typeof describeFinding>[0];
    expect(describeFinding(finding, moment).sentence).toMatch(/^[a-z0-9][^🔴🟡⚪🟢]{8,}$/u);
  });
});
