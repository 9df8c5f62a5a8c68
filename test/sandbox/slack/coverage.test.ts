import { expect, it } from 'vitest';
import { blockTypes } from '../../../sandbox/slack/block-kit/blocks.ts';
import { blockCoverage, featureCoverage, methodCoverage } from '../../../sandbox/slack/coverage.ts';
import { apiMethods } from '../../../sandbox/slack/methods/api-methods.ts';

it('documents for every Web API method, and no other, how far it is covered', () => {
  expect(Object.keys(methodCoverage).sort()).toEqual([...apiMethods.keys()].sort());
});

it('documents for every block type, and no other, how far it is checked', () => {
  expect(Object.keys(blockCoverage).sort()).toEqual([...blockTypes].sort());
});

it('explains everything that is only partly covered', () => {
  const partly = Object.values({ ...methodCoverage, ...featureCoverage, ...blockCoverage }).filter(
    ({ support }) => support !== 'full',
  );
  expect(partly.length).toBeGreaterThan(0);
  for (const { note } of partly) expect(note).not.toBe('');
});
