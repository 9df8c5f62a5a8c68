import type { Message } from '../messages/kit/message.ts';

/** The port through which digests reach Slack: posts messages to channels, each at most once. */
export interface Poster {
  /** Never rejects: a failure is in the outcome. Links are never unfurled. */
  post(channel: string, message: Message): Promise<PostOutcome>;
}

/** The outcome of one attempt to post a message. */
export type PostOutcome =
  | { readonly kind: 'posted'; readonly channel: string; readonly ts: string }
  /** Slack refused and will refuse again; `advice` is one sentence for the operator. */
  | { readonly kind: 'refused'; readonly code: string; readonly advice: string }
  /** Certainly not posted: it is safe to try again, but not before `retryAfterMs` if Slack set it. */
  | { readonly kind: 'not-delivered'; readonly code: string; readonly retryAfterMs: number | undefined }
  /** The connection failed after sending: Slack may have posted it, so a repeat could post it twice. */
  | { readonly kind: 'uncertain'; readonly code: string }
  /** Withheld by the bot: people outside the workspace are in the channel, and no setting allows it by name. */
  | { readonly kind: 'withheld' }
  /** A bug, before anything was sent to Slack; the log has the cause. */
  | { readonly kind: 'bug' };
