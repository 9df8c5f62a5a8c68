import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { App, HTTPReceiver } from '@slack/bolt';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { SandboxSlack } from '../../../sandbox/slack/slack-server.ts';
import type { StoredMessage } from '../../../sandbox/slack/stored-message.ts';
import { type Reaction, withApp } from './connected-app.ts';
import { silent, slackWithClient } from './slack-fixture.ts';

const plain = (text: string) => ({ type: 'plain_text' as const, text });
const option = (value: string) => ({ text: plain(value), value });
const select = {
  type: 'external_select',
  action_id: 'portal',
  placeholder: plain('Show a portal'),
  min_query_length: 0,
};
const blocks = [{ type: 'actions', block_id: 'pick dumps', elements: [select] }];
const button = { type: 'button', action_id: 'portal', text: plain('Acme') };
const asked = { actionId: 'portal', value: 'ac' };

/** An app that suggests this, and a message of it with a select. */
async function withSelect(suggest: Reaction, element: object = select) {
  const app = await withApp((payload) =>
    payload['type'] === 'block_suggestion' ? suggest(payload) : undefined,
  );
  const shown = [{ type: 'actions', block_id: 'pick dumps', elements: [element] }];
  await app.client.chat.postEphemeral({
    ...{ channel: 'C0SBGENERAL', user: 'U0SBANNA001', text: 'x', blocks: shown },
  });
  return { ...app, message: await app.slack.waitForMessage(() => true) };
}

