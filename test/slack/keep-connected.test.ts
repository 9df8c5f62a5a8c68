import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { WebSocket } from 'ws';
import type { Fault } from '../../sandbox/slack/faults.ts';
import { type SandboxSlack, startSlack } from '../../sandbox/slack/slack-server.ts';
import { connectTo } from './connect-to.ts';
import { sayHello, startScriptedSlack } from './scripted-slack.ts';

const opening = 'apps.connections.open';

async function start(times?: Parameters<typeof connectTo>[1]) {
  const slack = await startSlack();
  const connected = connectTo(slack.apiUrl, times);
  onTestFinished(() => slack.close());
  return { slack, ...connected };
}

const openings = ({ store }: SandboxSlack) =>
  store.apiCalls.filter(({ method }) => method === opening).length;
const soon = { timeout: 10_000, interval: 5 };

/** Resolves when a connection stands that was not there before. */
async function afterReconnecting(slack: SandboxSlack, openingsBefore: number): Promise<void> {
  await vi.waitFor(() => {
    expect(openings(slack)).toBeGreaterThan(openingsBefore);
    expect(slack.socketConnections).toBe(1);
  }, soon);
}

describe('a connection', () => {
  it('stands when it is started, and is gone when it is stopped', async () => {
    const { slack, connection, entries } = await start();
    await connection.start();
    expect(slack.socketConnections).toBe(1);
    await connection.stop();
    await vi.waitFor(() => expect(slack.socketConnections).toBe(0), soon);
    expect([entries, openings(slack)]).toEqual([[], 1]);
  });

  it.each(['abrupt', 'disconnect-warning', 'refresh_requested', 'link_disabled'] as const)(
    'is opened again at once when Slack ends it: %s',
    async (how) => {
      const { slack, connection, entries, lost } = await start();
      await connection.start();
      for (const round of [1, 2, 3]) {
        slack.dropSockets(how);
        await afterReconnecting(slack, round);
      }
      expect(openings(slack)).toBe(4);
      expect(lost).toEqual([]);
      await vi.waitFor(
        () => expect(entries.filter(({ message }) => /again$/.test(message))).toHaveLength(6),
        soon,
      );
    },
  );

  it.each<[string, Fault]>([
    ['an error of Slack', { kind: 'error', error: 'internal_error' }],
    ['a status', { kind: 'status', status: 503 }],
    ['another status', { kind: 'status', status: 404 }],
    ['a page', { kind: 'status', status: 200, body: '<html>' }],
    ['no address', { kind: 'status', status: 200, body: '{"ok":true}' }],
    [
      'an address that leads nowhere',
      { kind: 'status', status: 200, body: '{"ok":true,"url":"ws://127.0.0.1:1/"}' },
    ],
    ['an address that is none', { kind: 'status', status: 200, body: '{"ok":true,"url":"nowhere"}' }],
    ['a rate limit', { kind: 'rate-limited', retryAfterS: 0 }],
    ['a closed socket', { kind: 'drop' }],
    ['an error that Slack may take back', { kind: 'error', error: 'access_denied' }],
  ])('is opened for all that, at the start and later: %s', async (_, fault) => {
    const { slack, connection, entries, lost } = await start();
    slack.failApi(opening, fault, 2);
    await connection.start();
    expect([slack.socketConnections, openings(slack)]).toEqual([1, 3]);

    slack.failApi(opening, fault, 2);
    slack.dropSockets();
    await afterReconnecting(slack, 5);
    expect(openings(slack)).toBe(6);
    expect(entries.filter(({ level }) => level === 'warn')).toHaveLength(4);
    expect(lost).toEqual([]);
  });

  it('is opened in spite of silence, at the start and later', async () => {
    const { slack, connection, lost } = await start({ openTimeoutMs: 100 });
    slack.failApi(opening, { kind: 'stall' });
    await connection.start();
    const before = openings(slack);
    expect(before).toBeGreaterThan(1);

    slack.failApi(opening, { kind: 'stall' });
    slack.dropSockets();
    await afterReconnecting(slack, before + 1);
    expect(lost).toEqual([]);
  });

  it('takes commands again after it was opened again', async () => {
    const { slack, connection, client } = await start();
    await connection.start();
    slack.dropSockets();
    await afterReconnecting(slack, 1);
    client.on('slash_commands', ({ ack }: { readonly ack: () => Promise<void> }) => void ack());
    expect(await slack.command({ text: '' })).toMatchObject({ acked: true });
  });
});

describe('an app token that Slack refuses for good', () => {
  it.each(['invalid_auth', 'not_authed', 'account_inactive', 'token_revoked', 'missing_scope'])(
    'ends the start: %s',
    async (error) => {
      const { slack, connection, lost } = await start();
      slack.refuseConnections(error);
      await expect(connection.start()).rejects.toMatchObject({ name: 'TokenRefusedError' });
      expect([openings(slack), lost]).toEqual([1, []]);
    },
  );

  it('is told to whoever runs the bot when it happens later, and is not tried again', async () => {
    const { slack, connection, lost } = await start();
    await connection.start();
    slack.refuseConnections('invalid_auth');
    slack.dropSockets();
    await vi.waitFor(() => expect(lost).toMatchObject([{ name: 'TokenRefusedError' }]), soon);
    expect(openings(slack)).toBe(2);
  });
});

