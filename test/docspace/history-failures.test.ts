import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { canaries } from '../../sandbox/docspace/answer.ts';
import type { Misbehaviour } from '../../sandbox/docspace/portal-server.ts';
import type { ReadFailure } from '../../src/backups/failure.ts';
import { failureOfError } from '../../src/docspace/failures.ts';
import { createTestAgent, createTestReader, portalAt, startTestPortal } from './history-setup.ts';
import { startServer } from './start-server.ts';

async function failureOf(how: Misbehaviour): Promise<ReadFailure | undefined> {
  const portal = await startTestPortal();
  portal.misbehave(how);
  const { reader } = createTestReader({ apiKey: portal.apiKey });
  const answer = await reader.readHistory(portalAt(portal.url), 'own');
  return answer.kind === 'failed' ? answer.failure : undefined;
}

/** Sends the same bytes to every client, and hangs up. */
async function startTalker(bytes: Buffer): Promise<number> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => socket.end(bytes));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

describe('a portal that answers with a status', () => {
  it.each<[number, ReadFailure]>([
    [204, { kind: 'unexpected-status', status: 204 }],
    [400, { kind: 'unexpected-status', status: 400 }],
    [407, { kind: 'refused-in-front', by: 'proxy' }],
    [418, { kind: 'unexpected-status', status: 418 }],
    [429, { kind: 'rate-limited', retryAt: undefined }],
    [500, { kind: 'internal-error' }],
    [502, { kind: 'server-error', status: 502, retryAt: undefined }],
    [503, { kind: 'server-error', status: 503, retryAt: undefined }],
    [504, { kind: 'server-error', status: 504, retryAt: undefined }],
    [304, { kind: 'redirected', to: undefined }],
  ])('%i has failed for that reason', async (status, failure) => {
    expect(await failureOf({ kind: 'status', status })).toEqual(failure);
  });

  it('500 with a page has failed like any other server', async () => {
    const how: Misbehaviour = {
      kind: 'status',
      status: 500,
      body: '<html>',
      headers: { 'content-type': 'text/html' },
    };
    expect(await failureOf(how)).toEqual({ kind: 'server-error', status: 500, retryAt: undefined });
  });
});

describe('a portal that redirects', () => {
  it.each([
    ['https://www.onlyoffice.com/suspended?key=secret', 'www.onlyoffice.com'],
    ['http://other.example:8080/', 'other.example:8080'],
    ['//cdn.example/x', 'cdn.example'],
    ['http://user:password@other.example/', 'other.example'],
    ['http://[bad', undefined],
    ['mailto:admin@example.com', undefined],
    [`http://${'a'.repeat(400)}.example/`, undefined],
  ])('to %s is not followed, only named', async (to, host) => {
    expect(await failureOf({ kind: 'redirect', to })).toEqual({ kind: 'redirected', to: host });
  });

  it('to its own path is reported with its own host', async () => {
    const server = await startServer((_request, response) =>
      response.writeHead(301, { location: '/login' }).end(),
    );
    const { reader } = createTestReader({ apiKey: 'sk-1' });
    expect(await reader.readHistory(portalAt(server.url), 'own')).toEqual({
      kind: 'failed',
      failure: { kind: 'redirected', to: new URL(server.url).host },
    });
    expect(server.paths).toHaveLength(1);
  });
});

describe('a portal whose answer is no history', () => {
  it.each<[string, Misbehaviour, ReadFailure]>([
    ['a page', { kind: 'html' }, { kind: 'not-json' }],
    ['a page sent as JSON', { kind: 'body', body: ' <!doctype html><p>CANARY' }, { kind: 'not-json' }],
    ['half an answer', { kind: 'truncate' }, { kind: 'broken-json' }],
    ['nothing', { kind: 'body', body: '' }, { kind: 'broken-json' }],
    ['words', { kind: 'body', body: 'Service unavailable' }, { kind: 'broken-json' }],
    ['an empty object', { kind: 'body', body: '{}' }, { kind: 'wrong-shape', at: 'response' }],
    ['a bare list', { kind: 'body', body: '[]' }, { kind: 'wrong-shape', at: 'answer' }],
    [
      'a number of its own for a status',
      { kind: 'envelope', change: { statusCode: 978_324_049 } },
      { kind: 'wrong-shape', at: 'statusCode' },
    ],
    ['unrequested Brotli', { kind: 'brotli' }, { kind: 'broken-json' }],
  ])('but %s has failed, and has not lost its backups', async (_what, how, failure) => {
    expect(await failureOf(how)).toEqual(failure);
  });
});

