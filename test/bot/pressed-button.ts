import type { StoredMessage } from '../../sandbox/slack/stored-message.ts';
import type { World } from './start-world.ts';

export const channelId = 'C0SBBACKUPS';
export const anna = 'U0SBANNA001';

/** A message of the bot with one element to press, as an older bot may have left it; in the channel, or for Anna only. */
export function leaveMessage(
  { slack }: World,
  element: { readonly actionId: string; readonly value: string; readonly type?: 'button' | 'static_select' },
  audience: 'channel' | 'asker',
): StoredMessage {
  const { actionId: action_id, value, type = 'button' } = element;
  const text = { type: 'plain_text', text: 'Press' };
  const rest = type === 'button' ? { text, value } : { placeholder: text, options: [{ text, value }] };
  return slack.store.postMessage(
    {
      ...{ channelId, userId: slack.botUserId, text: 'An old answer', origin: 'api', unfurlLinks: false },
      blocks: [{ type: 'actions', block_id: 'b', elements: [{ type, action_id, ...rest }] }],
      ...(audience === 'asker' ? { ephemeralTo: anna } : {}),
    },
    new Date(),
  );
}

/** What everyone in a channel can see, besides what `leaveMessage` left there. */
export function publicMessages({ slack }: World, id = channelId): readonly StoredMessage[] {
  return slack.store
    .messages({ channelId: id })
    .filter(({ ephemeralTo, text }) => ephemeralTo === undefined && text !== 'An old answer');
}
