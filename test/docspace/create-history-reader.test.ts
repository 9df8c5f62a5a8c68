import { gzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { WireRecord } from '../../sandbox/docspace/portal-server.ts';
import { createDispatcher } from '../../src/docspace/create-dispatcher.ts';
import { createTestAgent, createTestReader, now, portalAt, startTestPortal } from './history-setup.ts';
import { startServer } from './start-server.ts';

const own: WireRecord = {
  id: '0b6ff2a8-6a6a-4d6f-9d2f-1f0d5f5d0a11',
  fileName: 'acme_2026-11-23_02-15-00.tar.gz',
  storageType: 4,
  createdOn: '2026-11-23T02:15:00',
  expiresOn: '2026-11-24T02:15:00',
};
const dump: WireRecord = {
  id: '7c1c0f6e-62bb-4b43-8a63-0e3b1f6f9a02',
  fileName: null,
  storageType: 3,
  createdOn: '2026-11-22T02:15:00Z',
  expiresOn: '0001-01-01T00:00:00',
};

describe('the reader of a backup history', () => {
  it('reads the own backups of a portal', async () => {
    const portal = await startTestPortal();
    portal.state.ownBackups = [own];
    const { reader, log } = createTestReader({ apiKey: portal.apiKey });
    expect(await reader.readHistory(portalAt(portal.url), 'own')).toEqual({
      kind: 'read',
      backups: [
        {
          id: own.id,
          fileName: own.fileName,
          storage: { kind: 'temporary' },
          createdAt: new Date('2026-11-23T02:15:00Z'),
          expiry: { kind: 'at', at: new Date('2026-11-24T02:15:00Z') },
          dump: false,
          oddFields: [],
        },
      ],
    });
    expect(log.lines.map(({ level }) => level)).toEqual(['debug']);
  });

  it('reads the dumps of a server, apart from the own backups', async () => {
    const portal = await startTestPortal();
    Object.assign(portal.state, { ownBackups: [own], dumps: [dump], standalone: true });
    const { reader } = createTestReader({ apiKey: portal.apiKey });
    const answer = await reader.readHistory(portalAt(portal.url), 'dumps');
    expect(answer).toMatchObject({
      kind: 'read',
      backups: [
        {
          id: dump.id,
          fileName: undefined,
          storage: { kind: 'local' },
          expiry: { kind: 'never' },
          dump: true,
        },
      ],
    });
  });

  it('reads storages that a server spells out', async () => {
    const portal = await startTestPortal();
    portal.state.enumsAsNames = true;
    portal.state.ownBackups = [0, 1, 2, 3, 4, 5, 9].map((storageType) => ({
      ...own,
      id: `id-${storageType}`,
      storageType,
    }));
    const { reader } = createTestReader({ apiKey: portal.apiKey });
    const answer = await reader.readHistory(portalAt(portal.url), 'own');
    expect(answer.kind === 'read' && answer.backups.map(({ storage }) => storage)).toEqual([
      { kind: 'room' },
      { kind: 'drive' },
      { kind: 'unknown', label: 'CustomCloud' },
      { kind: 'local' },
      { kind: 'temporary' },
      { kind: 'third-party' },
      { kind: 'unknown', label: '9' },
    ]);
  });

  it('says that there are no backups when the portal says so', async () => {
    const portal = await startTestPortal();
    const { reader } = createTestReader({ apiKey: portal.apiKey });
    const answer = await reader.readHistory(portalAt(portal.url), 'own');
    expect(answer).toEqual({ kind: 'read', backups: [] });
  });

  it('logs how many records it could not understand', async () => {
    const portal = await startTestPortal();
    portal.state.ownBackups = [own, own, { ...own, id: 'odd', createdOn: 'yesterday' }];
    const { reader, log } = createTestReader({ apiKey: portal.apiKey });
    await reader.readHistory(portalAt(portal.url), 'own');
    expect(log.lines).toMatchObject([
      { level: 'warn', fields: { portal: 'acme', backups: 2, odd: 1, repeated: 1 } },
    ]);
  });
});

describe('the request', () => {
  it('is a GET of the history that asks for JSON and says who asks', async () => {
    const portal = await startTestPortal();
    portal.state.standalone = true;
    const { reader } = createTestReader({ apiKey: portal.apiKey });
    await reader.readHistory(portalAt(portal.url), 'own');
    await reader.readHistory(portalAt(portal.url), 'dumps');
    expect(portal.requests).toMatchObject([
      {
        method: 'GET',
        path: '/api/2.0/backup/getbackuphistory',
        query: { Dump: 'false' },
        headers: { accept: 'application/json', 'user-agent': 'docspace-backup-bot' },
      },
      { method: 'GET', query: { Dump: 'true' } },
    ]);
  });

  it.each([
    ['sk-1', 'Bearer sk-1'],
    ['  sk-1\n', 'Bearer sk-1'],
    ['eyJ0.eyJ1.c2ln', 'Bearer eyJ0.eyJ1.c2ln'],
    ['Bearer sk-1', 'Bearer sk-1'],
    ['bearer sk-1', 'bearer sk-1'],
    ['Basic dTpw', 'Basic dTpw'],
    ['Bearerish', 'Bearer Bearerish'],
  ])('carries the key %j as %j', async (apiKey, authorization) => {
    const portal = await startTestPortal();
    await createTestReader({ apiKey }).reader.readHistory(portalAt(portal.url), 'own');
    expect(portal.requests[0]?.headers.authorization).toBe(authorization);
  });

  it.each(['“sk-1”', 'sk-1\r\nX-Evil: 1', 'ключ', ''])('is not sent with %j for a key', async (apiKey) => {
    const portal = await startTestPortal();
    const { reader, log } = createTestReader({ apiKey });
    const answer = await reader.readHistory(portalAt(portal.url), 'own');
    expect(answer).toEqual({ kind: 'failed', failure: { kind: 'key-refused' } });
    expect(portal.requests).toEqual([]);
    expect(log.lines).toMatchObject([
      {
        message: 'Request refused',
        fields: { tries: 0, error: 'the key holds characters that cannot be sent' },
      },
    ]);
  });

  it.each(['/docspace', '/docspace/', '/a/b'])('keeps the path prefix %s', async (prefix) => {
    const server = await startServer((_request, response) => response.end('{"response":[]}'));
    await createTestReader({ apiKey: 'sk-1' }).reader.readHistory(portalAt(`${server.url}${prefix}`), 'own');
    expect(server.paths).toEqual([`${prefix.replace(/\/$/, '')}/api/2.0/backup/getbackuphistory?Dump=false`]);
  });

  it('may take as long as its deadline allows, whatever limits undici has of its own', async () => {
    const server = await startServer((_request, response) => response.end('{"response":[]}'));
    const limits: unknown[] = [];
    const dispatcher = createTestAgent().compose((dispatch) => (options, handler) => {
      limits.push(options.headersTimeout, options.bodyTimeout);
      return dispatch(options, handler);
    });
    await createTestReader({ apiKey: 'sk-1', dispatcher }).reader.readHistory(portalAt(server.url), 'own');
    expect(limits).toEqual([0, 0]);
  });

  it('leaves no timer behind that would keep the process alive', async () => {
    const server = await startServer((_request, response) => response.end('{"response":[]}'));
    const { reader } = createTestReader({ apiKey: 'sk-1', timeoutMs: 60_000 });
    const countTimers = () => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;
    const before = countTimers();
    await reader.readHistory(portalAt(server.url), 'own');
    expect(countTimers()).toBeLessThanOrEqual(before);
  });

  it.each([200, 403])('uses a connection again after an answer with status %i', async (status) => {
    const server = await startServer((_request, response) => {
      response.writeHead(status).end('{"response":[]}');
    });
    const dispatcher = createDispatcher({ proxy: {}, connectTimeoutMs: 5_000 });
    onTestFinished(() => dispatcher.destroy());
    const { reader } = createTestReader({ apiKey: 'sk-1', dispatcher });
    await reader.readHistory(portalAt(server.url), 'own');
    // undici frees a connection a moment after its answer ends.
    await new Promise(setImmediate);
    await reader.readHistory(portalAt(server.url), 'dumps');
    expect(server.connections()).toBe(1);
  });
});

describe('the body', () => {
  const records = JSON.stringify({
    response: Array.from({ length: 500 }, () => ({ ...own, id: undefined })),
  });

  it.each(['gzip', 'GZIP'])('may be compressed: %s', async (encoding) => {
    const server = await startServer((request, response) => {
      expect(request.headers['accept-encoding']).toBe('gzip');
      response.writeHead(200, { 'content-encoding': encoding }).end(gzipSync(records));
    });
    const { reader } = createTestReader({ apiKey: 'sk-1' });
    const answer = await reader.readHistory(portalAt(server.url), 'own');
    expect(answer).toMatchObject({ kind: 'read', backups: { length: 500 } });
  });

  it('is measured after decompression', async () => {
    const server = await startServer((_request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(records));
    });
    const { reader } = createTestReader({ apiKey: 'sk-1', maxBodyBytes: 50_000 });
    const answer = await reader.readHistory(portalAt(server.url), 'own');
    expect(gzipSync(records).length).toBeLessThan(50_000);
    expect(answer).toEqual({
      kind: 'failed',
      failure: { kind: 'too-large', what: 'body', limitBytes: 50_000 },
    });
  });

  it('is broken when its compression is', async () => {
    const server = await startServer((_request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(records).subarray(0, 400));
    });
    const { reader } = createTestReader({ apiKey: 'sk-1' });
    const answer = await reader.readHistory(portalAt(server.url), 'own');
    expect(answer).toEqual({ kind: 'failed', failure: { kind: 'broken-json' } });
  });

  it('may begin with a byte order mark and be called anything', async () => {
    const server = await startServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/html' }).end('\uFEFF{"response":[]}');
    });
    const { reader } = createTestReader({ apiKey: 'sk-1' });
    expect(await reader.readHistory(portalAt(server.url), 'own')).toEqual({
      kind: 'read',
      backups: [],
    });
  });

  it('stops at the limit, however much there is', async () => {
    const portal = await startTestPortal();
    portal.misbehave({ kind: 'huge', bytes: 64 * 1024 * 1024 });
    const { reader } = createTestReader({ apiKey: portal.apiKey, maxBodyBytes: 100_000 });
    const answer = await reader.readHistory(portalAt(portal.url), 'own');
    expect(answer).toEqual({
      kind: 'failed',
      failure: { kind: 'too-large', what: 'body', limitBytes: 100_000 },
    });
  });

  it.each([false, true])('may be 32 MB long and no longer, compressed or not: %s', async (gzip) => {
    const portal = await startTestPortal();
    const { reader, log } = createTestReader({ apiKey: portal.apiKey, timeoutMs: 60_000 });
    portal.misbehave({ kind: 'huge', bytes: 32 * 1024 * 1024, gzip });
    expect(await reader.readHistory(portalAt(portal.url), 'own')).toEqual({ kind: 'read', backups: [] });
    portal.misbehave({ kind: 'huge', bytes: 34 * 1024 * 1024, gzip });
    expect(await reader.readHistory(portalAt(portal.url), 'own')).toEqual({
      kind: 'failed',
      failure: { kind: 'too-large', what: 'body', limitBytes: 33_554_432 },
    });
    expect(log.lines.at(-1)).toMatchObject({ level: 'warn', fields: { tries: 1, status: 200 } });
  });

  it('that is cut off right at the limit is no whole one', async () => {
    const body = '{"response":[]}';
    const server = await startServer((request, response) => {
      response.writeHead(200, { 'content-length': body.length + 1 });
      response.write(body, () => request.socket.destroy());
    });
    const { reader } = createTestReader({ apiKey: 'sk-1', maxBodyBytes: body.length });
    expect(await reader.readHistory(portalAt(server.url), 'own')).toEqual({
      kind: 'failed',
      failure: { kind: 'unreachable', reason: 'dropped' },
    });
  });

  it('is read in full up to the limit', async () => {
    const portal = await startTestPortal();
    portal.state.ownBackups = [own];
    portal.misbehave({ kind: 'huge', bytes: 100_000 });
    const { reader } = createTestReader({ apiKey: portal.apiKey, maxBodyBytes: 100_000, clock: () => now });
    const answer = await reader.readHistory(portalAt(portal.url), 'own');
    expect(answer).toMatchObject({ kind: 'read', backups: [{ id: own.id }] });
  });
});
