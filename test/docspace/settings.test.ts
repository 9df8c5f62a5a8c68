import { describe, expect, it } from 'vitest';
import { parseSettings } from '../../src/docspace/settings.ts';

const parse = (response: unknown) => parseSettings({ response });

describe('the settings of a portal', () => {
  it.each([
    [0, 'Active', undefined],
    [1, 'Suspended', 'suspended'],
    [2, 'RemovePending', 'to-be-removed'],
    [3, 'Transfering', 'transferring'],
    [4, 'Restoring', 'restoring'],
    [5, 'Migrating', 'migrating'],
    [6, 'Encryption', 'encrypting'],
    [7, 'SomethingNew', undefined],
  ])('tell its state by number or by name: %i, %s', (number, name, state) => {
    for (const tenantStatus of [number, name, name.toLowerCase()])
      expect(parse({ tenantStatus })).toEqual({ state, isOwnServer: false, hasLimitedAccess: false });
  });

  it.each([
    [{}, false, false],
    [{ standalone: null, limitedAccessSpace: null }, false, false],
    [{ standalone: true, limitedAccessSpace: false }, true, false],
    [{ standalone: false, limitedAccessSpace: true }, false, true],
  ])('tell whose server it is: %j', (more, isOwnServer, hasLimitedAccess) => {
    expect(parse({ tenantStatus: 0, culture: 'en', ...more })).toMatchObject({
      isOwnServer,
      hasLimitedAccess,
    });
  });

  it.each([
    undefined,
    null,
    [],
    'settings',
    {},
    { tenantStatus: null },
    { tenantStatus: 0, standalone: 'yes' },
  ])('are none of DocSpace when they read %j', (response) => {
    expect(parse(response)).toBeUndefined();
  });
});
