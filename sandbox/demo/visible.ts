import type { SlackStore } from '../slack/slack-store.ts';
import type { StoredMessage } from '../slack/stored-message.ts';
import type { StoredChannel } from '../slack/workspace.ts';
import { viewerId } from './demo-workspace.ts';

/** Nobody sees the direct messages of others. */
export function isOfViewer({ directWith }: StoredChannel): boolean {
  return (directWith ?? viewerId) === viewerId;
}

/** Whether the viewer sees the message. */
export function isVisible(store: SlackStore, { channelId, ephemeralTo, deleted }: StoredMessage): boolean {
  const channel = store.channel(channelId);
  return !deleted && (ephemeralTo ?? viewerId) === viewerId && channel !== undefined && isOfViewer(channel);
}
