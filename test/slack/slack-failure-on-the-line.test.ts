import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { createServer as createTcpServer, type LookupFunction } from 'node:net';
import { Agent, EnvHttpProxyAgent } from 'undici';
import { describe, expect, it } from 'vitest';
import { mapSlackFailure } from '../../src/slack/slack-failure.ts';
import { selfSigned } from '../docspace/self-signed.ts';
import {
  answerWith,
  closedPort,
  createFetch,
  failToPost,
  listen,
  notDelivered,
  startApi,
  uncertain,
} from './post-once.ts';

const failWith = async (listener: RequestListener, timeoutMs = 5_000) =>
  failToPost(await startApi(listener), { timeoutMs });

/** Every host is these addresses. */
const resolveTo =
  (...addresses: string[]): LookupFunction =>
  (_host, _options, callback) =>
    callback(
      null,
      addresses.map((address) => ({ address, family: 4 })),
    );
const resolverError = Object.assign(new Error('getaddrinfo ENOTFOUND slack.test'), {
  code: 'ENOTFOUND',
  syscall: 'getaddrinfo',
});

describe('a connection that fails before it is open', () => {
  it('is refused: nothing was posted', async () => {
    expect(await failToPost(`http://127.0.0.1:${await closedPort()}/api/`)).toEqual(
      notDelivered('ECONNREFUSED'),
    );
  });

  it('is refused at each of several addresses: nothing was posted', async () => {
    const fetch = createFetch(new Agent({ connect: { lookup: resolveTo('127.0.0.1', '127.0.0.2') } }));
    const url = `http://slack.test:${await closedPort()}/api/`;
    expect(await failToPost(url, { fetch })).toEqual(notDelivered('ECONNREFUSED'));
  });

  it('has an unknown host: nothing was posted', async () => {
    const lookup: LookupFunction = (_host, _options, callback) => callback(resolverError, []);
    const fetch = createFetch(new Agent({ connect: { lookup } }));
    expect(await failToPost('http://slack.test/api/', { fetch })).toEqual(notDelivered('ENOTFOUND'));
  });

  it('never gets through the handshake: nothing was posted', async () => {
    const mute = await listen(createTcpServer());
    const fetch = createFetch(new Agent({ connect: { timeout: 50 } }));
    const failure = await failToPost(`https://localhost:${mute}/api/`, { fetch });
    expect(failure).toEqual(notDelivered('UND_ERR_CONNECT_TIMEOUT'));
  });

  it('is cut in the handshake: nothing was posted', async () => {
    const port = await listen(createTcpServer((socket) => socket.once('data', () => socket.destroy())));
    expect(await failToPost(`https://localhost:${port}/api/`)).toEqual(notDelivered('ECONNRESET'));
  });

  it('shows an untrusted certificate: nothing was posted', async () => {
    const port = await listen(createHttpsServer(selfSigned, answerWith(200, '{"ok":true}')));
    const failure = await failToPost(`https://localhost:${port}/api/`);
    expect(failure).toEqual(notDelivered('DEPTH_ZERO_SELF_SIGNED_CERT'));
  });

  it('shows the certificate of another: nothing was posted', async () => {
    const port = await listen(createHttpsServer(selfSigned, answerWith(200, '{"ok":true}')));
    const connect = { ca: selfSigned.cert, lookup: resolveTo('127.0.0.1') };
    const failure = await failToPost(`https://slack.test:${port}/api/`, {
      fetch: createFetch(new Agent({ connect })),
    });
    expect(failure).toEqual(notDelivered('ERR_TLS_CERT_ALTNAME_INVALID'));
  });
});

