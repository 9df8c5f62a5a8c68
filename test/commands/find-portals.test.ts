import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findPortals } from '../../src/commands/find-portals.ts';
import { foldWord } from '../../src/commands/fold-word.ts';
import { portalNameLists } from '../backups/arbitraries.ts';

describe('portals found by their letters', () => {
  it('come with the likeliest first: begins with, a word begins with, contains, in this order', () => {
    const names = ['archive', 'larch', 'the-archer', 'a-rich-one', 'arch-10', 'arch-9', 'sea', 'arch'];
    expect(findPortals('arch', names)).toEqual([
      'arch',
      'arch-9',
      'arch-10',
      'archive',
      'the-archer',
      'larch',
      'a-rich-one',
    ]);
  });

  it.each([
    ['eu', ['acme-eu', 'acme_eu', 'acme.eu', 'acme7eu'], 'aeuc'],
    ['12', ['12-acme', 'acme12', 'acme-12'], 'a312'],
  ])('begin a word after a mark, and between a letter and a digit: %s', (letters, words, inside) => {
    expect(findPortals(letters, [inside, ...words]).at(-1)).toBe(inside);
  });

  it('begin a word only where one begins, however often they occur before', () => {
    expect(findPortals('an', ['banana-bread', 'banana-and', 'canal'])).toEqual([
      'banana-and',
      'banana-bread',
      'canal',
    ]);
  });

  it.each([
    ['ACME', 'acme'],
    ['strasse', 'Straße'],
    [' acme eu ', 'acme-eu'],
    ['ａｃｍｅ', 'Acme'],
    ['acme2', 'acme²'],
  ])('do not depend on case, width or spaces: “%s” finds %s', (letters, name) => {
    expect(findPortals(letters, ['other', name])).toEqual([name]);
  });

  it('find a name whose letters are folded into several words', () => {
    expect(findPortals('ﷺ', ['İﷺa', 'ﷺ'])).toEqual(['ﷺ', 'İﷺa']);
  });

  it('are all of them, by name, when nothing is typed', () => {
    const names = ['site-10', 'site-9', 'Acme'];
    for (const nothing of ['', '  '])
      expect(findPortals(nothing, names)).toEqual(['Acme', 'site-9', 'site-10']);
  });

  it('are none when a letter is missing, or comes in another order', () => {
    expect(findPortals('acmex', ['acme'])).toEqual([]);
    expect(findPortals('mac', ['acme'])).toEqual([]);
    expect(findPortals('aa', ['acme'])).toEqual([]);
  });
});

const namesAndLetters = portalNameLists
  .filter((names) => names.length > 0)
  .chain((names) =>
    fc.record({
      names: fc.constant(names),
      letters: fc.oneof(
        fc.string({ unit: 'grapheme', maxLength: 4 }),
        fc
          .tuple(fc.constantFrom(...names), fc.nat(39), fc.nat(5))
          .map(([name, start, length]) => name.slice(start, start + length)),
      ),
    }),
  );

describe('any letters', () => {
  it('find each portal at most once, and only portals', () => {
    fc.assert(
      fc.property(namesAndLetters, ({ names, letters }) => {
        const found = findPortals(letters, names);
        expect(new Set(found).size).toBe(found.length);
        expect(names).toEqual(expect.arrayContaining([...found]));
      }),
    );
  });

  it('find every name with them in it, and those that begin with them first', () => {
    fc.assert(
      fc.property(namesAndLetters, ({ names, letters }) => {
        const found = findPortals(letters, names);
        const lettersOf = (text: string) => foldWord(text).replace(/\s+/gu, '');
        const holds = (name: string) => lettersOf(name).includes(lettersOf(letters));
        const begins = (name: string) => lettersOf(name).startsWith(lettersOf(letters));
        expect(found).toEqual(expect.arrayContaining(names.filter(holds)));
        const firsts = found.map(begins);
        expect(firsts).toEqual(firsts.toSorted((a, b) => Number(b) - Number(a)));
        const held = found.map(holds);
        expect(held).toEqual(held.toSorted((a, b) => Number(b) - Number(a)));
      }),
    );
  });

  it('that are a name find it first', () => {
    fc.assert(
      fc.property(portalNameLists, (names) => {
        for (const name of names) {
          expect(findPortals(name, names)[0]).toBe(name);
          expect(findPortals(foldWord(name), names)[0]).toBe(name);
        }
      }),
    );
  });

  it('find the same in whatever order the portals are configured', () => {
    fc.assert(
      fc.property(namesAndLetters, ({ names, letters }) => {
        const apart = names.filter(
          (name, index) => names.findIndex((other) => sameSort(other, name)) === index,
        );
        expect(findPortals(letters, apart.toReversed())).toEqual(findPortals(letters, apart));
      }),
    );
  });
});

function sameSort(a: string, b: string): boolean {
  return new Intl.Collator('en', { numeric: true }).compare(a, b) === 0;
}
