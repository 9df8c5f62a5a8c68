import { expect, it } from 'vitest';
import { slackWithClient } from './slack-fixture.ts';

const general = 'C0SBGENERAL';
const scopes = ['chat:write', 'files:write', 'channels:read', 'channels:history', 'im:write'];
const csv = Buffer.from('\uFEFFportal,backup\nacme,"Tägliche Sicherung"\n');
const platformError = (error: string) =>
  expect.objectContaining({ data: expect.objectContaining({ error }) });

const slackWithFiles = () => slackWithClient({ workspace: { scopes } });
type Client = Awaited<ReturnType<typeof slackWithFiles>>['client'];

/** Uploads `csv`, without sharing it. */
async function upload(client: Client): Promise<string> {
  const { upload_url: url = '', file_id: id = '' } = await client.files.getUploadURLExternal({
    filename: 'history.csv',
    length: csv.length,
  });
  await fetch(url, { method: 'POST', body: new Uint8Array(csv) });
  return id;
}

it('shares an uploaded file as a message with a comment, byte for byte', async () => {
  const { slack, client } = await slackWithFiles();
  const id = await upload(client);
  const answer = await client.files.completeUploadExternal({
    files: [{ id, title: 'The history of acme' }],
    channel_id: general,
    initial_comment: 'Here it is.',
  });
  const file = {
    ...{ id, name: 'history.csv', title: 'The history of acme', size: csv.length, user: slack.botUserId },
    ...{ mimetype: 'text/csv', filetype: 'csv', pretty_type: 'CSV' },
  };
  expect(answer.files).toMatchObject([file]);
  const [message] = slack.store.messages({ channelId: general });
  expect(message).toMatchObject({ text: 'Here it is.', userId: slack.botUserId });
  expect(message?.files?.[0]?.content.equals(csv)).toBe(true);
  const { messages } = await client.conversations.history({ channel: general });
  expect(messages).toMatchObject([{ text: 'Here it is.', files: [file], ts: message?.ts }]);
});

it('takes what the official client uploads, to the direct message of a person', async () => {
  const { slack, client } = await slackWithFiles();
  const { channel } = await client.conversations.open({ users: 'U0SBANNA001' });
  await client.filesUploadV2({ channel_id: channel?.id ?? '', file: csv, filename: 'history.csv' });
  expect(slack.store.messages()).toMatchObject([
    { channelId: channel?.id, text: '', files: [{ name: 'history.csv', title: 'history.csv' }] },
  ]);
  expect(slack.store.messages()[0]?.files?.[0]?.content.equals(csv)).toBe(true);
});

it('shares in several conversations and with people, and in none', async () => {
  const { slack, client } = await slackWithFiles();
  const complete = async (args: object) => {
    const files = [{ id: await upload(client) }];
    return client.apiCall('files.completeUploadExternal', { files, ...args });
  };
  await complete({});
  expect(slack.store.messages()).toEqual([]);
  await complete({
    channels: `C0SBBACKUPS,U0SBBEN0001`,
    blocks: [{ type: 'section', text: { type: 'plain_text', text: 'x' } }],
  });
  expect(slack.store.messages()).toMatchObject([
    { channelId: 'C0SBBACKUPS', blocks: [{ type: 'section' }] },
    { channelId: expect.stringMatching(/^D/), blocks: [{ type: 'section' }] },
  ]);
});

it.each([
  ['C0SBNOWHERE', 'channel_not_found'],
  ['U0SBANNA001', 'channel_not_found'],
  ['C0SBSECRET1', 'channel_not_found'],
  ['C0SBRANDOM1', 'not_in_channel'],
  ['C0SBARCHIVE', 'posting_to_channel_denied'],
])('shares no file in %s: %s, and keeps the upload', async (channel_id, error) => {
  const { slack, client } = await slackWithFiles();
  const files: [{ id: string }] = [{ id: await upload(client) }];
  await expect(client.files.completeUploadExternal({ files, channel_id })).rejects.toEqual(
    platformError(error),
  );
  expect(slack.store.messages()).toEqual([]);
  await client.files.completeUploadExternal({ files, channel_id: general });
  expect(slack.store.messages()).toHaveLength(1);
});

it('completes an upload once, and only after its content has come', async () => {
  const { client } = await slackWithFiles();
  const { upload_url: url = '', file_id: id = '' } = await client.files.getUploadURLExternal({
    filename: 'history.csv',
    length: csv.length,
  });
  const complete = () => client.files.completeUploadExternal({ files: [{ id }], channel_id: general });
  await expect(complete()).rejects.toEqual(platformError('file_not_found'));
  const short = await fetch(url, { method: 'POST', body: 'short' });
  expect(short.status).toBe(400);
  await expect(complete()).rejects.toEqual(platformError('file_not_found'));
  const whole = await fetch(url, { method: 'POST', body: new Uint8Array(csv) });
  expect([whole.status, await whole.text()]).toEqual([200, `OK - ${csv.length}`]);
  await complete();
  await expect(complete()).rejects.toEqual(platformError('file_not_found'));
  expect((await fetch(url, { method: 'POST', body: new Uint8Array(csv) })).status).toBe(404);
});

it.each([
  [{ filename: 'a.csv', length: 0 }, 'missing_argument'],
  [{ length: 5 }, 'missing_argument'],
])('refuses to upload %j: %s', async (args, error) => {
  const { client } = await slackWithFiles();
  await expect(client.apiCall('files.getUploadURLExternal', args)).rejects.toEqual(platformError(error));
});

it('refuses a call that names no file, or more channels than Slack takes', async () => {
  const { client } = await slackWithFiles();
  const complete = (args: object) => client.apiCall('files.completeUploadExternal', { ...args });
  await expect(complete({})).rejects.toEqual(platformError('invalid_arguments'));
  const channels = Array.from({ length: 101 }, () => general).join(',');
  await expect(complete({ files: [{ id: await upload(client) }], channels })).rejects.toEqual(
    platformError('channels_limit_exceeded'),
  );
});

it.each(['files.getUploadURLExternal', 'files.completeUploadExternal'])(
  'asks for files:write in %s',
  async (method) => {
    const { client } = await slackWithClient({ workspace: { scopes: ['chat:write'] } });
    await expect(client.apiCall(method)).rejects.toMatchObject({
      data: { error: 'missing_scope', needed: 'files:write' },
    });
  },
);

it('shares a file and cuts the connection, and loses an upload on its way', async () => {
  const { slack, client } = await slackWithFiles();
  slack.failUpload({ kind: 'status', status: 503 });
  const id = await upload(client);
  const complete = (file: string) =>
    client.files.completeUploadExternal({ files: [{ id: file }], channel_id: general });
  await expect(complete(id)).rejects.toEqual(platformError('file_not_found'));
  slack.failApi('files.completeUploadExternal', { kind: 'accept-then-drop' });
  await expect(complete(await upload(client))).rejects.toMatchObject({
    cause: { cause: { code: 'UND_ERR_SOCKET' } },
  });
  expect(slack.store.messages()).toMatchObject([{ files: [{ name: 'history.csv' }] }]);
});
