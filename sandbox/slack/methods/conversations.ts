import { flagArgument, hasArgument, numberArgument, textArgument } from '../call-arguments.ts';
import { directChannel, visibleChannel } from '../channel-access.ts';
import type { JsonObject } from '../json.ts';
import { SlackApiError } from '../slack-api-error.ts';
import type { StoredChannel } from '../workspace.ts';
import type { World } from '../world.ts';
import type { ApiCall, ApiMethod } from './api-method.ts';
import { messageJson } from './message-json.ts';

function kindOf(channel: StoredChannel | undefined): 'im' | 'groups' | 'channels' {
  if (channel?.directWith !== undefined) return 'im';
  return channel?.isPrivate === true ? 'groups' : 'channels';
}

/** The scope depends on the kind of channel: `channels:read`, `groups:history`, `im:read`, … */
const scopeFor =
  (verb: 'read' | 'history') =>
  ({ world, args }: ApiCall): string =>
    `${kindOf(world.store.channel(textArgument(args, 'channel') ?? ''))}:${verb}`;

function channelJson(channel: StoredChannel): JsonObject {
  if (channel.directWith !== undefined) {
    return { id: channel.id, is_im: true, is_archived: false, user: channel.directWith };
  }
  return {
    id: channel.id,
    name: channel.name,
    name_normalized: channel.name,
    is_channel: !channel.isPrivate,
    is_group: channel.isPrivate,
    is_im: false,
    is_mpim: false,
    is_private: channel.isPrivate,
    is_archived: channel.isArchived,
    is_member: channel.isMember,
    is_general: channel.name === 'general',
    is_shared: channel.shared !== undefined,
    is_ext_shared: channel.shared === 'externally',
    is_org_shared: channel.shared === 'within-org',
    is_pending_ext_shared: false,
  };
}

/** https://docs.slack.dev/reference/methods/conversations.info */
export const conversationsInfo: ApiMethod = {
  token: 'bot',
  scope: scopeFor('read'),
  run: ({ world, args }) => ({ channel: channelJson(visibleChannel(world, textArgument(args, 'channel'))) }),
};

const typeOf = { channels: 'public_channel', groups: 'private_channel', im: 'im' };

/** https://docs.slack.dev/reference/methods/conversations.list */
export const conversationsList: ApiMethod = {
  token: 'bot',
  scope: ({ args }) =>
    (textArgument(args, 'types') ?? 'public_channel').includes('private') ? 'groups:read' : 'channels:read',
  run: ({ world, args }) => {
    const types = (textArgument(args, 'types') ?? 'public_channel').split(',');
    const found = world.store.channels.filter(
      (channel) =>
        types.includes(typeOf[kindOf(channel)]) &&
        (channel.isMember || !channel.isPrivate) &&
        !(channel.isArchived && flagArgument(args, 'exclude_archived')),
    );
    const { items, nextCursor } = pageOf(found, args);
    return { channels: items.map(channelJson), response_metadata: { next_cursor: nextCursor } };
  },
};

/** https://docs.slack.dev/reference/methods/conversations.history : newest first, without replies and ephemeral messages. */
export const conversationsHistory: ApiMethod = {
  token: 'bot',
  scope: scopeFor('history'),
  run: ({ world, args }) => {
    const channel = visibleChannel(world, textArgument(args, 'channel'));
    if (!channel.isMember) throw new SlackApiError('not_in_channel');
    const isInside = spanOf(args);
    const limit = limitOf(args);
    const found = world.store
      .messages({ channelId: channel.id })
      .filter(
        ({ ts, ephemeralTo, threadTs }) =>
          isInside(ts) && ephemeralTo === undefined && threadTs === undefined,
      )
      .toReversed();
    const items = found.slice(0, limit);
    const next = found[limit];
    const nextCursor = next === undefined ? '' : encodeCursor(`next_ts:${next.ts.replace('.', '')}`);
    const includeMetadata = flagArgument(args, 'include_all_metadata');
    return {
      messages: items.map((message) => messageJson(message, world.workspace, includeMetadata)),
      has_more: nextCursor !== '',
      ...(nextCursor === '' ? {} : { response_metadata: { next_cursor: nextCursor } }),
    };
  },
};

/** Which timestamps a call asks for. A cursor names the newest message that was not listed yet. */
function spanOf(args: JsonObject): (ts: string) => boolean {
  const oldest = timestampArgument(args, 'oldest') ?? 0;
  const latest = timestampArgument(args, 'latest') ?? Infinity;
  const inclusive = flagArgument(args, 'inclusive');
  const cursor = textArgument(args, 'cursor');
  const [, nextMicros] = cursor === undefined ? [] : (/^next_ts:(\d+)$/.exec(decodeCursor(cursor)) ?? []);
  if (cursor !== undefined && nextMicros === undefined) throw new SlackApiError('invalid_cursor');
  const newest = nextMicros === undefined ? Infinity : Number(nextMicros) / 1_000_000;
  return (ts) => {
    const at = Number(ts);
    if (at > newest) return false;
    return (at > oldest && at < latest) || (inclusive && (at === oldest || at === latest));
  };
}

function timestampArgument(args: JsonObject, name: 'oldest' | 'latest'): number | undefined {
  if (!hasArgument(args, name)) return undefined;
  const at = Number(args[name]);
  if (Number.isNaN(at) || at < 0) throw new SlackApiError(`invalid_ts_${name}`);
  return at;
}

/** https://docs.slack.dev/reference/methods/conversations.open : direct messages with one person. */
export const conversationsOpen: ApiMethod = {
  token: 'bot',
  scope: () => 'im:write',
  run: ({ world, args }) => {
    const known = openedBefore(world, args);
    if (known === undefined) return { channel: { id: directChannel(world, userToOpen(world, args)).id } };
    if (!flagArgument(args, 'return_im')) return { channel: { id: known.id } };
    return { no_op: true, already_open: true, channel: channelJson(known) };
  },
};

function openedBefore(world: World, args: JsonObject): StoredChannel | undefined {
  if (!hasArgument(args, 'channel')) {
    const user = userToOpen(world, args);
    return world.store.channels.find(({ directWith }) => directWith === user);
  }
  const channel = visibleChannel(world, textArgument(args, 'channel'));
  if (channel.directWith === undefined) throw new SlackApiError('method_not_supported_for_channel_type');
  return channel;
}

function userToOpen(world: World, args: JsonObject): string {
  const listed = textArgument(args, 'users');
  if (listed === undefined) throw new SlackApiError('users_list_not_supplied');
  const user = world.store.user(listed);
  if (user === undefined) throw new SlackApiError('user_not_found');
  return user.id;
}

/** Cursor pagination (https://docs.slack.dev/apis/web-api/pagination): an empty cursor means that this is the last page. */
function pageOf<T>(found: readonly T[], args: JsonObject) {
  const limit = limitOf(args);
  const cursor = textArgument(args, 'cursor');
  const start = cursor === undefined ? 0 : Number(decodeCursor(cursor));
  if (!Number.isInteger(start)) throw new SlackApiError('invalid_cursor');
  const end = start + limit;
  return {
    items: found.slice(start, end),
    nextCursor: end < found.length ? encodeCursor(String(end)) : '',
  };
}

function limitOf(args: JsonObject): number {
  const limit = numberArgument(args, 'limit', 100);
  if (limit < 1 || limit > 999) throw new SlackApiError('invalid_limit');
  return limit;
}

function encodeCursor(place: string): string {
  return Buffer.from(place).toString('base64');
}

function decodeCursor(cursor: string): string {
  return Buffer.from(cursor, 'base64').toString();
}
