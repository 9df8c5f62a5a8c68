import type { CastName } from '../cast.ts';
import type { ChannelChange } from '../slack/change-channel.ts';

/** One thing that happens: to a portal, to Slack, to the bot, or a user types. */
export type StageStep =
  | { readonly kind: 'take-down' | 'bring-back' | 'refuse-key' | 'accept-key'; readonly portal: CastName }
  | { readonly kind: 'make-backup' | 'let-one-expire-soon'; readonly portal: CastName }
  | { readonly kind: 'slow-down'; readonly portal: CastName; readonly latencyMs: number }
  /** The night passes, and it is a minute after nine: the digests come. */
  | { readonly kind: 'next-morning' }
  /** A good day: everything up, every portal with a fresh backup, and none that leaves. It may take some nights. */
  | { readonly kind: 'good-morning' }
  | { readonly kind: 'heal-all' | 'start-over' }
  | { readonly kind: 'change-channel'; readonly channelId: string; readonly change: ChannelChange }
  /** The viewer presses this button of the newest message that has it. */
  | { readonly kind: 'press'; readonly label: string; readonly channelId: string }
  | { readonly kind: 'refuse-next-post'; readonly retryAfterS: number }
  | { readonly kind: 'drop-socket' | 'restart-bot' }
  /**
   * The viewer refreshes the newest answer. While the bot reads, Slack drops its connection and takes no new one
   * `forMs`. The viewer types into that.
   */
  | {
      readonly kind: 'lose-line';
      readonly forMs: number;
      readonly channelId: string;
      readonly typed: string;
    }
  /**
   * The viewer types this. `afterwards: 'refresh'` also presses the answer's Refresh button, because readings are kept for half
   * a minute. `afterwards: 'dismiss'` removes the answer, as Slack lets people do.
   */
  | {
      readonly kind: 'type';
      readonly text: string;
      readonly channelId: string;
      readonly afterwards?: 'refresh' | 'dismiss';
    };

/** A button of the stage. */
export interface StageAction {
  readonly id: string;
  readonly label: string;
  /** What happens, or what to try next. */
  readonly hint: string;
  readonly steps: readonly StageStep[];
  /** The channel to look at afterwards. */
  readonly lookAt?: string;
}

export interface StageGroup {
  readonly title: string;
  readonly actions: readonly StageAction[];
}
