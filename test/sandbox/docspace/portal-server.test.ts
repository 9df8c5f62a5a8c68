import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type SandboxPortal, startPortal } from '../../../sandbox/docspace/portal-server.ts';
import { ask } from './ask.ts';

const now = new Date('2026-11-24T09:00:00Z');
let portal: SandboxPortal;

beforeAll(async () => {
  portal = await startPortal({ alias: 'acme', clock: () => now });
});
afterAll(() => portal.close());
beforeEach(() => {
  portal.reset();
});

const history = 'backup/getbackuphistory';

describe('the server', () => {
  it('remembers every request as it arrived', async () => {
    await ask(portal, `${history}?Dump=false`, { headers: { authorization: 'x', 'user-agent': 'bot/1' } });
    expect(portal.requests).toMatchObject([
      {
        method: 'GET',
        path: `/api/2.0/${history}`,
        query: { Dump: 'false' },
        headers: { authorization: 'x', 'user-agent': 'bot/1' },
        at: now,
      },
    ]);
  });

  it('starts over on reset, in the same state object', async () => {
    const { state, requests } = portal;
    state.keyRevoked = true;
    portal.misbehave({ kind: 'html' });
    portal.setLatency(60_000);
    portal.reset();
    expect((await ask(portal, history)).status).toBe(200);
    expect(portal.state).toBe(state);
    expect(requests).toHaveLength(1);
  });

  it('answers only after the latency', async () => {
    portal.setLatency(60_000);
    await expect(ask(portal, history, { signal: AbortSignal.timeout(50) })).rejects.toThrow(/timeout/);
    portal.setLatency(1);
    expect((await ask(portal, history)).status).toBe(200);
  });

  it('refuses connections while down and comes back at the same address', async () => {
    await portal.goDown();
    await portal.goDown();
    await expect(ask(portal, history)).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } });
    await portal.comeBack();
    await portal.comeBack();
    expect((await ask(portal, history)).status).toBe(200);
  });

  it('frees its port at the end of its scope', async () => {
    let url: string;
    {
      await using other = await startPortal();
      url = other.url;
      expect((await ask(other, history)).status).toBe(200);
    }
    await expect(fetch(url)).rejects.toThrow();
  });

  it('gives every portal its own key', async () => {
    await using other = await startPortal();
    expect(other.apiKey).toMatch(/^sk-[0-9a-f]{64}$/);
    expect(other.apiKey).not.toBe(portal.apiKey);
  });
});
