import { getEventListeners } from 'node:events';
import { Agent } from 'undici';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { WebSocket } from 'ws';
import { type LineOptions, openLine } from '../../src/slack/open-line.ts';
import { sayHello, startScriptedSlack } from './scripted-slack.ts';

const soon = { timeout: 10_000, interval: 5 };

async function start(greet: (socket: WebSocket) => void = sayHello) {
  const slack = await startScriptedSlack({ greet });
  const dispatcher = new Agent();
  onTestFinished(() => dispatcher.destroy());
  const stopping = new AbortController();
  const { signal } = stopping;
  const open = async (options: Partial<LineOptions> = {}) => {
    const line = await openLine({
      ...{ url: slack.apiUrl.replace('http', 'ws'), dispatcher, signal },
      ...{ helloTimeoutMs: 5_000, pingIntervalMs: 5_000 },
      ...{ onEnvelope: () => undefined, onMalformed: () => undefined },
      ...options,
    });
    onTestFinished(() => line.close());
    return line;
  };
  return { slack, open, signal, stop: () => stopping.abort() };
}

describe('a line', () => {
  it('is not opened once the bot stops', async () => {
    const { slack, open, stop } = await start();
    stop();
    await expect(open()).rejects.toMatchObject({ name: 'AbortError' });
    expect(slack.greeted()).toBe(0);
  });

  it('leaves nothing on the signal once it stands, or was given up', async () => {
    const { open, signal } = await start();
    await open();
    expect(getEventListeners(signal, 'abort')).toEqual([]);
    const silent = await start(() => undefined);
    await expect(silent.open({ helloTimeoutMs: 50 })).rejects.toMatchObject({ name: 'LineError' });
    expect(getEventListeners(silent.signal, 'abort')).toEqual([]);
  });

  it('reports how it ended: by an announced refresh, or for another reason', async () => {
    const { slack, open } = await start();
    const refreshed = await open();
    slack.send('{"type":"disconnect","reason":"refresh_requested"}');
    expect(await refreshed.ending).toEqual({ cause: 'refresh_requested', isRefresh: true, isGone: false });
    slack.closeAll();
    await refreshed.gone;
    const closed = await open();
    slack.closeAll();
    expect(await closed.ending).toEqual({
      cause: expect.stringMatching(/^closed with code \d+$/),
      isRefresh: false,
      isGone: true,
    });
  });

  it('is gone when it gives no sign of life to two pings, and stays when it does', async () => {
    const sockets: WebSocket[] = [];
    const { open } = await start((socket) => {
      sockets.push(socket);
      sayHello(socket);
    });
    const line = await open({ pingIntervalMs: 20 });
    let pings = 0;
    sockets[0]?.on('ping', () => (pings += 1));
    await vi.waitFor(() => expect(pings).toBeGreaterThan(5), soon);
    sockets[0]?.pause();
    expect(await line.ending).toEqual({
      cause: 'no data for 40 ms',
      isRefresh: false,
      isGone: true,
    });
    await line.gone;
    expect(line.send({})).toBe(false);
  });

  it('that ends before its greeting says what came in place of it', async () => {
    const { open } = await start((socket) => socket.close());
    await expect(open()).rejects.toMatchObject({
      name: 'LineError',
      message: expect.stringContaining('Slack ended the connection before its greeting (closed with code'),
    });
  });

  it('is cut as soon as Slack has answered the closing frame, for Slack closes no TCP connection', async () => {
    const { open } = await start();
    const tookMs: number[] = [];
    // The quickest of three, for a busy machine may take its time; without an answer it is half a second.
    for (let round = 0; round < 3; round += 1) {
      const line = await open();
      const startedAt = performance.now();
      await line.close();
      tookMs.push(performance.now() - startedAt);
    }
    expect(Math.min(...tookMs)).toBeLessThan(400);
  });
});
