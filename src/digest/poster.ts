import type { Message } from '../messages/kit/message.ts';

/** The port through which digests reach Slack: posts messages to channels, each at most once. */
export interface Poster {
  /**
   * Never rejects: a failure is in the outcome. Links are never unfurled. The message carries `key` unseen. `isInTime`
   * is asked last of all before it is sent; when it is not, the outcome is `heldUp`.
   */
  post(channel: string, message: Message, key: string, isInTime?: () => boolean): Promise<PostOutcome>;
  /** Looks in a channel for the message with this key, among those not older than `since`. Never rejects. */
  find(channel: string, key: string, since: Date): Promise<Sighting>;
}

/** The outcome of one attempt to post a message. */
export type PostOutcome =
  | { readonly kind: 'posted'; readonly channel: string; readonly ts: string }
  /** Slack refused and will refuse again; `advice` is one sentence for the operator. */
  | {
      readonly kind: 'refused';
      readonly code: string;
      readonly advice: string;
      /** Set when nothing can be posted there any more: it was archived or deleted, or the bot was removed from it. */
      readonly isChannelGone?: true;
    }
  /** Certainly not posted: it is safe to try again, but not before `retryAfterMs` if Slack set it. */
  | { readonly kind: 'not-delivered'; readonly code: string; readonly retryAfterMs: number | undefined }
  /** The connection failed after sending: Slack may have posted it, so a repeat could post it twice. */
  | { readonly kind: 'uncertain'; readonly code: string }
  /** Withheld by the bot: people outside the workspace are in the channel, and no setting allows it by name. */
  | { readonly kind: 'withheld' }
  /** A bug, before anything was sent to Slack; the log has the cause. */
  | { readonly kind: 'bug' };

/** The bot itself was held up, such as by a machine that slept, and has sent nothing. */
export const heldUp = { kind: 'not-delivered', code: 'held-up', retryAfterMs: undefined } as const;

/** What a look into a channel showed. */
export type Sighting =
  | { readonly kind: 'found'; readonly ts: string }
  | { readonly kind: 'absent' }
  /** The bot may not look there, or there are too many messages to look through. */
  | { readonly kind: 'no-access'; readonly code: string }
  /** Slack did not answer, or asked for a pause. */
  | { readonly kind: 'unanswered'; readonly retryAfterMs: number | undefined };
