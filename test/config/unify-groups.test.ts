import { describe, expect, it } from 'vitest';
import { unifyGroups } from '../../src/config/unify-groups.ts';
import { aPortal } from '../backups/sample-backups.ts';

describe('the groups of a configuration', () => {
  it('have one spelling each, the first', () => {
    const entries = ['Straße', undefined, 'STRASSE', 'emea', 'strasse', 'ＥＭＥＡ'].map((group, index) => ({
      portal: aPortal(`p${index}`, { group }),
    }));
    const unified = unifyGroups(entries);
    expect(unified.map(({ portal }) => portal.group)).toEqual([
      'Straße',
      undefined,
      'Straße',
      'emea',
      'Straße',
      'emea',
    ]);
    expect(unified.map(({ portal }) => portal.name)).toEqual(entries.map(({ portal }) => portal.name));
  });
});
