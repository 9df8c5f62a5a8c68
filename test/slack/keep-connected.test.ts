import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { WebSocket } from 'ws';
import type { Fault } from '../../sandbox/slack/faults.ts';
import { type SandboxSlack, startSlack } from '../../sandbox/slack/slack-server.ts';
import { type ConnectOptions, connectTo } from './connect-to.ts';
import { sayHello, startScriptedSlack } from './scripted-slack.ts';

const opening = 'apps.connections.open';

async function start(options?: ConnectOptions) {
  const slack = await startSlack();
  const connection = connectTo(slack.apiUrl, options);
  onTestFinished(() => slack.close());
  return { slack, ...connection };
}

const openings = ({ store }: SandboxSlack) =>
  store.apiCalls.filter(({ method }) => method === opening).length;
const soon = { timeout: 10_000, interval: 5 };
const levels = (entries: readonly { readonly level: string }[]) => entries.map(({ level }) => level);

/** Resolves when a new connection is open. */
async function afterReconnecting(slack: SandboxSlack, openingsBefore: number): Promise<void> {
  await vi.waitFor(() => {
    expect(openings(slack)).toBeGreaterThan(openingsBefore);
    expect(slack.socketConnections).toBe(1);
  }, soon);
}

describe('a connection', () => {
  it('is open when it is started, and closed when it is stopped', async () => {
    const { slack, ...connection } = await start();
    await connection.start();
    expect(slack.socketConnections).toBe(1);
    await connection.stop();
    await vi.waitFor(() => expect(slack.sockets.wires.open).toBe(0), soon);
    expect([connection.entries, openings(slack)]).toEqual([[], 1]);
  });

  it.each([
    ['abrupt', 'Connected to Slack again'],
    ['disconnect-warning', 'Moved to a new connection to Slack (warning)'],
    ['refresh_requested', 'Moved to a new connection to Slack (refresh_requested)'],
    ['link_disabled', 'Connected to Slack again'],
  ] as const)('is replaced at once when Slack ends it: %s', async (how, message) => {
    const { slack, lost, entries, ...connection } = await start();
    await connection.start();
    const told = () => entries.filter((entry) => entry.message === message).length;
    for (const round of [1, 2, 3]) {
      // Longer than `lastingMs`.
      await wait(5);
      slack.dropSockets(how);
      await vi.waitFor(() => expect(told()).toBe(round), soon);
    }
    expect(slack.socketConnections).toBe(1);
    expect(openings(slack)).toBe(4);
    expect(lost).toEqual([]);
  });

  it.each<[string, Fault, string]>([
    ['an error of Slack', { kind: 'error', error: 'internal_error' }, 'cannot be reached (internal_error)'],
    ['a status', { kind: 'status', status: 503 }, 'cannot be reached (http_503)'],
    ['another status', { kind: 'status', status: 404 }, 'refused the call (http_404)'],
    ['a page', { kind: 'status', status: 200, body: '<html>' }, 'cannot be reached (unreadable_answer)'],
    ['no address', { kind: 'status', status: 200, body: '{"ok":true}' }, 'gave no address'],
    [
      'an address that leads nowhere',
      { kind: 'status', status: 200, body: '{"ok":true,"url":"ws://127.0.0.1:2/"}' },
      'cannot be reached (ECONNREFUSED)',
    ],
    [
      'an address that is none',
      { kind: 'status', status: 200, body: '{"ok":true,"url":"nowhere"}' },
      'cannot be reached',
    ],
    ['a rate limit', { kind: 'rate-limited', retryAfterS: 0 }, 'asked the bot to wait (ratelimited)'],
    ['a closed socket', { kind: 'drop' }, 'cannot be reached (UND_ERR_SOCKET)'],
    [
      'an error that Slack may take back',
      { kind: 'error', error: 'access_denied' },
      'refused the call (access_denied)',
    ],
  ])('is opened in the end, at the start and later, and the log says why once: %s', async (_, fault, why) => {
    const { slack, entries, lost, ...connection } = await start();
    slack.failApi(opening, fault, 2);
    await connection.start();
    expect([slack.socketConnections, openings(slack)]).toEqual([1, 3]);
    await wait(5);

    slack.failApi(opening, fault, 2);
    slack.dropSockets();
    await afterReconnecting(slack, 5);
    expect(openings(slack)).toBe(6);
    const warnings = entries.filter(({ level }) => level === 'warn').map(({ message }) => message);
    expect(warnings).toEqual([
      expect.stringContaining(why),
      'The connection to Slack ended (closed with code 1006); connecting again',
      expect.stringContaining(why),
    ]);
    expect(lost).toEqual([]);
  });

  it('is opened even when Slack gives no address for a while, at the start and later', async () => {
    const { slack, lost, ...connection } = await start({ times: { openTimeoutMs: 100 } });
    slack.failApi(opening, { kind: 'stall' });
    await connection.start();
    const before = openings(slack);
    expect(before).toBeGreaterThan(1);

    slack.failApi(opening, { kind: 'stall' });
    slack.dropSockets();
    await afterReconnecting(slack, before + 1);
    expect(lost).toEqual([]);
  });

  it('receives commands again after it was reopened', async () => {
    const { slack, ...connection } = await start();
    await connection.start();
    slack.dropSockets();
    await afterReconnecting(slack, 1);
    expect(await slack.command({ text: '' })).toMatchObject({ acked: true });
  });

  it('that is silent is replaced', async () => {
    const slack = await startScriptedSlack({
      greet(socket) {
        sayHello(socket);
        if (slack.greeted() === 1) socket.pause();
      },
    });
    const { entries, ...connection } = connectTo(slack.apiUrl, { times: { pingIntervalMs: 20 } });
    await connection.start();
    await vi.waitFor(() => expect(entries.at(-1)?.message).toBe('Connected to Slack again'), soon);
    expect(entries[0]?.message).toContain('no data for');
    await wait(200);
    expect([slack.greeted(), entries.length]).toEqual([2, 2]);
  });

  it('whose upgrade is refused is tried again when Slack says so', async () => {
    const { slack, entries, ...connection } = await start();
    slack.sockets.refuseUpgrades('429 Too Many Requests\r\nretry-after: 86400');
    const started = expect(connection.start()).rejects.toMatchObject({ name: 'AbortError' });
    await vi.waitFor(() => expect(entries).toHaveLength(1), soon);
    expect(entries).toMatchObject([
      { message: 'Slack asked the bot to wait (ratelimited); trying again', fields: { pauseMs: 86_400_000 } },
    ]);
    await connection.stop();
    await started;
  });
});

