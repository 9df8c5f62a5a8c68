import { describe, expect, it } from 'vitest';
import { parseTime } from '../../src/commands/time-of-day.ts';

describe('a time of day', () => {
  it.each([
    ['9', '09:00'],
    ['09', '09:00'],
    ['9:05', '09:05'],
    ['09.30', '09:30'],
    ['930', '09:30'],
    ['0900', '09:00'],
    ['2359', '23:59'],
    ['9h', '09:00'],
    ['9h30', '09:30'],
    ['9am', '09:00'],
    ['9:15pm', '21:15'],
    ['9p.m.', '21:00'],
    ['12am', '00:00'],
    ['12pm', '12:00'],
    ['0', '00:00'],
    ['noon', '12:00'],
    ['midnight', '00:00'],
  ])('is read from “%s”', (text, time) => {
    expect(parseTime(text)).toBe(time);
  });

  it.each([
    '24',
    '24:00',
    '9:60',
    '960',
    '13am',
    '0pm',
    '9:5',
    '',
    'am',
    '90000',
    '9:00:00',
    '-9',
    'nine',
    'constructor',
  ])('is not “%s”', (text) => {
    expect(parseTime(text)).toBeUndefined();
  });
});
