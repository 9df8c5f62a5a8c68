import type { Subscription, SubscriptionWish } from './subscription.ts';

/** Sets up, changes and stops digests for people, and tells the channel. */
export interface DigestSetup {
  /** Whether this person may set up, change and stop digests at all. */
  mayChange(userId: string): boolean;
  /** A new one, or the one with the same channel, time and zone, changed and resumed. Nothing is kept unless `done`. */
  setUp(wish: SubscriptionWish, by: string): Promise<SetupOutcome>;
  change(id: string, wish: SubscriptionWish, by: string): Promise<SetupOutcome>;
  stop(id: string, by: string): Promise<SetupOutcome>;
  resume(id: string, by: string): Promise<SetupOutcome>;
  find(id: string): Promise<Subscription | undefined>;
  /** What the form begins with for a new digest of this person in this channel. */
  proposal(channel: string, userId: string): Promise<SubscriptionWish>;
  /** The next slots, at most `count`. */
  nextSlots(wish: Pick<SubscriptionWish, 'cron' | 'timeZone'>, count: number): readonly Date[];
}

export type SetupOutcome =
  | {
      readonly kind: 'done';
      readonly what: 'set-up' | 'changed' | 'stopped' | 'resumed' | 'unchanged';
      readonly subscription: Subscription;
    }
  /** The person is not one of `ALLOWED_ADMINS`, or may not ask. */
  | { readonly kind: 'not-allowed' }
  /** Nobody may ask in that channel. */
  | { readonly kind: 'channel-not-allowed' }
  /** People outside the workspace are in the channel, and no setting allows it by name. */
  | { readonly kind: 'withheld' }
  /** The bot cannot post there; `sentence` says why, and the next step. */
  | { readonly kind: 'cannot-post'; readonly sentence: string }
  /** There is no such digest any more. */
  | { readonly kind: 'gone' }
  /** The channel has another digest at that time already. */
  | { readonly kind: 'same-moment' }
  /** The database cannot be used now. */
  | { readonly kind: 'not-remembered' };

/** The port through which a person's own time zone is asked. */
export interface Zones {
  /** An IANA name; `undefined` where it is not known, or the app may not read it. Never rejects. */
  zoneOf(userId: string): Promise<string | undefined>;
}
