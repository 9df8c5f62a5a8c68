import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import type { CertificateFault } from '../../src/backups/failure.ts';
import { failureOfError } from '../../src/docspace/failures.ts';
import * as made from './certificates.ts';
import { createTestAgent, createTestReader, portalAt } from './history-setup.ts';
import { selfSigned } from './self-signed.ts';

async function startSecureServer(options: { readonly cert: string; readonly key: string }): Promise<string> {
  const server = createServer(options, (_request, response) => response.end('{"response":[]}'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

interface Shown {
  readonly cert: string;
  readonly key?: string;
  /** Whether the bot trusts the root. Default: true. */
  readonly isRootTrusted?: boolean;
}

async function readFrom({ cert, key = made.key, isRootTrusted = true }: Shown) {
  const dispatcher = createTestAgent(isRootTrusted ? { connect: { ca: made.root } } : {});
  const { reader, log } = createTestReader({ apiKey: 'sk-1', dispatcher });
  const answer = await reader.readHistory(portalAt(await startSecureServer({ cert, key })), 'own');
  return { answer, log };
}

const chain = made.behindIntermediate + made.intermediate;

it('a certificate is good when its chain ends at an authority that is trusted', async () => {
  expect((await readFrom({ cert: chain })).answer).toEqual({ kind: 'read', backups: [] });
});

it.each<[CertificateFault, Shown]>([
  ['wrong-name', { cert: made.otherName }],
  ['incomplete-chain', { cert: made.behindIntermediate }],
  ['expired', { cert: made.expired }],
  ['not-yet-valid', { cert: made.notYetValid }],
  ['self-signed', { ...selfSigned, isRootTrusted: false }],
  ['unknown-authority', { cert: chain, isRootTrusted: false }],
  ['unknown-authority', { cert: chain + made.root, isRootTrusted: false }],
])('a certificate that is %s is reported as such, once', async (fault, shown) => {
  const { answer, log } = await readFrom(shown);
  expect(answer).toEqual({ kind: 'failed', failure: { kind: 'bad-certificate', fault } });
  expect(log.lines).toMatchObject([{ message: 'Request failed', fields: { tries: 1 } }]);
});

it.each(['CERT_REVOKED', 'INVALID_PURPOSE', 'CERT_SIGNATURE_FAILURE'])(
  'a certificate with another fault (%s) is not trusted',
  (code) => {
    const error = Object.assign(new Error('x'), { code });
    const failure = { kind: 'bad-certificate', fault: 'other' };
    expect(failureOfError(error, 'https://acme.example')).toEqual(failure);
    expect(failureOfError(error, 'http://acme.example')).toEqual({ kind: 'unreachable', reason: 'proxy' });
  },
);
