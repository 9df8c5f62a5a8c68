import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:https';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { request } from 'undici';
import { afterEach, describe, expect, it, onTestFinished } from 'vitest';
import type { HistoryAnswer } from '../../src/backups/reading.ts';
import { noProxy } from '../../src/config/no-proxy.ts';
import { createDispatcher, type ProxyOptions } from '../../src/docspace/create-dispatcher.ts';
import { createTestReader, portalAt, startTestPortal } from './history-setup.ts';
import { selfSigned } from './self-signed.ts';
import { startProxy } from './start-proxy.ts';
import { startServer } from './start-server.ts';

const empty: HistoryAnswer = { kind: 'read', backups: [] };

const notTrusted = { kind: 'failed', failure: { kind: 'bad-certificate', fault: 'self-signed' } };
const refusedByProxy = { kind: 'failed', failure: { kind: 'refused-in-front', by: 'proxy' } };

function unreachable(reason: string): unknown {
  return { kind: 'failed', failure: { kind: 'unreachable', reason } };
}

async function readThrough(proxy: ProxyOptions, url: string, apiKey = 'sk-1'): Promise<HistoryAnswer> {
  const dispatcher = createDispatcher({ proxy, connectTimeoutMs: 5_000 });
  onTestFinished(() => dispatcher.destroy());
  return createTestReader({ apiKey, dispatcher }).reader.readHistory(portalAt(url), 'own');
}

