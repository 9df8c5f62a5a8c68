import type { KnownBlock } from '@slack/types';

/** What is sent to Slack: blocks to display, `text` for notifications, screen readers and old clients. */
export interface Message {
  /** Slack mrkdwn, escaped, at most 3,000 characters; begins with the verdict. */
  readonly text: string;
  readonly blocks: readonly KnownBlock[];
}

/** `asker`: with buttons, visible only to the asker. `channel`: a permanent copy for everyone there. */
export type Audience = 'asker' | 'channel';
