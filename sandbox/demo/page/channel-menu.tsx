import type { ChannelChange } from '../../slack/change-channel.ts';
import type { PageChannel, PageReply } from '../page-server/page-wire.ts';
import { OverflowMenu } from './blocks/overflow-menu.tsx';

interface Props {
  readonly channel: PageChannel;
  readonly send: (path: string, body: object) => Promise<PageReply>;
}

/** What people do to a channel that the bot posts in. */
export function ChannelMenu({ channel, send }: Props) {
  const { id, isArchived, isMember } = channel;
  const entries: readonly (readonly [ChannelChange, string])[] = [
    isArchived ? ['unarchive', 'Unarchive the channel'] : ['archive', 'Archive the channel'],
    isMember ? ['remove-bot', 'Take the bot out'] : ['invite-bot', 'Invite the bot'],
    ['delete', 'Delete the channel'],
  ];
  return (
    <OverflowMenu
      label="Channel actions"
      options={entries.map(([value, text]) => ({ value, text: { type: 'plain_text', text } }))}
      onPick={(change) => void send('/api/channel', { channelId: id, change })}
    />
  );
}
