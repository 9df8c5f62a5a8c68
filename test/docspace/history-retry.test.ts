import { describe, expect, it } from 'vitest';
import type { Misbehaviour } from '../../sandbox/docspace/portal-server.ts';
import { createTestReader, now, portalAt, startTestPortal } from './history-setup.ts';

describe('a portal that fails for a moment', () => {
  it.each<Misbehaviour>([
    { kind: 'status', status: 429 },
    { kind: 'status', status: 502 },
    { kind: 'status', status: 503 },
    { kind: 'status', status: 504 },
    { kind: 'drop' },
    { kind: 'drop-mid-body' },
  ])('is asked again: $kind $status', async (how) => {
    const portal = await startTestPortal();
    portal.misbehave(how, 2);
    const { reader, log } = createTestReader({ apiKey: portal.apiKey });
    expect(await reader.readHistory(portalAt(portal.url), 'own')).toEqual({
      kind: 'read',
      backups: [],
    });
    expect(portal.requests).toHaveLength(3);
    expect(portal.requests.map(({ headers }) => headers.range)).toEqual([undefined, undefined, undefined]);
    expect(log.lines).toMatchObject([{ level: 'debug', fields: { tries: 3 } }]);
  });

  it('is not asked for ever', async () => {
    const portal = await startTestPortal();
    portal.misbehave({ kind: 'status', status: 503 });
    await createTestReader({ apiKey: portal.apiKey }).reader.readHistory(portalAt(portal.url), 'own');
    expect(portal.requests).toHaveLength(3);
  });

  it.each<Misbehaviour>([
    { kind: 'status', status: 401 },
    { kind: 'status', status: 403 },
    { kind: 'status', status: 500 },
    { kind: 'redirect', to: 'https://other.example/' },
    { kind: 'html' },
    { kind: 'truncate' },
  ])('is not asked again when that cannot help: $kind $status', async (how) => {
    const portal = await startTestPortal();
    portal.misbehave(how);
    await createTestReader({ apiKey: portal.apiKey }).reader.readHistory(portalAt(portal.url), 'own');
    const histories = portal.requests.filter(({ path }) => path.endsWith('/getbackuphistory'));
    expect(histories).toHaveLength(1);
  });
});

describe('a portal that says when to ask again', () => {
  it('in seconds is not asked before', async () => {
    const start = performance.now();
    const read = async (status: number) => {
      const portal = await startTestPortal();
      portal.misbehave({ kind: 'status', status, headers: { 'retry-after': '1' } }, 1);
      const { reader } = createTestReader({ apiKey: portal.apiKey });
      const answer = await reader.readHistory(portalAt(portal.url), 'own');
      return { kind: answer.kind, waited: performance.now() - start >= 999 };
    };
    const answers = await Promise.all([read(429), read(503)]);
    expect(answers).toEqual([
      { kind: 'read', waited: true },
      { kind: 'read', waited: true },
    ]);
  });

  it('by a date far away is reported with that date', async () => {
    const portal = await startTestPortal();
    portal.misbehave({
      kind: 'status',
      status: 429,
      headers: { 'retry-after': 'Tue, 24 Nov 2026 09:10:00 GMT' },
    });
    const { reader } = createTestReader({ apiKey: portal.apiKey });
    expect(await reader.readHistory(portalAt(portal.url), 'own')).toEqual({
      kind: 'failed',
      failure: { kind: 'rate-limited', retryAt: new Date('2026-11-24T09:10:00Z') },
    });
  });

  it('by a date in the past or by nonsense is asked again soon', async () => {
    for (const header of ['Tue, 24 Nov 2026 08:00:00 GMT', 'in a while']) {
      const portal = await startTestPortal();
      portal.misbehave({ kind: 'status', status: 429, headers: { 'retry-after': header } }, 1);
      const { reader } = createTestReader({ apiKey: portal.apiKey });
      expect((await reader.readHistory(portalAt(portal.url), 'own')).kind).toBe('read');
    }
  });

  it('never delays a retry for more than a day', async () => {
    const portal = await startTestPortal();
    portal.misbehave({ kind: 'status', status: 429, headers: { 'retry-after': '99999999999' } });
    const { reader } = createTestReader({ apiKey: portal.apiKey });
    expect(await reader.readHistory(portalAt(portal.url), 'own')).toEqual({
      kind: 'failed',
      failure: { kind: 'rate-limited', retryAt: new Date(now.getTime() + 86_400_000) },
    });
  });
});