describe('a select whose options the app suggests', () => {
  it('asks with the payload Slack sends, and offers what comes back', async () => {
    const { slack, payloads, message } = await withSelect(() => ({
      options: [option('acme'), option('acme-eu')],
    }));
    const outcome = await slack.suggest({ message, ...asked });
    expect(outcome).toMatchObject({
      ...{ acked: true, error: undefined, problems: [] },
      options: [option('acme'), option('acme-eu')],
    });
    expect(payloads).toEqual([
      {
        type: 'block_suggestion',
        team: { id: slack.teamId, domain: 'sandbox' },
        enterprise: null,
        is_enterprise_install: false,
        user: { id: 'U0SBANNA001', username: 'anna', name: 'anna', team_id: slack.teamId },
        api_app_id: slack.appId,
        token: expect.any(String),
        container: { type: 'message', message_ts: message.ts, channel_id: 'C0SBGENERAL', is_ephemeral: true },
        channel: { id: 'C0SBGENERAL', name: 'general' },
        ...{ action_id: 'portal', block_id: 'pick dumps', value: 'ac' },
      },
    ]);
  });

  it('asks in a view, and submits what was picked there', async () => {
    const { slack, client, payloads, message } = await withSelect(
      () => ({ options: [option('acme')] }),
      button,
    );
    await slack.act({ message, actionId: 'portal' });
    const { trigger_id } = payloads[0] ?? { trigger_id: '' };
    const input = { type: 'input', block_id: 'which', label: plain('Which'), element: select };
    const title = { type: 'modal' as const, title: plain('Pick'), submit: plain('Go') };
    await client.apiCall('views.open', { trigger_id, view: { ...title, blocks: [input] } });
    const [view] = slack.store.modals('U0SBANNA001');
    if (view === undefined) return expect.unreachable('the modal is open');
    const submit = () => slack.submitView({ view, entries: { portal: 'acme' } });
    await expect(submit()).rejects.toThrow('no option');
    expect(await slack.suggest({ view, ...asked })).toMatchObject({ options: [option('acme')] });
    expect(payloads[1]).toMatchObject({
      ...{ type: 'block_suggestion', action_id: 'portal', block_id: 'which', value: 'ac' },
      container: { type: 'view', view_id: view.id },
      view: { id: view.id, type: 'modal' },
    });
    expect(payloads[1]).not.toHaveProperty('channel');
    await submit();
    expect(payloads[2]).toMatchObject({
      view: { state: { values: { which: { portal: { selected_option: option('acme') } } } } },
    });
    await expect(slack.suggest({ view, ...asked })).rejects.toThrow('no longer open');
  });

  it('sends the message, too, where everyone sees it', async () => {
    const { slack, client, payloads } = await withApp(() => ({ options: [] }));
    await client.chat.postMessage({ channel: 'C0SBGENERAL', text: 'x', blocks });
    const message = await slack.waitForMessage(() => true);
    expect(await slack.suggest({ message, ...asked, userId: 'U0SBBEN0001' })).toMatchObject({ options: [] });
    expect(payloads).toMatchObject([{ user: { id: 'U0SBBEN0001' }, message: { ts: message.ts, text: 'x' } }]);
  });

  it('delivers the picked option, which must be one of those offered last', async () => {
    const { slack, payloads, message } = await withSelect(({ value }) => ({
      options: [option(`${value}me`)],
    }));
    const pick = (entry: string) => slack.act({ message, actionId: 'portal', entry });
    await expect(pick('acme')).rejects.toThrow('has no option');
    await slack.suggest({ message, ...asked });
    expect(await pick('acme')).toMatchObject({ acked: true });
    expect(payloads.at(-1)).toMatchObject({
      type: 'block_actions',
      state: { values: { 'pick dumps': { portal: { selected_option: option('acme') } } } },
      actions: [
        {
          ...{ type: 'external_select', action_id: 'portal', block_id: 'pick dumps' },
          selected_option: option('acme'),
        },
      ],
    });
    expect(JSON.stringify(payloads.at(-1)?.['actions'])).not.toContain('"options"');
    await slack.suggest({ message, ...asked, value: 'ho' });
    await expect(pick('acme')).rejects.toThrow('has no option');
  });

  it('offers it to that user in that message only', async () => {
    const { slack, client } = await withApp(() => ({ options: [option('acme')] }));
    const post = async () => {
      const { ts } = await client.chat.postMessage({
        channel: 'C0SBGENERAL',
        text: 'x',
        blocks: blocks as never,
      });
      return slack.waitForMessage((candidate) => candidate.ts === ts);
    };
    const [message, other] = [await post(), await post()];
    await slack.suggest({ message, ...asked, userId: 'U0SBANNA001' });
    const pick = { actionId: 'portal', entry: 'acme' };
    await expect(slack.act({ message, ...pick, userId: 'U0SBBEN0001' })).rejects.toThrow('has no option');
    await expect(slack.act({ message: other, ...pick, userId: 'U0SBANNA001' })).rejects.toThrow(
      'has no option',
    );
    expect(await slack.act({ message, ...pick, userId: 'U0SBANNA001' })).toMatchObject({ acked: true });
  });

  it('may have groups', async () => {
    const groups = [{ label: plain('Europe'), options: [option('acme')] }];
    const { slack, message } = await withSelect(() => ({ option_groups: groups }));
    expect((await slack.suggest({ message, ...asked })).options).toEqual([option('acme')]);
    expect(await slack.act({ message, actionId: 'portal', entry: 'acme' })).toMatchObject({ acked: true });
  });

  it.each([
    ['no answer', undefined, 'must provide an object []'],
    ['both kinds', { options: [], option_groups: [] }, 'must define either `options` or `option_groups` []'],
    ['another member', { options: [], text: 'x' }, 'invalid additional property: text []'],
    [
      'too many',
      { options: Array.from({ length: 101 }, () => option('a')) },
      'no more than 100 items allowed [/options]',
    ],
    [
      'a long text',
      { options: [{ text: plain('x'.repeat(76)), value: 'a' }] },
      'must be less than 76 characters [/options/0/text/text]',
    ],
    [
      'an empty text',
      { options: [{ text: plain(''), value: 'a' }] },
      'must be more than 0 characters [/options/0/text/text]',
    ],
    [
      'a long value',
      { options: [option('a'), { text: plain('a'), value: 'x'.repeat(76) }] },
      'must be less than 76 characters [/options/1/value]',
    ],
    [
      'a group without options',
      { option_groups: [{ label: plain('a'), options: [] }] },
      'no less than 1 items allowed [/option_groups/0/options]',
    ],
  ])('refuses %s, and offers nothing', async (_, answer, problem) => {
    const { slack, message } = await withSelect(() => answer);
    expect(await slack.suggest({ message, ...asked })).toEqual({
      ...{
        acked: true,
        ackMs: expect.any(Number),
        error: 'invalid_options',
        options: [],
        problems: [problem],
      },
    });
    await expect(slack.act({ message, actionId: 'portal', entry: 'a' })).rejects.toThrow('has no option');
  });

  it('gives up after three seconds, without a message', async () => {
    const { slack, client } = await slackWithClient();
    expect(slack.rules.ackDeadlineMs).toBe(3_000);
    slack.rules.ackDeadlineMs = 50;
    slack.httpTarget = await listen(() => undefined);
    await client.chat.postMessage({ channel: 'C0SBGENERAL', text: 'x', blocks });
    const message = await slack.waitForMessage(() => true);
    expect(await slack.suggest({ message, ...asked })).toMatchObject({
      ...{ acked: false, error: 'operation_timeout', options: [], problems: [] },
    });
    expect(slack.store.messages()).toHaveLength(1);
  });

  it('asks only for enough letters, and only where the app has the options', async () => {
    const { min_query_length: _, ...usual } = select;
    const { slack, message, payloads } = await withSelect(() => ({ options: [] }), usual);
    await expect(slack.suggest({ message, ...asked })).rejects.toThrow('from 3 characters on');
    expect(await slack.suggest({ message, ...asked, value: 'acm' })).toMatchObject({ error: undefined });
    const other = await withSelect(() => ({ options: [] }), button);
    await expect(other.slack.suggest({ message: other.message, ...asked })).rejects.toThrow(
      'brings its options along',
    );
    await expect(slack.suggest({ message, actionId: 'x', value: 'acm' })).rejects.toThrow('no element "x"');
    const ben = { message, ...asked, value: 'acm', userId: 'U0SBBEN0001' };
    await expect(slack.suggest(ben)).rejects.toThrow('visible only to another user');
    expect(payloads).toHaveLength(1);
  });

  it('is answered by Bolt over signed HTTP', async () => {
    const { slack, client } = await slackWithClient();
    await boltApp(slack);
    await client.chat.postMessage({ channel: 'C0SBGENERAL', text: 'x', blocks });
    const message: StoredMessage = await slack.waitForMessage(() => true);
    expect(await slack.suggest({ message, ...asked })).toMatchObject({
      options: [option('ac in pick dumps')],
    });
  });
});

async function listen(handler: Parameters<typeof createServer>[1]): Promise<string> {
  const server = createServer(handler);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`;
}

/** Bolt, which suggests what it was asked. */
async function boltApp(slack: SandboxSlack): Promise<void> {
  const receiver = new HTTPReceiver({ signingSecret: slack.signingSecret, logger: silent });
  const app = new App({
    ...{ receiver, token: slack.botToken, clientOptions: { slackApiUrl: slack.apiUrl } },
    ...{ deferInitialization: true, logger: silent },
  });
  app.options('portal', async ({ ack, options }) => {
    await ack({ options: [option(`${options.value} in ${options.block_id}`)] });
  });
  await app.init();
  slack.httpTarget = await listen((request, response) => receiver.requestListener(request, response));
}
