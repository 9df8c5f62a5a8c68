import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { App, HTTPReceiver } from '@slack/bolt';
import { expect, it, onTestFinished } from 'vitest';
import type { SandboxSlack } from '../../../sandbox/slack/slack-server.ts';
import { silent, slackWithClient } from './slack-fixture.ts';

async function listen(handler: RequestListener): Promise<string> {
  const server = createServer(handler);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`;
}

/** Bolt as it checks signatures in production. */
async function boltApp(slack: SandboxSlack, signingSecret: string): Promise<App> {
  const receiver = new HTTPReceiver({ signingSecret, logger: silent });
  const clientOptions = { slackApiUrl: slack.apiUrl };
  const app = new App({
    receiver,
    token: slack.botToken,
    clientOptions,
    deferInitialization: true,
    logger: silent,
  });
  await app.init();
  slack.httpTarget = await listen((request, response) => {
    receiver.requestListener(request, response);
  });
  return app;
}

it('is believed by Bolt: commands, answers, clicks and events', async () => {
  const { slack } = await slackWithClient();
  const app = await boltApp(slack, slack.signingSecret);
  const button = {
    type: 'button' as const,
    action_id: 'go',
    text: { type: 'plain_text' as const, text: 'Go' },
  };
  app.command('/backups', async ({ ack, respond, command }) => {
    await ack('Working…');
    await respond({ text: `about ${command.text}`, blocks: [{ type: 'actions', elements: [button] }] });
  });
  app.action('go', async ({ ack, respond }) => {
    await ack();
    await respond({ text: 'gone', replace_original: true });
  });
  const opened = new Promise((resolve) => {
    app.event('app_home_opened', async ({ event }) => resolve(event.tab));
  });

  const command = await slack.command({ text: 'acme' });
  expect(command).toMatchObject({ acked: true, ackMessage: { text: 'Working…' } });
  const message = await command.nextAnswer();
  expect(message.text).toBe('about acme');
  const click = await slack.act({ message, actionId: 'go' });
  expect(await click.nextAnswer()).toMatchObject({ ts: message.ts, text: 'gone' });
  expect(await slack.openHome()).toMatchObject({ acked: true });
  expect(await opened).toBe('home');
});

it('is not believed with another signing secret', async () => {
  const { slack } = await slackWithClient();
  await boltApp(slack, 'another-secret');
  expect(await slack.command({ text: '' })).toMatchObject({ acked: false, error: 'http_client_error' });
});

it('sends exactly the content type Slack sends', async () => {
  const { slack } = await slackWithClient();
  const types: unknown[] = [];
  slack.httpTarget = await listen((request, response) => {
    types.push(request.headers['content-type']);
    response.end();
  });
  expect(await slack.command({ text: '' })).toMatchObject({ acked: true, ackPayload: undefined });
  expect(types).toEqual(['application/x-www-form-urlencoded']);
});

it.each<[string, RequestListener]>([
  ['http_client_error', (_, response) => response.writeHead(404).end()],
  ['http_service_error', (_, response) => response.writeHead(500).end()],
  ['operation_timeout', () => undefined],
  ['dispatch_failed', (request) => request.socket.destroy()],
])('shows the user %s', async (error, handler) => {
  const { slack } = await slackWithClient();
  slack.rules.ackDeadlineMs = error === 'operation_timeout' ? 100 : 10_000;
  slack.httpTarget = await listen(handler);
  expect(await slack.command({ text: '' })).toMatchObject({ acked: false, error });
  expect(slack.store.messages()).toMatchObject([{ text: `/backups failed with the error “${error}”` }]);
});

it('fails when there is no address to send to', async () => {
  const { slack } = await slackWithClient();
  expect(await slack.command({ text: '', via: 'http' })).toMatchObject({
    acked: false,
    error: 'dispatch_failed',
  });
});
