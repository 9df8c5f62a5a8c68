import { describe, expect, it } from 'vitest';
import { findZone, zoneNamed } from '../../src/commands/time-zones.ts';

describe('a time zone', () => {
  it.each([
    ['Europe/Berlin', 'Europe/Berlin'],
    ['europe/BERLIN', 'Europe/Berlin'],
    ['berlin', 'Europe/Berlin'],
    ['new york', 'America/New_York'],
    ['New_York', 'America/New_York'],
    ['port-au-prince', 'America/Port-au-Prince'],
    ['vevay', 'America/Indiana/Vevay'],
    ['utc', 'UTC'],
    ['gmt', 'GMT'],
    ['kolkata', 'Asia/Kolkata'],
    ['asia/calcutta', 'Asia/Calcutta'],
    ['us/eastern', 'US/Eastern'],
    ['etc/gmt+1', 'Etc/GMT+1'],
  ])('is found as “%s”', (text, zone) => {
    expect(findZone(text)).toEqual({ kind: 'found', zone });
  });

  it.each([
    ['Europe/Berln', ['Europe/Berlin']],
    ['londn', ['Europe/London']],
    ['new_yrok', ['America/New_York']],
    ['europe/lon', ['Europe/London']],
    ['+02:00', []],
    ['utc+2', []],
    ['', []],
    ['x', []],
    ['nowhere', []],
    ['__proto__', []],
  ])('is suggested for “%s”', (text, meant) => {
    expect(findZone(text)).toEqual({ kind: 'unknown', meant });
  });

  it('is suggested five times at most', () => {
    expect(findZone('america').kind === 'unknown' && findZone('america')).toMatchObject({
      meant: [
        expect.any(String),
        expect.any(String),
        expect.any(String),
        expect.any(String),
        expect.any(String),
      ],
    });
  });

  it.each(Intl.supportedValuesOf('timeZone'))('has the name that this Node lists: %s', (zone) => {
    expect(zoneNamed(zone.toUpperCase())).toBe(zone);
  });
});
