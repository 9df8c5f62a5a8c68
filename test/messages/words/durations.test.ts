import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ageBeyondWords,
  agoWords,
  atMostWords,
  durationWords,
  inWords,
  leftWords,
  lessThanWords,
  readAgoWords,
  spanWords,
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
    [hour + 59 * minute, '1 h'],
    [6 * hour + 59 * minute, '6 h'],
    [day - second, '23 h'],
    [28 * hour, '28 h'],
    [2 * day - second, '47 h'],
    [2 * day, '2 days'],
    [7 * day - second, '6 days'],
    [9 * day + 23 * hour, '9 days'],
    [35 * day, '5 weeks'],
    [100 * day, '3 months'],
    [400 * day, '13 months'],
    [800 * day, '2 years'],
    [2_000 * 365.25 * day, '2,000 years'],
  ])('says %d ms as “%s”', (ms, words) => {
    expect(withPlainSpaces(durationWords(ms))).toBe(words);
  });

  it('holds each number and its unit together, and lets a line break between two units', () => {
    expect(spanWords(52 * hour)).toBe('2\u00A0days 4\u00A0h');
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
    const said = [agoWords(6 * hour), inWords(18 * hour), inWords(1), leftWords(4 * hour + 59 * minute)];
    expect(said.map(withPlainSpaces)).toEqual(['6 h ago', 'in 18 h', 'in less than a minute', '4 h left']);
  });

  it.each([
    [25 * minute, '25 min'],
    [26 * hour, '26 h'],
    [2 * day, '2 days'],
    [2 * day + 4 * hour, '2 days 4 h'],
    [7 * day - second, '6 days 23 h'],
    [12 * day + 5 * hour, '12 days'],
  ])('says the time between two backups, with hours where they matter: %d ms', (ms, words) => {
    expect(withPlainSpaces(spanWords(ms))).toBe(words);
  });

  it.each([
    [0, '1 min'],
    [34 * minute + 1, '35 min'],
    [59 * minute, '59 min'],
    [59 * minute + 1, '1 h'],
    [6 * hour, '6 h'],
    [6 * hour + 1, '7 h'],
    [2 * day, '48 h'],
    [2 * day + 1, '2 days 1 h'],
    [9 * day, '9 days'],
    [9 * day + 1, '9 days 1 h'],
    [14 * day + 1, '15 days'],
  ])('rounds up what follows “at most”: %d ms', (ms, words) => {
    expect(withPlainSpaces(atMostWords(ms))).toBe(words);
  });

  it.each([
    [0, 'just now'],
    [12 * second, '12 s ago'],
    [4 * minute, '4 min ago'],
  ])('says how long ago it was read: %d ms', (ms, words) => {
    expect(withPlainSpaces(readAgoWords(ms))).toBe(words);
  });

  it.each([
    [0, '1 h'],
    [11 * hour, '12 h'],
    [12 * hour - 1, '12 h'],
    [48 * hour - 1, '48 h'],
    [48 * hour, '3 days'],
  ])('rounds up what follows “less than”: %d ms', (ms, words) => {
    expect(withPlainSpaces(lessThanWords(ms))).toBe(words);
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
    expect(withPlainSpaces(ageBeyondWords(53 * hour, 48 * hour))).toBe('more than 48 h');
    expect(withPlainSpaces(ageBeyondWords(73 * hour, 48 * hour))).toBe('3 days (limit 48 h)');
  });

  it('is said plainly when it is well beyond', () => {
    expect(withPlainSpaces(ageBeyondWords(9 * day, 7 * day))).toBe('9 days (limit 7 days)');
  });
});
