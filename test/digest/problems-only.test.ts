import { describe, expect, test } from 'vitest';
import type { Backup } from '../../src/backups/backup.ts';
import { assessNews } from '../../src/backups/notices.ts';
import type { HistoryPart } from '../../src/backups/reading.ts';
import { assessReadings } from '../../src/backups/verdict.ts';
import { breaksSilence, isSignOfLifeDue } from '../../src/digest/problems-only.ts';
import {
  aBackup,
  aPortal,
  at,
  dayMs,
  failedPart,
  fromNow,
  hourMs,
  now,
  readPart,
} from '../backups/sample-backups.ts';

const stays = aBackup({ id: 'stays' });
const unknown = aBackup({ id: 'unknown', expiry: { kind: 'unknown' } });
const old = aBackup({ id: 'old', createdAt: fromNow(-9 * dayMs) });
const leaving = (id: string, inMs: number): Backup => aBackup({ id, expiry: at(fromNow(inMs)) });

/** Whether it breaks the silence when it was not told before, and once it was. */
function silence(...backups: readonly Backup[] | [HistoryPart]) {
  return [judge(backups, undefined), judge(backups, backups)];
}

function judge(
  backups: readonly Backup[] | readonly [HistoryPart],
  told: readonly Backup[] | readonly [HistoryPart] | undefined,
): boolean {
  const verdictOf = (list: readonly (Backup | HistoryPart)[]) => {
    const part = list.find((each) => 'answer' in each) ?? readPart(list as readonly Backup[]);
    return assessReadings([{ portal: aPortal(), histories: [part] }], now);
  };
  const given = told === undefined ? [] : assessNews(verdictOf(told), [], now).open;
  const verdict = verdictOf(backups);
  const { findings } = assessNews(
    verdict,
    given.map((key) => ({ ...key, givenAt: fromNow(-dayMs) })),
    now,
  );
  return breaksSilence(verdict, findings);
}

describe('the silence of a digest of problems only', () => {
  const [always, once, never] = [
    [true, true],
    [true, false],
    [false, false],
  ];

  test.each([
    ['a fine portal', [stays], never],
    ['a list that cannot be read', [failedPart()], always],
    ['no backup at all', [], always],
    ['only expired backups', [leaving('a', -hourMs)], always],
    ['an old newest backup', [old], once],
    ['unknown expiries', [unknown], once],
    ['an expiry where others stay', [leaving('a', 9 * hourMs), stays], never],
    ['an expiry where others may stay', [leaving('a', 9 * hourMs), unknown], once],
    ['the expiry of the last backup', [leaving('a', 9 * hourMs)], once],
  ] as const)('is broken by %s: new, and carried', (_what, backups, expected) => {
    expect(silence(...(backups as readonly Backup[]))).toEqual(expected);
  });

  test('is broken once more when the last backup has six hours left', () => {
    expect(judge([leaving('a', 5 * hourMs)], [leaving('a', 9 * hourMs)])).toBe(true);
    expect(judge([leaving('a', 5 * hourMs)], [leaving('a', 5 * hourMs)])).toBe(false);
    expect(judge([leaving('a', 5 * hourMs), stays], [leaving('a', 9 * hourMs), stays])).toBe(false);
  });

  test('is broken by a new copy that expires, where none stays', () => {
    expect(judge([leaving('b', 9 * hourMs)], [leaving('a', 9 * hourMs)])).toBe(true);
  });
});

describe('the sign of life', () => {
  const due = (since: string | undefined, at: string, timeZone = 'UTC') =>
    isSignOfLifeDue({ since: since === undefined ? undefined : new Date(since), timeZone }, new Date(at));

  test.each([
    ['the first of all', undefined, '2026-11-25T09:00Z', true],
    ['later in the week', '2026-11-23T09:00Z', '2026-11-29T23:59Z', false],
    ['the next Monday', '2026-11-23T09:00Z', '2026-11-30T09:00Z', true],
    ['the next Monday, although the last was on Sunday', '2026-11-29T09:00Z', '2026-11-30T00:00Z', true],
    ['later, where Monday has no slot or was missed', '2026-11-27T09:00Z', '2026-12-02T09:00Z', true],
    ['weeks later', '2026-11-02T09:00Z', '2026-11-26T09:00Z', true],
  ])('is due: %s', (_what, since, at, expected) => {
    expect(due(since, at)).toBe(expected);
  });

  test('goes by the week of the zone', () => {
    expect(due('2026-11-29T09:00Z', '2026-11-29T16:00Z', 'Asia/Tokyo')).toBe(true);
    expect(due('2026-11-29T09:00Z', '2026-11-30T05:00Z', 'America/Los_Angeles')).toBe(false);
  });

  test('goes by the clock of the zone where it changes', () => {
    // In Berlin, the clock goes back on Sunday 25 October 2026 at 3 o'clock.
    expect(due('2026-10-25T09:00Z', '2026-10-25T22:59Z', 'Europe/Berlin')).toBe(false);
    expect(due('2026-10-25T09:00Z', '2026-10-25T23:00Z', 'Europe/Berlin')).toBe(true);
  });
});
