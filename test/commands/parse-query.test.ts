import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { everything, type Query } from '../../src/backups/query.ts';
import { formatQuery, parseExactQuery, parseQuery } from '../../src/commands/parse-query.ts';
import { isReservedWord } from '../../src/commands/words.ts';
import { knownNameLists, portalNameLists, queries } from '../backups/arbitraries.ts';
import { dayMs, hourMs } from '../backups/sample-backups.ts';

const names = ['acme', 'acme-test', 'Beta', 'localhost', 'Straße', 'İzmir', 'constructor-site'];
const groups = ['Emea', 'emea-south', 'apac', 'acme', 'dumps'];
const known = { portals: names, groups };
const parse = (text: string, portals = names) => parseQuery(text.split(' '), { portals, groups });
const understood = (query: Partial<Query>) => ({ query: { ...everything, ...query }, problems: [] });

describe('the words of a query', () => {
  it.each<[string, Partial<Query>]>([
    ['expiring', { expiring: 'window' }],
    ['expiring 3d', { expiring: { withinMs: 3 * dayMs } }],
    ['3d expiring', { expiring: { withinMs: 3 * dayMs } }],
    ['expiring 3 days', { expiring: { withinMs: 3 * dayMs } }],
    ['36 hours', { expiring: { withinMs: 36 * hourMs } }],
    ['leaving soon', { expiring: 'window' }],
    ['show portal acme', { portal: 'acme' }],
    ['expires within next 2 weeks', { expiring: { withinMs: 14 * dayMs } }],
    ['BETA Dumps TEMP page 3', { portal: 'Beta', scope: 'dumps', storage: 'temporary', page: 3 }],
    ['page 3 temporary dump bet', { portal: 'Beta', scope: 'dumps', storage: 'temporary', page: 3 }],
    ['both third-party', { scope: 'all', storage: 'third-party' }],
    ['third party', { storage: 'third-party' }],
    ['acme Third Party dumps', { portal: 'acme', storage: 'third-party', scope: 'dumps' }],
    ['all all ALL both', { scope: 'all' }],
    ['2d 48h 48 hours', { expiring: { withinMs: 2 * dayMs } }],
    ['beta Beta bet', { portal: 'Beta' }],
    ['page 2 page 2', { page: 2 }],
    ['problem', { problems: true }],
    ['dumps issues PROBLEMS', { problems: true, scope: 'dumps' }],
    ['acme names', { portal: 'acme', files: true }],
    ['ｄｕｍｐｓ ３ｄ', { scope: 'dumps', expiring: { withinMs: 3 * dayMs } }],
    ['EXPİRİNG', { expiring: 'window' }],
  ])('are understood: “%s”', (text, query) => {
    expect(parse(text)).toEqual(understood(query));
  });

  it('may come in any order', () => {
    const words = ['beta', 'expiring', '36h', 'dumps', 'cloud'];
    const query: Query = {
      ...everything,
      ...{ portal: 'Beta', expiring: { withinMs: 36 * hourMs }, scope: 'dumps', storage: 'third-party' },
    };
    fc.assert(
      fc.property(fc.shuffledSubarray(words, { minLength: words.length }), (shuffled) => {
        expect(parseQuery(shuffled, known)).toEqual({ query, problems: [] });
      }),
    );
  });
});

