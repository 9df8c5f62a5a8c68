import { setTimeout as wait } from 'node:timers/promises';
import { Agent, ProxyAgent } from 'undici';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { WebSocket } from 'ws';
import { type SandboxSlack, startSlack } from '../../sandbox/slack/slack-server.ts';
import type { SocketDrop } from '../../sandbox/slack/socket-hub.ts';
import { startProxy } from '../docspace/start-proxy.ts';
import { connectTo } from './connect-to.ts';
import { sayHello, startScriptedSlack } from './scripted-slack.ts';

const refreshes = 100;
const reasons: readonly SocketDrop[] = [
  'disconnect-warning',
  'refresh_requested',
  'link_disabled',
  'too_many_websockets',
];
const soon = { timeout: 10_000, interval: 2 };

/** Types commands, three at a time, until stopped; returns how many there were and which were not acknowledged. */
function typeWithoutEnd(slack: SandboxSlack) {
  let isOver = false;
  let count = 0;
  const unacknowledged: unknown[] = [];
  const typists = [1, 2, 3].map(async () => {
    while (!isOver) {
      const outcome = await slack.command({ text: '' });
      count += 1;
      if (!outcome.acked) unacknowledged.push(outcome);
      await wait(1);
    }
  });
  return async () => {
    isOver = true;
    await Promise.all(typists);
    return { count, unacknowledged };
  };
}

/** Timers and sockets that keep the process alive. */
const resources = () => process.getActiveResourcesInfo().filter((name) => /^(Timeout|TCP)/.test(name)).length;

describe('a hundred refreshes under load', () => {
  it.each(['directly', 'through a proxy'])(
    'leave no command unanswered, and nothing behind: %s',
    async (way) => {
      const before = resources();
      const slack = await startSlack();
      onTestFinished(() => slack.close());
      const warnings: unknown[] = [];
      const noteWarning = (warning: unknown) => warnings.push(warning);
      process.on('warning', noteWarning);
      onTestFinished(() => void process.off('warning', noteWarning));
      const proxy = way === 'directly' ? undefined : await startProxy();
      const dispatcher = proxy ? new ProxyAgent({ uri: proxy.url, proxyTunnel: true }) : new Agent();
      const { entries, lost, ...connection } = connectTo(slack.apiUrl, {
        dispatcher,
        times: { lingerMs: 5 },
      });
      await connection.start();
      const stopTyping = typeWithoutEnd(slack);

      const moves = () => entries.filter(({ level }) => level === 'info').length;
      for (let round = 0; round < refreshes; round += 1) {
        // Longer than `lastingMs`, counted from the same moment as in the bot.
        await wait(5);
        slack.dropSockets(reasons[round % reasons.length]);
        await vi.waitFor(() => expect(moves()).toBe(round + 1), soon);
      }

      const { count, unacknowledged } = await stopTyping();
      expect(unacknowledged).toEqual([]);
      expect(count).toBeGreaterThan(3 * refreshes);
      expect(slack.sockets.wires).toMatchObject({ peak: 2, total: refreshes + 1 });
      await vi.waitFor(() => expect(slack.sockets.wires.open).toBe(1), soon);
      await connection.stop();
      await dispatcher.close();
      await vi.waitFor(() => expect(slack.sockets.wires.open).toBe(0), soon);
      await Promise.all([slack.close(), proxy?.close()]);
      // undici and vitest keep a few of their own.
      expect(resources() - before).toBeLessThan(refreshes / 10);
      expect([warnings, lost]).toEqual([[], []]);
    },
  );
});

describe('while a new connection is opened', () => {
  it('commands are acknowledged over the old one', async () => {
    const slack = await startSlack();
    onTestFinished(() => slack.close());
    const connection = connectTo(slack.apiUrl);
    await connection.start();
    slack.failApi('apps.connections.open', { kind: 'stall' });
    slack.dropSockets('disconnect-warning');
    expect(await slack.command({ text: '' })).toMatchObject({ acked: true });
    expect(slack.sockets.wires.total).toBe(1);
  });

  it('the old one is kept until the new one is greeted', async () => {
    const slack = await startScriptedSlack({
      greet(socket) {
        if (slack.greeted() === 1) sayHello(socket);
      },
    });
    const connection = connectTo(slack.apiUrl, { times: { lingerMs: 0 } });
    await connection.start();
    slack.send('{"type":"disconnect","reason":"refresh_requested"}');
    await vi.waitFor(() => expect(slack.greeted()).toBe(2), soon);
    await wait(50);
    expect(slack.sockets()).toBe(2);
    slack.send('{"type":"hello","num_connections":2}');
    await vi.waitFor(() => expect(slack.sockets()).toBe(1), soon);
  });
});

