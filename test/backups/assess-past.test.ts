import { describe, expect, it } from 'vitest';
import { assessPast, lostForMs } from '../../src/backups/assess-past.ts';
import type { Backup } from '../../src/backups/backup.ts';
import { causeOf, type Finding } from '../../src/backups/finding.ts';
import type { HistoryPart, Reading } from '../../src/backups/reading.ts';
import { assessReading } from '../../src/backups/verdict.ts';
import { aPortal, at, dayMs, fromNow, hourMs, now } from './sample-backups.ts';
import { failedAt, named, pastAfter, readAt } from './sample-pasts.ts';

const [a, b, c] = ['a', 'b', 'c'].map((id) => named(id)) as [Backup, Backup, Backup];

/** A portal after these answers, of which the last has just come. */
function answered(...answers: readonly [HistoryPart, ...HistoryPart[]]): Reading {
  const last = answers.at(-1) ?? answers[0];
  return { portal: aPortal(), histories: [last], past: [pastAfter(...answers)] };
}

function findings(reading: Reading, moment = now): Finding[] {
  return reading.histories.flatMap((history) => assessPast(reading, history, moment));
}

function kinds(...answers: readonly [HistoryPart, ...HistoryPart[]]): string[] {
  return findings(answered(...answers)).map(({ kind }) => kind);
}

describe('a backup that is no longer listed', () => {
  const before = readAt(fromNow(-dayMs), [a, b]);

  it('is a problem with its evidence', () => {
    const reading = answered(before, readAt(now, [b]));
    expect(findings(reading)).toEqual([
      {
        ...{ kind: 'no-longer-listed', part: 'own' },
        lost: {
          backups: [{ backup: a, missingSince: now, lastSeenAt: fromNow(-dayMs) }],
          emptied: [],
        },
      },
    ]);
    expect(assessReading(reading, now).severity).toBe('problem');
  });

  it('stays one for seven days, and no longer', () => {
    const reading = answered(before, readAt(now, [b]));
    expect(findings(reading, fromNow(lostForMs - 1))).toHaveLength(1);
    expect(findings(reading, fromNow(lostForMs))).toEqual([]);
  });

  it('is none any more once it would have expired', () => {
    const copy = named('copy', {
      ...{ storage: { kind: 'temporary' }, createdAt: fromNow(-3 * hourMs) },
      expiry: at(fromNow(21 * hourMs)),
    });
    const reading = answered(readAt(fromNow(-hourMs), [copy, b]), readAt(now, [b]));
    expect(findings(reading, fromNow(20 * hourMs))).toHaveLength(1);
    expect(findings(reading, fromNow(21 * hourMs))).toEqual([]);
  });

  it('is none when it is listed again', () => {
    expect(kinds(before, readAt(fromNow(-hourMs), [b]), readAt(now, [a, b]))).toEqual([]);
  });

  it('is none when it expired or rotated', () => {
    const leaving = named('leaving', { expiry: at(fromNow(-hourMs)) });
    expect(kinds(readAt(fromNow(-dayMs), [leaving, b]), readAt(now, [b]))).toEqual([]);
    const newer = named('newer', { createdAt: fromNow(-hourMs) });
    const oldest = named('oldest', { createdAt: fromNow(-9 * dayMs) });
    expect(kinds(readAt(fromNow(-dayMs), [oldest, b]), readAt(now, [b, newer]))).toEqual([]);
  });

  it('is told once with the others, newest first, also those that went another day', () => {
    const [older, newer] = [-3, -2].map((day) => named(`day ${day}`, { createdAt: fromNow(day * dayMs) }));
    const [finding] = findings(
      answered(
        readAt(fromNow(-2 * hourMs), [older as Backup, newer as Backup, c]),
        readAt(fromNow(-hourMs), [older as Backup, c]),
        readAt(now, [c]),
      ),
    );
    expect(
      finding?.kind === 'no-longer-listed' && finding.lost.backups.map(({ backup }) => backup.id),
    ).toEqual(['day -2', 'day -3']);
  });

  it('is not told of a list that cannot be read, nor where nothing is remembered', () => {
    expect(kinds(before, readAt(fromNow(-hourMs), [b]), failedAt(now))).toEqual([]);
    const reading = answered(before, readAt(now, [b]));
    expect(findings({ ...reading, past: 'unavailable' })).toEqual([]);
    expect(findings({ ...reading, past: undefined })).toEqual([]);
  });

  it('is judged for each list by itself', () => {
    const own = pastAfter(before, readAt(now, [b]));
    const dumps = pastAfter(readAt(fromNow(-dayMs), [c], 'dumps'), readAt(now, [c], 'dumps'));
    const histories = [readAt(now, [b]), readAt(now, [c], 'dumps')];
    const reading = { portal: aPortal(), histories, past: [dumps, own] };
    expect(findings(reading).map(({ part }) => part)).toEqual(['own']);
  });

  it('has another cause where a whole storage is empty', () => {
    const bucket = (id: string) => named(id, { storage: { kind: 'third-party' } });
    const whole = answered(readAt(fromNow(-dayMs), [bucket('x'), bucket('y'), a]), readAt(now, [a]));
    const some = answered(before, readAt(now, [b]));
    const causes = [whole, some].flatMap((reading) => findings(reading).map(causeOf));
    expect(causes).toEqual(['no-longer-listed own third-party', 'no-longer-listed own']);
  });
});

describe('a list that can be read again', () => {
  const until = (ms: number, lastedMs = dayMs) =>
    answered(readAt(fromNow(-9 * dayMs), [a]), failedAt(fromNow(ms - lastedMs)), readAt(fromNow(ms), [a]));

  it('is told for a day, and changes no verdict', () => {
    const reading = until(-hourMs);
    expect(findings(reading)).toEqual([
      {
        ...{ kind: 'came-back', part: 'own' },
        outage: { since: fromNow(-hourMs - dayMs), until: fromNow(-hourMs) },
      },
    ]);
    expect(assessReading(reading, now).severity).toBe('fine');
    expect(findings(until(1 - dayMs))).toHaveLength(1);
    expect(findings(until(-dayMs))).toEqual([]);
  });

  it('is not told after an outage of less than an hour', () => {
    expect(findings(until(-1, hourMs))).toHaveLength(1);
    expect(findings(until(-1, hourMs - 1))).toEqual([]);
  });
});
