import type { KnownBlock } from '@slack/types';

/** What Slack is sent: blocks for the eye, `text` for notifications, screen readers and old clients. */
export interface Message {
  /** Slack mrkdwn, escaped, at most 3,000 characters; begins with the verdict. */
  readonly text: string;
  readonly blocks: readonly KnownBlock[];
}

/** `asker`: with buttons, seen only by whoever asked. `channel`: a copy that stays, for everybody there. */
export type Audience = 'asker' | 'channel';