describe('an old connection', () => {
  it('that Slack has ended itself is not waited for when the next refresh comes', async () => {
    const sockets: WebSocket[] = [];
    const slack = await startScriptedSlack({
      greet(socket) {
        sockets.push(socket);
        sayHello(socket);
      },
    });
    const { entries, ...connection } = connectTo(slack.apiUrl, { times: { lingerMs: 600_000 } });
    await connection.start();
    for (const moves of [1, 2]) {
      await wait(5);
      sockets.at(-1)?.send('{"type":"disconnect","reason":"refresh_requested"}');
      await vi.waitFor(() => expect(entries).toHaveLength(moves), soon);
      sockets.at(-2)?.close();
    }
    expect(slack.greeted()).toBe(3);
  });
});

const command = (id: string, payload: unknown = { command: '/backups' }) =>
  JSON.stringify({ envelope_id: id, type: 'slash_commands', payload, accepts_response_payload: true });

describe('an envelope', () => {
  it('that is delivered twice is handled once and acknowledged twice', async () => {
    const slack = await startScriptedSlack({ greet: sayHello });
    const { events, ...connection } = connectTo(slack.apiUrl);
    await connection.start();
    slack.send(command('E1'));
    slack.send(command('E1'));
    slack.send(command('E2'));
    await vi.waitFor(() => expect(slack.received).toHaveLength(3), soon);
    expect(slack.received.map(({ envelope_id: id }) => id)).toEqual(['E1', 'E1', 'E2']);
    expect(events).toHaveLength(2);
  });

  it('is forgotten after a thousand others', async () => {
    const slack = await startScriptedSlack({ greet: sayHello });
    const { events, ...connection } = connectTo(slack.apiUrl);
    await connection.start();
    for (let count = 0; count <= 1_000; count += 1) slack.send(command(`E${count}`));
    slack.send(command('E1000'));
    slack.send(command('E0'));
    await vi.waitFor(() => expect(slack.received).toHaveLength(1_003), soon);
    expect(events).toHaveLength(1_002);
  });

  it('whose connection has ended is acknowledged over the next one', async () => {
    const slack = await startScriptedSlack({ greet: sayHello });
    let acknowledge: () => void = () => undefined;
    const asked = new Promise<void>((resolve) => {
      acknowledge = resolve;
    });
    const connection = connectTo(slack.apiUrl, { handle: ({ ack }) => asked.then(() => ack()) });
    await connection.start();
    slack.send(command('E1'));
    await vi.waitFor(() => expect(connection.events).toHaveLength(1), soon);
    await wait(5);
    slack.closeAll();
    const last = () => connection.entries.at(-1)?.message;
    await vi.waitFor(() => expect(last()).toBe('Connected to Slack again'), soon);
    acknowledge();
    await vi.waitFor(() => expect(slack.received).toMatchObject([{ envelope_id: 'E1', payload: {} }]), soon);
  });

  it('carries the answer, and what Slack says of a retry', async () => {
    const slack = await startScriptedSlack({ greet: sayHello });
    const { events, ...connection } = connectTo(slack.apiUrl, { handle: ({ ack }) => ack('Working…') });
    await connection.start();
    const payload = { type: 'event_callback', event: {} };
    slack.send(
      JSON.stringify({
        ...{ envelope_id: 'E1', type: 'events_api', payload },
        ...{ retry_attempt: 2, retry_reason: 'timeout' },
      }),
    );
    await vi.waitFor(() => expect(slack.received).toHaveLength(1), soon);
    expect(slack.received).toEqual([{ envelope_id: 'E1', payload: { text: 'Working…' } }]);
    expect(events).toMatchObject([{ body: payload, retryNum: 2, retryReason: 'timeout' }]);
  });

  it('that cannot be handled is an error in the log', async () => {
    const slack = await startScriptedSlack({ greet: sayHello });
    const { entries, ...connection } = connectTo(slack.apiUrl, {
      handle: () => Promise.reject(new TypeError('no event')),
    });
    await connection.start();
    slack.send(command('E1'));
    await vi.waitFor(() => expect(entries).toHaveLength(1), soon);
    expect(entries).toMatchObject([
      { level: 'error', message: 'Handling a request from Slack failed', fields: { error: {} } },
    ]);
  });
});

describe('a malformed frame', () => {
  it.each([
    'null',
    '[]',
    '"x"',
    '7',
    'no JSON',
    '{}',
    '{"type":"events_api"}',
    '{"type":"events_api","envelope_id":"E1"}',
    '{"type":"events_api","envelope_id":"E1","payload":null}',
    '{"type":"slash_commands","envelope_id":7,"payload":{}}',
    '{"type":"close"}',
    '{"type":"error"}',
    '{"type":"ws_message"}',
    Buffer.from('{"type":"hello"}'),
  ])('is logged once and changes nothing: %s', async (frame) => {
    const slack = await startScriptedSlack({ greet: sayHello });
    const { entries, events, ...connection } = connectTo(slack.apiUrl);
    await connection.start();
    slack.send(frame);
    slack.send(command('E1'));
    await vi.waitFor(() => expect(slack.received).toHaveLength(1), soon);
    expect(entries).toMatchObject([
      { level: 'warn', message: expect.stringContaining('Malformed frame from Slack ignored') },
    ]);
    expect([events.length, slack.greeted()]).toEqual([1, 1]);
  });
});
