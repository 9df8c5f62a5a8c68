import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pageOf } from '../../../src/messages/kit/page-of.ts';

describe('pageOf', () => {
  it('shows every item exactly once over all pages', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100 }), fc.integer({ min: 1, max: 12 }), (count, size) => {
        const all = Array.from({ length: count }, (_, index) => index);
        const { pages } = pageOf(all, 1, size);
        const shown = Array.from({ length: pages }, (_, index) => pageOf(all, index + 1, size).items).flat();
        expect(shown).toEqual(all);
      }),
    );
  });

  it('gives the nearest page when there is none of that number', () => {
    expect(pageOf(['a', 'b', 'c'], 9, 2)).toMatchObject({ number: 2, items: ['c'], first: 3, last: 3 });
    expect(pageOf([], 5, 2)).toMatchObject({ number: 1, pages: 1, items: [], first: 0, last: 0 });
  });
});
