import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { canaries } from '../../../sandbox/docspace/answer.ts';
import {
  type Misbehaviour,
  type SandboxPortal,
  startPortal,
} from '../../../sandbox/docspace/portal-server.ts';
import { backupRecord } from '../../../sandbox/docspace/records.ts';
import { ask, askRaw } from './ask.ts';

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

it('misbehaves as often as configured, then heals', async () => {
  portal.misbehave({ kind: 'status', status: 500 }, 2);
  const statuses = [];
  for (let round = 0; round < 3; round += 1) statuses.push((await ask(portal, history)).status);
  expect(statuses).toEqual([500, 500, 200]);
});

it('misbehaves on one path only, and counts only what was asked there', async () => {
  portal.misbehave({ kind: 'status', status: 503, headers: { 'retry-after': '86400' } }, 1, history);
  expect((await ask(portal, 'settings')).status).toBe(200);
  const response = await ask(portal, history);
  expect([response.status, response.headers.get('retry-after')]).toEqual([503, '86400']);
  expect((await ask(portal, history)).status).toBe(200);
});

it('misbehaves until healed', async () => {
  portal.misbehave({ kind: 'status', status: 500 });
  for (let round = 0; round < 3; round += 1) expect((await ask(portal, history)).status).toBe(500);
  portal.misbehave(undefined);
  expect((await ask(portal, history)).status).toBe(200);
});

it.each([401, 402, 404, 429])('answers %i as the server’s filters do, without a body', async (status) => {
  portal.misbehave({ kind: 'status', status });
  const response = await ask(portal, history);
  expect([response.status, await response.text()]).toEqual([status, '']);
});

it.each([400, 403, 500])('answers %i with the error envelope', async (status) => {
  portal.misbehave({ kind: 'status', status });
  const response = await ask(portal, history);
  expect(response.status).toBe(status);
  expect(await response.json()).toMatchObject({ status: 1, statusCode: status });
});

it.each([407, 502, 503, 504])('answers %i with the page of a proxy', async (status) => {
  portal.misbehave({ kind: 'status', status });
  const response = await askRaw(portal, history);
  expect(response.status).toBe(status);
  expect(response.headers['content-type']).toContain('text/html');
  expect(response.body.toString()).toContain('CANARY-PAGE');
});

it('sends the configured headers and body', async () => {
  const headers = { 'retry-after': 'Tue, 24 Nov 2026 09:00:30 GMT', 'content-type': 'text/plain' };
  portal.misbehave({ kind: 'status', status: 429, headers, body: 'slow down' });
  const response = await ask(portal, history);
  expect(response.headers.get('retry-after')).toBe(headers['retry-after']);
  expect(response.headers.get('content-type')).toBe('text/plain');
  expect(await response.text()).toBe('slow down');
});

it('can answer 204 without a body', async () => {
  portal.misbehave({ kind: 'status', status: 204 });
  const response = await ask(portal, history);
  expect([response.status, await response.text()]).toEqual([204, '']);
});

it('never answers when it stalls', async () => {
  portal.misbehave({ kind: 'stall' });
  const patience = new AbortController();
  const asked = ask(portal, history, { signal: patience.signal });
  while (portal.requests.length === 0) await new Promise(setImmediate);
  setTimeout(() => patience.abort(), 50);
  await expect(asked).rejects.toThrow(/aborted/);
});

it('falls silent in the middle of the body', async () => {
  const whole = await honestBody();
  portal.misbehave({ kind: 'stall-body' });
  const patience = new AbortController();
  const response = await ask(portal, history, { signal: patience.signal });
  expect(response.headers.get('content-length')).toBe(String(whole.length));
  setTimeout(() => patience.abort(), 50);
  await expect(response.text()).rejects.toThrow(/aborted/);
});

it('drops the connection before the answer', async () => {
  portal.misbehave({ kind: 'drop' });
  await expect(ask(portal, history)).rejects.toThrow('fetch failed');
});

it('drops the connection in the middle of the answer', async () => {
  portal.misbehave({ kind: 'drop-mid-body' });
  const response = await ask(portal, history);
  expect(response.status).toBe(200);
  await expect(response.text()).rejects.toThrow('terminated');
});

it('sends readers elsewhere', async () => {
  portal.misbehave({ kind: 'redirect', to: 'https://example.com/payments' });
  const response = await ask(portal, history);
  expect([response.status, response.headers.get('location')]).toEqual([302, 'https://example.com/payments']);
});

it('shows a page with status 200', async () => {
  portal.misbehave({ kind: 'html' });
  const response = await ask(portal, history);
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toContain('text/html');
  expect(await response.text()).toContain('CANARY-PAGE');
});

it('ends the JSON in the middle as if that were all', async () => {
  const whole = await honestBody();
  portal.misbehave({ kind: 'truncate' });
  const body = await (await ask(portal, history)).text();
  expect(body).toBe(whole.slice(0, Math.floor(whole.length / 2)));
});

it('sends any body as JSON', async () => {
  portal.misbehave({ kind: 'body', body: '{"response":"nonsense"}' });
  const response = await ask(portal, history);
  expect(response.headers.get('content-type')).toContain('application/json');
  expect(await response.json()).toEqual({ response: 'nonsense' });
});

it('sends the configured number of bytes of valid JSON, without saying so first', async () => {
  const bytes = 3_000_001;
  portal.misbehave({ kind: 'huge', bytes });
  const response = await ask(portal, history);
  expect(response.headers.get('content-length')).toBeNull();
  const body = await response.text();
  expect(body).toHaveLength(bytes);
  expect(JSON.parse(body)).toMatchObject({ count: 1, statusCode: 200 });
});

it('survives a reader that stops reading', async () => {
  portal.misbehave({ kind: 'huge', bytes: 200_000_000 }, 1);
  const response = await ask(portal, history);
  await response.body?.cancel();
  expect((await ask(portal, history)).status).toBe(200);
});

it('sends a byte now and then without end', async () => {
  portal.misbehave({ kind: 'trickle', everyMs: 5 });
  const reader = (await ask(portal, history)).body?.getReader();
  for (let round = 0; round < 4; round += 1) {
    const read = await reader?.read();
    expect(new Set(read?.value)).toEqual(new Set([0x20]));
  }
  await reader?.cancel();
});

it.each<Misbehaviour>([
  { kind: 'stall' },
  { kind: 'stall-body' },
  { kind: 'trickle', everyMs: 1 },
  { kind: 'huge', bytes: 50_000_000 },
])('cuts a $kind when it goes down', async (how) => {
  portal.misbehave(how, 1);
  const body = ask(portal, history).then((response) => response.text());
  const outcome = body.catch((error: unknown) => error);
  while (portal.requests.length === 0) await new Promise(setImmediate);
  await portal.goDown();
  expect(await outcome).toBeInstanceOf(TypeError);
  await portal.comeBack();
  expect((await ask(portal, history)).status).toBe(200);
});

it('sends every word by which a leak can be recognised', async () => {
  portal.misbehave({ kind: 'status', status: 500 }, 1);
  const error = await (await ask(portal, history)).text();
  portal.misbehave({ kind: 'status', status: 502 }, 1);
  const page = await (await ask(portal, history)).text();
  for (const canary of canaries) expect(error + page).toContain(canary);
});
