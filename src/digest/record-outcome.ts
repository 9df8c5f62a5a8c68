import type { Log } from '../ops/log.ts';
import { lookDelayMs } from './assess-doubt.ts';
import type { Delivery, Ledger, Settlement } from './ledger.ts';
import { nextTry } from './next-try.ts';
import type { WrittenDigest } from './occasion.ts';
import { logOutcome, logPostponed } from './outcome-words.ts';
import { heldUp, type PostOutcome } from './poster.ts';
import type { Subscription } from './subscription.ts';

/** Sees to it that a step is done, also when the database is away just now. */
export type Ensure = (step: () => Promise<unknown>) => Promise<void>;

export interface RecordDeps {
  readonly ledger: Ledger;
  readonly clock: () => Date;
  readonly ensure: Ensure;
  readonly lateWithinMs: number;
  /** The channel of a subscription is gone for good. */
  readonly onChannelGone: (subscription: Subscription, code: string) => Promise<void>;
  readonly log: Log;
}

/** An attempt at a delivery. */
export interface Attempt {
  readonly held: Delivery;
  readonly subscription: Subscription;
  /** An earlier copy may be there, and the bot could not look. */
  readonly mayRepeat: boolean;
}

/** Writes down what became of attempts. */
export interface Record {
  settle(held: Delivery, settlement: Omit<Settlement, 'at'>): Promise<void>;
  /** Leaves it as it was before it was taken. */
  letGo(held: Delivery): Promise<void>;
  /** To be called before a message is sent: it is remembered once it is there, or may be. */
  keep(held: Delivery, written: WrittenDigest): void;
  /** Settles it, or lets go of it until it may be tried again. Logs one line. */
  outcome(attempt: Attempt, outcome: PostOutcome): Promise<void>;
}

export function createRecord(deps: RecordDeps): Record {
  const { ledger, clock, ensure, log } = deps;
  const kept = new Map<string, WrittenDigest>();

  async function settle(held: Delivery, settlement: Omit<Settlement, 'at'>): Promise<void> {
    const at = clock();
    const written = kept.get(held.id);
    kept.delete(held.id);
    const mayBeThere = settlement.state === 'sent' || settlement.state === 'perhaps';
    if (mayBeThere && written !== undefined) await ensure(() => written.remember(at));
    await ensure(() => ledger.settle(held, { ...settlement, at }));
  }

  async function notPosted(attempt: Attempt, code: string, retryAfterMs?: number): Promise<Date | undefined> {
    const { held, mayRepeat } = attempt;
    const isOurFault = code === 'bug' || code === heldUp.code;
    const late = isOurFault ? { lateReason: held.lateReason } : lateBySlack(held);
    const until = deadlineOf(held, deps.lateWithinMs);
    const jitter = Math.random();
    const notBefore = isForAsker(held)
      ? undefined
      : nextTry({ attempt: held.attempt, now: clock(), until, retryAfterMs, jitter });
    if (notBefore === undefined) {
      await settle(held, { state: mayRepeat ? 'perhaps' : 'given-up', code, ...defined(late) });
    } else {
      const state = mayRepeat ? 'sending' : 'claimed';
      await ensure(() => ledger.postpone(held, { ...late, state, notBefore, code }));
    }
    return notBefore;
  }

  async function refused(
    { held, subscription, mayRepeat }: Attempt,
    outcome: Extract<PostOutcome, { kind: 'refused' | 'withheld' }>,
  ): Promise<void> {
    const why =
      outcome.kind === 'refused' ? { code: outcome.code, advice: outcome.advice } : { code: 'withheld' };
    if (outcome.kind === 'refused' && outcome.isChannelGone === true)
      await deps.onChannelGone(subscription, outcome.code);
    await settle(held, { state: mayRepeat ? 'perhaps' : 'given-up', ...why, ...lateBySlack(held) });
  }

  return {
    settle,
    letGo: (held) =>
      ensure(() =>
        ledger.postpone(held, { ...held, state: held.state === 'sending' ? 'sending' : 'claimed' }),
      ),
    keep: ({ id }, written) => void kept.set(id, written),
    async outcome(attempt, outcome) {
      const { held } = attempt;
      const facts = factsOf(attempt);
      if (outcome.kind === 'not-delivered' || outcome.kind === 'bug') {
        const code = outcome.kind === 'bug' ? 'bug' : outcome.code;
        const retryAfterMs = outcome.kind === 'bug' ? undefined : outcome.retryAfterMs;
        const notBefore = await notPosted(attempt, code, retryAfterMs);
        if (notBefore === undefined) logOutcome(log, outcome, facts);
        else logPostponed(log, { ...facts, code, notBefore: notBefore.toISOString() });
        return;
      }
      logOutcome(log, outcome, facts);
      if (outcome.kind === 'posted') return settle(held, { state: 'sent', ts: outcome.ts });
      if (outcome.kind !== 'uncertain') return refused(attempt, outcome);
      const notBefore = new Date(clock().getTime() + lookDelayMs(held));
      const { code } = outcome;
      await ensure(() => ledger.postpone(held, { ...lateBySlack(held), state: 'sending', notBefore, code }));
    },
  };
}

/** Until when a digest is worth sending. */
export function deadlineOf({ slotAt }: Delivery, lateWithinMs: number): Date {
  return new Date(slotAt.getTime() + lateWithinMs);
}

/** The first reason is the true one. */
export function lateBySlack({ lateReason }: Delivery): Required<Pick<Settlement, 'lateReason'>> {
  return { lateReason: lateReason ?? 'slack' };
}

/** What a log line says about a delivery. */
export function factsOf({ held, subscription: { channel } }: Pick<Attempt, 'held' | 'subscription'>) {
  const { kind, slotAt, attempt } = held;
  return kind === 'by-hand'
    ? { channel, asked: 'digest now', attempt }
    : { channel, dueAt: slotAt.toISOString(), attempt };
}

/** Its outcome is told to whoever asked, who may ask again. After a crash there is nobody to tell. */
function isForAsker({ kind, attempt }: Delivery): boolean {
  return kind === 'by-hand' && attempt === 1;
}

function defined({ lateReason }: Pick<Delivery, 'lateReason'>): Pick<Settlement, 'lateReason'> {
  return lateReason === undefined ? {} : { lateReason };
}
