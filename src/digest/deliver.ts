import type { Log } from '../ops/log.ts';
import { assessDoubt, type DoubtVerdict, lookUp } from './assess-doubt.ts';
import type { ChannelPace } from './channel-pace.ts';
import { lateAfterMs } from './enter-slots.ts';
import type { Delivery, Lease, Ledger, Settlement } from './ledger.ts';
import { NotLookedUpError, type WriteDigest, type WrittenDigest } from './occasion.ts';
import { logLookedUp, logUnwanted, type Unwanted } from './outcome-words.ts';
import type { Poster, PostOutcome } from './poster.ts';
import { type Attempt, deadlineOf, factsOf, lateBySlack, type Record } from './record-outcome.ts';
import type { Subscription, Subscriptions } from './subscription.ts';

/** A message that was on its way when the bot was killed is in its channel by then, or it never will be. */
const settlingMs = 30_000;
/** Who is held up for longer after the fence sends nothing: others may look for the message soon, and send it. */
const sendWithinMs = 10_000;
/** A rate limit means that nothing was posted; one of one message a second is over soon. */
const longestPauseMs = 5_000;

export interface DeliverDeps {
  readonly ledger: Ledger;
  readonly subscriptions: Pick<Subscriptions, 'find'>;
  readonly poster: Poster;
  readonly write: WriteDigest;
  readonly record: Record;
  readonly pace: ChannelPace;
  readonly clock: () => Date;
  readonly pause: (ms: number) => Promise<void>;
  /** A lease from now on. */
  readonly lease: () => Lease;
  readonly lateWithinMs: number;
  readonly whenUnsure: 'repeat' | 'give-up';
  readonly log: Log;
}

/** The outcome; `undefined`: nothing was sent, because it is not wanted any more, or another copy has taken it. */
export type Deliver = (held: Delivery, subscription: Subscription) => Promise<PostOutcome | undefined>;

/**
 * Makes one attempt at a delivery that this copy holds: looks into the channel when an earlier attempt may have posted
 * it, reads, writes, passes the fence, posts once, and records the outcome. Rejects while the database cannot be used;
 * the delivery is taken again when its lease has ended.
 */
