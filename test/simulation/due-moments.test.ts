import { describe, expect, it } from 'vitest';
import { cronOf, dueMoments, type Times } from '../../simulation/due-moments.ts';

const days = [0, 1, 2, 3, 4, 5, 6];

function due(times: Partial<Times>, from: string, until: string): string[] {
  const whole = { hours: [2], minute: 30, days, timeZone: 'Europe/Berlin', ...times };
  return dueMoments(whole, new Date(from), new Date(until)).map((at) => at.toISOString().slice(5, 16));
}

describe('the moments at which a digest is due', () => {
  it('follow the clock of the zone', () => {
    expect(due({ hours: [9, 17] }, '2027-03-01T00:00:00Z', '2027-03-02T12:00:00Z')).toEqual([
      ...['03-01T08:30', '03-01T16:30', '03-02T08:30'],
    ]);
  });

  it('come an hour later where the clock skips them', () => {
    expect(due({}, '2027-03-27T00:00:00Z', '2027-03-29T12:00:00Z')).toEqual([
      ...['03-27T01:30', '03-28T01:30', '03-29T00:30'],
    ]);
  });

  it('come once where the clock shows them twice', () => {
    expect(due({}, '2026-10-24T12:00:00Z', '2026-10-26T12:00:00Z')).toEqual(['10-25T00:30', '10-26T01:30']);
    const lordHowe = { hours: [1], minute: 45, timeZone: 'Australia/Lord_Howe' };
    expect(due(lordHowe, '2027-04-02T12:00:00Z', '2027-04-04T18:00:00Z')).toEqual([
      ...['04-02T14:45', '04-03T14:45', '04-04T15:15'],
    ]);
  });

  it('leave out days, and the moment at which the search begins', () => {
    const utc = { hours: [9], minute: 0, timeZone: 'UTC' };
    expect(due({ ...utc, days: [1, 2] }, '2027-03-28T00:00:00Z', '2027-04-03T00:00:00Z')).toEqual([
      ...['03-29T09:00', '03-30T09:00'],
    ]);
    expect(due(utc, '2027-03-28T09:00:00Z', '2027-03-29T09:00:00Z')).toEqual(['03-29T09:00']);
  });

  it('are told to the bot as five fields', () => {
    expect(cronOf({ hours: [9, 17], minute: 15, days, timeZone: 'UTC' })).toBe('15 9,17 * * *');
    expect(cronOf({ hours: [9], minute: 0, days: [1, 5], timeZone: 'UTC' })).toBe('0 9 * * 1,5');
  });
});
