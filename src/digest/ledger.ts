import type { LateReason, SkippedSlot } from './occasion.ts';
import type { Subscription } from './subscription.ts';

/** What became of one slot, or of one `digest now`. */
export interface Delivery {
  /** The key that its message carries. */
  readonly id: string;
  readonly subscriptionId: string;
  readonly kind: 'slot' | 'by-hand';
  /** The due moment, or when it was asked for. */
  readonly slotAt: Date;
  /** `claimed`: surely not posted. `sending`: it may be posted. The others are settled. */
  readonly state: 'claimed' | 'sending' | SettledState;
  readonly leaseUntil: Date;
  readonly notBefore: Date;
  /** How often it was taken; the number of the attempt in progress. */
  readonly attempt: number;
  /** How often it was sent although an earlier copy may be there. */
  readonly repeats: number;
  /** When the earliest attempt began that may have posted it. */
  readonly sendingAt: Date | undefined;
  /** The channel it was sent to: the subscription may have moved since. */
  readonly sentTo: string | undefined;
  readonly ts: string | undefined;
  readonly code: string | undefined;
  readonly advice: string | undefined;
  readonly lateReason: LateReason | undefined;
  readonly settledAt: Date | undefined;
}

export type SettledState = 'sent' | 'perhaps' | 'given-up' | 'skipped' | 'quiet';

/** The slots of a subscription that have come, as they are entered into the ledger. */
export interface DueSlots {
  /** The one to deliver; `undefined` when even the newest is too old. */
  readonly newest: { readonly at: Date; readonly notBefore: Date; readonly isLate: boolean } | undefined;
  readonly skipped: readonly Date[];
  /** What kept them back, if anything did. */
  readonly lateReason: LateReason;
  readonly nextDueAt: Date | undefined;
}

/** How an attempt ended that did not post the message for sure. */
export interface Postponement {
  /** `sending`: this attempt, or an earlier one, may have posted it. */
  readonly state: 'claimed' | 'sending';
  readonly notBefore: Date;
  readonly code: string | undefined;
  readonly lateReason: LateReason | undefined;
}

export interface Settlement {
  readonly state: SettledState;
  readonly at: Date;
  readonly ts?: string;
  readonly code?: string;
  readonly advice?: string;
  readonly lateReason?: LateReason;
}

/** What the next digest has to know of those before it. */
export interface Past {
  /** When the last one was written that was delivered, or may be. */
  readonly since: Date | undefined;
  /** Later slots for which nothing was posted, oldest first. */
  readonly skipped: readonly SkippedSlot[];
}

/**
 * The port through which deliveries are remembered, for all copies of the bot together. Every slot is entered once, by
 * one copy, and worked on by one at a time: who takes a delivery holds it until its lease ends, and whoever lost it can
 * do nothing more with it. What was done by a clock that was ahead, later than `now`, does not count: such a slot that
 * was skipped is entered again when it comes. Every method rejects while the database cannot be used.
 */
export interface Ledger {
  /** Subscriptions with a slot that has come and is not entered, those due longest first. */
  due(now: Date, limit: number): Promise<Subscription[]>;
  /**
   * Enters what has come and moves the subscription to its next slot, in one transaction; older slots that wait are
   * skipped. False when another copy was faster, or the subscription was changed meanwhile.
   */
  enter(subscription: Subscription, slots: DueSlots, now: Date): Promise<boolean>;
  /** Moves a subscription to another next slot without entering anything. */
  moveDue(subscription: Subscription, nextDueAt: Date | undefined): Promise<void>;
  /** Enters a `digest now`, held by this copy; `undefined` when it is there already. */
  enterByHand(
    asked: { readonly id: string; readonly subscriptionId: string },
    lease: Lease,
  ): Promise<Delivery | undefined>;
  find(id: string): Promise<Delivery | undefined>;
  /** Deliveries that nobody holds and whose time has come, oldest first; one a subscription at a time. */
  open(now: Date, limit: number): Promise<Delivery[]>;
  /** Deliveries of one subscription that are not settled. */
  openOf(subscriptionId: string): Promise<Delivery[]>;
  /** Takes one that nobody holds; `undefined` when another copy was faster. */
  take(delivery: Delivery, lease: Lease): Promise<Delivery | undefined>;
  /** Takes one that nobody holds, beside another of the same subscription that this copy holds. */
  takeBeside(delivery: Delivery, lease: Lease): Promise<Delivery | undefined>;
  /** Holds on to a delivery; false when it was lost. */
  renew(held: Delivery, lease: Lease): Promise<boolean>;
  /** To be passed just before the message is sent: false when the delivery was lost. */
  fence(held: Delivery, lease: Lease, sent: Sending): Promise<boolean>;
  /** Lets go of a delivery, to be taken again. Does nothing when it was lost. */
  postpone(held: Delivery, postponement: Postponement): Promise<void>;
  /** False when it was lost. */
  settle(held: Delivery, settlement: Settlement): Promise<boolean>;
  /** Whether a later delivery of the same subscription takes the place of this one. */
  isSuperseded(delivery: Delivery, now: Date): Promise<boolean>;
  pastOf(subscriptionId: string, now: Date): Promise<Past>;
  /** The newest, but for a `digest now` that came to nothing: its asker was told. */
  newestOf(subscriptionId: string, now: Date): Promise<Delivery | undefined>;
  /** Ends the lease of everybody else: only for one who knows that no other copy is there. */
  endLeases(): Promise<void>;
}

/** A message that is about to be sent. */
export interface Sending {
  readonly channel: string;
  readonly writtenAt: Date;
  /** An earlier copy may be there. */
  readonly mayRepeat: boolean;
  /** Should this process end, the channel is not looked into before. */
  readonly lookFrom: Date;
}

/** From when, and until when, a delivery is held. */
export interface Lease {
  readonly now: Date;
  readonly until: Date;
}