describe('a proxy', () => {
  const through = (port: number, protocol = 'http') => {
    const proxy = `${protocol}://localhost:${port}`;
    return createFetch(
      new EnvHttpProxyAgent({ httpProxy: proxy, httpsProxy: proxy, noProxy: '', proxyTunnel: false }),
    );
  };
  const proxyAnswering = (status: string) =>
    listen(createHttpServer().on('connect', (_, socket) => socket.end(`HTTP/1.1 ${status}\r\n\r\n`)));

  it.each(['407 Proxy Authentication Required', '403 Forbidden', '502 Bad Gateway'])(
    'opens no tunnel: nothing was posted (%s)',
    async (status) => {
      const fetch = through(await proxyAnswering(status));
      expect(await failToPost('https://slack.test/api/', { fetch })).toMatchObject({ kind: 'not-delivered' });
    },
  );

  it('requires authentication: nothing was posted', async () => {
    const port = await listen(createHttpServer(answerWith(407, 'no')));
    const failure = await failToPost('http://slack.test/api/', { fetch: through(port) });
    expect(failure).toMatchObject({ kind: 'not-delivered' });
  });

  it('is not there: nothing was posted', async () => {
    const failure = await failToPost('https://slack.test/api/', { fetch: through(await closedPort()) });
    expect(failure).toEqual(notDelivered('ECONNREFUSED'));
  });

  it('shows an untrusted certificate: nothing was posted', async () => {
    const port = await listen(createHttpsServer(selfSigned));
    const failure = await failToPost('https://slack.test/api/', { fetch: through(port, 'https') });
    expect(failure).toMatchObject({ kind: 'not-delivered' });
  });

  it('fails to reach Slack, or to get its answer: a message may have been posted', async () => {
    const port = await listen(createHttpServer(answerWith(502, 'Bad Gateway')));
    const failure = await failToPost('http://slack.test/api/', { fetch: through(port) });
    expect(failure).toEqual(uncertain('http_502'));
  });
});

describe('a connection that fails after the request was sent', () => {
  it('by a socket that is closed: it may have been posted', async () => {
    const failure = await failWith((request) => request.socket.destroy());
    expect(failure).toEqual(uncertain('UND_ERR_SOCKET'));
  });

  it('by a reset: it may have been posted', async () => {
    const failure = await failWith((request) => request.socket.resetAndDestroy());
    expect(failure).toMatchObject({ kind: 'uncertain' });
  });

  it('by silence: it may have been posted', async () => {
    expect(await failWith(() => undefined, 50)).toEqual(uncertain('timeout'));
  });

  it('by a body that stalls after its headers: it may have been posted', async () => {
    const failure = await failWith((_, response) => response.writeHead(200).write('{"ok":'), 50);
    expect(failure).toEqual(uncertain('timeout'));
  });

  it('by a body that is cut off: it may have been posted', async () => {
    const failure = await failWith((request, response) => {
      response.writeHead(200, { 'content-length': '50' }).write('{"ok":true', () => request.socket.destroy());
    });
    expect(failure).toEqual(uncertain('UND_ERR_SOCKET'));
  });

  it('by a body that cannot be decompressed: it may have been posted', async () => {
    const failure = await failWith(answerWith(200, 'garbage', { 'content-encoding': 'gzip' }));
    expect(failure).toMatchObject({ kind: 'uncertain' });
  });

  it('by an answer that is not HTTP: it may have been posted', async () => {
    const failure = await failWith((request) => request.socket.end('SMTP ready\r\n\r\n'));
    expect(failure).toMatchObject({ kind: 'uncertain' });
  });

  // A loopback network cannot fail like this; the errors have the form of Node's.
  it.each([
    ['read', 'ENETUNREACH'],
    ['read', 'ETIMEDOUT'],
    ['write', 'EHOSTUNREACH'],
    ['write', 'EPIPE'],
    ['read', 'ECONNREFUSED'],
  ])('by a network that breaks under it (%s %s): it may have been posted', (syscall, code) => {
    const cause = Object.assign(new Error(`${syscall} ${code}`), { syscall, code });
    expect(mapSlackFailure(new TypeError('fetch failed', { cause }))).toEqual(uncertain(code));
  });

  it.each(['ETIMEDOUT', 'EADDRNOTAVAIL', 'ENETUNREACH', 'EHOSTUNREACH'])(
    'or never opened (connect %s): nothing was posted',
    (code) => {
      const cause = Object.assign(new Error(`connect ${code}`), { syscall: 'connect', code });
      const all = Object.assign(new AggregateError([cause, cause]), { code });
      expect(mapSlackFailure(new TypeError('fetch failed', { cause }))).toEqual(notDelivered(code));
      expect(mapSlackFailure(new TypeError('fetch failed', { cause: all }))).toEqual(notDelivered(code));
    },
  );
});
