import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createSlots } from '../../src/digest/slots.ts';

// The host's own zone must not matter.
beforeEach(() => void vi.stubEnv('TZ', 'America/New_York'));
afterEach(() => void vi.unstubAllEnvs());

/** Slots as instants, from the moment given on. */
function slotsFrom(cron: string, timeZone: string, from: string, count: number): string[] {
  const slots = createSlots(cron, timeZone);
  const found: string[] = [];
  let after: Date | undefined = new Date(from);
  while (found.length < count) {
    after = after && slots.next(after);
    if (after === undefined) break;
    found.push(after.toISOString().replace(':00.000Z', 'Z'));
  }
  return found;
}

describe('a slot', () => {
  test.each<[string, string, string, string, string[]]>([
    [
      'comes an hour later on the day the clock skips it',
      '30 2 * * *',
      'Europe/Berlin',
      '2026-03-27T12:00Z',
      ['2026-03-28T01:30Z', '2026-03-29T01:30Z', '2026-03-30T00:30Z'],
    ],
    [
      'comes once on the day the clock shows it twice',
      '30 2 * * *',
      'Europe/Berlin',
      '2026-10-23T12:00Z',
      ['2026-10-24T00:30Z', '2026-10-25T00:30Z', '2026-10-26T01:30Z'],
    ],
    [
      'is not lost in the New York spring',
      '30 2 * * *',
      'America/New_York',
      '2026-03-07T12:00Z',
      ['2026-03-08T07:30Z', '2026-03-09T06:30Z'],
    ],
    [
      'comes once in the New York autumn',
      '30 1 * * *',
      'America/New_York',
      '2026-10-30T12:00Z',
      ['2026-10-31T05:30Z', '2026-11-01T05:30Z', '2026-11-02T06:30Z'],
    ],
    [
      'keeps to a zone half an hour off',
      '0 9 * * *',
      'Asia/Kolkata',
      '2026-03-28T12:00Z',
      ['2026-03-29T03:30Z', '2026-03-30T03:30Z'],
    ],
    [
      'keeps to a zone thirteen hours ahead',
      '0 0 * * *',
      'Pacific/Apia',
      '2026-03-27T12:00Z',
      ['2026-03-28T11:00Z', '2026-03-29T11:00Z'],
    ],
    [
      'is reported once when a whole day does not exist',
      '0 9 * * *',
      'Pacific/Apia',
      '2011-12-29T12:00Z',
      ['2011-12-29T19:00Z', '2011-12-30T19:00Z', '2011-12-31T19:00Z'],
    ],
    ['keeps to UTC', '0 9 * * *', 'UTC', '2026-03-28T12:00Z', ['2026-03-29T09:00Z', '2026-03-30T09:00Z']],
    [
      'is not lost where midnight is skipped',
      '0 0 * * *',
      'America/Santiago',
      '2026-09-05T12:00Z',
      ['2026-09-06T04:00Z', '2026-09-07T03:00Z'],
    ],
    [
      'is not lost where the last hour of a day is skipped',
      '30 23 * * 6',
      'America/Nuuk',
      '2026-03-27T12:00Z',
      ['2026-03-29T01:30Z', '2026-04-05T00:30Z'],
    ],
    [
      'is not lost where the clock jumps by half an hour',
      '15 2 * * *',
      'Australia/Lord_Howe',
      '2026-10-03T12:00Z',
      ['2026-10-03T15:45Z', '2026-10-04T15:15Z'],
    ],
    [
      'that falls on another slot is reported once',
      '0 2,3 * * *',
      'Europe/Berlin',
      '2026-03-28T12:00Z',
      ['2026-03-29T01:00Z', '2026-03-30T00:00Z', '2026-03-30T01:00Z'],
    ],
    [
      'obeys the day of the week in its own zone',
      '0 9 * * 1-5',
      'Pacific/Apia',
      '2026-11-26T21:00Z',
      ['2026-11-29T20:00Z', '2026-11-30T20:00Z'],
    ],
    [
      'on the last day of the month is found',
      '0 9 L * *',
      'UTC',
      '2027-02-01T00:00Z',
      ['2027-02-28T09:00Z', '2027-03-31T09:00Z'],
    ],
    [
      'that is forty years away is found, because 2100 has no 29 February',
      '0 9 29 2 mon',
      'UTC',
      '2072-02-29T12:00Z',
      ['2112-02-29T09:00Z'],
    ],
    [
      'is not lost where a clock thirteen hours ahead skips it',
      '30 3 * * *',
      'Pacific/Apia',
      '2020-09-25T00:00Z',
      ['2020-09-25T14:30Z', '2020-09-26T14:30Z', '2020-09-27T13:30Z'],
    ],
    ['on 29 February is found years ahead', '0 9 29 2 *', 'UTC', '2026-03-01T00:00Z', ['2028-02-29T09:00Z']],
  ])('%s', (_title, cron, timeZone, from, expected) => {
    expect(slotsFrom(cron, timeZone, from, expected.length)).toEqual(expected);
  });

  test('has the second that the expression names', () => {
    expect(slotsFrom('30 0 9 * * *', 'UTC', '2026-11-24T00:00Z', 1)).toEqual(['2026-11-24T09:00:30.000Z']);
  });

  test('that never comes is undefined', () => {
    expect(createSlots('0 9 8 * mon#1', 'UTC').next(new Date('2026-11-24T00:00:00Z'))).toBeUndefined();
  });
});

