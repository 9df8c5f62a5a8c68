import { textArgument } from '../call-arguments.ts';
import { visibleChannel } from '../channel-access.ts';
import { readMessageContent } from '../message-content.ts';
import { SlackApiError } from '../slack-api-error.ts';
import type { StoredMessage } from '../stored-message.ts';
import type { ApiCall, ApiMethod } from './api-method.ts';
import { messageJson } from './message-json.ts';

/** The app's own message that a call refers to. The Web API cannot reach ephemeral messages. */
function ownMessage({ world, args }: ApiCall, refusal: string): StoredMessage {
  const channel = visibleChannel(world, textArgument(args, 'channel'));
  const message = world.store.message(channel.id, textArgument(args, 'ts') ?? '');
  if (message === undefined || message.deleted || message.ephemeralTo !== undefined) {
    throw new SlackApiError('message_not_found');
  }
  if (message.userId !== world.workspace.botUserId) throw new SlackApiError(refusal);
  return message;
}

/** https://docs.slack.dev/reference/methods/chat.update : omitted fields stay as they were. */
export const chatUpdate: ApiMethod = {
  token: 'bot',
  scope: () => 'chat:write',
  run: (call) => {
    const { world, args } = call;
    const before = ownMessage(call, 'cant_update_message');
    const { warnings: _, ...content } = readMessageContent(args);
    if ((content.text?.length ?? 0) > 4000) throw new SlackApiError('msg_too_long');
    const message = world.store.updateMessage(before, content, world.clock());
    return {
      channel: message.channelId,
      ts: message.ts,
      text: message.text,
      message: messageJson(message, world.workspace, true),
    };
  },
};

/** https://docs.slack.dev/reference/methods/chat.delete */
export const chatDelete: ApiMethod = {
  token: 'bot',
  scope: () => 'chat:write',
  run: (call) => {
    const message = call.world.store.deleteMessage(ownMessage(call, 'cant_delete_message'));
    return { channel: message.channelId, ts: message.ts };
  },
};