describe('a portal', () => {
  it.each([
    ['acme', 'acme'],
    ['ACME', 'acme'],
    ['acme-', 'acme-test'],
    ['b', 'Beta'],
    ['localh', 'localhost'],
    ['strasse', 'Straße'],
    ['STRAẞE', 'Straße'],
    ['stras', 'Straße'],
    ['IZMIR', 'İzmir'],
    ['izm', 'İzmir'],
    ['i\u0307zmir', 'İzmir'],
    ['constructor', 'constructor-site'],
  ])('is found as %s', (word, portal) => {
    expect(parse(word)).toEqual(understood({ portal }));
  });

  it('is not guessed from a beginning that several share', () => {
    expect(parse('ac dumps')).toEqual({
      query: { ...everything, scope: 'dumps' },
      problems: [{ kind: 'ambiguous', word: 'ac', meant: ['acme', 'acme-test'] }],
    });
  });

  it.each(['local', 'all', 'page', 'expires', 'in'])('never replaces the option “%s”', (option) => {
    expect(parse(option, [`${option}-portal`]).query.portal).toBeUndefined();
  });

  it.each(['d', 'Min', 'ｈ', 'week'])('may have the name of a unit of time: %s', (name) => {
    expect(parse(`${name} 3d`, [name])).toEqual(
      understood({ portal: name, expiring: { withinMs: 3 * dayMs } }),
    );
    expect(parse(`page 3 ${name}`, [name])).toEqual(understood({ portal: name, page: 3 }));
  });

  it.each(['0d', '1000000d'])('may have a name like a time that is not allowed: %s', (name) => {
    expect(parse(name, [name])).toEqual(understood({ portal: name }));
  });

  it.each(['third', 'Party'])('may have the name of half an option: %s', (name) => {
    const { query } = parse('third party', [name]);
    expect(query).toEqual({ ...everything, portal: name });
  });

  it.each(['constructor', '__proto__', 'toString', 'hasOwnProperty'])('may be unknown: %s', (word) => {
    expect(parse(word, ['acme']).problems).toEqual([{ kind: 'unknown-word', word }]);
  });

  it('is the one that looks alike rather than a longer one', () => {
    expect(parse('ACME２', ['acme2-test', 'acme²'])).toEqual(understood({ portal: 'acme²' }));
  });

  it('can always be found by its full name in any case', () => {
    fc.assert(
      fc.property(portalNameLists, (list) => {
        for (const name of list) {
          expect(parseQuery([name], { portals: list, groups })).toEqual(understood({ portal: name }));
          expect(parseQuery([name.normalize('NFD')], { portals: list, groups })).toEqual(
            understood({ portal: name }),
          );
          expect(parseQuery([name.toLowerCase()], { portals: list, groups })).toEqual(
            understood({ portal: name }),
          );
        }
      }),
    );
  });
});

describe('a group', () => {
  it.each([
    ['group:apac', 'apac'],
    ['GROUP:APAC', 'apac'],
    ['Group: apac', 'apac'],
    ['group apac', 'apac'],
    ['GROUP acme', 'acme'],
    ['ｇｒｏｕｐ：ａｐ', 'apac'],
    ['group:ap', 'apac'],
    ['group:emea', 'Emea'],
    ['group:emea-', 'emea-south'],
    ['group:acme', 'acme'],
    ['group: acme', 'acme'],
    ['group:dumps', 'dumps'],
  ])('is found as %s', (word, group) => {
    expect(parse(word)).toEqual(understood({ group }));
  });

  it('goes with everything but a portal', () => {
    expect(parse('group: apac expiring 3 days room all page 2')).toEqual(
      understood({
        ...{ group: 'apac', expiring: { withinMs: 3 * dayMs }, storage: 'room', scope: 'all', page: 2 },
      }),
    );
    expect(parse('group:ap problems')).toEqual(understood({ group: 'apac', problems: true }));
  });

  it('is not guessed from a beginning that several share, nor from the name of a portal', () => {
    const meant = ['group:Emea', 'group:emea-south'];
    expect(parse('group:em').problems).toEqual([{ kind: 'ambiguous', word: 'group:em', meant }]);
    expect(parse('group:Beta').problems).toEqual([
      { kind: 'unknown-group', word: 'group:Beta', name: 'Beta' },
    ]);
  });

  it('is not what follows a portal whose name begins with “group”', () => {
    for (const name of ['group', 'group-1'])
      expect(parse('group dumps', [name])).toEqual(understood({ portal: name, scope: 'dumps' }));
  });

  it('in a button is only the one that is written exactly so', () => {
    expect(parseExactQuery(['group:Emea'], known)).toEqual(understood({ group: 'Emea' }));
    for (const word of ['group:emea', 'group:ap', 'group:']) {
      expect(parseExactQuery([word], known).problems).toMatchObject([{ kind: 'unknown-group', word }]);
    }
  });
});

