import { flagArgument, hasArgument, numberArgument, textArgument } from '../call-arguments.ts';
import { directChannel, visibleChannel } from '../channel-access.ts';
import type { JsonObject } from '../json.ts';
import { SlackApiError } from '../slack-api-error.ts';
import type { StoredChannel } from '../workspace.ts';
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
    const { items, nextCursor } = pageOf(found, args, 100);
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
    const oldest = numberArgument(args, 'oldest', 0);
    const latest = numberArgument(args, 'latest', Infinity);
    const inclusive = flagArgument(args, 'inclusive');
    const found = world.store.messages({ channelId: channel.id }).filter((message) => {
      const at = Number(message.ts);
      const isInside = (at > oldest && at < latest) || (inclusive && (at === oldest || at === latest));
      return isInside && message.ephemeralTo === undefined && message.threadTs === undefined;
    });
    const { items, nextCursor } = pageOf(found.toReversed(), args, 100);
    const includeMetadata = flagArgument(args, 'include_all_metadata');
    return {
      messages: items.map((message) => messageJson(message, world.workspace, includeMetadata)),
      has_more: nextCursor !== '',
      ...(nextCursor === '' ? {} : { response_metadata: { next_cursor: nextCursor } }),
    };
  },
};

/** https://docs.slack.dev/reference/methods/conversations.open : direct messages with one person. */
export const conversationsOpen: ApiMethod = {
  token: 'bot',
  scope: () => 'im:write',
  run: ({ world, args }) => {
    if (hasArgument(args, 'channel'))
      return { channel: { id: visibleChannel(world, textArgument(args, 'channel')).id } };
    const users = (textArgument(args, 'users') ?? '').split(',');
    const user = world.store.user(users[0] ?? '');
    if (user === undefined || users.length !== 1) throw new SlackApiError('user_not_found');
    return { channel: { id: directChannel(world, user.id).id } };
  },
};

/** Cursor pagination (https://docs.slack.dev/apis/web-api/pagination): an empty cursor means that this is the last page. */
function pageOf<T>(found: readonly T[], args: JsonObject, standardLimit: number) {
  const limit = numberArgument(args, 'limit', standardLimit);
  if (limit < 1 || limit > 1000) throw new SlackApiError('invalid_limit');
  const cursor = textArgument(args, 'cursor');
  const start = cursor === undefined ? 0 : Number(Buffer.from(cursor, 'base64').toString());
  if (!Number.isInteger(start)) throw new SlackApiError('invalid_cursor');
  const end = start + limit;
  return {
    items: found.slice(start, end),
    nextCursor: end < found.length ? Buffer.from(String(end)).toString('base64') : '',
  };
}
