import pLimit from 'p-limit';
import type { Message } from '../messages/kit/message.ts';
import { type CancelReason, deliverDigest } from './deliver-digest.ts';
import { logOutcome } from './log-outcome.ts';
import type { PostOutcome } from './poster.ts';
import { type DigestDeps, runDigest, writeDigest } from './run-digest.ts';
import { createSlots } from './slots.ts';
import { watchSlots } from './watch-slots.ts';

/** What became of a digest that somebody asked to post. */
export type DigestOutcome = PostOutcome | { readonly kind: 'already-running' };

/** The digest of one channel: see `createDigest`. */
export interface Digest {
  /** The channel the digest goes to, as configured. */
  readonly channel: string;
  /** Today's digest as it would be posted, rendered for the asker alone. */
  preview(): Promise<Message>;
  /** Posts the digest in its channel now, unless a run is under way. */
  postNow(): Promise<DigestOutcome>;
  /** Posts at every slot from now on, and what came due since the digest was created. */
  start(): void;
  /** No slot is served any more; a wait for another try ends, a run under way is waited for. */
  stop(): Promise<void>;
}

/**
 * The digest of one channel. Runs never overlap: a slot that comes during `digest now` waits for it, and a digest
 * posted by hand, or a newer slot, takes the place of one that still waits to be posted.
 * Throws when `cron` is not one of node-cron's expressions.
 */
export function createDigest(deps: DigestDeps): Digest {
  const { settings, clock, log } = deps;
  const slots = createSlots(settings.cron, settings.timeZone);
  const since = clock();
  const oneAtATime = pLimit(1);
  const underWay = new Set<Promise<unknown>>();
  let scheduled = new AbortController();
  let watch: { stop(): void } | undefined;

  function cancelScheduled(reason: CancelReason): void {
    scheduled.abort(reason);
    scheduled = new AbortController();
  }

  function deliver(dueAt: Date): void {
    cancelScheduled('newer-digest');
    const { signal } = scheduled;
    const attempt = () =>
      oneAtATime(async () => (signal.aborted ? undefined : await runDigest(deps, { slots, dueAt })));
    const delivery = deliverDigest({ dueAt, channel: settings.channel, attempt, clock, signal, log });
    track(delivery).catch((error: unknown) => log.error('Delivering the digest went wrong', { error }));
  }

  async function postByHand(): Promise<PostOutcome> {
    const outcome = await runDigest(deps, { slots, dueAt: undefined });
    if (outcome.kind === 'posted') cancelScheduled('posted-by-hand');
    logOutcome(log, outcome, { channel: settings.channel, asked: 'digest now' });
    return outcome;
  }

  function track<Value>(work: Promise<Value>): Promise<Value> {
    const forget = () => underWay.delete(work);
    underWay.add(work);
    work.then(forget, forget);
    return work;
  }

  return {
    channel: settings.channel,
    preview: () => writeDigest(deps, { slots, dueAt: undefined, fresh: false, audience: 'asker' }),
    async postNow() {
      if (oneAtATime.activeCount > 0) return { kind: 'already-running' };
      return track(oneAtATime(postByHand));
    },
    start() {
      watch = watchSlots({ ...settings, slots, since, clock, onSlot: deliver, log });
      log.info('The digest is scheduled', { ...settings, next: slots.next(clock())?.toISOString() });
    },
    async stop() {
      watch?.stop();
      cancelScheduled('stopped');
      await Promise.allSettled(underWay);
    },
  };
}
