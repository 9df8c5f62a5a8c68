import { expect, it } from 'vitest';
import { slackWithClient } from './slack-fixture.ts';

const general = 'C0SBGENERAL';
const section = (text: string) => ({ type: 'section', text: { type: 'mrkdwn', text } });
const platformError = (error: string) =>
  expect.objectContaining({ data: expect.objectContaining({ error }) });

it('identifies a bot', async () => {
  const { slack, client } = await slackWithClient();
  expect(await client.auth.test()).toMatchObject({
    ok: true,
    team_id: slack.teamId,
    user_id: slack.botUserId,
    response_metadata: { scopes: expect.arrayContaining(['commands', 'chat:write']) },
  });
});

it.each([
  [undefined, 'not_authed'],
  ['xoxb-somebody-else', 'invalid_auth'],
  ['xapp-sandbox-app', 'not_allowed_token_type'],
])('refuses the token %s with %s', async (token, error) => {
  const { clientFor } = await slackWithClient();
  await expect(clientFor(token).auth.test()).rejects.toEqual(platformError(error));
});

it('refuses revoked tokens', async () => {
  const { slack, client } = await slackWithClient();
  slack.revokeTokens();
  await expect(client.auth.test()).rejects.toEqual(platformError('token_revoked'));
});

it('names the missing scope and the ones there are', async () => {
  const { client } = await slackWithClient({ workspace: { scopes: ['commands'] } });
  await expect(client.chat.postMessage({ channel: general, text: 'hi' })).rejects.toMatchObject({
    data: { error: 'missing_scope', needed: 'chat:write', provided: 'commands' },
  });
});

it('knows only real methods', async () => {
  const { client } = await slackWithClient();
  await expect(client.apiCall('chat.shout')).rejects.toEqual(platformError('unknown_method'));
});

