import { expect, it } from 'vitest';
import { slackWithClient } from './slack-fixture.ts';

const general = 'C0SBGENERAL';
const section = (text: string) => ({ type: 'section', text: { type: 'mrkdwn', text } });
const platformError = (error: string) =>
  expect.objectContaining({ data: expect.objectContaining({ error }) });

it('stores a message, names its blocks, and announces it', async () => {
  const { slack, client } = await slackWithClient();
  const seen: string[] = [];
  slack.onChange((change) => seen.push(change.kind));
  const blocks = [
    section('*hi*'),
    { type: 'actions', elements: [{ type: 'button', text: { type: 'plain_text', text: 'Go' } }] },
  ];
  const answer = await client.chat.postMessage({
    channel: general,
    text: 'hi',
    blocks,
    unfurl_links: false,
    unfurl_media: false,
  });
  const [message] = slack.store.messages({ channelId: general });
  expect(message).toMatchObject({ ts: answer.ts, text: 'hi', unfurlLinks: false, deleted: false });
  expect(message?.blocks[1]).toMatchObject({
    block_id: expect.any(String),
    elements: [{ action_id: expect.any(String) }],
  });
  expect(seen).toEqual(['message-posted', 'api-called']);
});

it.each([
  ['C0SBRANDOM1', 'not_in_channel'],
  ['C0SBARCHIVE', 'is_archived'],
  ['C0SBSECRET1', 'channel_not_found'],
  ['C0SBNOWHERE', 'channel_not_found'],
])('does not post to %s: %s', async (channel, error) => {
  const { slack, client } = await slackWithClient();
  await expect(client.chat.postMessage({ channel, text: 'hi' })).rejects.toEqual(platformError(error));
  expect(slack.store.messages()).toEqual([]);
});

it('posts to a public channel uninvited only with chat:write.public', async () => {
  const { slack, client } = await slackWithClient({
    workspace: { scopes: ['chat:write', 'chat:write.public'] },
  });
  await client.chat.postMessage({ channel: '#random', text: 'hi' });
  expect(slack.store.messages()).toMatchObject([{ channelId: 'C0SBRANDOM1' }]);
});

it('opens a direct message for a user id', async () => {
  const { client } = await slackWithClient();
  const { channel } = await client.chat.postMessage({ channel: 'U0SBANNA001', text: 'hi' });
  expect(channel).toMatch(/^D/);
  expect(await client.conversations.open({ users: 'U0SBANNA001' })).toMatchObject({
    channel: { id: channel },
  });
});

it('refuses an empty message, blocks that are not blocks, and too many attachments', async () => {
  const { client } = await slackWithClient();
  const post = (more: Record<string, unknown>) =>
    client.apiCall('chat.postMessage', { channel: general, ...more });
  await expect(post({})).rejects.toEqual(platformError('no_text'));
  await expect(post({ blocks: '[{' })).rejects.toEqual(platformError('invalid_blocks_format'));
  await expect(post({ attachments: Array.from({ length: 101 }, () => ({})) })).rejects.toEqual(
    platformError('too_many_attachments'),
  );
  await expect(post({ markdown_text: 'a', text: 'a' })).rejects.toEqual(
    platformError('markdown_text_conflict'),
  );
  const deep = { event_type: 'x', event_payload: { slot: { at: { hour: 9 } } } };
  for (const metadata of [{ event_type: 'x' }, deep])
    await expect(post({ text: 'a', metadata })).rejects.toEqual(platformError('invalid_metadata_schema'));
});

it('points at the faulty place in blocks', async () => {
  const { client } = await slackWithClient();
  const blocks = [section('fine'), section('x'.repeat(3001))];
  await expect(client.chat.postMessage({ channel: general, text: 'x', blocks })).rejects.toMatchObject({
    data: {
      error: 'invalid_blocks',
      response_metadata: {
        messages: ['[ERROR] must be less than 3001 characters [json-pointer:/blocks/1/text/text]'],
      },
    },
  });
});

it('cuts a text of more than 40,000 characters and warns', async () => {
  const { slack, client } = await slackWithClient();
  const answer = await client.chat.postMessage({ channel: general, text: 'x'.repeat(40_001) });
  expect(answer.warning).toBe('message_truncated');
  expect(slack.store.messages()[0]?.text).toHaveLength(40_000);
});

it('allows one message a second in a channel', async () => {
  let nowMs = Date.UTC(2026, 10, 24);
  const { slack, client } = await slackWithClient({ clock: () => new Date(nowMs) });
  const post = (channel: string) => client.chat.postMessage({ channel, text: 'hi' });
  await post(general);
  await expect(post(general)).rejects.toMatchObject({ retryAfter: 1 });
  await post('C0SBBACKUPS');
  nowMs += 1000;
  await post(general);
  slack.rules.enforceChannelPace = false;
  await post(general);
  expect(slack.store.messages({ channelId: general })).toHaveLength(3);
});

it('updates what is named and leaves the rest', async () => {
  const { slack, client } = await slackWithClient();
  const metadata = { event_type: 'digest', event_payload: { key: 'k' } };
  const { ts = '' } = await client.chat.postMessage({
    channel: general,
    text: 'old',
    blocks: [section('old')],
    metadata,
  });
  await client.chat.update({ channel: general, ts, text: 'new' });
  expect(slack.store.message(general, ts)).toMatchObject({
    text: 'new',
    blocks: [section('old')],
    metadata,
    edited: {},
  });
  await expect(client.chat.update({ channel: general, ts, text: 'x'.repeat(4001) })).rejects.toEqual(
    platformError('msg_too_long'),
  );
  await expect(client.chat.update({ channel: general, ts: '1.0', text: 'x' })).rejects.toEqual(
    platformError('message_not_found'),
  );
});

it('deletes a message once', async () => {
  const { slack, client } = await slackWithClient();
  const { ts = '' } = await client.chat.postMessage({ channel: general, text: 'hi' });
  await client.chat.delete({ channel: general, ts });
  expect(slack.store.messages()).toEqual([]);
  expect(slack.store.messages({ includeDeleted: true })).toMatchObject([{ ts, deleted: true }]);
  await expect(client.chat.delete({ channel: general, ts })).rejects.toEqual(
    platformError('message_not_found'),
  );
});

it('shows an ephemeral message to one user, out of reach of chat.update', async () => {
  const { slack, client } = await slackWithClient();
  const { message_ts: ts = '' } = await client.chat.postEphemeral({
    channel: general,
    user: 'U0SBANNA001',
    text: 'psst',
  });
  expect(slack.store.messages({ visibleTo: 'U0SBANNA001' })).toHaveLength(1);
  expect(slack.store.messages({ visibleTo: 'U0SBBEN0001' })).toHaveLength(0);
  await expect(client.chat.update({ channel: general, ts, text: 'x' })).rejects.toEqual(
    platformError('message_not_found'),
  );
});
