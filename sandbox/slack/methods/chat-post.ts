import { flagArgument, hasArgument, textArgument } from '../call-arguments.ts';
import { postableChannel } from '../channel-access.ts';
import type { JsonObject } from '../json.ts';
import { readMessageContent } from '../message-content.ts';
import { SlackApiError } from '../slack-api-error.ts';
import type { ApiMethod } from './api-method.ts';
import { messageJson } from './message-json.ts';

function warningsJson(warnings: readonly string[]): JsonObject {
  return warnings.length === 0 ? {} : { warning: warnings.join(','), response_metadata: { warnings } };
}

function threadOf(args: JsonObject): { readonly threadTs?: string } {
  const threadTs = textArgument(args, 'thread_ts');
  return threadTs === undefined ? {} : { threadTs };
}

/** https://docs.slack.dev/reference/methods/chat.postMessage */
export const chatPostMessage: ApiMethod = {
  token: 'bot',
  scope: () => 'chat:write',
  run: ({ world, args }) => {
    const channel = postableChannel(world, textArgument(args, 'channel'));
    const { text = '', blocks = [], metadata, warnings } = readMessageContent(args);
    const now = world.clock();
    world.pace.countPost(channel.id, now);
    const message = world.store.postMessage(
      {
        channelId: channel.id,
        userId: world.workspace.botUserId,
        text,
        blocks,
        origin: 'api',
        // Apps' messages unfurl unless both flags say no: https://docs.slack.dev/messaging/unfurling-links-in-messages
        unfurlLinks: !['unfurl_links', 'unfurl_media'].every(
          (name) => hasArgument(args, name) && !flagArgument(args, name),
        ),
        ...threadOf(args),
        ...(metadata === undefined ? {} : { metadata }),
      },
      now,
    );
    return {
      channel: channel.id,
      ts: message.ts,
      message: messageJson(message, world.workspace, true),
      ...warningsJson(warnings),
    };
  },
};

/** https://docs.slack.dev/reference/methods/chat.postEphemeral */
export const chatPostEphemeral: ApiMethod = {
  token: 'bot',
  scope: () => 'chat:write',
  run: ({ world, args }) => {
    const channel = postableChannel(world, textArgument(args, 'channel'));
    const user = world.store.user(textArgument(args, 'user') ?? '');
    if (user === undefined) throw new SlackApiError('user_not_in_channel');
    const { text = '', blocks = [] } = readMessageContent(args);
    if (text.length > 4000) throw new SlackApiError('msg_too_long');
    const message = world.store.postMessage(
      {
        channelId: channel.id,
        userId: world.workspace.botUserId,
        text,
        blocks,
        ephemeralTo: user.id,
        origin: 'api',
        unfurlLinks: false,
        ...threadOf(args),
      },
      world.clock(),
    );
    return { message_ts: message.ts };
  },
};
