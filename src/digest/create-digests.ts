import pLimit from 'p-limit';
import type { Log } from '../ops/log.ts';
import { createChannelPace } from './channel-pace.ts';
import { createDeliver } from './deliver.ts';
import type { BrokenSeed, Digests } from './digests.ts';
import { enterDueSlots, followClock, lateAfterMs } from './enter-slots.ts';
import type { Delivery, Lease, Ledger, Past } from './ledger.ts';
import type { LateReason, WriteDigest } from './occasion.ts';
import { reportOf } from './outcome-words.ts';
import { createOwed } from './owed.ts';
import { createPostNow } from './post-now.ts';
import type { Poster } from './poster.ts';
import { createRecord } from './record-outcome.ts';
import type { Subscriptions } from './subscription.ts';
import { createTellBroken } from './tell-broken.ts';
import type { Ticks } from './ticks.ts';
import { createUptime } from './uptime.ts';

/**
 * How long a delivery is held without a sign of life. Each tick renews the leases of what is in progress, so reading
 * many portals may take longer; a post takes 15 seconds at most.
 */
const leaseMs = 60_000;
/** As many as are in progress at a time; others are left to other copies, and to later. */
const mostInProgress = 50;
/** The clock was set back by so much that it is worth a line. */
const stepBackMs = 5 * 60_000;

export interface DigestsOptions {
  readonly ledger: Ledger;
  readonly subscriptions: Subscriptions;
  readonly poster: Poster;
  readonly write: WriteDigest;
  /** Whether other copies of the bot may use the same database. */
  readonly isShared: boolean;
  /** Later than this, a digest is skipped. */
  readonly lateWithinMs: number;
  /** What becomes of a digest that Slack may have posted, when its channel cannot be looked at. */
  readonly whenUnsure: 'repeat' | 'give-up';
  /** Whom to tell when the digest of the settings has lost its channel. */
  readonly admins: ReadonlySet<string>;
  readonly clock: () => Date;
  readonly ticks: Ticks;
  readonly pause: (ms: number) => Promise<void>;
  readonly log: Log;
}

/**
 * Delivers the digests of all subscriptions, each slot once, over all copies of the bot: see `Ledger`. Nothing is
 * delivered before `start`, which needs the workspace's id.
 */
