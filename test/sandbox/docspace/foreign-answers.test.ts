import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type SandboxPortal, startPortal } from '../../../sandbox/docspace/portal-server.ts';
import { backupRecord } from '../../../sandbox/docspace/records.ts';
import { ask, askRaw } from './ask.ts';

/** Answers of something else in the portal's place, and answers in a form that the reader does not expect. */
let portal: SandboxPortal;
const history = 'backup/getbackuphistory';

beforeAll(async () => {
  portal = await startPortal();
});
afterAll(() => portal.close());
beforeEach(() => {
  portal.reset();
  const createdAt = new Date('2026-11-23T02:15:00Z');
  portal.state.ownBackups = [backupRecord({ createdAt, storage: 'Documents', alias: 'acme' })];
});

async function honestBody(): Promise<string> {
  portal.misbehave(undefined);
  return (await ask(portal, history)).text();
}

it.each([
  ['challenge', 403, { 'cf-mitigated': 'challenge' }],
  ['basic-login', 401, { 'www-authenticate': 'Basic realm="Restricted"' }],
  ['proxy-403', 403, { via: '1.1 proxy' }],
  ['proxy-407', 407, { 'proxy-authenticate': 'Basic realm="proxy"' }],
  ['web-server-page', 404, { server: 'nginx' }],
] as const)('lets a %s answer every path with a page', async (who, status, headers) => {
  portal.misbehave({ kind: 'in-front', who });
  for (const path of [history, 'settings']) {
    const response = await askRaw(portal, path);
    expect(response.status).toBe(status);
    expect(response.headers).toMatchObject(headers);
    expect(response.headers['content-type']).toContain('text/html');
    expect(response.body.toString()).toContain('CANARY-PAGE');
  }
});

it('lets a web server without DocSpace answer 404 with nothing', async () => {
  portal.misbehave({ kind: 'in-front', who: 'web-server' });
  for (const path of [history, 'settings']) {
    const response = await ask(portal, path);
    expect([response.status, await response.text()]).toEqual([404, '']);
  }
});

it('changes the envelope', async () => {
  const honest = JSON.parse(await honestBody()) as object;
  portal.misbehave({ kind: 'envelope', change: { statusCode: 978324049, count: undefined } });
  const { count: _, ...expected } = { ...honest, count: 1, statusCode: 978324049 };
  expect(await (await ask(portal, history)).json()).toEqual(expected);
});

it.each([
  [{ createdOn: 1764072000 }, { createdOn: 1764072000 }],
  [{ expiresOn: null }, { expiresOn: null }],
  [{ expiresOn: undefined }, {}],
])('changes every record: %j', async (change, shown) => {
  portal.misbehave({ kind: 'records', change });
  const { response } = (await (await ask(portal, history)).json()) as { response: object[] };
  const [record] = portal.state.ownBackups;
  const rest = Object.entries(record ?? {}).filter(([name]) => !(name in change));
  expect(response).toEqual([{ ...Object.fromEntries(rest), ...shown }]);
});

it('sends a history over the limit as a few bytes of gzip', async () => {
  const bytes = 33 * 1024 * 1024;
  portal.misbehave({ kind: 'huge', bytes, gzip: true });
  const { headers, body } = await askRaw(portal, history);
  expect(headers['content-encoding']).toBe('gzip');
  expect(body.length).toBeLessThan(1024 * 1024);
  const whole = gunzipSync(body);
  expect(whole.length).toBe(bytes);
  expect(JSON.parse(whole.toString())).toMatchObject({ count: 1, statusCode: 200 });
});

it('sends Brotli that was not asked for', async () => {
  const whole = await honestBody();
  portal.misbehave({ kind: 'brotli' });
  const { headers, body } = await askRaw(portal, history);
  expect(headers['content-encoding']).toBe('br');
  expect(brotliDecompressSync(body).toString()).toBe(whole);
});

it('sends more headers than a reader may take', async () => {
  const whole = await honestBody();
  portal.misbehave({ kind: 'long-headers', bytes: 22 * 1024 });
  await expect(ask(portal, history)).rejects.toMatchObject({ cause: { code: 'UND_ERR_HEADERS_OVERFLOW' } });
  const { headers, body } = await askRaw(portal, history);
  const policy = String(headers['content-security-policy']);
  expect(policy).toMatch(/^default-src 'self' https:/);
  expect(policy.length).toBeGreaterThan(22_000);
  expect(body.toString()).toBe(whole);
});
