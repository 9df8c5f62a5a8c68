import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { parseWireDate } from '../../src/docspace/parse-date.ts';

const startZone = process.env['TZ'];

afterEach(() => {
  if (startZone === undefined) delete process.env['TZ'];
  else process.env['TZ'] = startZone;
});

/** Local midnight shows whether the process really uses the zone. */
function moveTo(zone: string, midnightInUtc: string): void {
  process.env['TZ'] = zone;
  expect(new Date(2026, 10, 23).toISOString()).toBe(midnightInUtc);
}

const zones = [
  { zone: 'UTC', midnight: '2026-11-23T00:00:00.000Z' },
  { zone: 'Asia/Tokyo', midnight: '2026-11-22T15:00:00.000Z' },
  { zone: 'America/St_Johns', midnight: '2026-11-23T03:30:00.000Z' },
];

describe.each(zones)('a date from DocSpace, read in $zone', ({ zone, midnight }) => {
  it.each([
    ['2026-11-23T02:15:00', '2026-11-23T02:15:00.000Z'],
    ['2026-11-23 02:15:00', '2026-11-23T02:15:00.000Z'],
    ['2026-11-23t02:15:00', '2026-11-23T02:15:00.000Z'],
    ['2026-11-23T02:15:00Z', '2026-11-23T02:15:00.000Z'],
    ['2026-11-23T02:15:00z', '2026-11-23T02:15:00.000Z'],
    ['2026-11-23T02:15:00+03:00', '2026-11-22T23:15:00.000Z'],
    ['2026-11-23T02:15:00-0330', '2026-11-23T05:45:00.000Z'],
    ['2026-11-23T02:15:00+14:00', '2026-11-22T12:15:00.000Z'],
    ['2026-11-23T02:15:00-14:00', '2026-11-23T16:15:00.000Z'],
    ['2026-11-23T02:15:00.1', '2026-11-23T02:15:00.100Z'],
    ['2026-11-23T02:15:00.1234567', '2026-11-23T02:15:00.123Z'],
    ['2026-11-23T02:15:00.9999999Z', '2026-11-23T02:15:00.999Z'],
    ['2026-12-15T10:30:00.0000000+03:00', '2026-12-15T07:30:00.000Z'],
    ['2024-02-29T00:00:00', '2024-02-29T00:00:00.000Z'],
    // An hour that daylight saving skips in Newfoundland.
    ['2026-03-08T02:30:00', '2026-03-08T02:30:00.000Z'],
    ['9999-12-31T23:59:59.9999999', '9999-12-31T23:59:59.999Z'],
    ['0002-01-01T00:00:00', '0002-01-01T00:00:00.000Z'],
    ['0099-01-02T03:04:05', '0099-01-02T03:04:05.000Z'],
  ])('takes %s for %s', (text, expected) => {
    moveTo(zone, midnight);
    const date = parseWireDate(text);
    expect(date instanceof Date && date.toISOString()).toBe(expected);
  });

  it.each([
    '0001-01-01T00:00:00',
    '0001-01-01T00:00:00Z',
    '0001-01-01T00:00:00.0000000',
    '0001-01-01T00:00:00.0000000Z',
    '0001-01-01T00:00:00+03:00',
    '0001-01-01T00:00:00-14:00',
    '0001-12-31T23:59:59',
    '0000-12-31T21:00:00Z',
  ])('takes %s for never', (text) => {
    moveTo(zone, midnight);
    expect(parseWireDate(text)).toBe('never');
  });
});

describe('an unreadable date', () => {
  it.each([
    '',
    ' ',
    'yesterday',
    '2026',
    '2026-11-23',
    '2026-11-23T02:15',
    '23.11.2026 02:15:00',
    '2026-13-01T00:00:00',
    '2026-00-10T00:00:00',
    '2026-02-29T00:00:00',
    '2026-04-31T00:00:00',
    '2026-11-00T00:00:00',
    '2026-11-23T24:00:00',
    '2026-11-23T02:60:00',
    '2026-11-23T02:15:60',
    '2026-11-23T02:15:00+14:01',
    '2026-11-23T02:15:00-14:01',
    '2026-11-23T02:15:00+02:60',
    '2026-11-23T02:15:00.',
    '2026-11-23T02:15:00Zebra',
    ' 2026-11-23T02:15:00',
    '0001-99-99T00:00:00',
    '-000001-01-01T00:00:00Z',
    '/Date(1732328100000)/',
    '1732328100',
  ])('is unknown: %j', (text) => {
    expect(parseWireDate(text)).toBeUndefined();
  });
});

describe('the calendar', () => {
  const twoDigits = (value: number) => String(value).padStart(2, '0');

  it.each([1900, 2000, 2023, 2024, 2100])('has the days that it has, and no others, in %i', (year) => {
    for (let month = 0; month <= 13; month += 1)
      for (let day = 0; day <= 32; day += 1) {
        const date = new Date(Date.UTC(year, month - 1, day));
        const isReal = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
        const text = `${year}-${twoDigits(month)}-${twoDigits(day)}T00:00:00`;
        expect(parseWireDate(text), text).toEqual(isReal ? date : undefined);
      }
  });

  it('is unknown when any of its characters is another', () => {
    const text = '2026-11-23T02:15:00';
    // The neighbours of the digits in ASCII, and others that stand elsewhere in a date.
    for (const other of ['/', ':', 'T', '-', 'x'])
      for (const [index, character] of [...text].entries()) {
        if (character === other) continue;
        expect(parseWireDate(text.slice(0, index) + other + text.slice(index + 1))).toBeUndefined();
      }
  });
});

describe('any date', () => {
  const dates = fc.date({
    min: new Date('0002-01-02T00:00:00Z'),
    max: new Date('9999-12-30T00:00:00Z'),
    noInvalidDate: true,
  });

  it('comes back as the moment it was written for, in every zone', () => {
    const offsets = fc.integer({ min: -14 * 60, max: 14 * 60 });
    fc.assert(
      fc.property(dates, offsets, (date, offset) => {
        const local = new Date(date.getTime() + offset * 60_000).toISOString().slice(0, -1);
        const hours = String(Math.trunc(Math.abs(offset) / 60)).padStart(2, '0');
        const minutes = String(Math.abs(offset) % 60).padStart(2, '0');
        expect(parseWireDate(`${local}${offset < 0 ? '-' : '+'}${hours}:${minutes}`)).toEqual(date);
        expect(parseWireDate(date.toISOString().slice(0, -1))).toEqual(date);
      }),
    );
  });
});
