import { format, inspect } from 'node:util';
import { expect, it } from 'vitest';
import { Secret } from '../../src/ops/secret.ts';

it('is shown only to its owner', () => {
  const secret = new Secret('canary');
  const shown = [
    `${secret}`,
    String(secret),
    JSON.stringify({ secret }),
    inspect({ deep: { secret } }, { depth: 9, showHidden: true }),
    format('%s %o %O %j', secret, secret, secret, secret),
    Object.entries(secret).join(),
    new Error(`refused ${secret}`).message,
  ].join(' ');
  expect(shown).not.toContain('canary');
  expect(secret.reveal()).toBe('canary');
});
