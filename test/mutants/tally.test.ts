import { describe, expect, it } from 'vitest';
import { describeTally, tally } from '../../mutants/tally.ts';

describe('the tally of mutants', () => {
  it('leaves out of the share what says nothing about the tests', () => {
    const { killed, tried, share } = tally([
      ...['killed', 'killed', 'killed', 'survived', 'untested', 'invalid', 'untried'],
    ] as Parameters<typeof tally>[0]);
    expect({ killed, tried, share }).toEqual({ killed: 3, tried: 5, share: 0.6 });
    expect(tally(['invalid']).share).toBe(0);
  });

  it('is never rated better than it is', () => {
    const fates = Array.from({ length: 10_000 }, (_, index) => (index < 8_999 ? 'killed' : 'survived'));
    expect(describeTally(tally(fates as Parameters<typeof tally>[0]))).toBe(
      '8999 of 10000 killed (89.9 %). 1001 survived, 0 are run by no test, 0 do not compile.',
    );
  });
});