async function startSecureServer(): Promise<string> {
  const server = createServer(selfSigned, (_request, response) => response.end('{"response":[]}'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** What a program prints in a separate process that trusts the secure server. */
async function runTrusting(program: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'extra-ca-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, 'ca.pem'), selfSigned.cert);
  const imports = `
    import { request } from 'undici';
    import { createDispatcher } from './src/docspace/create-dispatcher.ts';`;
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--import', 'tsx', '--input-type=module', '--eval', `${imports}\n${program}`],
    { env: { ...process.env, NODE_EXTRA_CA_CERTS: join(folder, 'ca.pem') } },
  );
  return stdout;
}

describe('the connection to a portal', () => {
  it('is direct when no proxy is set', async () => {
    const portal = await startTestPortal();
    expect(await readThrough({}, portal.url, portal.apiKey)).toEqual(empty);
    expect(
      await readThrough({ http: '', https: undefined, isDirect: () => false }, portal.url, portal.apiKey),
    ).toEqual(empty);
  });

  it('goes through the proxy, without a tunnel for http', async () => {
    const [portal, proxy] = [await startTestPortal(), await startProxy()];
    expect(await readThrough({ http: proxy.url }, portal.url, portal.apiKey)).toEqual(empty);
    expect(proxy.passed).toEqual([`GET ${portal.url}/api/2.0/backup/getbackuphistory?Dump=false`]);
  });

  it.each(['https', 'http'] as const)('goes through a tunnel for https when %s is set', async (name) => {
    const [url, proxy] = [await startSecureServer(), await startProxy()];
    expect(await readThrough({ [name]: proxy.url }, url)).toEqual(notTrusted);
    expect(proxy.passed).toEqual([`CONNECT ${new URL(url).host}`]);
  });

  it('is direct for http when only https has a proxy', async () => {
    const [portal, proxy] = [await startTestPortal(), await startProxy()];
    expect(await readThrough({ https: proxy.url }, portal.url, portal.apiKey)).toEqual(empty);
    expect(proxy.passed).toEqual([]);
  });

  it.each(['127.0.0.0/8', '127.0.0.1', '*', 'other.example, 127.0.0.1'])(
    'is direct for hosts that NO_PROXY covers: %s',
    async (list) => {
      const [portal, proxy] = [await startTestPortal(), await startProxy()];
      const ways = { http: proxy.url, isDirect: noProxy.parse(list) };
      expect(await readThrough(ways, portal.url, portal.apiKey)).toEqual(empty);
      expect(proxy.passed).toEqual([]);
    },
  );

  it('is also direct for https when NO_PROXY covers it', async () => {
    const [url, proxy] = [await startSecureServer(), await startProxy()];
    const isDirect = noProxy.parse('127.0.0.0/8');
    expect(await readThrough({ https: proxy.url, isDirect }, url)).toEqual(notTrusted);
    expect(proxy.passed).toEqual([]);
  });

  it.each(['128.0.0.0/8', '127.0.0.1:9', 'localhost'])(
    'goes through the proxy for hosts that NO_PROXY does not cover: %s',
    async (list) => {
      const [portal, proxy] = [await startTestPortal(), await startProxy()];
      const ways = { http: proxy.url, isDirect: noProxy.parse(list) };
      expect(await readThrough(ways, portal.url, portal.apiKey)).toEqual(empty);
      expect(proxy.passed).toHaveLength(1);
    },
  );

  it('authenticates at the proxy', async () => {
    const [portal, proxy] = [await startTestPortal(), await startProxy()];
    const http = proxy.url.replace('://', '://bot:p%40ss@');
    expect(await readThrough({ http }, portal.url, portal.apiKey)).toEqual(empty);
    expect(proxy.authorizations).toEqual([`Basic ${Buffer.from('bot:p@ss').toString('base64')}`]);
    expect(portal.requests[0]?.headers.authorization).toBe(`Bearer ${portal.apiKey}`);
  });

  it('refuses a proxy address that is not an address', () => {
    expect(() => createDispatcher({ proxy: { http: 'no address' }, connectTimeoutMs: 1 })).toThrow(TypeError);
  });
});

describe('a connection that is never made', () => {
  it.each(['directly', 'to a proxy', 'through a tunnel'])('is given up in time, %s', async (way) => {
    const mute = createTcpServer((socket) => void socket.on('error', () => undefined));
    await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void mute.close());
    const silent = `https://localhost:${(mute.address() as AddressInfo).port}`;
    const proxies = { 'to a proxy': silent, 'through a tunnel': (await startProxy()).url };
    const proxy = { https: proxies[way as keyof typeof proxies] };
    const dispatcher = createDispatcher({ proxy, connectTimeoutMs: 50 });
    onTestFinished(() => dispatcher.destroy());
    const startedAt = performance.now();
    await expect(request(silent, { dispatcher })).rejects.toMatchObject({ code: 'UND_ERR_CONNECT_TIMEOUT' });
    // undici's own limit is ten seconds.
    expect(performance.now() - startedAt).toBeLessThan(5_000);
  });
});

describe('the end of all connections', () => {
  const ways = async () => {
    const server = await startServer(() => undefined);
    const dispatcher = createDispatcher({
      proxy: { http: (await startProxy()).url, isDirect: (url) => url.hostname === '127.0.0.1' },
      connectTimeoutMs: 5_000,
    });
    const urls = [server.url, server.url.replace('127.0.0.1', 'localhost')];
    return { server, dispatcher, urls };
  };

  it('lets nothing more be asked, neither directly nor through a proxy', async () => {
    for (const end of ['close', 'destroy'] as const) {
      const { dispatcher, urls } = await ways();
      await dispatcher[end]();
      for (const url of urls)
        await expect(request(url, { dispatcher })).rejects.toMatchObject({
          code: expect.stringMatching(/^UND_ERR_(CLOSED|DESTROYED)$/),
        });
    }
  });

  it('tells its reason to whoever waits', async () => {
    const { server, dispatcher, urls } = await ways();
    const asked = request(urls[0] ?? '', { dispatcher });
    const refused = expect(asked).rejects.toThrow('the bot stops');
    await expect.poll(() => server.paths.length).toBe(1);
    await dispatcher.destroy(new Error('the bot stops'));
    await refused;
  });
});

describe('connections', () => {
  async function askThrice(url: string, proxy: ProxyOptions, freshConnections?: boolean): Promise<void> {
    const fresh = freshConnections === undefined ? {} : { freshConnections };
    const dispatcher = createDispatcher({ proxy, connectTimeoutMs: 5_000, ...fresh });
    onTestFinished(() => dispatcher.destroy());
    for (let time = 0; time < 3; time += 1) await (await request(url, { dispatcher })).body.text();
  }
  const startPlainServer = () => startServer((_request, response) => response.end('{}'));

  it('are used again', async () => {
    const [server, proxy] = [await startPlainServer(), await startProxy()];
    await askThrice(server.url, {});
    expect(server.connections()).toBeLessThan(3);
    await askThrice(server.url, { http: proxy.url });
    expect(proxy.connections()).toBeLessThan(3);
  });

  it('are new for each request when configured', async () => {
    const [server, proxy] = [await startPlainServer(), await startProxy()];
    await askThrice(server.url, {}, true);
    expect(server.connections()).toBe(3);
    await askThrice(server.url, { http: proxy.url }, true);
    expect(proxy.connections()).toBe(3);
  });

  it('through tunnels are used again, or are new for each request when configured', async () => {
    const [kept, fresh] = [await startProxy(), await startProxy()];
    const ask = (proxy: string, freshConnections: boolean) => `{
      const proxy = { https: '${proxy}' };
      const dispatcher = createDispatcher({ proxy, connectTimeoutMs: 5000, freshConnections: ${freshConnections} });
      for (let time = 0; time < 3; time += 1) await (await request(url, { dispatcher })).body.text();
      await dispatcher.destroy();
    }`;
    const url = await startSecureServer();
    await runTrusting(`const url = '${url}'; ${ask(kept.url, false)} ${ask(fresh.url, true)}`);
    expect(kept.passed.length).toBeLessThan(3);
    expect(fresh.passed).toHaveLength(3);
  });
});

describe('a failing proxy', () => {
  it('is blamed instead of the portal when nothing listens there', async () => {
    const [portal, proxy] = [await startTestPortal(), await startProxy()];
    const url = await startSecureServer();
    await proxy.close();
    expect(await readThrough({ http: proxy.url }, portal.url)).toEqual(unreachable('proxy'));
    expect(await readThrough({ https: proxy.url }, url)).toEqual(unreachable('proxy'));
  });

  it('is blamed when it does not speak https at its own https address', async () => {
    const [portal, proxy] = [await startTestPortal(), await startProxy()];
    // By name: undici asks for the name of an IP address there, which Node 26 refuses.
    const http = proxy.url.replace('http://127.0.0.1', 'https://localhost');
    expect(await readThrough({ http }, portal.url)).toEqual(unreachable('proxy'));
  });

  it.each<[number, unknown, number]>([
    [403, refusedByProxy, 1],
    [407, refusedByProxy, 1],
    [502, unreachable('proxy'), 3],
  ])('is blamed when it answers %i instead of a tunnel', async (status, answer, tries) => {
    const [url, proxy] = [await startSecureServer(), await startProxy()];
    proxy.refuse(status);
    expect(await readThrough({ https: proxy.url }, url)).toEqual(answer);
    expect(proxy.passed).toHaveLength(tries);
  });

  it('is blamed when it wants a password', async () => {
    const [portal, proxy] = [await startTestPortal(), await startProxy()];
    proxy.refuse(407);
    expect(await readThrough({ http: proxy.url }, portal.url)).toEqual(refusedByProxy);
  });
});

describe('the environment', () => {
  const names = ['http_proxy', 'HTTP_PROXY', 'https_proxy', 'HTTPS_PROXY', 'no_proxy', 'NO_PROXY'];
  const before = new Map(names.map((name) => [name, process.env[name]]));

  afterEach(() => {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  });

  it('is not looked at for proxies', async () => {
    const [portal, proxy] = [await startTestPortal(), await startProxy()];
    for (const name of names.slice(0, 4)) process.env[name] = proxy.url;
    expect(await readThrough({}, portal.url, portal.apiKey)).toEqual(empty);
    expect(await readThrough({ https: 'http://127.0.0.1:9' }, portal.url, portal.apiKey)).toEqual(empty);
    expect(proxy.passed).toEqual([]);
  });

  it('is not looked at for hosts to reach directly', async () => {
    const [portal, proxy] = [await startTestPortal(), await startProxy()];
    for (const name of names.slice(4)) process.env[name] = '*';
    expect(await readThrough({ http: proxy.url }, portal.url, portal.apiKey)).toEqual(empty);
    expect(proxy.passed).toHaveLength(1);
  });
});

describe('a certificate', () => {
  it('that no authority signed is the reason, and it is not retried', async () => {
    const url = await startSecureServer();
    const dispatcher = createDispatcher({ proxy: {}, connectTimeoutMs: 5_000 });
    onTestFinished(() => dispatcher.destroy());
    const { reader, log } = createTestReader({ apiKey: 'sk-1', dispatcher });
    expect(await reader.readHistory(portalAt(url), 'own')).toEqual(notTrusted);
    expect(log.lines).toMatchObject([{ fields: { tries: 1, code: 'DEPTH_ZERO_SELF_SIGNED_CERT' } }]);
  });

  it("is accepted when Node's own NODE_EXTRA_CA_CERTS covers it", async () => {
    const printed = await runTrusting(`
      const dispatcher = createDispatcher({ proxy: {}, connectTimeoutMs: 5000 });
      console.log((await request('${await startSecureServer()}', { dispatcher })).statusCode);
      await dispatcher.destroy();`);
    expect(printed.trim()).toBe('200');
  });
});
