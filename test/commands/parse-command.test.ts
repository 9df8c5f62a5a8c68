import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { everything, type Query } from '../../src/backups/query.ts';
import { parseCommand, parseValue } from '../../src/commands/parse-command.ts';
import { formatQuery } from '../../src/commands/parse-query.ts';
import { knownNameLists, portalNameLists, queries } from '../backups/arbitraries.ts';
import { dayMs, hourMs } from '../backups/sample-backups.ts';

const names = ['acme', 'acme-test', 'Beta', 'localhost', 'Straße', 'ﬁ', '3com'];
const parse = (text: string, portals = names, groups: readonly string[] = []) =>
  parseCommand(text, { portals, groups });
const show = (query: Partial<Query>, share = false) => ({
  kind: 'show',
  query: { ...everything, ...query },
  share,
});
const threeDays = { expiring: { withinMs: 3 * dayMs } };

function closest(text: string, portals = names): readonly string[] {
  const command = parse(text, portals);
  if (command.kind !== 'not-understood') throw new Error(`“${text}” was understood`);
  return command.closest;
}

function sentence(text: string, portals = names): string {
  const command = parse(text, portals);
  if (command.kind !== 'not-understood') throw new Error(`“${text}” was understood`);
  return command.sentence;
}

describe('/backups', () => {
  it.each(['', ' ', '\n\t', '\u00a0\u3000', '""', '- —'])(
    'shows everything when nothing is typed: %j',
    (text) => {
      expect(parse(text)).toEqual(show({}));
    },
  );

  it.each([
    ['acme', show({ portal: 'acme' })],
    ['  BETA   Dumps ', show({ portal: 'Beta', scope: 'dumps' })],
    ['expiring 3 days', show(threeDays)],
    ['3d expiring', show(threeDays)],
    ['expiring, 3 d; beta', show({ ...threeDays, portal: 'Beta' })],
    ['share beta page 2', show({ portal: 'Beta', page: 2 }, true)],
    ['temp Share both SHARE', show({ storage: 'temporary', scope: 'all' }, true)],
    ['share', show({}, true)],
    ['issues', show({ problems: true })],
    ['beta file names', show({ portal: 'Beta', files: true })],
    ['3com 36 hours', show({ portal: '3com', expiring: { withinMs: 36 * hourMs } })],
    ['ﬁ', show({ portal: 'ﬁ' })],
    ['FI', show({ portal: 'ﬁ' })],
  ])('understands “%s”', (text, command) => {
    expect(parse(text)).toEqual(command);
  });

  it.each([
    ['“acme-test”', show({ portal: 'acme-test' })],
    ['‚acme‘ «dumps»', show({ portal: 'acme', scope: 'dumps' })],
    ['`acme`', show({ portal: 'acme' })],
    ['acme—test', show({ portal: 'acme-test' })],
    ['acme–test', show({ portal: 'acme-test' })],
    ['third−party', show({ storage: 'third-party' })],
    ['third - party acme', show({ storage: 'third-party', portal: 'acme' })],
    ['-- acme -dumps', show({ scope: 'dumps', portal: 'acme' })],
    ['--Beta -share', show({ portal: 'Beta' }, true)],
    ['--expiring —3d', show(threeDays)],
    ['acme\u00a0dumps', show({ portal: 'acme', scope: 'dumps' })],
    ['acme\u2003dumps\u0000cloud', show({ portal: 'acme', scope: 'dumps', storage: 'third-party' })],
    ['ac\u200bme\u2060 \ufeffdu\u00admps', show({ portal: 'acme', scope: 'dumps' })],
    ['\u202eacme\u202c', show({ portal: 'acme' })],
    ['ｅｘｐｉｒｉｎｇ　３ｄ', show(threeDays)],
    ['acme，dumps、cloud', show({ portal: 'acme', scope: 'dumps', storage: 'third-party' })],
  ])('tolerates what phones, input methods and pasting produce: %s', (text, command) => {
    expect(parse(text)).toEqual(command);
  });

  it.each([
    'help',
    'HELP',
    '?',
    '？',
    '--help',
    '-help',
    '-h',
    '—H',
    '--h',
    '-?',
    'acme -h',
    'digest -h',
    'acme help',
    'digest ?',
  ])('shows the help on “%s”', (text) => {
    expect(parse(text)).toEqual({ kind: 'help' });
  });

  it('shows the help even when a portal begins with “help”', () => {
    expect(parse('help', ['helpdesk'])).toEqual({ kind: 'help' });
    expect(parse('helpd', ['helpdesk'])).toEqual(show({ portal: 'helpdesk' }));
  });

  it.each(['h', 'hr'])('shows the help on “-h” even when a portal is called “%s”', (name) => {
    expect(parse('-h', [name])).toEqual({ kind: 'help' });
  });

  it('reads a word after a dash as an option, never as the beginning of a portal', () => {
    expect(sentence('-a', ['acme'])).toBe('There is no portal or option “-a”.');
    expect(closest('-acm', ['acme'])).toEqual(['acme']);
    expect(closest('--expirng', ['acme'])).toEqual(['expiring']);
  });

  it.each(['h', 'usage', 'commands', 'digest-2', 'shared', 'd'])('shows a portal called “%s”', (name) => {
    expect(parse(name, [name])).toEqual(show({ portal: name }));
  });
});

