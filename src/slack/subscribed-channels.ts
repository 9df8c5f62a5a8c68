import { opensChannel, type Subscriptions } from '../digest/subscription.ts';
import type { Log } from '../ops/log.ts';
import { settledWithin } from './settled-within.ts';

/** The ids of the channels that have a digest, where people may ask too. Never rejects. */
export type SubscribedChannels = () => Promise<ReadonlySet<string>>;

const rememberForMs = 60_000;
const askAgainAfterMs = 10_000;
/** Slack waits 3 s for options and forms. */
const patienceMs = 500;

/**
 * Remembered for a minute. While the database is slow or cannot be used, what was known last counts; before it was ever
 * read, no channel has a digest.
 */
export function createSubscribedChannels(options: {
  readonly subscriptions: Pick<Subscriptions, 'all'>;
  readonly clock: () => Date;
  readonly log: Log;
}): SubscribedChannels {
  const { subscriptions, clock, log } = options;
  let known: ReadonlySet<string> = new Set();
  let freshUntil = 0;
  let looking: Promise<ReadonlySet<string>> | undefined;

  async function look(): Promise<ReadonlySet<string>> {
    try {
      const all = await subscriptions.all();
      known = new Set(all.filter(opensChannel).map(({ channel }) => channel));
      freshUntil = clock().getTime() + rememberForMs;
    } catch (error) {
      freshUntil = clock().getTime() + askAgainAfterMs;
      log.warn('The channels with a digest could not be looked up: the database cannot be used', { error });
    } finally {
      looking = undefined;
    }
    return known;
  }

  return async () => {
    if (clock().getTime() < freshUntil) return known;
    looking ??= look();
    return (await settledWithin(looking, patienceMs)) ?? known;
  };
}
