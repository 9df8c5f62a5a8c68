import pLimit from 'p-limit';
import type { DigestFailure } from '../messages/digest.ts';
import type { Message } from '../messages/kit/message.ts';
import { type CancelReason, deliverDigest } from './deliver-digest.ts';
import { logOutcome, whyNotPosted } from './outcome-words.ts';
import type { PostOutcome } from './poster.ts';
import { createSlots } from './slots.ts';
import { watchSlots } from './watch-slots.ts';
import { type DigestDeps, runDigest, writeDigest } from './write-digest.ts';

/** What became of a digest that was asked for by hand. */
export type DigestOutcome = PostOutcome | { readonly kind: 'already-running' };

/** The digest of one channel: see `createDigest`. */
export interface Digest {
  /** The channel the digest goes to, as configured. */
  readonly channel: string;
  /** Today's digest as it would be posted, for the asker alone; tells why the last one is not in the channel, if so. */
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
  let lastFailure: DigestFailure | undefined;

  /** What went wrong is remembered until a digest is posted, so that `/backups digest` can tell. */
  async function run(dueAt: Date | undefined): Promise<PostOutcome> {
    const outcome = await runDigest(deps, { slots, dueAt });
    const sentence = whyNotPosted(outcome);
    lastFailure =
      sentence === undefined
        ? undefined
        : { at: clock(), isUncertain: outcome.kind === 'uncertain', sentence };
    return outcome;
  }

  function cancelScheduled(reason: CancelReason): void {
    scheduled.abort(reason);
    scheduled = new AbortController();
  }

  function deliver(dueAt: Date): void {
    cancelScheduled('newer-digest');
    const { signal } = scheduled;
    const attempt = () => oneAtATime(async () => (signal.aborted ? undefined : await run(dueAt)));
    const delivery = deliverDigest({ dueAt, channel: settings.channel, attempt, clock, signal, log });
    track(delivery).catch((error: unknown) => log.error('Delivering the digest went wrong', { error }));
  }

  async function postByHand(): Promise<PostOutcome> {
    const outcome = await run(undefined);
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
    preview: () =>
      writeDigest(deps, { slots, dueAt: undefined, fresh: false, audience: 'asker', lastFailure }),
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
