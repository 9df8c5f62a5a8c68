import { expect, it } from 'vitest';
import { blockTypes } from '../../../sandbox/slack/block-kit/blocks.ts';
import { blockCoverage, featureCoverage, methodCoverage } from '../../../sandbox/slack/coverage.ts';
import { apiMethods } from '../../../sandbox/slack/methods/api-methods.ts';

it('says for every Web API method how far it is played, and for no other', () => {
  expect(Object.keys(methodCoverage).sort()).toEqual([...apiMethods.keys()].sort());
});

it('says for every block type how far it is checked, and for no other', () => {
  expect(Object.keys(blockCoverage).sort()).toEqual([...blockTypes].sort());
});

it('explains whatever is only partly played', () => {
  const partly = Object.values({ ...methodCoverage, ...featureCoverage, ...blockCoverage }).filter(
    ({ support }) => support !== 'full',
  );
  expect(partly.length).toBeGreaterThan(0);
  for (const { note } of partly) expect(note).not.toBe('');
});