describe('a command that is not understood', () => {
  it.each(['now', 'ON', '-off'])(
    'is an option of the digest, not the beginning of a portal: “%s”',
    (text) => {
      const portals = ['now1', 'online', 'offsite', 'acme'];
      const word = text.toLowerCase().replace('-', '');
      expect(sentence(text, portals)).toBe(`“${word}” goes with “digest”.`);
      expect(closest(text, portals)).toEqual([word === 'on' ? 'digest on 09:00' : `digest ${word}`]);
    },
  );

  it.each(['acme digest', 'share digest'])('says that the digest stands alone: “%s”', (text) => {
    expect(sentence(text)).toBe('“digest” stands alone.');
    expect(closest(text)).toEqual(['digest']);
  });

  it('asks for the name of a group, also where there is none', () => {
    expect(sentence('group:')).toBe('“group:” needs a name after it.');
  });

  it.each([
    ['expirng', 'expiring'],
    ['expired', 'expiring'],
    ['expi', 'expiring'],
    ['Expiry 3d', 'expiring 3d'],
    ['acme thir', 'acme third-party'],
    ['temprary', 'temporary'],
    ['tempory', 'temporary'],
    ['al', 'all'],
    ['acme expirng 3 days', 'acme expiring 3d'],
    ['expirng page 2 shar', 'expiring page 2'],
    ['lcoalhost dmups', 'localhost dumps'],
    ['strase cloud', 'Straße third-party'],
    ['bta share', 'Beta'],
    ['hepl', 'help'],
    ['expiring 7', 'expiring 7d'],
    ['ac dumps', ['acme dumps', 'acme-test dumps']],
    ['room cloud dumps', ['dumps room', 'dumps third-party']],
    ['acme beta', ['acme', 'Beta']],
    ['3d 5 days page 2 page 3', ['expiring 3d page 2', 'expiring 5d page 2', 'expiring 3d page 3']],
    ['beta page', 'Beta'],
    ['nonsense dumps', 'dumps'],
    ['acme archve', 'acme'],
    ['prob', 'problems'],
    ['beta fiels', 'Beta files'],
    ['problems beta', ['problems', 'Beta']],
    ['expiring 3d room problems', ['expiring 3d room', 'problems']],
    ['expiring 99999d', 'expiring 3650d'],
    ['expiring 0d room', 'expiring 1m room'],
    ['beta 0 days', 'Beta expiring 1m'],
    ['acme expiring 1000000 weeks', 'acme expiring 3650d'],
    ['ac be', ['Beta']],
    ['acme expirng share', 'acme expiring'],
    ['ac dmups', ['acme dumps', 'acme-test dumps']],
  ])('comes with the closest one: “%s”', (text, suggestion) => {
    expect(closest(text)).toEqual([suggestion].flat());
  });

  it('comes with the nearest of several portals, and with all that are equally near', () => {
    expect(closest('backoffice1', ['bacoffic', 'backoffice', 'backoffixe'])).toEqual(['backoffice']);
    const alike = ['acre', 'acne', 'other'];
    expect(closest('acme dumps', alike)).toEqual(['acre dumps', 'acne dumps']);
    expect(sentence('acme', alike)).toBe('There is no portal or option “acme”. It could be acre or acne.');
  });

  it.each([
    ['emea', ['group:EMEA']],
    ['eme dumps', ['group:EMEA dumps', 'group:emerald dumps']],
    ['emae', ['group:EMEA']],
    ['gruop:emea', ['group:EMEA']],
    ['group=emea', ['group:EMEA']],
    ['group:emae expiring', ['group:EMEA expiring']],
    ['group:emeralds', ['group:emerald']],
    ['group:Beta', ['Beta']],
    ['group:', ['group:EMEA', 'group:emerald']],
    ['group', ['group:EMEA', 'group:emerald']],
    ['group emae', ['group:EMEA']],
    ['group:eme problems', ['group:EMEA problems', 'group:emerald problems']],
    ['acme group:emea', ['acme', 'group:EMEA']],
  ])('comes with the groups that could be meant: “%s”', (text, suggestions) => {
    const command = parse(text, names, ['EMEA', 'emerald']);
    expect(command).toMatchObject({ kind: 'not-understood', closest: suggestions });
  });

  it('may be the beginning of an option and of a group', () => {
    expect(parse('tem', ['acme'], ['template'])).toEqual({
      kind: 'not-understood',
      sentence: 'There is no portal or option “tem”. It could be temporary or group:template.',
      closest: ['temporary', 'group:template'],
    });
  });

  it('does not take “share” for the beginning of a portal', () => {
    expect(closest('shrae room', ['shared-files'])).toEqual(['room']);
  });

  it.each(['nonsense', 'x', 'ex', '💾', 'constructor', '__proto__', 'hasOwnProperty', '0', '1000000'])(
    'comes without one when nothing is close: “%s”',
    (text) => {
      expect(closest(text, [...names, 'y'])).toEqual([]);
    },
  );

  it.each([
    ['nonsense', 'There is no portal or option “nonsense”.'],
    ['ac', '“ac” could be acme or acme-test.'],
    ['Room cloud', "“Room” and “cloud” can't be asked for together."],
    ['page', '“page” needs a number after it.'],
    ['acme group:emea', 'There is no group “emea”.'],
    ['problems acme', "“problems” and “acme” can't be asked for together."],
    ['expiring 99999d', '“99999d” is too long. Give a time from 1m to 3650d, for example “expiring 3d”.'],
    ['0 days', '“0 days” is too short. Give a time from 1m to 3650d, for example “expiring 3d”.'],
  ])('says why: “%s”', (text, why) => {
    expect(sentence(text)).toBe(why);
  });

  it('names and offers five of many portals that a beginning could mean', () => {
    const many = Array.from({ length: 12 }, (_, index) => `site-${index}`);
    expect(sentence('site', many)).toBe('“site” could be site-0, site-1, site-2, site-3, site-4 or 7 more.');
    expect(closest('site', many)).toEqual(['site-0', 'site-1', 'site-2', 'site-3', 'site-4']);
    expect(sentence('site-x', many.slice(0, 9))).toBe(
      'There is no portal or option “site-x”. It could be site-0, site-1, site-2, site-3, site-4 or 4 more.',
    );
    expect(closest('site-x', many)).toHaveLength(5);
  });

  it('is quoted in one line at most', () => {
    const text = '😀'.repeat(5_000);
    expect(sentence(text)).toBe(`There is no portal or option “${'😀'.repeat(40)}…”.`);
    expect(sentence(`digest ${'x'.repeat(9_000)}`).length).toBeLessThan(100);
  });

  it('is also one with too many words, instead of using a part of it', () => {
    expect(parse('all '.repeat(40))).toEqual(show({ scope: 'all' }));
    expect(parse(`${'all '.repeat(40)}beta`)).toMatchObject({ kind: 'not-understood', closest: [] });
  });
});

