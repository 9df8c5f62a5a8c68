import { SlackApiError } from './slack-api-error.ts';
import type { StoredChannel } from './workspace.ts';
import type { World } from './world.ts';

/** The direct message channel between the bot and a person. Created at first use. */
export function directChannel(world: World, userId: string): StoredChannel {
  const known = world.store.channels.find((channel) => channel.directWith === userId);
  if (known !== undefined) return known;
  const channel: StoredChannel = {
    id: `D${userId.slice(1)}`,
    name: 'directmessage',
    isPrivate: true,
    isArchived: false,
    isMember: true,
    directWith: userId,
  };
  world.store.putChannel(channel);
  return channel;
}

/** A channel that the bot can see, by id. Private channels are invisible until the bot is invited. */
export function visibleChannel(world: World, id: string | undefined): StoredChannel {
  const channel = world.store.channel(id ?? '');
  if (channel === undefined || (channel.isPrivate && !channel.isMember))
    throw new SlackApiError('channel_not_found');
  return channel;
}

/** The channel for chat.postMessage, by id, by name with or without `#`, or by user id for a direct message. */
export function postableChannel(world: World, target: string | undefined): StoredChannel {
  const channel = visibleChannel(world, resolveTarget(world, target));
  if (channel.isArchived) throw new SlackApiError('is_archived');
  if (!channel.isMember && !world.workspace.scopes.includes('chat:write.public')) {
    throw new SlackApiError('not_in_channel');
  }
  return channel;
}

function resolveTarget(world: World, target = ''): string | undefined {
  if (world.store.user(target) !== undefined) return directChannel(world, target).id;
  const name = target.replace(/^#/, '');
  return (world.store.channel(target) ?? world.store.channels.find((channel) => channel.name === name))?.id;
}