export function createDigests(options: DigestsOptions): Digests {
  const { ledger, subscriptions, clock, log } = options;
  const uptime = createUptime(clock(), log);
  const oneAtATime = pLimit(1);
  const held = new Map<string, Delivery>();
  const inProgress = new Set<Promise<unknown>>();
  let nextRound: Promise<void> | undefined;
  let ticking: { stop(): void } | undefined;
  let isStopping = false;
  let isFresh = true;
  let lastRoundAt: Date | undefined;
  let brokenSeed: BrokenSeed | undefined;

  const lease = (now = clock()): Lease => ({ now, until: new Date(now.getTime() + leaseMs) });
  const owed = createOwed({ probe: () => ledger.due(clock(), 1), noteFailure, log });
  const tellBroken = createTellBroken(options);
  const record = createRecord({ ...options, ensure: owed.ensure, onChannelGone: tellBroken });
  const deliver = createDeliver({ ...options, record, pace: createChannelPace(), lease });
  const postNow = createPostNow({ ...options, deliver, record, lease, holding, noteFailure });

  async function holding<Result>(delivery: Delivery, work: () => Promise<Result>): Promise<Result> {
    held.set(delivery.id, delivery);
    try {
      return await work();
    } finally {
      held.delete(delivery.id);
    }
  }

  function track<Value>(work: Promise<Value>): Promise<Value> {
    const forget = () => inProgress.delete(work);
    inProgress.add(work);
    work.then(forget, forget);
    return work;
  }

  /** What this copy works on stays its own; what it has lost, the fence keeps it from sending. */
  async function renewLeases(): Promise<void> {
    for (const delivery of held.values()) await ledger.renew(delivery, lease());
  }

  async function noticeClock(now: Date): Promise<void> {
    const backMs = (lastRoundAt?.getTime() ?? 0) - now.getTime();
    if (backMs > stepBackMs)
      log.warn('The clock was set back; digests follow the new time', {
        from: lastRoundAt?.toISOString(),
        to: now.toISOString(),
      });
    if (lastRoundAt === undefined || backMs > 0) await followClock(options, now);
    if (lastRoundAt === undefined) await logScheduled();
    lastRoundAt = now;
  }

  async function logScheduled(): Promise<void> {
    const on = (await subscriptions.all()).filter(({ state }) => state.kind === 'on');
    const due = on.flatMap(({ nextDueAt }) => nextDueAt ?? []);
    const next = due.length === 0 ? undefined : new Date(Math.min(...due.map(Number))).toISOString();
    log.info('Digests scheduled', { digests: on.length, next });
  }

  async function lookForBrokenSeed(): Promise<void> {
    if (options.admins.size > 0) return;
    const [seed] = (await subscriptions.all()).filter(({ origin }) => origin === 'settings');
    brokenSeed = seed?.state.kind === 'broken' ? { channel: seed.channel, code: seed.state.code } : undefined;
  }

  async function beginOpen(): Promise<void> {
    while (!isStopping && held.size < mostInProgress) {
      const room = mostInProgress - held.size;
      const open = await ledger.open(clock(), room);
      let begun = 0;
      for (const delivery of open) if (!isStopping && (await begin(delivery))) begun += 1;
      if (open.length < room || begun === 0) return;
    }
  }

  /** False when another copy was faster. */
  async function begin(open: Delivery): Promise<boolean> {
    const taken = await ledger.take(open, lease());
    if (taken === undefined) return false;
    const delivery = { ...taken, lateReason: whyLate(open) };
    void track(
      holding(delivery, () => workOn(delivery))
        .catch(noteFailure)
        .then(goOn),
    );
    return true;
  }

  async function workOn(delivery: Delivery): Promise<void> {
    const subscription = await subscriptions.find(delivery.subscriptionId);
    if (subscription === undefined) await record.settle(delivery, { state: 'skipped', code: 'stopped' });
    else await deliver(delivery, subscription);
  }

  /** A gap in which nobody worked on it is the true reason; otherwise what held it up before. */
  function whyLate({ slotAt, notBefore, leaseUntil, lateReason }: Delivery): LateReason | undefined {
    const idleSince = new Date(Math.max(slotAt.getTime(), notBefore.getTime(), leaseUntil.getTime()));
    const isGap = clock().getTime() - idleSince.getTime() > lateAfterMs;
    return isGap ? uptime.whyIdleSince(idleSince) : lateReason;
  }

  /** A bot that did not stop in time loses its database on purpose. */
  function noteFailure(error: unknown): void {
    if (isStopping) log.debug('The database failed while the bot stops', { error });
    else uptime.databaseFailed(clock(), error);
  }

  async function round(): Promise<void> {
    await owed.pay();
    await renewLeases();
    if (isStopping) return;
    if (isFresh && !options.isShared) await ledger.endLeases();
    isFresh = false;
    const now = clock();
    await noticeClock(now);
    await enterDueSlots({ ...options, whyIdleSince: uptime.whyIdleSince }, now);
    await lookForBrokenSeed();
    await beginOpen();
    uptime.databaseWorks(clock());
  }

  /** After a delivery there is room for another, of the same subscription too. */
  function goOn(): void {
    if (isStopping || oneAtATime.pendingCount > 0) return;
    void track(oneAtATime(beginOpen).catch(noteFailure));
  }

  /** Resolves when all that is in progress is done. */
  async function tick(): Promise<void> {
    nextRound ??= oneAtATime(async () => {
      nextRound = undefined;
      await round();
    }).catch(noteFailure);
    await nextRound;
    await idle();
  }

  async function idle(): Promise<void> {
    while (inProgress.size > 0) await Promise.allSettled(inProgress);
  }

  async function pastOf(subscriptionId: string): Promise<Past> {
    try {
      return await ledger.pastOf(subscriptionId, clock());
    } catch (error) {
      noteFailure(error);
      return { since: undefined, skipped: [] };
    }
  }

  return {
    async preview(subscription) {
      const rest = { dueAt: undefined, late: undefined, mayRepeat: false };
      const past = await pastOf(subscription.id);
      const { message } = await options.write(subscription, { kind: 'preview', ...rest, ...past });
      if (message === undefined) throw new Error('a preview was not written');
      return message;
    },
    async postNow(subscription, actId) {
      if (isStopping) return { kind: 'not-delivered', code: 'stopping', retryAfterMs: undefined };
      return track(postNow(subscription, actId));
    },
    async lastDelivery(subscriptionId) {
      const newest = await ledger.newestOf(subscriptionId, clock());
      return newest && reportOf(newest);
    },
    brokenSeed: () => brokenSeed,
    start() {
      uptime.begin(clock());
      ticking = options.ticks(tick);
    },
    async stop() {
      isStopping = true;
      ticking?.stop();
      // A round in progress may still begin something.
      await oneAtATime(async () => undefined);
      await idle();
      await owed.pay().catch(noteFailure);
    },
  };
}
