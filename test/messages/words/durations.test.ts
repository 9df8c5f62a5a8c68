import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ageBeyondWords,
  agoRangeWords,
  agoWords,
  durationWords,
  inWords,
  oldWords,
  readAgoWords,
  windowWords,
} from '../../../src/messages/words/durations.ts';
import { withPlainSpaces } from '../cast.ts';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

describe('durationWords', () => {
  it.each([
    [0, 'less than a minute'],
    [59 * second, 'less than a minute'],
    [minute, '1 min'],
    [5 * minute + 59 * second, '5 min'],
    [hour, '1 h'],
    [hour + 5 * minute, '1 h 5 min'],
    [3 * hour - second, '2 h 59 min'],
    [6 * hour + 59 * minute, '6 h'],
    [day - second, '23 h'],
    [day, '1 day'],
    [28 * hour, '1 day 4 h'],
    [2 * day + 6 * hour, '2 days 6 h'],
    [7 * day - second, '6 days 23 h'],
    [9 * day + 23 * hour, '9 days'],
    [35 * day, '5 weeks'],
    [100 * day, '3 months'],
    [400 * day, '13 months'],
    [800 * day, '2 years'],
    [2_000 * 365.25 * day, '2,000 years'],
  ])('says %d ms as “%s”', (ms, words) => {
    expect(withPlainSpaces(durationWords(ms))).toBe(words);
  });

  it('holds each number and its unit together, and lets a line break between the two units', () => {
    expect(durationWords(28 * hour)).toBe('1\u00A0day 4\u00A0h');
    expect(windowWords(48 * hour)).toBe('48\u00A0h');
  });

  it('never makes a time look longer than it is', () => {
    const unitMs: Record<string, number> = {
      min: minute,
      h: hour,
      day,
      week: 7 * day,
      month: 30.4375 * day,
      year: 365.25 * day,
    };
    fc.assert(
      fc.property(fc.integer({ min: minute, max: 3_000 * day }), (ms) => {
        const said = [...durationWords(ms).matchAll(/([\d,]+)\u00A0(min|h|day|week|month|year)/g)];
        const saidMs = said.map(
          ([, count = '', unit = '']) => Number(count.replaceAll(',', '')) * (unitMs[unit] ?? 0),
        );
        const total = saidMs.reduce((sum, part) => sum + part, 0);
        expect(total).toBeGreaterThan(0);
        expect(total).toBeLessThanOrEqual(ms);
      }),
    );
  });
});

describe('words for moments', () => {
  it('says that something was just now, even by a clock ahead of ours', () => {
    expect([agoWords(59 * second), agoWords(-5 * minute)]).toEqual(['just now', 'just now']);
  });

  it('says ages and times left', () => {
    expect([agoWords(6 * hour), inWords(18 * hour), inWords(1)].map(withPlainSpaces)).toEqual([
      '6 h ago',
      'in 18 h',
      'in less than a minute',
    ]);
  });

  it.each([
    [28 * hour, '1 day 4 h ago'],
    [2 * day - second, '1 day 23 h ago'],
    [2 * day, '2 days ago'],
    [3 * day - second, '2 days ago'],
    [7 * day - second, '6 days ago'],
    [9 * day, '9 days ago'],
  ])('says an age without hours from two days on: %d ms', (ms, words) => {
    expect(withPlainSpaces(agoWords(ms))).toBe(words);
    expect(`${oldWords(ms)}\u00A0ago`).toBe(agoWords(ms));
  });

  it('keeps the hours of a time left', () => {
    expect(withPlainSpaces(inWords(2 * day + 3 * hour))).toBe('in 2 days 3 h');
  });

  it.each([
    [0, 'just now'],
    [12 * second, '12 s ago'],
    [4 * minute, '4 min ago'],
  ])('says how long ago it was read: %d ms', (ms, words) => {
    expect(withPlainSpaces(readAgoWords(ms))).toBe(words);
  });

  it.each([
    [3 * hour, 11 * hour, '3–11 h ago'],
    [6 * hour, 6 * hour, '6 h ago'],
    [5 * minute, 6 * hour, '5 min to 6 h ago'],
    [3 * hour, 2 * day + 4 * hour, '3 h to 2 days ago'],
    [2 * day + hour, 3 * day + 4 * hour, '2–3 days ago'],
    [0, 6 * hour, 'now to 6 h ago'],
  ])('says a range of ages: %d to %d', (youngest, oldest, words) => {
    expect(withPlainSpaces(agoRangeWords(youngest, oldest))).toBe(words);
  });

  it.each([
    [48 * hour, '48 h'],
    [72 * hour, '3 days'],
    [7 * day, '7 days'],
    [90 * minute, '90 min'],
    [90 * second, '90 s'],
  ])('says a window exactly: %d ms', (ms, words) => {
    expect(withPlainSpaces(windowWords(ms))).toBe(words);
  });
});

describe('an age beside its limit', () => {
  it('never looks as if the limit had been kept', () => {
    expect(withPlainSpaces(ageBeyondWords(7 * day + hour, 7 * day))).toBe('more than 7 days');
    expect(withPlainSpaces(ageBeyondWords(48 * hour + second, 48 * hour))).toBe('more than 48 h');
    expect(withPlainSpaces(ageBeyondWords(53 * hour, 48 * hour))).toBe('2 days 5 h');
  });

  it('is said plainly when it is well beyond', () => {
    expect(withPlainSpaces(ageBeyondWords(9 * day, 7 * day))).toBe('9 days');
  });
});
