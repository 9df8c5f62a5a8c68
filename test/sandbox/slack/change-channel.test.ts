import { expect, it } from 'vitest';
import { slackWithClient } from './slack-fixture.ts';

const general = 'C0SBGENERAL';
const platformError = (error: string) =>
  expect.objectContaining({ data: expect.objectContaining({ error }) });

async function slackWithPost() {
  const { slack, client } = await slackWithClient();
  slack.rules.enforceChannelPace = false;
  const post = () => client.chat.postMessage({ channel: general, text: 'hi' });
  await post();
  return { slack, client, post };
}

it('posts nothing in an archived channel, which can still be read, until it is unarchived', async () => {
  const { slack, client, post } = await slackWithPost();
  slack.changeChannel(general, 'archive');
  await expect(post()).rejects.toEqual(platformError('is_archived'));
  expect(await client.conversations.info({ channel: general })).toMatchObject({
    channel: { is_archived: true },
  });
  expect((await client.conversations.history({ channel: general })).messages).toHaveLength(1);
  slack.changeChannel(general, 'unarchive');
  await post();
  expect(slack.store.messages()).toHaveLength(2);
});

it('lets the bot in again after it was taken out', async () => {
  const { slack, client, post } = await slackWithPost();
  slack.changeChannel(general, 'remove-bot');
  await expect(post()).rejects.toEqual(platformError('not_in_channel'));
  await expect(client.conversations.history({ channel: general })).rejects.toEqual(
    platformError('not_in_channel'),
  );
  slack.changeChannel(general, 'invite-bot');
  await post();
  expect(slack.store.messages()).toHaveLength(2);
});

it('forgets a deleted channel and its messages', async () => {
  const { slack, client, post } = await slackWithPost();
  const seen: object[] = [];
  slack.onChange((change) => seen.push(change));
  slack.changeChannel(general, 'delete');
  expect(seen).toEqual([{ kind: 'channel-removed', channelId: general }]);
  await expect(post()).rejects.toEqual(platformError('channel_not_found'));
  await expect(client.conversations.info({ channel: general })).rejects.toEqual(
    platformError('channel_not_found'),
  );
  expect(slack.store.messages({ includeDeleted: true })).toEqual([]);
});

it('changes only real channels', async () => {
  const { slack, client } = await slackWithClient();
  const { channel } = await client.conversations.open({ users: 'U0SBANNA001' });
  expect(() => slack.changeChannel(channel?.id ?? '', 'archive')).toThrow('direct message');
  expect(() => slack.changeChannel('C0SBNOWHERE', 'archive')).toThrow('no channel "C0SBNOWHERE"');
});
