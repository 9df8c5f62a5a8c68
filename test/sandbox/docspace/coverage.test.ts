import { expect, it } from 'vitest';
import { coverage } from '../../../sandbox/docspace/coverage.ts';
import { routes } from '../../../sandbox/docspace/routes.ts';

it('says for every route, and for no other, how far it follows the real portal', () => {
  expect(Object.keys(coverage).toSorted()).toEqual(Object.keys(routes).toSorted());
});

it('explains what is partial', () => {
  for (const { note } of Object.values(coverage)) expect(note).toMatch(/^[A-Z].+\.$/);
});