describe('a connection that is thrown out right after its greeting', () => {
  it.each([
    ['refresh_requested', 'refresh_requested'],
    ['too_many_websockets', 'too_many_websockets: other processes use the same app token'],
    ['link_disabled', 'link_disabled: Socket Mode was turned off for the app, or the app was removed'],
  ] as const)(
    'is reopened after longer and longer pauses, and the cause is logged once: %s',
    async (reason, cause) => {
      const { slack, entries, ...connection } = await start({
        firstPauseMs: 20,
        times: { lastingMs: 200 },
      });
      slack.sockets.throwOutAfterHello(reason);
      await connection.start();
      await wait(400);
      // Pauses of 10 to 20 ms, then 20 to 40, and so on: the sixth is over after 630 ms at the earliest.
      expect(openings(slack)).toBeLessThanOrEqual(8);
      expect(openings(slack)).toBeGreaterThan(2);
      expect(entries.map(({ message }) => message)).toEqual([
        `Slack ended a new connection soon after its greeting (${cause}); trying again`,
      ]);

      slack.sockets.throwOutAfterHello(undefined);
      await vi.waitFor(() => expect(entries.at(-1)?.message).toBe('Connected to Slack again'), soon);
      expect(slack.socketConnections).toBe(1);
    },
  );

  it('leaves no socket behind', async () => {
    const { slack, ...connection } = await start();
    slack.sockets.throwOutAfterHello('refresh_requested');
    await connection.start();
    await vi.waitFor(() => expect(openings(slack)).toBeGreaterThan(5), soon);
    expect(slack.sockets.wires.peak).toBeLessThanOrEqual(2);
    await connection.stop();
    await vi.waitFor(() => expect(slack.sockets.wires.open).toBe(0), soon);
  });
});