describe('any text', () => {
  const anyText = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc
      .array(
        fc.constantFrom(
          'acme',
          'expirng',
          'dumps',
          'page',
          '2',
          'days',
          'share',
          'digst',
          'now',
          'hlep',
          'room',
          'ac',
        ),
        { maxLength: 8 },
      )
      .map((words) => words.join(' ')),
  );

  it('gets a command, and any suggestion is understood', () => {
    fc.assert(
      fc.property(anyText, portalNameLists, (text, portals) => {
        const command = parse(text, portals);
        if (command.kind !== 'not-understood') return;
        for (const text of command.closest) expect(parse(text, portals).kind).not.toBe('not-understood');
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['one word', 'x'.repeat(10_000)],
    ['letters apart', 'x '.repeat(5_000)],
    ['words', 'expiring nonsense '.repeat(600)],
    ['marks', '-"\u200b'.repeat(3_400)],
    ['accents', 'e\u0301\u0301'.repeat(3_334)],
    ['letters that grow when folded', 'ﷺ'.repeat(10_000)],
    ['as many words as are read', `${'a'.repeat(249)} `.repeat(40)],
  ])('of 10,000 characters is read in a moment: %s', (_, text) => {
    const many = Array.from({ length: 300 }, (__, index) => `portal-${index}-${'x'.repeat(25)}`);
    // Measured in processor time, because a busy machine may be slow.
    const start = process.cpuUsage();
    parse(text, many);
    expect(process.cpuUsage(start).user).toBeLessThan(2_000_000);
  });
});

describe('the value of a button', () => {
  it('means the query it was made from, over any portals, typed or pressed', () => {
    const cases = knownNameLists.chain((known) => fc.tuple(fc.constant(known), queries(known)));
    fc.assert(
      fc.property(cases, fc.boolean(), ([known, query], share) => {
        const text = formatQuery(query);
        const command = { kind: 'show', query, share };
        expect(parseCommand(`${text}${share ? ' share' : ''}`, known)).toEqual(command);
        expect(parseValue(text || 'show', share, known)).toEqual(command);
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['acme-eu', 'acme-eu'],
    ['acme-e expiring 3d', 'acme-e'],
    ['ACME', 'ACME'],
    ['acme-eu unheard-of', undefined],
    ['room local', undefined],
    ['', undefined],
    ['help', undefined],
    ['acme share', undefined],
    ['group:eme', undefined],
    ['group:EMEA', undefined],
    ['group:emea acme', undefined],
    ['digest now', undefined],
  ])('that no longer means anything is outdated, and a portal of before is named: “%s”', (value, portal) => {
    expect(parseValue(value, false, { portals: ['acme', 'acme-europe'], groups: ['emea'] })).toEqual({
      kind: 'outdated',
      portal,
    });
  });
});