describe('words that do not form a query', () => {
  it.each([
    ['room cloud', { kind: 'not-together', words: ['room', 'cloud'] }],
    ['dumps ALL', { kind: 'not-together', words: ['dumps', 'ALL'] }],
    ['3d 5 days', { kind: 'not-together', words: ['3d', '5 days'] }],
    ['acme beta', { kind: 'not-together', words: ['acme', 'Beta'] }],
    ['page 2 page 3', { kind: 'not-together', words: ['page 2', 'page 3'] }],
    ['acme group:ap', { kind: 'not-together', words: ['acme', 'group:apac'] }],
    ['group:ap acme', { kind: 'not-together', words: ['group:apac', 'acme'] }],
    ['group:ap group:emea', { kind: 'not-together', words: ['group:apac', 'group:Emea'] }],
    ['issues acme', { kind: 'not-together', words: ['issues', 'acme'] }],
    ['problems expires', { kind: 'not-together', words: ['problems', 'expires'] }],
    ['3d problems', { kind: 'not-together', words: ['3d', 'problems'] }],
    ['expiring 3d problems', { kind: 'not-together', words: ['3d', 'problems'] }],
    ['temp problems', { kind: 'not-together', words: ['temp', 'problems'] }],
    ['acme page', { kind: 'page-without-number', word: 'page' }],
    ['Page zero', { kind: 'page-without-number', word: 'Page' }],
    ['Nobody', { kind: 'unknown-word', word: 'Nobody' }],
    ['0d', { kind: 'window-not-allowed', word: '0d', nearestMs: 60_000 }],
    ['expiring 0 Days', { kind: 'window-not-allowed', word: '0 Days', nearestMs: 60_000 }],
    ['59s', { kind: 'window-not-allowed', word: '59s', nearestMs: 60_000 }],
    ['3651d', { kind: 'window-not-allowed', word: '3651d', nearestMs: 3650 * dayMs }],
    ['1000000d', { kind: 'window-not-allowed', word: '1000000d', nearestMs: 3650 * dayMs }],
  ])('are reported: “%s”', (text, problem) => {
    expect(parse(text).problems[0]).toEqual(problem);
  });

  it.each(['0', '-1', '1.5', '100000', '1e3', '01'])('are not a page number: %s', (number) => {
    const { query, problems } = parse(`page ${number}`);
    expect(query.page).toBe(1);
    expect(problems[0]).toEqual({ kind: 'page-without-number', word: 'page' });
  });

  it('never cause an error, and what was understood is kept', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' })), (words) => {
        const { query } = parseQuery(['dumps', ...words], known);
        expect(['dumps', 'all']).toContain(query.scope);
      }),
    );
  });
});

describe('a query as text', () => {
  it('is nothing when everything is asked for', () => {
    expect(formatQuery(everything)).toBe('');
  });

  it('is what an administrator would type', () => {
    const query: Query = {
      ...everything,
      ...{ portal: 'acme', expiring: { withinMs: 3 * dayMs }, scope: 'all', storage: 'temporary' },
      ...{ files: true, page: 2 },
    };
    expect(formatQuery(query)).toBe('acme expiring 3d all temporary files page 2');
    expect(formatQuery({ ...everything, group: 'Emea', problems: true })).toBe('group:Emea problems');
    expect(formatQuery({ ...everything, expiring: 'window' })).toBe('expiring');
  });

  it('is read back as the same query, over any portals', () => {
    const cases = knownNameLists.chain((list) => fc.tuple(fc.constant(list), queries(list)));
    fc.assert(
      fc.property(cases, ([list, query]) => {
        const words = (formatQuery(query) || 'show').split(' ');
        expect(parseQuery(words, list)).toEqual({ query, problems: [] });
        expect(parseExactQuery(words, list)).toEqual({ query, problems: [] });
      }),
      { numRuns: 500 },
    );
  });

  it('about a portal fits into an option of a select on its first page, and any into a button', () => {
    const longest = {
      ...everything,
      portal: 'W'.repeat(40),
      expiring: { withinMs: 999_999 * 60_000 },
      storage: 'third-party',
    } as const satisfies Query;
    expect(formatQuery({ ...longest, scope: 'dumps', page: 1 })).toHaveLength(75);
    const cases = knownNameLists.chain(queries);
    fc.assert(
      fc.property(cases, (query) => {
        const isOption = query.group === undefined && query.page === 1 && !query.files;
        expect(formatQuery(query).length).toBeLessThanOrEqual(isOption ? 75 : 98);
      }),
    );
  });
});

describe('a reserved word', () => {
  it.each(
    [
      [
        'all',
        'Dumps',
        'PAGE',
        'third-party',
        'help',
        'digest',
        'share',
        'now',
        'on',
        'off',
        'expires',
        'in',
        'portal',
        'problems',
        'issues',
        'Files',
        'names',
      ],
      ['3d', '365', '90min', 'ａｌｌ', '３', 'EXPİRİNG', 'drıve'],
    ].flat(),
  )('cannot name a portal: %s', (word) => {
    expect(isReservedWord(word)).toBe(true);
  });

  it.each(['acme', 'localhost', 'allied', '3com', 'd1', 'digest-2', 'pages', 'constructor', '__proto__'])(
    'is not %s',
    (word) => {
      expect(isReservedWord(word)).toBe(false);
    },
  );
});
