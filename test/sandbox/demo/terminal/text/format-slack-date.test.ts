import { describe, expect, test } from 'vitest';
import { formatSlackDate } from '../../../../../sandbox/demo/terminal/text/format-slack-date.ts';

const now = new Date('2026-11-24T09:30:00Z');

function format(at: string, tokens: string, timeZone = 'UTC'): string {
  return formatSlackDate(Date.parse(at) / 1_000, tokens, { now, timeZone }).replaceAll('\u202f', ' ');
}

describe('formatSlackDate', () => {
  test.each([
    ['{date_num}', '2026-11-20'],
    ['{date_slash}', '11/20/2026'],
    ['{date}', 'November 20'],
    ['{date_short}', 'Nov 20'],
    ['{date_long}', 'Friday, November 20'],
    ['{time}', '8:05 AM'],
    ['{time_secs}', '8:05:09 AM'],
    ['{ago}', '4 days ago'],
    ['{date_short_pretty} at {time}', 'Nov 20 at 8:05 AM'],
    ['{unheard_of}', '{unheard_of}'],
  ])('fills %s', (tokens, expected) => {
    expect(format('2026-11-20T08:05:09Z', tokens)).toBe(expected);
  });

  test('says today, yesterday and tomorrow by the day it is for the reader', () => {
    expect(format('2026-11-24T23:30:00Z', '{date_pretty}')).toBe('Today');
    expect(format('2026-11-24T23:30:00Z', '{date_pretty}', 'Asia/Tokyo')).toBe('Tomorrow');
    expect(format('2026-11-23T10:00:00Z', '{date_short_pretty} at {time}', 'Europe/Berlin')).toBe(
      'Yesterday at 11:00 AM',
    );
  });

  test('adds the year to what is half a year away', () => {
    expect(format('2026-04-01T00:00:00Z', '{date_short}')).toBe('Apr 1, 2026');
    expect(format('2023-08-13T00:00:00Z', '{date}')).toBe('August 13, 2023');
  });
});