export function createDeliver(deps: DeliverDeps): Deliver {
  const { ledger, poster, record, clock, log } = deps;

  /** Why it is not to be sent, even if it is surely not there. */
  async function whyUnwanted(held: Delivery, { state }: Subscription): Promise<Unwanted | undefined> {
    if (held.kind === 'slot' && state.kind !== 'on') return 'stopped';
    if (clock() > deadlineOf(held, deps.lateWithinMs)) return 'too-late';
    return (await ledger.isSuperseded(held, clock())) ? 'superseded' : undefined;
  }

  /** Whether it is still to be sent, once the doubt about earlier attempts is cleared up. */
  async function decide(held: Delivery, subscription: Subscription): Promise<'send' | 'repeat' | 'done'> {
    const unwanted = await whyUnwanted(held, subscription);
    if (held.state === 'sending') {
      const sighting = await lookUp(poster, held);
      const isWanted = unwanted === undefined;
      const verdict = assessDoubt(sighting, { delivery: held, isWanted, whenUnsure: deps.whenUnsure });
      logLookedUp(log, verdict.kind, factsOf({ held, subscription }));
      if (verdict.kind === 'repeat') return 'repeat';
      if (verdict.kind !== 'not-there') {
        await clearUp(held, verdict);
        return 'done';
      }
    }
    if (unwanted === undefined) return 'send';
    logUnwanted(log, unwanted, factsOf({ held, subscription }));
    await record.settle(held, { state: 'skipped', code: unwanted, ...whySkipped(held, unwanted) });
    return 'done';
  }

  async function clearUp(
    held: Delivery,
    verdict: Exclude<DoubtVerdict, { kind: 'repeat' | 'not-there' }>,
  ): Promise<void> {
    const code = held.code ?? 'interrupted';
    switch (verdict.kind) {
      case 'posted':
        return record.settle(held, { state: 'sent', ts: verdict.ts });
      case 'perhaps':
        return record.settle(held, { state: 'perhaps', code });
      case 'look-again': {
        const notBefore = new Date(clock().getTime() + verdict.waitMs);
        await ledger.postpone(held, { ...lateBySlack(held), state: 'sending', notBefore, code });
      }
    }
  }

  async function write({ held, subscription, mayRepeat }: Attempt): Promise<WrittenDigest | undefined> {
    const past = await ledger.pastOf(subscription.id, clock());
    const dueAt = held.kind === 'slot' ? held.slotAt : undefined;
    const isLate = clock().getTime() - held.slotAt.getTime() > lateAfterMs;
    const late =
      dueAt && isLate ? { dueAt, reason: held.lateReason ?? ('bot-was-down' as const) } : undefined;
    try {
      return await deps.write(subscription, { kind: held.kind, dueAt, late, mayRepeat, ...past });
    } catch (error) {
      if (error instanceof NotLookedUpError) throw error.cause;
      log.error('Creating the digest failed', { ...factsOf({ held, subscription }), error });
      return undefined;
    }
  }

  /** `undefined` when it is out of this copy's hands. */
  async function send(attempt: Attempt, written: WrittenDigest): Promise<PostOutcome | undefined> {
    const { held, subscription } = attempt;
    if (held.kind === 'slot' && (await isOutdated(subscription))) {
      log.info('The digest was changed or stopped while it was written', factsOf(attempt));
      await record.letGo(held);
      return undefined;
    }
    const writtenAt = clock();
    const turn = deps.pace.turn(subscription.channel, writtenAt);
    if ('notBefore' in turn) {
      const retryAfterMs = turn.notBefore.getTime() - writtenAt.getTime();
      return { kind: 'not-delivered', code: 'ratelimited', retryAfterMs };
    }
    if (turn.waitMs > 0) await deps.pause(turn.waitMs);
    record.keep(held, written);
    const outcome = await pass({ attempt, written, writtenAt });
    if (outcome?.kind !== 'not-delivered' || outcome.code !== 'ratelimited') return outcome;
    const pauseMs = outcome.retryAfterMs ?? 0;
    if (pauseMs <= longestPauseMs) {
      await deps.pause(pauseMs);
      return pass({ attempt, written, writtenAt });
    }
    deps.pace.hold(subscription.channel, pauseMs, clock());
    return outcome;
  }

  /** Passes the fence and posts: who has paused meanwhile must not send what another copy has taken. */
  async function pass(sending: {
    readonly attempt: Attempt;
    readonly written: WrittenDigest;
    readonly writtenAt: Date;
  }): Promise<PostOutcome | undefined> {
    const { attempt, written, writtenAt } = sending;
    const { held, subscription, mayRepeat } = attempt;
    const lease = deps.lease();
    const lookFrom = new Date(lease.now.getTime() + settlingMs);
    const { channel } = subscription;
    const isOurs = await ledger.fence(held, lease, { channel, writtenAt, mayRepeat, lookFrom });
    const lastMoment = lease.now.getTime() + sendWithinMs;
    if (isOurs) return post(attempt, written, () => clock().getTime() <= lastMoment);
    log.debug('Another copy has taken the digest', factsOf(attempt));
    return undefined;
  }

  async function isOutdated({ id, updatedAt }: Subscription): Promise<boolean> {
    const current = await deps.subscriptions.find(id);
    return current?.updatedAt.getTime() !== updatedAt.getTime();
  }

  async function post(
    { held, subscription }: Attempt,
    { message }: WrittenDigest,
    isInTime: () => boolean,
  ): Promise<PostOutcome> {
    if (message === undefined) return { kind: 'bug' };
    try {
      return await poster.post(subscription.channel, message, held.id, isInTime);
    } catch (error) {
      log.error('Posting the digest failed because of a bug; it may have been posted', { error });
      return { kind: 'uncertain', code: 'bug' };
    }
  }

  return async (held, subscription) => {
    const decision = await decide(held, subscription);
    if (decision === 'done') return undefined;
    const attempt = { held, subscription, mayRepeat: decision === 'repeat' };
    const written = await write(attempt);
    if (written !== undefined && written.message === undefined && held.kind === 'slot') {
      await record.settle(held, { state: attempt.mayRepeat ? 'perhaps' : 'quiet' });
      return undefined;
    }
    const outcome = written === undefined ? ({ kind: 'bug' } as const) : await send(attempt, written);
    if (outcome !== undefined) await record.outcome(attempt, outcome);
    return outcome;
  };
}

/** What is known of it is told by the next digest; of one that was stopped nothing is. */
function whySkipped({ lateReason }: Delivery, unwanted: Unwanted): Pick<Settlement, 'lateReason'> {
  const reason = lateReason ?? (unwanted === 'too-late' ? 'bot-was-down' : undefined);
  return reason === undefined || unwanted === 'stopped' ? {} : { lateReason: reason };
}