describe('stopping', () => {
  it('ends a pause between tries, at the start', async () => {
    const { slack, connection, entries } = await start({ firstPauseMs: 60_000 });
    slack.failApi(opening, { kind: 'status', status: 500 }, 9);
    const started = expect(connection.start()).rejects.toMatchObject({ name: 'AbortError' });
    await vi.waitFor(() => expect(entries).toHaveLength(1), soon);
    await connection.stop();
    await started;
    expect(openings(slack)).toBe(1);
  });

  it('ends a pause between tries, later, without a word of alarm', async () => {
    const { slack, connection, entries, lost } = await start({ firstPauseMs: 60_000 });
    await connection.start();
    slack.failApi(opening, { kind: 'drop' }, 9);
    slack.dropSockets();
    await vi.waitFor(() => expect(entries.at(-1)?.level).toBe('warn'), soon);
    await connection.stop();
    expect([openings(slack), lost]).toEqual([2, []]);
  });

  it('leaves nothing open that was only asked for', async () => {
    const slack = await startScriptedSlack({ greet: sayHello, holdOpening: true });
    const { connection, entries } = connectTo(slack.apiUrl);
    const started = expect(connection.start()).rejects.toMatchObject({ name: 'AbortError' });
    await slack.asked;
    const greetedWhenStopped = connection.stop().then(slack.greeted);
    slack.releaseOpening();
    expect(await greetedWhenStopped).toBe(1);
    await started;
    await vi.waitFor(() => expect(slack.sockets()).toBe(0), soon);
    expect(entries).toEqual([]);
  });

  it('ends a connection that waits for its greeting, without a word of alarm', async () => {
    const slack = await startScriptedSlack({ greet: () => undefined });
    const { connection, entries, lost } = connectTo(slack.apiUrl);
    const started = expect(connection.start()).rejects.toMatchObject({ name: 'AbortError' });
    await vi.waitFor(() => expect(slack.sockets()).toBe(1), soon);
    await connection.stop();
    await started;
    expect([entries, lost]).toEqual([[], []]);
  });

  it('is possible before the start, twice, and while Slack hangs up', async () => {
    const { slack, connection, lost } = await start();
    await connection.start();
    slack.dropSockets('refresh_requested');
    await Promise.all([connection.stop(), connection.stop()]);
    await connection.stop();
    await connectTo(slack.apiUrl).connection.stop();
    expect(lost).toEqual([]);
  });
});

describe('a greeting', () => {
  it('that does not come makes another connection', async () => {
    const slack = await startScriptedSlack({
      greet(socket) {
        if (slack.greeted() > 2) sayHello(socket);
      },
    });
    const { connection, entries } = connectTo(slack.apiUrl, { helloTimeoutMs: 100 });
    await connection.start();
    expect(entries.filter(({ level }) => level === 'warn').length).toBeGreaterThan(1);
    await vi.waitFor(() => expect(slack.sockets()).toBe(1), soon);
  });

  it('that does not come makes another connection, however late Slack gave the address', async () => {
    const slack = await startScriptedSlack({
      greet(socket) {
        if (slack.greeted() > 1) sayHello(socket);
      },
      holdOpening: true,
    });
    const helloTimeoutMs = 100;
    const { connection } = connectTo(slack.apiUrl, { helloTimeoutMs });
    const started = connection.start();
    await slack.asked;
    await wait(helloTimeoutMs);
    slack.releaseOpening();
    await started;
    expect(slack.greeted()).toBeGreaterThan(1);
  });

  it('of a connection whose end the SDK told too early leaves none behind', async () => {
    const slack = await startScriptedSlack({ greet: sayHello });
    const { connection, client, entries } = connectTo(slack.apiUrl);
    client.once('connecting', () => client.emit('close'));
    await connection.start();
    expect(entries).toMatchObject([{ level: 'warn' }]);
    await connection.stop();
    await vi.waitFor(() => expect(slack.sockets()).toBe(0), soon);
  });

  it('that is a farewell makes another connection', async () => {
    const sayTooMany = (socket: WebSocket) => {
      socket.send('{"type":"disconnect","reason":"too_many_websockets"}');
      socket.close();
    };
    const greetings = [sayTooMany, sayHello];
    const slack = await startScriptedSlack({ greet: (socket) => greetings.shift()?.(socket) });
    await connectTo(slack.apiUrl).connection.start();
    expect([slack.greeted(), slack.sockets()]).toEqual([2, 1]);
  });

  it.each<[string, (socket: WebSocket) => void]>([
    ['a farewell', (socket) => socket.send('{"type":"disconnect","reason":"warning"}')],
    ['a close', (socket) => socket.close()],
    ['a cut', (socket) => socket.terminate()],
  ])('that is followed at once by %s makes another connection', async (_, leave) => {
    const sayBoth = (socket: WebSocket) => {
      sayHello(socket);
      leave(socket);
    };
    const greetings = [sayBoth, sayBoth, sayHello];
    const slack = await startScriptedSlack({ greet: (socket) => greetings.shift()?.(socket) });
    const { connection, lost } = connectTo(slack.apiUrl);
    await connection.start();
    await vi.waitFor(() => expect([slack.greeted(), slack.sockets()]).toEqual([3, 1]), soon);
    expect(lost).toEqual([]);
  });

  it('of other connections of the app is a warning', async () => {
    const slack = await startScriptedSlack({
      greet: (socket) => socket.send('{"type": "hello", "num_connections": 3}'),
    });
    const { connection, entries } = connectTo(slack.apiUrl);
    await connection.start();
    expect(entries).toMatchObject([{ level: 'warn', fields: { connections: 3 } }]);
  });
});
