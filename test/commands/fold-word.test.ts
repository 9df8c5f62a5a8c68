import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldWord } from '../../src/commands/fold-word.ts';

const words = fc.string({ unit: 'grapheme' });

describe('a folded word', () => {
  it.each([
    ['EXPIRING', 'expiring'],
    ['EXPİRİNG', 'expiring'],
    ['expırıng', 'expiring'],
    ['ｄｕｍｐｓ', 'dumps'],
    ['Straße', 'STRASSE'],
    ['STRAẞE', 'strasse'],
    ['ΟΔΟΣ', 'οδος'],
    ['acme²', 'acme2'],
    ['cafe\u0301', 'CAFÉ'],
  ])('makes %s the same as %s', (a, b) => {
    expect(foldWord(a)).toBe(foldWord(b));
  });

  it.each([
    ['acme', 'acme-2'],
    ['café', 'cafe'],
    ['и', 'й'],
  ])('keeps %s apart from %s', (a, b) => {
    expect(foldWord(a)).not.toBe(foldWord(b));
  });

  it('is the beginning of every folded word that begins with it', () => {
    expect(foldWord('ΟΔΟΣΑ').startsWith(foldWord('ΟΔΟΣ'))).toBe(true);
  });

  it('does not change when folded again, nor with capitals', () => {
    fc.assert(
      fc.property(words, (word) => {
        const folded = foldWord(word);
        expect(foldWord(folded)).toBe(folded);
        expect(foldWord(word.toUpperCase())).toBe(folded);
        expect(foldWord(word.toLowerCase())).toBe(folded);
      }),
      { numRuns: 500 },
    );
  });
});
