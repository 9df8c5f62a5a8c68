import type { SlackStore } from './slack-store.ts';
import type { StoredChannel } from './workspace.ts';

/** What people do to a channel that the bot posts in. */
export type ChannelChange = 'archive' | 'unarchive' | 'delete' | 'remove-bot' | 'invite-bot';

/** Archives a channel, for example. Throws when there is no such channel, or when it is a direct message. */
export function changeChannel(store: SlackStore, channelId: string, change: ChannelChange): void {
  const channel = store.channel(channelId);
  if (channel === undefined) throw new Error(`There is no channel "${channelId}"`);
  if (channel.directWith !== undefined)
    throw new Error('A direct message cannot be archived, left or deleted');
  if (change === 'delete') store.removeChannel(channel);
  else store.putChannel(changed(channel, change));
}

function changed(channel: StoredChannel, change: Exclude<ChannelChange, 'delete'>): StoredChannel {
  switch (change) {
    case 'archive':
      return { ...channel, isArchived: true };
    case 'unarchive':
      return { ...channel, isArchived: false };
    case 'remove-bot':
      return { ...channel, isMember: false };
    case 'invite-bot':
      return { ...channel, isMember: true };
  }
}
