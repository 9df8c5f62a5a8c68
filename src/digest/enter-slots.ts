import type { Log } from '../ops/log.ts';
import type { DueSlots, Ledger } from './ledger.ts';
import type { LateReason } from './occasion.ts';
import { createSlots, type Slots } from './slots.ts';
import type { Subscription, Subscriptions } from './subscription.ts';

/** A digest that is later than this says so. */
export const lateAfterMs = 5 * 60_000;

const batch = 50;
/** So many at one moment are spread over a minute, for Slack's sake. */
const manyAtOnce = 20;
const spreadMs = 60_000;
/** As many slots of a long outage as are remembered as skipped. */
const mostSkipped = 10;

export interface EnterDeps {
  readonly ledger: Ledger;
  readonly lateWithinMs: number;
  readonly whyIdleSince: (from: Date) => LateReason;
  readonly log: Log;
}

/** Enters every slot that has come into the ledger. Rejects while the database cannot be used. */
export async function enterDueSlots(deps: EnterDeps, now: Date): Promise<void> {
  let isMany = false;
  for (;;) {
    const due = await deps.ledger.due(now, batch);
    isMany ||= due.length > manyAtOnce;
    for (const subscription of due) {
      await deps.ledger.enter(subscription, dueSlots(deps, { subscription, now, isMany }), now);
    }
    if (due.length < batch) return;
  }
}

/**
 * Moves each subscription back to the first slot after `now`: its next one was found by a clock that was ahead. A slot
 * that was entered already is not entered again.
 */
export async function followClock(
  {
    ledger,
    subscriptions,
    log,
  }: Pick<EnterDeps, 'ledger' | 'log'> & { readonly subscriptions: Subscriptions },
  now: Date,
): Promise<void> {
  for (const subscription of await subscriptions.all()) {
    if (subscription.state.kind !== 'on') continue;
    const next = slotsOf(subscription, log)?.next(now);
    const known = subscription.nextDueAt;
    if (next !== undefined && (known === undefined || next < known)) await ledger.moveDue(subscription, next);
  }
}

/** Its slots; `undefined` when they are not understood, which is logged. */
function slotsOf({ id, cron, timeZone }: Subscription, log: Log): Slots | undefined {
  try {
    return createSlots(cron, timeZone);
  } catch (error) {
    log.error('The times of a digest are not understood; set it up again', { id, cron, timeZone, error });
    return undefined;
  }
}

function dueSlots(
  { lateWithinMs, whyIdleSince, log }: EnterDeps,
  due: { readonly subscription: Subscription; readonly now: Date; readonly isMany: boolean },
): DueSlots {
  const { subscription, now } = due;
  const first = subscription.nextDueAt ?? now;
  const slots = slotsOf(subscription, log);
  const past = slots === undefined ? [] : pastSlots(slots, first, now);
  const [newest = first] = past;
  const lateMs = now.getTime() - newest.getTime();
  const isTooLate = slots === undefined || lateMs > lateWithinMs;
  const pauseMs = due.isMany ? spread(subscription.id) : 0;
  return {
    newest: isTooLate
      ? undefined
      : { at: newest, notBefore: new Date(now.getTime() + pauseMs), isLate: lateMs > lateAfterMs },
    skipped: past.slice(isTooLate ? 0 : 1),
    lateReason: whyIdleSince(newest),
    nextDueAt: slots?.next(now),
  };
}

/** Newest first. */
function pastSlots(slots: Slots, first: Date, now: Date): Date[] {
  const found: Date[] = [];
  const after = new Date(first.getTime() - 1);
  let until = now;
  while (found.length <= mostSkipped) {
    const slot = slots.last({ after, until });
    if (slot === undefined) break;
    found.push(slot);
    until = new Date(slot.getTime() - 1);
  }
  return found;
}

/** The same for one subscription every day, so that its digest does not wander. */
function spread(id: string): number {
  let hash = 0;
  for (const character of id) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 1_000_003;
  return hash % spreadMs;
}
