import { timeOf } from '../commands/digest-times.ts';

/** A channel wants digests. */
export interface Subscription {
  readonly id: string;
  /** The id of a channel, a direct message or a person. */
  readonly channel: string;
  /** Five cron fields. */
  readonly cron: string;
  readonly timeZone: string;
  /** `problems`: a green day is silent, but for one all-clear a week. */
  readonly kind: DigestKind;
  /** `undefined`: each portal's own. */
  readonly expiringWithinMs: number | undefined;
  readonly staleAfterMs: number | undefined;
  /** `settings`: follows `DIGEST_…` until somebody changes it in chat. */
  readonly origin: 'settings' | 'chat';
  readonly state: SubscriptionState;
  /** The next slot that is not yet claimed; `undefined` unless `on`. */
  readonly nextDueAt: Date | undefined;
  /** The person who set it up; `undefined` for the settings. */
  readonly createdBy: string | undefined;
  readonly updatedBy: string | undefined;
  readonly updatedAt: Date;
}

export type DigestKind = 'all' | 'problems';

/** `broken`: its channel is gone for good, as Slack's `code` says. */
export type SubscriptionState =
  | { readonly kind: 'on' }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'broken'; readonly code: string };

/** What somebody asks for: by text, in the modal, or with `DIGEST_…`. */
export interface SubscriptionWish {
  readonly channel: string;
  readonly cron: string;
  readonly timeZone: string;
  readonly kind: DigestKind;
  readonly expiringWithinMs: number | undefined;
  readonly staleAfterMs: number | undefined;
}

/**
 * Whether people may ask in its channel because of it. What somebody stopped in chat can be resumed there; what the
 * settings no longer ask for is closed.
 */
export function opensChannel({ state, updatedBy }: Subscription): boolean {
  return state.kind !== 'stopped' || updatedBy !== undefined;
}

/** Who changes a subscription, and when. */
export interface Change {
  /** `undefined`: the settings. */
  readonly by: string | undefined;
  readonly at: Date;
  readonly nextDueAt: Date | undefined;
}

/**
 * The port through which subscriptions are remembered. Unique by channel, time of day and zone. Every method rejects
 * while the database cannot be used.
 */
export interface Subscriptions {
  /** Those of a channel, by time of day; also the stopped ones. */
  ofChannel(channel: string): Promise<Subscription[]>;
  /** Those that a person set up or changed last, in any channel. */
  ofPerson(userId: string): Promise<Subscription[]>;
  /** All that are on, stopped or broken. */
  all(): Promise<Subscription[]>;
  find(id: string): Promise<Subscription | undefined>;
  /** Sets one up, or changes and resumes the one of the same channel, time of day and zone. */
  put(
    wish: SubscriptionWish,
    change: Change,
  ): Promise<{ readonly subscription: Subscription; readonly isNew: boolean }>;
  /** Changes one in place and resumes it; rejects with `SameMomentError` when another one has that moment already. */
  change(id: string, wish: SubscriptionWish, change: Change): Promise<Subscription | undefined>;
  /** Stops, resumes, or marks as broken. */
  setState(id: string, state: SubscriptionState, change: Change): Promise<Subscription | undefined>;
  /**
   * Keeps the one subscription that follows the settings as they wish it, or stopped; does nothing once somebody has
   * changed it in chat: a wish then resolves with false. Rejects with `SameMomentError` when another one has that
   * moment already.
   */
  followSettings(wish: SubscriptionWish | undefined, change: Change): Promise<boolean>;
}

/** A channel has one subscription for each time of day and zone. */
export class SameMomentError extends Error {}

/** What the store compares as the time of day: `09:00`, or the expression where it has more than one time. */
export function timeKey(cron: string): string {
  return timeOf(cron) ?? cron;
}
