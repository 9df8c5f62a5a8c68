import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { everything, type Query } from '../../src/backups/query.ts';
import { formatQuery, parseQuery } from '../../src/commands/parse-query.ts';
import { isReservedWord } from '../../src/commands/words.ts';
import { portalNameLists, queries } from '../backups/arbitraries.ts';
import { dayMs, hourMs } from '../backups/sample-backups.ts';

const names = ['acme', 'acme-test', 'Beta', 'localhost', 'Straße', 'İzmir', 'constructor-site'];
const parse = (text: string, portals = names) => parseQuery(text.split(' '), portals);
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
    ['ｄｕｍｐｓ ３ｄ', { scope: 'dumps', expiring: { withinMs: 3 * dayMs } }],
    ['EXPİRİNG', { expiring: 'window' }],
  ])('are understood: “%s”', (text, query) => {
    expect(parse(text)).toEqual(understood(query));
  });

  it('may come in any order', () => {
    const words = ['beta', 'expiring', '36h', 'dumps', 'cloud'];
    const query: Query = {
      ...{ portal: 'Beta', expiring: { withinMs: 36 * hourMs }, scope: 'dumps', storage: 'third-party' },
      page: 1,
    };
    fc.assert(
      fc.property(fc.shuffledSubarray(words, { minLength: words.length }), (shuffled) => {
        expect(parseQuery(shuffled, names)).toEqual({ query, problems: [] });
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
      problems: [{ kind: 'ambiguous-portal', word: 'ac', names: ['acme', 'acme-test'] }],
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
          expect(parseQuery([name], list)).toEqual(understood({ portal: name }));
          expect(parseQuery([name.normalize('NFD')], list)).toEqual(understood({ portal: name }));
          expect(parseQuery([name.toLowerCase()], list)).toEqual(understood({ portal: name }));
        }
      }),
    );
  });
});

describe('words that do not form a query', () => {
  it.each([
    ['room cloud', { kind: 'said-twice', words: ['room', 'cloud'] }],
    ['dumps ALL', { kind: 'said-twice', words: ['dumps', 'ALL'] }],
    ['3d 5 days', { kind: 'said-twice', words: ['3d', '5 days'] }],
    ['acme beta', { kind: 'said-twice', words: ['acme', 'Beta'] }],
    ['page 2 page 3', { kind: 'said-twice', words: ['page 2', 'page 3'] }],
    ['acme page', { kind: 'page-without-number', word: 'page' }],
    ['Page zero', { kind: 'page-without-number', word: 'Page' }],
    ['Nobody', { kind: 'unknown-word', word: 'Nobody' }],
    ['0d', { kind: 'unknown-word', word: '0d' }],
    ['0 Days', { kind: 'unknown-word', word: '0 Days' }],
    ['1000000d', { kind: 'unknown-word', word: '1000000d' }],
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
        const { query } = parseQuery(['dumps', ...words], names);
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
      ...{ portal: 'acme', expiring: { withinMs: 3 * dayMs }, scope: 'all', storage: 'temporary' },
      page: 2,
    };
    expect(formatQuery(query)).toBe('acme expiring 3d all temporary page 2');
    expect(formatQuery({ ...everything, expiring: 'window' })).toBe('expiring');
  });

  it('is read back as the same query, over any portals', () => {
    const cases = portalNameLists.chain((list) => fc.tuple(fc.constant(list), queries(list)));
    fc.assert(
      fc.property(cases, ([list, query]) => {
        const text = formatQuery(query);
        expect(parse(text === '' ? 'show' : text, list)).toEqual({ query, problems: [] });
      }),
      { numRuns: 500 },
    );
  });

  it('fits into an option of a select on its first page, and always into a button', () => {
    const longest = {
      portal: 'W'.repeat(40),
      expiring: { withinMs: 999_999 * 60_000 },
      storage: 'third-party',
    } as const;
    expect(formatQuery({ ...longest, scope: 'dumps', page: 1 })).toHaveLength(75);
    const cases = portalNameLists.chain(queries);
    fc.assert(
      fc.property(cases, (query) => {
        expect(formatQuery(query).length).toBeLessThanOrEqual(query.page === 1 ? 75 : 86);
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
