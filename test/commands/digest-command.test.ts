import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type DigestVerb,
  digestSetUpValue,
  digestValue,
  isDigestAct,
} from '../../src/commands/digest-command.ts';
import { formatSetUp, parseSetUp } from '../../src/commands/digest-set-up.ts';
import { isAct, parseCommand, parseValue } from '../../src/commands/parse-command.ts';

const known = { portals: ['acme', 'online', 'offsite'], groups: [] };
const parse = (text: string) => parseCommand(text, known);
const digest = (ask: object) => ({ kind: 'digest', ask });
const setUp = (more: object) =>
  digest({
    kind: 'set-up',
    time: '09:00',
    days: 'every-day',
    timeZone: undefined,
    digestKind: 'all',
    ...more,
  });

function refused(text: string) {
  const command = parse(text);
  if (command.kind !== 'not-understood') throw new Error(`“${text}” was understood`);
  return command;
}

describe('/backups digest', () => {
  it.each(['digest', 'Digest', '“digest”'])('shows the digests of the channel: %s', (text) => {
    expect(parse(text)).toEqual(digest({ kind: 'list' }));
  });

  it.each(['digest now', 'DIGEST  NOW', 'digest\u00a0now'])('posts one: %s', (text) => {
    expect(parse(text)).toEqual(digest({ kind: 'now', id: undefined }));
  });

  it.each([
    ['digest preview', { kind: 'preview', id: undefined }],
    ['digest off', { kind: 'off', time: undefined }],
    ['digest stop', { kind: 'off', time: undefined }],
    ['digest off 9', { kind: 'off', time: '09:00' }],
    ['digest off 9 pm', { kind: 'off', time: '21:00' }],
    ['digest on', { kind: 'set-up-how' }],
  ])('understands “%s”', (text, ask) => {
    expect(parse(text)).toEqual(digest(ask));
  });

  it.each([
    ['digest on 9', {}],
    ['digest on at 9:00 every day', {}],
    ['digest on daily 0900', {}],
    ['digest on ９：００', {}],
    ['digest on 17.30 weekdays', { time: '17:30', days: 'weekdays' }],
    ['digest on Mon-Fri 9am', { days: 'weekdays' }],
    ['digest on monday to friday 9 AM', { days: 'weekdays' }],
    ['digest on mon – fri 9', { days: 'weekdays' }],
    ['digest on every weekday at noon', { time: '12:00', days: 'weekdays' }],
    ['digest on problems 9 WORKDAYS berlin', berlin('weekdays', 'problems')],
    ['digest on europe/berlin, 09:00', berlin('every-day', 'all')],
    ['digest on 9 in New York', { timeZone: 'America/New_York' }],
    ['Digest on 9 a.m. Berlin.', berlin('every-day', 'all')],
    ['digest on 9 o’clock', {}],
    ['digest on 9 utc issues', { timeZone: 'UTC', digestKind: 'problems' }],
  ])('sets one up with “%s”, in any order', (text, more) => {
    expect(parse(text)).toEqual(setUp(more));
  });

  it.each([
    ['digest on weekdays', 'A digest needs a time of day.', ['digest on 09:00 weekdays']],
    ['digest on 25:00 weekdays', '“25:00” is no time of day.', ['digest on 09:00 weekdays']],
    [
      'digest on 9 and 17',
      'Each digest has one time of day. Set up another one for the other time.',
      undefined,
    ],
    [
      'digest on 09:00:30 utc',
      '“09:00:30” has seconds; a digest comes on the minute.',
      ['digest on 09:00 UTC'],
    ],
    ['digest on 9 berln', 'There is no time zone “berln”.', ['digest on 09:00 Europe/Berlin']],
    ['digest on 9 weekdyas', '“weekdyas” is no time, day or time zone.', ['digest on 09:00 weekdays']],
    ['digest on 9 problms', '“problms” is no time, day or time zone.', ['digest on 09:00 problems']],
    [
      'digest on 7 sundays',
      'A digest comes every day or on weekdays: “sundays” can’t be chosen.',
      ['digest on 07:00 weekdays'],
    ],
    ['digest on 9 daily weekdays', 'A digest comes every day or on weekdays, not both.', ['digest on 09:00']],
    [
      'digest on 30 8 * * 1-5',
      'A digest is set up with a time of day, not with a cron expression.',
      ['digest on 08:30 weekdays'],
    ],
    [
      'digest on 0 30 8 * * 1-5',
      'A digest is set up with a time of day, not with a cron expression.',
      ['digest on 08:30 weekdays'],
    ],
    ['digest on 9 berlin paris', 'A digest has one time zone.', ['digest on 09:00']],
    [
      'digest on 8 +02:00',
      '“+02:00” is no time, day or time zone. A time zone is a name such as “Europe/Berlin”.',
      ['digest on 08:00'],
    ],
  ])('says what is wrong with “%s”, and the closest that is right', (text, sentence, closest) => {
    expect(refused(text)).toEqual({
      ...{ kind: 'not-understood', sentence },
      closest: closest ?? ['digest on 09:00'],
    });
  });

  it('offers each zone that may be meant', () => {
    const { sentence, closest } = refused('digest on 9 europe/b');
    expect(sentence).toMatch(/^There is no time zone “europe\/b”\. It could be Europe\/Belgrade, /);
    expect(closest).toContain('digest on 09:00 Europe/Berlin');
    expect(closest.length).toBeLessThanOrEqual(5);
  });

  it.each([
    ['digest nwo', ['digest now']],
    ['digest no', ['digest on 09:00', 'digest now']],
    ['digest noww', ['digest now']],
    ['digest oof', ['digest off']],
    ['digest peview', ['digest preview']],
    ['digest now please', ['digest now']],
    ['digest off foo', ['digest off']],
    ['digest off 5pm weekdays', ['digest off 17:00']],
    ['digest off all', ['digest off']],
    ['digest new', ['digest on 09:00']],
    ['digest add 5pm weekdays', ['digest on 17:00 weekdays']],
    ['digest remove 5pm', ['digest off 17:00']],
    ['digest delete', ['digest off']],
    ['digest show', ['digest']],
    ['on 5pm berlin', ['digest on 5pm berlin']],
    ['off 9', ['digest off 9']],
    ['digest 9am weekdays', ['digest on 09:00 weekdays']],
    ['digest acme', ['digest']],
    ['digest share', ['digest']],
    ['digst now', ['digest now']],
    ['digst on 9 weekdays', ['digest on 9 weekdays']],
    ['digst on weekdays', ['digest on 09:00 weekdays']],
    ['now digest', ['digest now']],
    ['off digest', ['digest off']],
    ['Digets', ['digest']],
    ['acme digest', ['digest']],
  ])('never acts on a guess: “%s”', (text, closest) => {
    expect(refused(text).closest).toEqual(closest);
  });

  it('never throws, and suggests only what would be understood', () => {
    const words = [
      'on',
      'off',
      '9',
      '9am',
      '25',
      'berlin',
      'europe',
      'mon',
      'weekdays',
      '*',
      'problems',
      'x',
    ];
    const anyText = fc.array(fc.oneof(fc.constantFrom(...words), fc.string()), { maxLength: 8 });
    fc.assert(
      fc.property(anyText, (more) => {
        const command = parse(['digest', ...more].join(' '));
        if (command.kind !== 'not-understood') return;
        for (const text of command.closest) expect(parse(text).kind).not.toBe('not-understood');
      }),
    );
  });
});

