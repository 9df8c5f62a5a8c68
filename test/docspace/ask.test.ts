import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createDispatcher } from '../../src/docspace/create-dispatcher.ts';
import { createTestReader, portalAt, startTestPortal } from './history-setup.ts';
import { startServer } from './start-server.ts';

const soon = { timeout: 10_000, interval: 1 };
const empty = { kind: 'read', backups: [] };

/** Lets every request wait until the test answers it. */
async function startPatientServer() {
  const waiting: ServerResponse[] = [];
  const server = await startServer((_request, response) => void waiting.push(response));
  return { url: server.url, waiting };
}

/** As many servers, each at a port of its own, as there are portals. */
async function startServers(count: number, answer: (response: ServerResponse) => void): Promise<string[]> {
  const servers: Server[] = Array.from({ length: count }, () =>
    createServer((_request, response) => answer(response)),
  );
  onTestFinished(() => {
    for (const server of servers) server.close().closeAllConnections();
  });
  await Promise.all(servers.map((server) => once(server.listen(0, '127.0.0.1'), 'listening')));
  return servers.map((server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
}

describe('one server', () => {
  it('gets twenty requests at once and no more, over all its portals', async () => {
    const { url, waiting } = await startPatientServer();
    const { reader } = createTestReader({ apiKey: 'sk-1', timeoutMs: 60_000 });
    const asked = Array.from({ length: 45 }, (_, n) =>
      reader.readHistory(portalAt(`${url}/portal-${n}`), n % 2 === 0 ? 'own' : 'dumps'),
    );
    for (let answered = 0; answered < 45; answered += waiting.length) {
      const expected = Math.min(20, 45 - answered);
      await vi.waitFor(() => expect(waiting).toHaveLength(expected), soon);
      await new Promise((resolve) => setTimeout(resolve, 20));
      expect(waiting).toHaveLength(expected);
      for (const response of waiting) response.end('{"response":[]}');
      answered += waiting.length;
      waiting.length = 0;
    }
    expect(await Promise.all(asked)).toEqual(asked.map(() => empty));
  });

  it('starts the time of a portal only when it is asked', async () => {
    const server = await startServer((_request, response) => {
      setTimeout(() => response.end('{"response":[]}'), 100);
    });
    const { reader } = createTestReader({ apiKey: 'sk-1', timeoutMs: 1_000, atOncePerServer: 1 });
    const asked = Array.from({ length: 15 }, () => reader.readHistory(portalAt(server.url), 'own'));
    expect(await Promise.all(asked)).toEqual(asked.map(() => empty));
  });

  it('keeps no slot for a portal that waits for another try', async () => {
    const server = await startServer((request, response) => {
      const isBusy = request.url?.startsWith('/busy') === true;
      response.writeHead(isBusy ? 429 : 200, isBusy ? { 'retry-after': '2' } : {});
      response.end('{"response":[]}');
    });
    const { reader } = createTestReader({ apiKey: 'sk-1', timeoutMs: 60_000, atOncePerServer: 2 });
    const order: string[] = [];
    const ended = (name: string) => () => void order.push(name);
    const busy = [1, 2, 3].map((n) =>
      reader.readHistory(portalAt(`${server.url}/busy-${n}`), 'own').then(ended('busy')),
    );
    onTestFinished(() => void Promise.allSettled(busy));
    await vi.waitFor(() => expect(server.paths).toHaveLength(3), soon);
    await reader.readHistory(portalAt(`${server.url}/good`), 'own').then(ended('good'));
    expect(order).toEqual(['good']);
  });

  it('frees its slot when the deadline has passed', async () => {
    const { url } = await startPatientServer();
    const { reader } = createTestReader({ apiKey: 'sk-1', timeoutMs: 50, atOncePerServer: 1 });
    // A request without a slot would wait for ever.
    const answers = await Promise.all([1, 2, 3].map(() => reader.readHistory(portalAt(url), 'own')));
    expect(answers).toEqual(
      answers.map(() => ({ kind: 'failed', failure: { kind: 'timeout', afterMs: 50 } })),
    );
  });

  it('is reported with its last answer when another try found no slot in time', async () => {
    const { url, waiting } = await startPatientServer();
    const { reader, log } = createTestReader({ apiKey: 'sk-1', timeoutMs: 300, atOncePerServer: 1 });
    const first = reader.readHistory(portalAt(url), 'own');
    await vi.waitFor(() => expect(waiting).toHaveLength(1), soon);
    const other = reader.readHistory(portalAt(url), 'dumps');
    waiting[0]?.writeHead(503).end();
    expect(await first).toEqual({
      kind: 'failed',
      failure: { kind: 'server-error', status: 503, retryAt: undefined },
    });
    expect(log.lines).toMatchObject([{ fields: { status: 503, tries: 2 } }]);
    await other;
    await new Promise((resolve) => setTimeout(resolve, 20));
    // The try that came too late was not made.
    expect(waiting).toHaveLength(2);
  });

  it('is reported with its last answer when another try got no answer in time', async () => {
    const server = await startServer((_request, response) => {
      if (server.paths.length === 1) response.writeHead(503).end();
    });
    const { reader, log } = createTestReader({ apiKey: 'sk-1', timeoutMs: 250 });
    expect(await reader.readHistory(portalAt(server.url), 'own')).toEqual({
      kind: 'failed',
      failure: { kind: 'server-error', status: 503, retryAt: undefined },
    });
    expect(log.lines).toMatchObject([{ fields: { status: 503, tries: 2 } }]);
  });
});

describe('a healthy portal', () => {
  it('is answered while sixty others hang', async () => {
    const hung = await startServers(60, () => undefined);
    const healthy = await startTestPortal();
    const { reader } = createTestReader({ apiKey: healthy.apiKey, timeoutMs: 3_000 });
    const order: string[] = [];
    const waiting = hung.map((url) =>
      reader.readHistory(portalAt(url), 'own').then(() => order.push('hung')),
    );
    const start = performance.now();
    expect(await reader.readHistory(portalAt(healthy.url), 'own')).toEqual(empty);
    expect(order).toEqual([]);
    expect(performance.now() - start).toBeLessThan(2_000);
    await Promise.all(waiting);
  });
});

describe('five hundred portals', () => {
  it('are all read, each at its own server', async () => {
    const urls = await startServers(500, (response) => response.end('{"response":[]}'));
    const dispatcher = createDispatcher({ proxy: {}, connectTimeoutMs: 10_000 });
    onTestFinished(() => dispatcher.destroy());
    const { reader } = createTestReader({ apiKey: 'sk-1', dispatcher, timeoutMs: 20_000 });
    const answers = await Promise.all(urls.map((url) => reader.readHistory(portalAt(url), 'own')));
    expect(answers.filter(({ kind }) => kind === 'read')).toHaveLength(500);
  });
});
