import { expect, it } from 'vitest';
import { withApp } from './connected-app.ts';

const plain = (text: string) => ({ type: 'plain_text' as const, text });
const option = (value: string) => ({ text: plain(value), value });
const button = { type: 'button', action_id: 'page', text: plain('Older'), value: '2' };
const select = { type: 'static_select', action_id: 'portal', options: [option('acme'), option('globex')] };
const blocks = [{ type: 'actions', block_id: 'nav', elements: [button, select] }];
it('includes the user’s own workspace when it differs', async () => {
  const { slack, client, payloads } = await withApp();
  const { ts } = await client.chat.postMessage({ channel: 'C0SBGENERAL', text: 'x', blocks });
  const message = await slack.waitForMessage((candidate) => candidate.ts === ts);
  await slack.act({ message, actionId: 'page', userTeamId: 'T0ELSEWHERE' });
  expect(payloads).toMatchObject([{ team: { id: slack.teamId }, user: { team_id: 'T0ELSEWHERE' } }]);
});

it('clicks a button with the payload Slack sends', async () => {
  const { slack, client, payloads } = await withApp();
  const { ts } = await client.chat.postMessage({ channel: 'C0SBGENERAL', text: 'x', blocks });
  const message = await slack.waitForMessage((candidate) => candidate.ts === ts);
  const outcome = await slack.act({ message, actionId: 'page', userId: 'U0SBBEN0001' });
  expect(outcome).toMatchObject({ acked: true, error: undefined });
  expect(payloads).toMatchObject([
    {
      type: 'block_actions',
      team: { id: slack.teamId },
      user: { id: 'U0SBBEN0001', username: 'ben' },
      api_app_id: slack.appId,
      container: { type: 'message', message_ts: ts, channel_id: 'C0SBGENERAL', is_ephemeral: false },
      channel: { id: 'C0SBGENERAL', name: 'general' },
      message: { ts, text: 'x', blocks },
      state: { values: { nav: { portal: { type: 'static_select', selected_option: null } } } },
      response_url: outcome.responseUrl,
      trigger_id: expect.any(String),
      actions: [
        {
          type: 'button',
          action_id: 'page',
          block_id: 'nav',
          value: '2',
          text: plain('Older'),
          action_ts: expect.any(String),
        },
      ],
    },
  ]);
});

it('picks an option that is offered, and no other', async () => {
  const { slack, client, payloads } = await withApp();
  await client.chat.postMessage({ channel: 'C0SBGENERAL', text: 'x', blocks });
  const message = await slack.waitForMessage(() => true);
  await slack.act({ message, actionId: 'portal', entry: 'globex' });
  expect(payloads[0]).toMatchObject({
    actions: [{ type: 'static_select', selected_option: option('globex') }],
    state: { values: { nav: { portal: { selected_option: option('globex') } } } },
  });
  await expect(slack.act({ message, actionId: 'portal', entry: 'initech' })).rejects.toThrow('has no option');
  await expect(slack.act({ message, actionId: 'nothing' })).rejects.toThrow('no element "nothing"');
});

it('sends no message with a click in an ephemeral one, and lets only its reader click', async () => {
  const { slack, client, payloads } = await withApp();
  await client.chat.postEphemeral({ channel: 'C0SBGENERAL', user: 'U0SBANNA001', text: 'x', blocks });
  const message = await slack.waitForMessage(() => true);
  await slack.act({ message, actionId: 'page' });
  expect(payloads[0]).toMatchObject({ container: { is_ephemeral: true }, user: { id: 'U0SBANNA001' } });
  expect(payloads[0]).not.toHaveProperty('message');
  await expect(slack.act({ message, actionId: 'page', userId: 'U0SBBEN0001' })).rejects.toThrow(
    'visible only to another user',
  );
});

it('clicks in a message as it is now, not as it was', async () => {
  const { slack, client } = await withApp();
  const { ts = '' } = await client.chat.postMessage({ channel: 'C0SBGENERAL', text: 'x', blocks });
  const message = await slack.waitForMessage(() => true);
  await client.chat.update({ channel: 'C0SBGENERAL', ts, text: 'x', blocks: [] });
  await expect(slack.act({ message, actionId: 'page' })).rejects.toThrow('no element');
  await client.chat.delete({ channel: 'C0SBGENERAL', ts });
  await expect(slack.act({ message, actionId: 'page' })).rejects.toThrow('no longer exists');
});