describe('the text of a set-up', () => {
  it('is read back as the same', () => {
    const ask = fc.record({
      kind: fc.constant('set-up' as const),
      time: fc.constantFrom('00:00', '09:05', '23:59'),
      days: fc.constantFrom('every-day' as const, 'weekdays' as const),
      timeZone: fc.constantFrom(undefined, 'UTC', ...Intl.supportedValuesOf('timeZone')),
      digestKind: fc.constantFrom('all' as const, 'problems' as const),
    });
    fc.assert(
      fc.property(ask, (asked) => {
        expect(parse(formatSetUp(asked))).toEqual(digest(asked));
        expect(parseSetUp(formatSetUp(asked).toLowerCase().split(' ').slice(2))).toEqual(asked);
      }),
      { numRuns: 300 },
    );
  });
});

describe('the value of a button', () => {
  const id = '0b9f0c0e-1f5e-4c55-8a53-1d3f4b9d0a11';
  const asks: Readonly<Record<DigestVerb, object>> = {
    change: { kind: 'form', id },
    stop: { kind: 'stop', id },
    resume: { kind: 'resume', id },
    preview: { kind: 'preview', id },
    now: { kind: 'now', id },
  };

  it.each(Object.entries(asks))('does with one digest what it says: %s', (verb, ask) => {
    const value = digestValue(verb as DigestVerb, id);
    expect(parseValue(value, false, known)).toEqual(digest(ask));
    expect(parse(value).kind).toBe('not-understood');
    expect(value.length).toBeLessThanOrEqual(75);
  });

  it('opens the form, or shows the list', () => {
    expect(parseValue(digestSetUpValue, false, known)).toEqual(digest({ kind: 'form', id: undefined }));
    expect(parseValue('digest', false, known)).toEqual(digest({ kind: 'list' }));
  });

  it.each([
    'digest stop',
    'digest now',
    'digest on 09:00',
    'digest  stop x',
    'digest stop x y',
    'digest stop ü',
    'Digest',
  ])('is read exactly, without guessing: “%s”', (value) => {
    expect(parseValue(value, false, known).kind).toBe('outdated');
  });
});

describe('a command that Slack repeats', () => {
  it.each(['digest on 9', 'digest off', 'digest now', 'acme share'])('acts once: “%s”', (text) => {
    expect(isAct(parse(text))).toBe(true);
  });

  it.each(['digest', 'digest on', 'digest preview', 'acme', 'help', 'digest x'])(
    'may be answered twice: “%s”',
    (text) => {
      expect(isAct(parse(text))).toBe(false);
    },
  );

  it('acts once by a button too', () => {
    expect(isDigestAct({ kind: 'stop', id: 'x' })).toBe(true);
    expect(isDigestAct({ kind: 'form', id: 'x' })).toBe(false);
  });
});

function berlin(days: string, digestKind: string) {
  return { timeZone: 'Europe/Berlin', days, digestKind };
}
