import type { Log } from '../ops/log.ts';
import { createSlots } from './slots.ts';
import { SameMomentError, type Subscriptions } from './subscription.ts';

/**
 * Sets up the digest that the settings ask for, or brings it up to date with them; without settings, stops it. Does
 * nothing once somebody has changed it in chat. Never rejects: what failed is in the log.
 */
export async function followSettings(options: {
  readonly subscriptions: Pick<Subscriptions, 'followSettings'>;
  readonly seed: { readonly channel: string; readonly cron: string; readonly timeZone: string } | undefined;
  readonly clock: () => Date;
  readonly log: Log;
}): Promise<void> {
  const { subscriptions, seed, log } = options;
  const at = options.clock();
  const nextDueAt = seed && createSlots(seed.cron, seed.timeZone).next(at);
  const windows = { expiringWithinMs: undefined, staleAfterMs: undefined };
  const wish = seed && ({ ...seed, kind: 'all', ...windows } as const);
  try {
    const isFollowed = await subscriptions.followSettings(wish, { by: undefined, at, nextDueAt });
    if (!isFollowed) {
      log.info(
        'DIGEST_… no longer apply: somebody changed that digest in Slack, where it is theirs now',
        seed,
      );
    }
  } catch (error) {
    if (error instanceof SameMomentError) {
      log.warn(
        'DIGEST_… ask for a digest that somebody set up in Slack already; theirs stays as it is',
        seed,
      );
    } else {
      log.error('DIGEST_… were not compared with the digest that follows them: the database cannot be used', {
        error,
      });
    }
  }
}
