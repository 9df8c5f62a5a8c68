import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type SandboxPortal, startPortal } from '../../../sandbox/docspace/portal-server.ts';
import { ask, askEnvelope } from './ask.ts';

const now = new Date('2026-11-24T09:00:00Z');
let clockNow = now;
let portal: SandboxPortal;

beforeAll(async () => {
  portal = await startPortal({ alias: 'acme', clock: () => clockNow });
});
afterAll(() => portal.close());
beforeEach(() => {
  clockNow = now;
  portal.reset();
});

const history = 'backup/getbackuphistory';

describe('the key', () => {
  it.each([
    ['the key as Bearer', () => `Bearer ${portal.apiKey}`, 200],
    ['the bare key', () => portal.apiKey, 401],
    ['another key', () => 'Bearer sk-wrong', 401],
    ['another scheme', () => `Basic ${portal.apiKey}`, 401],
    ['an empty value', () => '', 401],
  ])('answers %s as the real portal does', async (_name, authorization, status) => {
    const response = await ask(portal, history, { headers: { authorization: authorization() } });
    expect(response.status).toBe(status);
  });

  it('refuses a request without a key', async () => {
    expect((await ask(portal, history, { headers: {} })).status).toBe(401);
    expect((await ask(portal, 'keys/@self', { headers: {} })).status).toBe(401);
  });

  it('refuses a revoked key', async () => {
    portal.state.keyRevoked = true;
    expect((await ask(portal, history)).status).toBe(401);
  });

  it('refuses a key from the moment it expires', async () => {
    portal.state.keyExpiresAt = new Date('2026-11-24T09:00:01Z');
    expect((await ask(portal, history)).status).toBe(200);
    clockNow = portal.state.keyExpiresAt;
    expect((await ask(portal, history)).status).toBe(401);
  });

  it('lets the key of a non-administrator see itself, but no backups', async () => {
    portal.state.keyOwnerIsAdmin = false;
    expect((await ask(portal, 'keys/@self')).status).toBe(200);
    const { error, ...rest } = await askEnvelope(portal, history);
    expect(rest).toEqual({ status: 1, statusCode: 403 });
    expect(error?.message).toContain('CANARY-MESSAGE');
    expect(error?.stack).toContain('CANARY-STACK');
  });

  it.each([
    [[], 200],
    [['*'], 200],
    [['*:read'], 200],
    [['*:write'], 200],
    [['files:read', '*:read'], 200],
    [['accounts:read'], 403],
  ])('with the permissions %j answers %i', async (permissions, status) => {
    portal.state.keyPermissions = permissions;
    expect((await ask(portal, history)).status).toBe(status);
    expect((await ask(portal, 'keys/@self')).status).toBe(200);
  });

  it('shows its expiry with the offset of the portal', async () => {
    portal.state.timezone = 'Europe/Moscow';
    portal.state.keyExpiresAt = new Date('2026-12-15T07:30:00Z');
    const { response } = await askEnvelope(portal, 'keys/@self');
    expect(response).toMatchObject({ isActive: true, expiresAt: '2026-12-15T10:30:00.0000000+03:00' });
  });

  it('has no expiry when it never expires', async () => {
    expect((await askEnvelope(portal, 'keys/@self')).response).not.toHaveProperty('expiresAt');
  });
});

describe('paths, methods and limits', () => {
  it('answers 404 without a body to an unknown path', async () => {
    const response = await ask(portal, 'backup/nothing');
    expect([response.status, await response.text()]).toEqual([404, '']);
  });

  it('answers 405 to anything but GET', async () => {
    const response = await fetch(`${portal.url}/api/2.0/${history}`, { method: 'POST', body: '{}' });
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET']);
  });

  it('answers 429 until the window has moved on, and never says how long that takes', async () => {
    portal.state.requestsPerMinute = 1;
    const first = await ask(portal, history);
    clockNow = new Date(now.getTime() + 20_000);
    const second = await ask(portal, history);
    clockNow = new Date(now.getTime() + 80_000);
    const third = await ask(portal, history);

    expect([first.status, second.status, third.status]).toEqual([200, 429, 200]);
    expect(await second.text()).toBe('');
    expect(second.headers.get('x-ratelimit-limit')).toBe('1');
    expect(second.headers.get('x-ratelimit-remaining')).toBe('0');
    expect(second.headers.get('retry-after')).toBeNull();
  });

  it('does not mention a limit that is not reached', async () => {
    const { headers } = await ask(portal, history);
    expect([...headers.keys()].filter((name) => /ratelimit|retry/.test(name))).toEqual([]);
  });
});
