import pLimit from 'p-limit';
import type { DigestFailure } from '../messages/digest.ts';
import type { Message } from '../messages/kit/message.ts';
import { type CancelReason, deliverDigest } from './deliver-digest.ts';
import { logOutcome, whyNotPosted } from './outcome-words.ts';
import type { PostOutcome } from './poster.ts';
import { createSlots } from './slots.ts';
import { watchSlots } from './watch-slots.ts';
import { type DigestDeps, runDigest, writeDigest } from './write-digest.ts';

/** The outcome of a digest requested with `digest now`. */
export type DigestOutcome = PostOutcome | { readonly kind: 'already-running' };

/** The digest of one channel: see `createDigest`. */
export interface Digest {
  /** The channel the digest goes to, as configured. */
  readonly channel: string;
  /**
   * Today's digest as it would be posted, for the asker only; says so if the last one is not in the channel, and why.
   */
  preview(): Promise<Message>;
  /** Posts the digest in its channel now, unless a run is in progress. */
  postNow(): Promise<DigestOutcome>;
  /** Posts at every slot from now on, including one that came due since the digest was created. */
  start(): void;
  /** Serves no more slots. Ends a wait for another try, and waits for a run in progress. */
  stop(): Promise<void>;
}

/**
 * The digest of one channel. Runs never overlap: a slot that comes during `digest now` waits for it, and a digest
 * posted with `digest now`, or a newer slot, replaces one that is still waiting to be posted. Throws when `cron` is not
 * a node-cron expression.
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

  /** A failure is remembered until a digest is posted, so that `/backups digest` can show it. */
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
    track(delivery).catch((error: unknown) =>
      log.error('Delivering the digest failed because of a bug', { error }),
    );
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
      log.info('Digest scheduled', { ...settings, next: slots.next(clock())?.toISOString() });
    },
    async stop() {
      watch?.stop();
      cancelScheduled('stopped');
      await Promise.allSettled(underWay);
    },
  };
}