describe('the last slot of a span', () => {
  const slots = createSlots('0 9 * * *', 'Europe/Berlin');
  const last = (after: string, until: string) =>
    slots.last({ after: new Date(after), until: new Date(until) });

  test('may be the end of the span, but not its beginning', () => {
    expect(last('2026-11-24T07:59:59Z', '2026-11-24T08:00:00Z')).toEqual(new Date('2026-11-24T08:00:00Z'));
    expect(last('2026-11-24T08:00:00Z', '2026-11-24T08:00:01Z')).toBeUndefined();
  });

  test('is the newest of several', () => {
    expect(last('2026-11-20T00:00:00Z', '2026-11-24T07:00:00Z')).toEqual(new Date('2026-11-23T08:00:00Z'));
  });

  test('is found when it was skipped just before midnight', () => {
    const saturdays = createSlots('30 23 * * 6', 'America/Nuuk');
    const span = { after: new Date('2026-03-29T01:29:00Z'), until: new Date('2026-03-29T01:30:00Z') };
    expect(saturdays.last(span)).toEqual(new Date('2026-03-29T01:30:00Z'));
    expect(saturdays.next(span.after)).toEqual(new Date('2026-03-29T01:30:00Z'));
  });

  test('is what the search for the next one ends with', () => {
    const zones = [
      'Europe/Berlin',
      'America/New_York',
      'Asia/Kolkata',
      'Pacific/Apia',
      'America/Nuuk',
      'UTC',
    ];
    const crons = ['30 2 * * *', '0 0 * * *', '15,45 1-3 * * *', '30 23 * * 6', '0 9 1 * *'];
    const year = {
      min: new Date('2026-01-01T00:00Z'),
      max: new Date('2026-12-01T00:00Z'),
      noInvalidDate: true,
    };
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.constantFrom(...crons),
        fc.date(year),
        fc.integer({ min: 1, max: 400 }),
        (timeZone, cron, after, hours) => {
          const either = createSlots(cron, timeZone);
          const until = new Date(after.getTime() + hours * 3_600_000);
          let newest: Date | undefined;
          for (let at = either.next(after); at !== undefined && at <= until; at = either.next(at))
            newest = at;
          expect(either.last({ after, until })).toEqual(newest);
        },
      ),
      { numRuns: 60 },
    );
  });
});