describe('a portal that cannot be reached', () => {
  it.each(['127.0.0.1', 'localhost'])('because nothing listens there is refused (%s)', async (host) => {
    const portal = await startTestPortal();
    await portal.goDown();
    const { reader } = createTestReader({ apiKey: portal.apiKey });
    const url = portal.url.replace('127.0.0.1', host);
    expect(await reader.readHistory(portalAt(url), 'own')).toEqual({
      kind: 'failed',
      failure: { kind: 'unreachable', reason: 'refused' },
    });
  });

  it.each(['ENOTFOUND', 'EAI_AGAIN'])('because its name is unknown (%s) has a name problem', async (code) => {
    const dispatcher = createTestAgent({
      connect: {
        lookup: (hostname, _options, callback) =>
          callback(
            Object.assign(new Error(`getaddrinfo ${code}`), { code, syscall: 'getaddrinfo', hostname }),
            '',
          ),
      },
    });
    const { reader, log } = createTestReader({ apiKey: 'sk-1', dispatcher });
    expect(await reader.readHistory(portalAt('http://gone.example'), 'own')).toEqual({
      kind: 'failed',
      failure: { kind: 'unreachable', reason: 'dns' },
    });
    expect(log.lines).toMatchObject([{ level: 'warn', fields: { code, tries: 3 } }]);
  });

  it.each<Misbehaviour>([{ kind: 'drop' }, { kind: 'drop-mid-body' }])(
    'because it hangs up ($kind) has dropped the connection',
    async (how) => {
      expect(await failureOf(how)).toEqual({ kind: 'unreachable', reason: 'dropped' });
    },
  );

  it('because something other than a web server answers has a network problem', async () => {
    const port = await startTalker(Buffer.from('SSH-2.0-OpenSSH_9.6\r\n'));
    const { reader } = createTestReader({ apiKey: 'sk-1' });
    const answer = await reader.readHistory(portalAt(`http://127.0.0.1:${port}`), 'own');
    expect(answer).toEqual({ kind: 'failed', failure: { kind: 'unreachable', reason: 'network' } });
  });
});

describe('a portal at an https address', () => {
  const notHttps = { kind: 'failed', failure: { kind: 'unreachable', reason: 'not-https' } };

  it('whose port serves plain http is reported as such, and not retried', async () => {
    const portal = await startTestPortal();
    const { reader, log } = createTestReader({ apiKey: portal.apiKey });
    const url = portal.url.replace('http:', 'https:');
    expect(await reader.readHistory(portalAt(url), 'own')).toEqual(notHttps);
    expect(log.lines).toMatchObject([{ fields: { tries: 1, code: 'ERR_SSL_WRONG_VERSION_NUMBER' } }]);
  });

  it.each([
    ['words of another protocol', Buffer.from('SSH-2.0-OpenSSH_9.6\r\n')],
    ['more than a record holds', Buffer.from([0x16, 3, 3, 0xff, 0xff, 0])],
  ])('does not speak https when it says %s', async (_what, bytes) => {
    const { reader } = createTestReader({ apiKey: 'sk-1' });
    const url = `https://127.0.0.1:${await startTalker(bytes)}`;
    expect(await reader.readHistory(portalAt(url), 'own')).toEqual(notHttps);
  });

  it('does speak https when it declines the handshake, and asking again is spared', async () => {
    const { reader, log } = createTestReader({ apiKey: 'sk-1' });
    const url = `https://127.0.0.1:${await startTalker(Buffer.from([0x15, 3, 3, 0, 2, 2, 40]))}`;
    expect(await reader.readHistory(portalAt(url), 'own')).toEqual({
      kind: 'failed',
      failure: { kind: 'unreachable', reason: 'tls' },
    });
    expect(log.lines).toMatchObject([{ fields: { tries: 1 } }]);
  });

  it.each([
    ...['ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', 'ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE'],
    ...['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', 'ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE'],
    ...['ERR_SSL_TLSV1_UNRECOGNIZED_NAME', 'ERR_SSL_UNSUPPORTED_PROTOCOL', 'ERR_SSL_DH_KEY_TOO_SMALL'],
  ])('neither its certificate nor the network is blamed for %s', (code) => {
    const error = Object.assign(new Error('TLS'), { code });
    expect(failureOfError(error, 'https://acme.example')).toEqual({ kind: 'unreachable', reason: 'tls' });
  });

  it.each([
    ['wrong version number', 'not-https'],
    ['sslv3 alert handshake failure', 'tls'],
  ])('is recognised by its message where Node reports only EPROTO: %s', (said, reason) => {
    const error = Object.assign(new Error(`write EPROTO 0A00:SSL routines::${said}`), { code: 'EPROTO' });
    expect(failureOfError(error, 'https://acme.example')).toEqual({ kind: 'unreachable', reason });
  });
});

