import { setTimeout as wait } from 'node:timers/promises';
import { SocketModeClient } from '@slack/socket-mode';
import { Agent, WebSocket as UndiciWebSocket } from 'undici';
import { expect, it, onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import type { SandboxSlack } from '../../../sandbox/slack/slack-server.ts';
import { silent, slackWithClient } from './slack-fixture.ts';

type Ack = (payload?: object) => Promise<void>;

/** The official client, connected. */
async function connect(slack: SandboxSlack, onCommand: (ack: Ack, body: Record<string, string>) => unknown) {
  const client = new SocketModeClient({
    appToken: slack.appToken,
    autoReconnectEnabled: false,
    logger: silent,
    clientOptions: { slackApiUrl: slack.apiUrl, retryConfig: { retries: 0 } },
  });
  onTestFinished(() => client.disconnect());
  client.on('slash_commands', ({ ack, body }) => onCommand(ack, body));
  await client.start();
  return client;
}

/** A bare connection, to see the frames themselves. It acknowledges everything it receives. */
async function listen(slack: SandboxSlack) {
  const socket = new WebSocket(await openTicket(slack));
  onTestFinished(() => socket.terminate());
  const frames: Record<string, unknown>[] = [];
  socket.on('message', (data) => {
    const frame = JSON.parse(String(data));
    frames.push(frame);
    if (frame.envelope_id !== undefined) socket.send(JSON.stringify({ envelope_id: frame.envelope_id }));
  });
  const next = (event: 'message' | 'close' | 'ping') =>
    new Promise<void>((resolve) => socket.once(event, () => resolve()));
  await next('message');
  return { socket, frames, next };
}

async function openTicket(slack: SandboxSlack): Promise<string> {
  const response = await fetch(`${slack.apiUrl}apps.connections.open`, {
    method: 'POST',
    headers: { authorization: `Bearer ${slack.appToken}` },
  });
  return ((await response.json()) as { url: string }).url;
}

it('greets a connection, and hands it a command to acknowledge', async () => {
  const { slack } = await slackWithClient();
  const client = await connect(slack, (ack) => ack({ text: 'Working…' }));
  const outcome = await slack.command({
    text: ' acme  dumps ',
    channelId: 'C0SBPRIVATE',
    userId: 'U0SBBEN0001',
  });
  expect(outcome).toMatchObject({
    acked: true,
    error: undefined,
    ackPayload: { text: 'Working…' },
    ackMessage: { text: 'Working…' },
  });
  expect(slack.store.messages({ visibleTo: 'U0SBBEN0001' })).toMatchObject([
    { origin: 'ack', ephemeralTo: 'U0SBBEN0001' },
  ]);
  await client.disconnect();
});

it('sends the fields of a real slash command', async () => {
  const { slack } = await slackWithClient();
  const bodies: Record<string, string>[] = [];
  await connect(slack, (ack, body) => {
    bodies.push(body);
    return ack();
  });
  const outcome = await slack.command({ text: 'acme', channelId: 'C0SBPRIVATE', userId: 'U0SBANNA001' });
  expect(outcome.ackMessage).toBeUndefined();
  expect(bodies).toMatchObject([
    {
      command: '/backups',
      text: 'acme',
      team_id: slack.teamId,
      channel_id: 'C0SBPRIVATE',
      channel_name: 'privategroup',
      user_id: 'U0SBANNA001',
      user_name: 'anna',
      api_app_id: slack.appId,
      response_url: outcome.responseUrl,
      trigger_id: expect.any(String),
    },
  ]);
});

it('says hello with the fields that Slack sends', async () => {
  const { slack } = await slackWithClient();
  const { frames } = await listen(slack);
  await listen(slack);
  expect(frames).toMatchObject([
    { type: 'hello', num_connections: 1, connection_info: { app_id: slack.appId }, debug_info: {} },
  ]);
  expect(slack.socketConnections).toBe(2);
});

it('gives each payload to one connection only', async () => {
  const { slack } = await slackWithClient();
  const connections = [await listen(slack), await listen(slack)];
  await slack.command({ text: '' });
  await slack.command({ text: '' });
  expect(connections.map(({ frames }) => frames.length)).toEqual([2, 2]);
});

it('takes a ticket once', async () => {
  const { slack } = await slackWithClient();
  const url = await openTicket(slack);
  const first = new WebSocket(url);
  await new Promise((resolve) => first.once('open', resolve));
  onTestFinished(() => first.terminate());
  const error = await new Promise<Error>((resolve) => new WebSocket(url).once('error', resolve));
  expect(error.message).toContain('401');
});

it('refuses more than ten connections', async () => {
  const { slack } = await slackWithClient();
  slack.rules.maxSockets = 1;
  await listen(slack);
  const { frames } = await listen(slack);
  expect(frames).toMatchObject([{ type: 'disconnect', reason: 'too_many_websockets' }]);
});

it('shows the user that a command was not answered in time', async () => {
  const { slack } = await slackWithClient();
  slack.rules.ackDeadlineMs = 20;
  await connect(slack, () => undefined);
  const outcome = await slack.command({ text: 'acme', userId: 'U0SBANNA001' });
  expect(outcome).toMatchObject({ acked: false, error: 'operation_timeout' });
  expect(outcome.ackMs).toBeGreaterThanOrEqual(19);
  expect(slack.store.messages()).toMatchObject([
    {
      text: '/backups failed with the error “operation_timeout”',
      ephemeralTo: 'U0SBANNA001',
      origin: 'slack',
    },
  ]);
});

it('shows the user that the app is not connected', async () => {
  const { slack } = await slackWithClient();
  expect(await slack.command({ text: '' })).toMatchObject({ acked: false, error: 'dispatch_failed' });
  expect(slack.store.messages()).toMatchObject([
    { text: '/backups failed with the error “dispatch_failed”' },
  ]);
});

it('shows the user that the answer in the acknowledgement was not a message', async () => {
  const { slack } = await slackWithClient();
  await connect(slack, (ack) => ack({ blocks: [{ type: 'section' }] }));
  expect(await slack.command({ text: '' })).toMatchObject({ acked: true, error: 'invalid_command_response' });
  expect(slack.store.messages()).toMatchObject([
    { text: '/backups failed with the error “invalid_command_response”' },
  ]);
});

it.each(['abrupt', 'disconnect-warning', 'refresh_requested', 'link_disabled'] as const)(
  'sees the official client come back after %s',
  async (how) => {
    const { slack } = await slackWithClient();
    const client = await connect(slack, (ack) => ack());
    // The client itself would wait for five seconds first.
    const back = new Promise((resolve) => client.once('disconnected', () => resolve(client.start())));
    slack.dropSockets(how);
    expect(slack.socketConnections).toBe(0);
    await back;
    expect(await slack.command({ text: '' })).toMatchObject({ acked: true });
  },
);

it('names the reason in a disconnect frame, and cuts the connection when it is ignored', async () => {
  const { slack } = await slackWithClient();
  slack.rules.disconnectGraceMs = 10;
  const { frames, next } = await listen(slack);
  const closed = next('close');
  slack.dropSockets('disconnect-warning');
  await closed;
  expect(frames[1]).toMatchObject({ type: 'disconnect', reason: 'warning' });
});

it('answers a close frame and leaves the TCP connection open, as Slack does', async () => {
  const { slack } = await slackWithClient();
  slack.rules.endsTcpOnClose = false;
  // This one leaves the end to the server, where that of `ws` hangs up itself.
  const agent = new Agent();
  const socket = new UndiciWebSocket(await openTicket(slack), { dispatcher: agent });
  await new Promise((resolve) => socket.addEventListener('message', resolve));
  socket.close(1000);
  await expect.poll(() => slack.socketConnections).toBe(0);
  await wait(50);
  expect(slack.sockets.wires).toEqual({ open: 1, peak: 1, total: 1 });
  expect(socket.readyState).toBe(UndiciWebSocket.CLOSING);
});

it('counts open connections, their maximum and all that were made', async () => {
  const { slack } = await slackWithClient();
  const connections = [await listen(slack), await listen(slack)];
  for (const { socket } of connections) socket.close();
  await expect.poll(() => slack.sockets.wires.open).toBe(0);
  await listen(slack);
  expect(slack.sockets.wires).toEqual({ open: 1, peak: 2, total: 3 });
});

it('hands a payload to a leaving connection while there is no other', async () => {
  const { slack } = await slackWithClient();
  const leaving = await listen(slack);
  slack.dropSockets('refresh_requested');
  expect(await slack.command({ text: '' })).toMatchObject({ acked: true });
  const staying = await listen(slack);
  expect(await slack.command({ text: '' })).toMatchObject({ acked: true });
  const typesOf = ({ frames }: typeof leaving) => frames.map(({ type }) => type);
  expect(typesOf(leaving)).toEqual(['hello', 'disconnect', 'slash_commands']);
  expect(typesOf(staying)).toEqual(['hello', 'slash_commands']);
});

it('throws connections out after their greeting for as long as asked', async () => {
  const { slack } = await slackWithClient();
  slack.sockets.throwOutAfterHello('too_many_websockets');
  const { frames, next } = await listen(slack);
  await next('close');
  expect(frames).toMatchObject([{ type: 'hello' }, { type: 'disconnect', reason: 'too_many_websockets' }]);
  slack.sockets.throwOutAfterHello(undefined);
  await listen(slack);
  expect(slack.socketConnections).toBe(1);
});

it('refuses upgrades for as long as asked', async () => {
  const { slack } = await slackWithClient();
  slack.sockets.refuseUpgrades('503 Service Unavailable');
  const url = await openTicket(slack);
  const error = await new Promise<Error>((resolve) => new WebSocket(url).once('error', resolve));
  expect(error.message).toContain('503');
  slack.sockets.refuseUpgrades(undefined);
  await listen(slack);
});

it('pings', async () => {
  const { slack } = await slackWithClient();
  slack.rules.pingIntervalMs = 5;
  const { next } = await listen(slack);
  await next('ping');
});

it('refuses connections for as long as asked', async () => {
  const { slack, clientFor } = await slackWithClient();
  const client = clientFor(slack.appToken);
  slack.refuseConnections('internal_error');
  await expect(client.apps.connections.open({})).rejects.toMatchObject({ data: { error: 'internal_error' } });
  slack.refuseConnections(undefined);
  expect(await client.apps.connections.open({})).toMatchObject({ url: expect.stringMatching(/^ws:/) });
});

it('announces commands and connections as they come and go', async () => {
  const { slack } = await slackWithClient();
  const seen: unknown[] = [];
  await connect(slack, (ack) => ack());
  slack.onChange((change) => seen.push(change));
  await slack.command({ text: 'help', userId: 'U0SBANNA001' });
  slack.dropSockets();
  expect(seen).toMatchObject([
    { kind: 'interaction-sent', interaction: 'command', what: '/backups help' },
    { kind: 'interaction-acked', interaction: 'command', what: '/backups help', ackMs: expect.any(Number) },
    { kind: 'sockets-changed', connections: 0 },
  ]);
});
