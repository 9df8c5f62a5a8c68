import type { Message } from '../messages/kit/message.ts';
import type { PostOutcome } from './poster.ts';
import type { Subscription } from './subscription.ts';

/** Delivers the digests of all subscriptions. */
export interface Digests {
  /** The digest as it would be posted now, for the asker only. */
  preview(subscription: Subscription): Promise<Message>;
  /**
   * Posts the digest now. One that waits is settled first and never sent after it. `actId` names the command or click,
   * so that its repetition posts nothing.
   */
  postNow(subscription: Subscription, actId: string): Promise<DigestOutcome>;
  /** The newest delivery of a subscription; `undefined` before the first. */
  lastDelivery(subscriptionId: string): Promise<DeliveryReport | undefined>;
  /**
   * The digest of the settings, once its channel is gone for good and there is no administrator to tell: whoever asks
   * for anything is told.
   */
  brokenSeed(): BrokenSeed | undefined;
  /** Delivers at every slot from now on, and what is open from before. */
  start(): void;
  /** Begins nothing more, and waits for what is in progress. */
  stop(): Promise<void>;
}

/** Where the digest of the settings went, and Slack's reason why it no longer does. */
export interface BrokenSeed {
  readonly channel: string;
  readonly code: string;
}

/** The outcome of `digest now`. */
export type DigestOutcome =
  | PostOutcome
  | { readonly kind: 'already-running' }
  /** The database failed: it may come later, or not. */
  | { readonly kind: 'interrupted' };

/** What became of one slot, for people. */
export interface DeliveryReport {
  readonly dueAt: Date;
  /** `waiting`: it is tried again. `perhaps`: Slack did not confirm it. `quiet`: there was no problem to tell. */
  readonly state: 'waiting' | 'sent' | 'perhaps' | 'given-up' | 'skipped' | 'quiet';
  /** When it was settled. */
  readonly at: Date | undefined;
  /** What went wrong, and the next step, in one or two sentences. */
  readonly sentence: string | undefined;
}
