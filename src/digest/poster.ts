import type { Message } from '../messages/kit/message.ts';

/** The port through which digests reach Slack: posts messages to channels, each at most once. */
export interface Poster {
  /** Never rejects: what went wrong is in the outcome. Links are never unfurled. */
  post(channel: string, message: Message): Promise<PostOutcome>;
}

/** What became of one attempt to post a message. */
export type PostOutcome =
  | { readonly kind: 'posted'; readonly channel: string; readonly ts: string }
  /** Slack said no and will say no again; `advice` is one sentence for the operator. */
  | { readonly kind: 'refused'; readonly code: string; readonly advice: string }
  /** Surely not posted: it is safe to try again, not before `retryAfterMs` when Slack named it. */
  | { readonly kind: 'not-delivered'; readonly code: string; readonly retryAfterMs: number | undefined }
  /** The line went dead after sending: Slack may have posted it, so a repeat could post it twice. */
  | { readonly kind: 'uncertain'; readonly code: string }
  /** Kept back by the bot: people outside the workspace are in the channel, and no setting allows it by name. */
  | { readonly kind: 'withheld' }
  /** Our own mistake, before Slack was asked; the log has the cause. */
  | { readonly kind: 'bug' };
