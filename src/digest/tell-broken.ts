import { renderDigestBroken } from '../messages/digest-broken.ts';
import type { Log } from '../ops/log.ts';
import type { Poster } from './poster.ts';
import type { Subscription, Subscriptions } from './subscription.ts';

const mostTries = 3;
const pauseMs = 5_000;

export interface TellBrokenDeps {
  readonly subscriptions: Subscriptions;
  readonly poster: Poster;
  /** Whom to tell of the digest of the settings. */
  readonly admins: ReadonlySet<string>;
  readonly clock: () => Date;
  readonly pause: (ms: number) => Promise<void>;
  readonly log: Log;
}

/**
 * Stops a subscription whose channel is gone for good, and tells those who set it up, in a direct message whose button
 * brings it back. Does nothing when it was moved to another channel or stopped meanwhile. Rejects while the database
 * cannot be used.
 */
export function createTellBroken(
  deps: TellBrokenDeps,
): (posted: Subscription, code: string) => Promise<void> {
  const { subscriptions, poster, log } = deps;

  async function tell(userId: string, broken: Subscription, code: string): Promise<void> {
    const message = renderDigestBroken({ ...broken, code });
    const at = deps.clock();
    const key = `${broken.id}:broken:${at.getTime()}`;
    for (let tries = 1; ; tries += 1) {
      const outcome = await poster.post(userId, message, key);
      if (outcome.kind === 'posted' || outcome.kind === 'uncertain') return;
      if (outcome.kind !== 'not-delivered' || tries === mostTries) {
        log.error('Telling somebody that a digest has stopped failed', { userId, id: broken.id, ...outcome });
        return;
      }
      await deps.pause(outcome.retryAfterMs ?? pauseMs);
    }
  }

  return async (posted, code) => {
    const current = await subscriptions.find(posted.id);
    if (current === undefined || current.channel !== posted.channel || current.state.kind !== 'on') return;
    const change = { by: undefined, at: deps.clock(), nextDueAt: undefined };
    const broken = await subscriptions.setState(current.id, { kind: 'broken', code }, change);
    if (broken === undefined) return;
    const { id, channel } = broken;
    const people = new Set([broken.createdBy, broken.updatedBy].filter((each) => each !== undefined));
    const told = people.size > 0 ? people : deps.admins;
    log.error('A digest has stopped: its channel is gone for good', { id, channel, code, told: [...told] });
    await Promise.all([...told].map((userId) => tell(userId, broken, code)));
  };
}
