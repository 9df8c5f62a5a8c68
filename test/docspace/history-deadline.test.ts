import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Misbehaviour } from '../../sandbox/docspace/portal-server.ts';
import type { ReadFailure } from '../../src/backups/failure.ts';
import { watchTimeouts } from '../slack/watch-timeouts.ts';
import { createTestReader, now, portalAt, type ReaderSetup, startTestPortal } from './history-setup.ts';
import { startServer } from './start-server.ts';

const timeoutMs = 250;
const plentyMs = 10_000;
/** What a busy test machine may add. */
const slackMs = 5_000;

const inAMinute = new Date(now.getTime() + 60_000);
const timedOut = { kind: 'failed', failure: { kind: 'timeout', afterMs: timeoutMs } };

async function readTimed(url: string, options: Partial<ReaderSetup> = {}) {
  const { reader } = createTestReader({ apiKey: 'sk-1', timeoutMs, ...options });
  const start = performance.now();
  const answer = await reader.readHistory(portalAt(url), 'own');
  return { answer, tookMs: performance.now() - start };
}

/** Accepts connections and sends nothing. */
async function startMute(): Promise<{ port: number; sockets: Socket[] }> {
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    sockets.push(socket);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { port: (server.address() as AddressInfo).port, sockets };
}

describe('the deadline', () => {
  it.each<Misbehaviour>([{ kind: 'stall' }, { kind: 'stall-body' }, { kind: 'trickle', everyMs: 10 }])(
    'ends an answer that would go on for ever: $kind',
    async (how) => {
      const portal = await startTestPortal();
      portal.misbehave(how);
      const { answer, tookMs } = await readTimed(portal.url, { apiKey: portal.apiKey });
      expect(answer).toEqual(timedOut);
      expect(tookMs).toBeGreaterThanOrEqual(timeoutMs - 2);
      expect(tookMs).toBeLessThan(timeoutMs + slackMs);
      expect(portal.requests.length).toBeLessThan(2);
    },
  );

  it('ends a TLS handshake without an answer', async () => {
    const { port } = await startMute();
    const { answer, tookMs } = await readTimed(`https://127.0.0.1:${port}`);
    expect(answer).toEqual(timedOut);
    expect(tookMs).toBeLessThan(timeoutMs + slackMs);
  });

  it('frees the slots of connections without an answer', async () => {
    const { port } = await startMute();
    const { reader } = createTestReader({ apiKey: 'sk-1', timeoutMs, atOncePerServer: 1 });
    const start = performance.now();
    const asked = [1, 2, 3].map(() => reader.readHistory(portalAt(`https://127.0.0.1:${port}`), 'own'));
    expect(await Promise.all(asked)).toEqual([timedOut, timedOut, timedOut]);
    expect(performance.now() - start).toBeLessThan(slackMs);
  });

  it('leaves no connection behind', async () => {
    const { port, sockets } = await startMute();
    await readTimed(`http://127.0.0.1:${port}`);
    const [socket] = sockets;
    if (socket === undefined) throw new Error('no client connected');
    await new Promise<void>((resolve) => {
      if (socket.closed) resolve();
      socket.resume().once('close', resolve);
    });
    expect(socket.closed).toBe(true);
  });

  it('counts all tries together', async () => {
    const portal = await startTestPortal();
    portal.misbehave({ kind: 'status', status: 503 });
    portal.setLatency(20);
    const retry = { tries: 1_000, firstDelayMs: 1, factor: 1 };
    const { answer, tookMs } = await readTimed(portal.url, { retry });
    expect(answer).toMatchObject({ kind: 'failed' });
    expect(tookMs).toBeLessThan(timeoutMs + slackMs);
  });

  it('does not cut short an answer that is slow but in time', async () => {
    const portal = await startTestPortal();
    portal.setLatency(20);
    const { answer } = await readTimed(portal.url, { apiKey: portal.apiKey, timeoutMs: plentyMs });
    expect(answer).toEqual({ kind: 'read', backups: [] });
  });

  it('is not waited for when the next try would come too late', async () => {
    const portal = await startTestPortal();
    portal.misbehave({ kind: 'status', status: 502 });
    const retry = { tries: 3, firstDelayMs: 60_000, factor: 1 };
    const { answer, tookMs } = await readTimed(portal.url, { timeoutMs: plentyMs, retry });
    expect(answer).toEqual({
      kind: 'failed',
      failure: { kind: 'server-error', status: 502, retryAt: undefined },
    });
    expect(tookMs).toBeLessThan(plentyMs / 2);
  });

  it.each<[number, ReadFailure]>([
    [429, { kind: 'rate-limited', retryAt: inAMinute }],
    [502, { kind: 'server-error', status: 502, retryAt: inAMinute }],
    [503, { kind: 'server-error', status: 503, retryAt: inAMinute }],
    [504, { kind: 'server-error', status: 504, retryAt: inAMinute }],
  ])('lets a portal that is busy for longer say until when, at once: %i', async (status, failure) => {
    const portal = await startTestPortal();
    portal.misbehave({ kind: 'status', status, headers: { 'retry-after': '60' } });
    const { answer, tookMs } = await readTimed(portal.url, { timeoutMs: plentyMs });
    expect(answer).toEqual({ kind: 'failed', failure });
    expect(tookMs).toBeLessThan(plentyMs / 2);
    expect(portal.requests).toHaveLength(1);
  });

  it('is not waited for when the body of a refusal never stops', async () => {
    const page = Buffer.alloc(64 * 1024, '<p>');
    let sentBytes = 0;
    const server = await startServer((_request, response) => {
      response.writeHead(403, { 'content-type': 'text/html' });
      const talk = (): void => {
        do sentBytes += page.length;
        while (!response.destroyed && response.write(page));
        if (!response.destroyed) response.once('drain', talk);
      };
      talk();
    });
    const { answer } = await readTimed(server.url, { timeoutMs: plentyMs });
    expect(answer).toEqual({ kind: 'failed', failure: { kind: 'refused-in-front', by: 'page' } });
    // What the system keeps in its buffers is sent, although nothing reads it.
    expect(sentBytes).toBeLessThan(32 * 1024 * 1024);
  });

  it.each([{}, { 'content-encoding': 'gzip' }])(
    'is not waited for when a refusal does not end within a second: %j',
    async (headers: Record<string, string>) => {
      const asked = watchTimeouts();
      const server = await startServer((_request, response) => {
        const words = '{"error":';
        response
          .writeHead(403, headers)
          .write('content-encoding' in headers ? gzipSync(words).subarray(0, 12) : words);
      });
      const { answer, tookMs } = await readTimed(server.url, { timeoutMs: plentyMs });
      expect(answer).toEqual({ kind: 'failed', failure: { kind: 'refused', status: 403 } });
      expect(tookMs).toBeLessThan(plentyMs / 2);
      expect(asked).toEqual([1_000, 1_000]);
    },
  );

  it('of a refusal’s words is 64 KB, and no more are read', async () => {
    const failureOf = async (bytes: number) => {
      const portal = await startTestPortal();
      const body = JSON.stringify({ message: '' });
      const padded = body.replace('""', `"${'x'.repeat(bytes - body.length)}"`);
      portal.misbehave({ kind: 'status', status: 403, body: padded }, undefined, '/getbackuphistory');
      const { answer } = await readTimed(portal.url, { apiKey: portal.apiKey, timeoutMs: plentyMs });
      return answer.kind === 'failed' ? answer.failure : undefined;
    };
    expect(await failureOf(65_536)).toEqual({ kind: 'refused-in-front', by: 'page' });
    expect(await failureOf(65_537)).toEqual({ kind: 'refused', status: 403 });
  });
});