describe('bugs', () => {
  it('reject, because they are not failures of the portal', async () => {
    const { reader } = createTestReader({ apiKey: 'sk-1' });
    await expect(reader.readHistory(portalAt('no address'), 'own')).rejects.toThrow(TypeError);
  });
});

describe('what the portal said when it failed', () => {
  const key = 'sk-CANARY-KEY-5f0d5f5d0a11';
  const traps: readonly Misbehaviour[] = [
    ...[400, 401, 402, 403, 404, 407, 429, 500, 502, 503, 504].map(
      (status) => ({ kind: 'status', status }) as const,
    ),
    { kind: 'status', status: 403, headers: { 'x-canary': 'CANARY-HEADER' }, body: 'CANARY-BODY' },
    { kind: 'body', body: '{"error":{"message":"CANARY-MESSAGE","stack":"CANARY-STACK"},"statusCode":500}' },
    { kind: 'body', body: '{"error":{"message":"CANARY-MESSAGE"}}' },
    { kind: 'body', body: 'CANARY-BODY' },
    { kind: 'body', body: '{"response":"CANARY-BODY"}' },
    { kind: 'body', body: '{"response":[{"id":5,"fileName":"CANARY-NAME","createdOn":"CANARY-DATE"}]}' },
    { kind: 'html' },
    { kind: 'truncate' },
    { kind: 'drop' },
    { kind: 'drop-mid-body' },
    { kind: 'redirect', to: 'https://other.example/CANARY-PATH?CANARY-QUERY' },
    { kind: 'huge', bytes: 200_000 },
    ...(['challenge', 'basic-login', 'proxy-403', 'proxy-407', 'web-server-page'] as const).map(
      (who) => ({ kind: 'in-front', who }) as const,
    ),
    { kind: 'stall' },
    { kind: 'stall-body' },
  ];

  it.each(traps)('reaches neither the log nor the failure, nor does the key: %j', async (how) => {
    const portal = await startTestPortal();
    portal.misbehave(how);
    const timeoutMs = how.kind.startsWith('stall') ? 250 : 5_000;
    const { reader, log } = createTestReader({ apiKey: key, timeoutMs, maxBodyBytes: 100_000 });
    const answer = await reader.readHistory(portalAt(`${portal.url}/CANARY-PREFIX`), 'dumps');
    const told = log.text() + (answer.kind === 'failed' ? JSON.stringify(answer.failure) : '');
    expect(portal.requests[0]?.headers.authorization).toBe(`Bearer ${key}`);
    expect(log.lines).toHaveLength(1);
    expect(log.lines[0]?.message).toMatch(/^(Request (refused|failed)|Backup history read)/);
    expect(told).not.toMatch(/CANARY|Bearer|authorization|Dump=/i);
    for (const canary of canaries) expect(told).not.toContain(canary);
  });

  it.each<[Misbehaviour, object]>([
    [
      { kind: 'status', status: 418 },
      { status: 418, tries: 1 },
    ],
    [{ kind: 'html' }, { status: 200, tries: 1 }],
    [
      { kind: 'body', body: '[]' },
      { status: 200, tries: 1 },
    ],
    [
      { kind: 'body', body: '{}' },
      { status: 200, tries: 1 },
    ],
    [
      { kind: 'body', body: '{"error":{"message":"x"},"statusCode":418}' },
      { status: 418, tries: 1 },
    ],
    [
      { kind: 'huge', bytes: 200_000 },
      { status: 200, tries: 1 },
    ],
    [{ kind: 'drop' }, { type: 'SocketError', code: 'UND_ERR_SOCKET', tries: 3 }],
  ])('leaves no more than its status or error code in the log: %j', async (how, facts) => {
    const portal = await startTestPortal();
    portal.misbehave(how);
    const { reader, log } = createTestReader({ apiKey: portal.apiKey, maxBodyBytes: 100_000 });
    const answer = await reader.readHistory(portalAt(portal.url), 'own');
    const failure = answer.kind === 'failed' ? answer.failure : undefined;
    expect(log.lines).toEqual([
      {
        level: 'warn',
        message: 'Request failed',
        fields: { portal: 'acme', part: 'own', failure, ...facts },
      },
    ]);
  });
});
