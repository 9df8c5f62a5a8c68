import type { Message } from '../messages/kit/message.ts';
import type { Subscription } from './subscription.ts';

/** Why a digest is written, and what has to be said about its delivery. */
export interface Occasion {
  /** `preview`: only the asker sees it. `by-hand`: `digest now`. */
  readonly kind: 'slot' | 'by-hand' | 'preview';
  /** When a digest of the subscription was delivered last: what is newer is new. `undefined`: never. */
  readonly since: Date | undefined;
  /** The slot, if it is one. A digest that is still on time here may become late while the portals are read. */
  readonly dueAt: Date | undefined;
  /** The slot, once the digest is late, and what kept it back before this attempt. */
  readonly late: { readonly dueAt: Date; readonly reason: LateReason } | undefined;
  /** Slack may have posted an earlier copy, and the bot may not look. */
  readonly mayRepeat: boolean;
  /** Slots since then for which nothing was posted. */
  readonly skipped: readonly SkippedSlot[];
}

/** Why a digest comes late, or not at all. */
export type LateReason = 'bot-was-down' | 'slow-portals' | 'slack' | 'database';

export interface SkippedSlot {
  readonly dueAt: Date;
  readonly reason: LateReason;
}

export interface WrittenDigest {
  /** `undefined`: problems only, and there is none to tell. */
  readonly message: Message | undefined;
  /** To be called once the message is posted, or may be: what it told is not told as new again. */
  remember(postedAt: Date): Promise<void>;
}

/** What a digest has to know cannot be looked up; the cause is what the database threw. */
export class NotLookedUpError extends Error {}

/**
 * Reads every portal, judges and renders. Rejects with `NotLookedUpError` while the database cannot be used, else only
 * because of a bug.
 */
export type WriteDigest = (subscription: Subscription, occasion: Occasion) => Promise<WrittenDigest>;