it('reads JSON bodies like forms, and warns about a missing charset', async () => {
  const { slack } = await slackWithClient();
  const response = await fetch(`${slack.apiUrl}chat.postMessage`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${slack.botToken}` },
    body: JSON.stringify({ channel: general, text: 'hi', blocks: [section('hi')] }),
  });
  expect(await response.json()).toMatchObject({ ok: true, warning: 'missing_charset' });
  expect(slack.store.messages()).toMatchObject([{ text: 'hi', blocks: [section('hi')] }]);
});

it('pages through the history, newest first, with metadata only when asked', async () => {
  const { slack, client } = await slackWithClient();
  slack.rules.enforceChannelPace = false;
  const metadata = { event_type: 'digest', event_payload: { key: 'k' } };
  for (const text of ['one', 'two', 'three'])
    await client.chat.postMessage({ channel: general, text, metadata });
  const first = await client.conversations.history({ channel: general, limit: 2 });
  expect(first).toMatchObject({
    has_more: true,
    messages: [{ text: 'three', metadata: { event_type: 'digest' } }, { text: 'two' }],
  });
  expect(first.messages?.[0]?.metadata).not.toHaveProperty('event_payload');
  const cursor = first.response_metadata?.next_cursor ?? '';
  const rest = await client.conversations.history({
    channel: general,
    limit: 2,
    cursor,
    include_all_metadata: true,
  });
  expect(rest).toMatchObject({ has_more: false, messages: [{ text: 'one', metadata }] });
});

it('lists a history between two moments, with both of them only when asked', async () => {
  let nowMs = Date.UTC(2026, 10, 24, 9);
  const { slack, client } = await slackWithClient({ clock: () => new Date(nowMs) });
  slack.rules.enforceChannelPace = false;
  const posted: string[] = [];
  for (const text of ['one', 'two', 'three', 'four']) {
    const { ts = '' } = await client.chat.postMessage({ channel: general, text });
    posted.push(ts);
    nowMs += 60_000;
  }
  await client.chat.postEphemeral({ channel: general, user: 'U0SBANNA001', text: 'psst' });
  const list = async (span: object) => {
    const { messages = [] } = await client.conversations.history({ channel: general, ...span });
    return messages.map(({ text }) => text);
  };
  const [one, , , four] = posted;
  expect(await list({})).toEqual(['four', 'three', 'two', 'one']);
  expect(await list({ oldest: one, latest: four })).toEqual(['three', 'two']);
  expect(await list({ oldest: one, latest: four, inclusive: true })).toEqual(['four', 'three', 'two', 'one']);
  expect(await list({ oldest: one, limit: 2 })).toEqual(['four', 'three']);
});

it('turns pages of a history without a gap or a repeat while messages come in', async () => {
  const { slack, client } = await slackWithClient();
  slack.rules.enforceChannelPace = false;
  const post = (text: string) => client.chat.postMessage({ channel: general, text });
  for (const text of ['one', 'two', 'three']) await post(text);
  const first = await client.conversations.history({ channel: general, limit: 1 });
  await post('four');
  const cursor = first.response_metadata?.next_cursor ?? '';
  const rest = await client.conversations.history({ channel: general, cursor });
  expect(rest).toMatchObject({ has_more: false, messages: [{ text: 'two' }, { text: 'one' }] });
});

it.each([
  [{ oldest: 'yesterday' }, 'invalid_ts_oldest'],
  [{ latest: '-1' }, 'invalid_ts_latest'],
  [{ cursor: 'x' }, 'invalid_cursor'],
  [{ limit: 1000 }, 'invalid_limit'],
])('refuses to list a history with %j: %s', async (args, error) => {
  const { client } = await slackWithClient();
  await expect(client.conversations.history({ channel: general, ...args })).rejects.toEqual(
    platformError(error),
  );
});

it('opens the direct message of a person once, and describes it on request', async () => {
  const { client } = await slackWithClient();
  const first = await client.conversations.open({ users: 'U0SBBEN0001', return_im: true });
  expect(first.channel).toEqual({ id: expect.stringMatching(/^D/) });
  const id = first.channel?.id ?? '';
  expect(await client.conversations.open({ channel: id, return_im: true })).toMatchObject({
    already_open: true,
    channel: { id, is_im: true, user: 'U0SBBEN0001' },
  });
  expect(await client.conversations.open({ users: 'U0SBBEN0001' })).toMatchObject({ channel: { id } });
  const open = (args: object) => client.apiCall('conversations.open', { ...args });
  await expect(open({})).rejects.toEqual(platformError('users_list_not_supplied'));
  await expect(open({ users: 'U0SBNOBODY1' })).rejects.toEqual(platformError('user_not_found'));
  await expect(open({ channel: general })).rejects.toEqual(
    platformError('method_not_supported_for_channel_type'),
  );
});

it.each([
  ['conversations.history', { channel: 'C0SBGENERAL' }, 'channels:history'],
  ['conversations.history', { channel: 'C0SBPRIVATE' }, 'groups:history'],
  ['conversations.history', { channel: 'D0SBANNA001' }, 'im:history'],
  ['conversations.info', { channel: 'C0SBGENERAL' }, 'channels:read'],
  ['conversations.info', { channel: 'C0SBPRIVATE' }, 'groups:read'],
  ['conversations.open', { users: 'U0SBANNA001' }, 'im:write'],
  ['users.info', { user: 'U0SBANNA001' }, 'users:read'],
])('asks for a scope in %s of %j: %s', async (method, args, needed) => {
  const { client } = await slackWithClient({ workspace: { scopes: ['chat:write'] } });
  await client.chat.postMessage({ channel: 'U0SBANNA001', text: 'hi' });
  await expect(client.apiCall(method, args)).rejects.toMatchObject({
    data: { error: 'missing_scope', needed, provided: 'chat:write' },
  });
});

it.each<[string, Date, object]>([
  [
    'U0SBANNA001',
    new Date('2026-07-01T12:00:00Z'),
    { tz: 'Europe/Berlin', tz_label: 'Central European Summer Time', tz_offset: 7200 },
  ],
  ['U0SBBEN0001', new Date('2026-11-24T12:00:00Z'), { tz: 'America/New_York', tz_offset: -18_000 }],
  ['U0SBBOT0001', new Date('2026-11-24T12:00:00Z'), { tz: 'UTC', tz_offset: 0 }],
])('tells the time zone of %s at %s', async (user, now, zone) => {
  const { client } = await slackWithClient({ clock: () => now });
  expect(await client.users.info({ user })).toMatchObject({ user: zone });
  await expect(client.users.info({ user: 'U0SBNOBODY1' })).rejects.toEqual(platformError('user_not_found'));
});

it('asks for membership and the right scope to read a history', async () => {
  const { client } = await slackWithClient();
  await expect(client.conversations.history({ channel: 'C0SBRANDOM1' })).rejects.toEqual(
    platformError('not_in_channel'),
  );
  await expect(client.conversations.history({ channel: 'C0SBPRIVATE' })).rejects.toMatchObject({
    data: { error: 'missing_scope', needed: 'groups:history' },
  });
});

it('lists and describes channels and people', async () => {
  const { client } = await slackWithClient();
  const { channels = [] } = await client.conversations.list({
    types: 'public_channel,private_channel',
    exclude_archived: true,
  });
  expect(channels.map(({ name }) => name)).toEqual([
    ...['general', 'backups', 'random', 'admins', 'partners', 'all-offices'],
  ]);
  expect(await client.conversations.info({ channel: 'C0SBRANDOM1' })).toMatchObject({
    channel: { name: 'random', is_member: false, is_ext_shared: false, is_org_shared: false },
  });
  expect(await client.conversations.info({ channel: 'C0SBPARTNER' })).toMatchObject({
    channel: { is_shared: true, is_ext_shared: true, is_org_shared: false },
  });
  expect(await client.conversations.info({ channel: 'C0SBORGWIDE' })).toMatchObject({
    channel: { is_shared: true, is_ext_shared: false, is_org_shared: true },
  });
  expect(await client.users.info({ user: 'U0SBANNA001' })).toMatchObject({
    user: { is_admin: true, tz: 'Europe/Berlin' },
  });
});

it('validates blocks, messages and views on request, without a token', async () => {
  const { clientFor } = await slackWithClient();
  const client = clientFor(undefined);
  await client.blocks.validate({ blocks: [section('fine')] });
  await expect(client.blocks.validate({ blocks: [section('')] })).rejects.toMatchObject({
    data: {
      error: 'invalid_blocks',
      errors: [{ pointer: '/0/text/text', message: 'must be more than 0 characters' }],
    },
  });
  await expect(client.apiCall('blocks.validate', { view: { type: 'home' } })).rejects.toEqual(
    platformError('invalid_view'),
  );
  await expect(client.apiCall('blocks.validate', {})).rejects.toEqual(platformError('invalid_arguments'));
});

it('records every call with its verdict, never the token', async () => {
  const { slack, client } = await slackWithClient();
  await client.apiCall('api.test', { foo: 'bar' });
  await client.chat.postMessage({ channel: 'nowhere', text: 'hi' }).catch(() => undefined);
  expect(slack.store.apiCalls).toMatchObject([
    { method: 'api.test', args: { foo: 'bar' }, outcome: 'ok' },
    { method: 'chat.postMessage', outcome: 'channel_not_found' },
  ]);
  expect(JSON.stringify(slack.store.apiCalls)).not.toContain(slack.botToken);
});