it('is stable again after it has lasted, and logs it once', async () => {
  const { slack, entries, ...connection } = await start({ times: { lastingMs: 50 } });
  slack.sockets.throwOutAfterHello('refresh_requested');
  await connection.start();
  await vi.waitFor(() => expect(entries).toHaveLength(1), soon);
  slack.sockets.throwOutAfterHello(undefined);
  await vi.waitFor(() => expect(entries).toHaveLength(2), soon);
  for (const round of [1, 2]) {
    await wait(100);
    slack.dropSockets('refresh_requested');
    await vi.waitFor(() => expect(entries).toHaveLength(2 + round), soon);
  }
  expect(entries.slice(1).map(({ message }) => message)).toEqual([
    'Connected to Slack again',
    'Moved to a new connection to Slack (refresh_requested)',
    'Moved to a new connection to Slack (refresh_requested)',
  ]);
});

describe('an app token that Slack refuses permanently', () => {
  it.each(['invalid_auth', 'not_authed', 'account_inactive', 'token_revoked', 'missing_scope'])(
    'ends the start: %s',
    async (error) => {
      const { slack, lost, ...connection } = await start();
      slack.refuseConnections(error);
      await expect(connection.start()).rejects.toMatchObject({ name: 'TokenRefusedError' });
      expect([openings(slack), lost]).toEqual([1, []]);
    },
  );

  it('is reported to the operator when it happens later, and is not retried', async () => {
    const { slack, lost, ...connection } = await start();
    await connection.start();
    slack.refuseConnections('invalid_auth');
    slack.dropSockets();
    await vi.waitFor(() => expect(lost).toMatchObject([{ name: 'TokenRefusedError' }]), soon);
    expect(openings(slack)).toBe(2);
  });
});

describe('stopping', () => {
  it('is quick, although Slack does not end the TCP connection', async () => {
    const { slack, ...connection } = await start();
    await connection.start();
    const startedAt = performance.now();
    await connection.stop();
    expect(performance.now() - startedAt).toBeLessThan(1_000);
    await vi.waitFor(() => expect(slack.sockets.wires.open).toBe(0), soon);
  });

  it('ends a pause between tries, at the start', async () => {
    const { slack, entries, ...connection } = await start({ firstPauseMs: 60_000 });
    slack.failApi(opening, { kind: 'status', status: 500 }, 9);
    const started = expect(connection.start()).rejects.toMatchObject({ name: 'AbortError' });
    await vi.waitFor(() => expect(entries).toHaveLength(1), soon);
    await connection.stop();
    await started;
    expect(openings(slack)).toBe(1);
  });

  it('ends a pause between tries, later, without a warning', async () => {
    const { slack, entries, lost, ...connection } = await start({ firstPauseMs: 60_000 });
    await connection.start();
    await wait(5);
    slack.failApi(opening, { kind: 'drop' }, 9);
    slack.dropSockets();
    await vi.waitFor(() => expect(entries.at(-1)?.message).toContain('trying again'), soon);
    await connection.stop();
    expect([openings(slack), lost]).toEqual([2, []]);
  });

  it('does not wait for an address that was only asked for, and opens nothing', async () => {
    const slack = await startScriptedSlack({ greet: sayHello, holdOpening: true });
    const { entries, ...connection } = connectTo(slack.apiUrl);
    const started = expect(connection.start()).rejects.toMatchObject({ name: 'AbortError' });
    await slack.asked;
    await connection.stop();
    await started;
    slack.releaseOpening();
    expect([slack.greeted(), slack.sockets(), entries]).toEqual([0, 0, []]);
  });

  it('ends a connection that waits for its greeting, without a warning', async () => {
    const slack = await startScriptedSlack({ greet: () => undefined });
    const { entries, lost, ...connection } = connectTo(slack.apiUrl);
    const started = expect(connection.start()).rejects.toMatchObject({ name: 'AbortError' });
    await vi.waitFor(() => expect(slack.sockets()).toBe(1), soon);
    await connection.stop();
    await started;
    expect([entries, lost]).toEqual([[], []]);
    await vi.waitFor(() => expect(slack.sockets()).toBe(0), soon);
  });

  it('is possible before the start, twice, and while Slack hangs up', async () => {
    const { slack, lost, ...connection } = await start();
    await connection.start();
    slack.dropSockets('refresh_requested');
    await Promise.all([connection.stop(), connection.stop()]);
    await connection.stop();
    await connectTo(slack.apiUrl).stop();
    expect(lost).toEqual([]);
    await vi.waitFor(() => expect(slack.sockets.wires.open).toBe(0), soon);
  });
});

describe('a greeting', () => {
  it('that does not come leads to another connection', async () => {
    const slack = await startScriptedSlack({
      greet(socket) {
        if (slack.greeted() > 2) sayHello(socket);
      },
    });
    const { entries, ...connection } = connectTo(slack.apiUrl, { times: { helloTimeoutMs: 100 } });
    await connection.start();
    expect(entries).toMatchObject([{ level: 'warn', message: expect.stringContaining('did not greet') }]);
    await vi.waitFor(() => expect(slack.sockets()).toBe(1), soon);
  });

  it('that is a disconnect leads to another connection', async () => {
    const sayTooMany = (socket: WebSocket) => {
      socket.send('{"type":"disconnect","reason":"too_many_websockets"}');
      socket.close();
    };
    const greetings = [sayTooMany, sayHello];
    const slack = await startScriptedSlack({ greet: (socket) => greetings.shift()?.(socket) });
    const { entries, ...connection } = connectTo(slack.apiUrl);
    await connection.start();
    expect([slack.greeted(), slack.sockets()]).toEqual([2, 1]);
    expect(entries.map(({ message }) => message)).toEqual([
      expect.stringContaining('Slack ended the connection before its greeting (too_many_websockets'),
    ]);
  });

  it.each<[string, (socket: WebSocket) => void]>([
    ['a farewell', (socket) => socket.send('{"type":"disconnect","reason":"warning"}')],
    ['a close', (socket) => socket.close()],
    ['a cut', (socket) => socket.terminate()],
  ])('that is followed at once by %s leads to another connection', async (_, leave) => {
    const sayBoth = (socket: WebSocket) => {
      sayHello(socket);
      leave(socket);
    };
    const greetings = [sayBoth, sayBoth, sayHello];
    const slack = await startScriptedSlack({ greet: (socket) => greetings.shift()?.(socket) });
    const { lost, ...connection } = connectTo(slack.apiUrl);
    await connection.start();
    await vi.waitFor(() => expect([slack.greeted(), slack.sockets()]).toEqual([3, 1]), soon);
    expect(lost).toEqual([]);
  });

  /** Greets one connection after the other with these counts; returns how many connections each warning counted. */
  async function warningsAt(counts: readonly number[], { minutesApart = 0 } = {}) {
    const { performance } = globalThis;
    const now = performance.now.bind(performance);
    const slack = await startScriptedSlack({
      greet: (socket) => socket.send(`{"type": "hello", "num_connections": ${counts[slack.greeted() - 1]}}`),
    });
    const { entries, ...connection } = connectTo(slack.apiUrl);
    const reconnections = () =>
      entries.filter(({ message }) => message === 'Connected to Slack again').length;
    await connection.start();
    for (let greeted = 2; greeted <= counts.length; greeted += 1) {
      const passedMs = (greeted - 2) * minutesApart * 60_000;
      vi.spyOn(performance, 'now').mockImplementation(() => now() + passedMs);
      slack.closeAll();
      await vi.waitFor(() => expect(reconnections()).toBe(greeted - 1), soon);
    }
    await connection.stop();
    vi.restoreAllMocks();
    const warnings = entries.filter(({ message }) => message.startsWith('Another process'));
    expect(new Set(levels(warnings))).toEqual(new Set(warnings.length > 0 ? ['warn'] : []));
    return warnings.map(({ fields }) => fields['connections']);
  }

  it('that counts connections of others is a warning, once', async () => {
    expect(await warningsAt([5, 5])).toEqual([5]);
  });

  it('that counts connections of others again, after one that counted none, is another warning', async () => {
    expect(await warningsAt([5, 1, 6])).toEqual([5, 6]);
  });

  it('that counts a connection which has just ended is none, for Slack goes on counting it', async () => {
    expect(await warningsAt([1, 2, 3], { minutesApart: 0.9 })).toEqual([]);
  });

  it('that counts a connection which ended more than a minute ago is a warning', async () => {
    expect(await warningsAt([1, 2, 3], { minutesApart: 1.1 })).toEqual([3]);
  });

  it("that counts the bot's own connections is none", async () => {
    const { slack, entries, ...connection } = await start({ times: { lingerMs: 200 } });
    await connection.start();
    await wait(5);
    slack.dropSockets('refresh_requested');
    await vi.waitFor(() => expect(entries).toHaveLength(1), soon);
    expect(slack.sockets.wires.open).toBe(2);
    expect(levels(entries)).toEqual(['info']);
  });
});
