import type { Insertable, Selectable } from 'kysely';
import type { Delivery, DueSlots, Past, Settlement } from '../digest/ledger.ts';
import type { DeliveryRow } from './schema.ts';

/** The clocks of the copies may differ a little. */
const clockToleranceMs = 5 * 60_000;

type NewRow = Omit<Insertable<DeliveryRow>, 'team_id'>;

/** What is entered when slots have come: nobody holds them yet. */
export function slotRows(subscriptionId: string, slots: DueSlots, now: Date): NewRow[] {
  const row = (at: Date): NewRow => ({
    ...{ ...untouched, id: `${subscriptionId}:${at.getTime()}`, subscription_id: subscriptionId },
    ...{ kind: 'slot', slot_at: at.getTime() },
  });
  const skipped = slots.skipped.map(
    (at): NewRow => ({
      ...{ ...row(at), state: 'skipped', late_reason: slots.lateReason, settled_at: now.getTime() },
    }),
  );
  if (slots.newest === undefined) return skipped;
  const { at, notBefore, isLate } = slots.newest;
  const late_reason = isLate ? slots.lateReason : null;
  return [...skipped, { ...row(at), late_reason, not_before: notBefore.getTime() }];
}

/** A `digest now` as it is entered. */
export function byHandRow(id: string, subscriptionId: string, now: Date): NewRow {
  return { ...untouched, id, subscription_id: subscriptionId, kind: 'by-hand', slot_at: now.getTime() };
}

const untouched = {
  state: 'claimed' as const,
  ...{ owner: '', lease_until: 0, not_before: 0, attempt: 0, repeats: 0 },
  ...{
    sending_at: null,
    sent_to: null,
    written_at: null,
    ts: null,
    code: null,
    advice: null,
    late_reason: null,
  },
  settled_at: null,
};

/** What settling changes; the code and advice of earlier attempts no longer count. */
export function settledColumns({ state, at, ts, code, advice, lateReason }: Settlement) {
  return {
    ...{ state, settled_at: at.getTime(), lease_until: 0 },
    ...(ts !== undefined && { ts }),
    ...{ code: code ?? null, advice: advice ?? null },
    ...(lateReason !== undefined && { late_reason: lateReason }),
  };
}

/** A row as the engine sees it. */
export function deliveryOf(row: Selectable<DeliveryRow>): Delivery {
  return {
    ...{ id: row.id, subscriptionId: row.subscription_id, kind: row.kind, state: row.state },
    slotAt: new Date(row.slot_at),
    leaseUntil: new Date(row.lease_until),
    notBefore: new Date(row.not_before),
    attempt: row.attempt,
    repeats: row.repeats,
    sendingAt: dateOf(row.sending_at),
    sentTo: row.sent_to ?? undefined,
    ts: row.ts ?? undefined,
    code: row.code ?? undefined,
    advice: row.advice ?? undefined,
    lateReason: row.late_reason ?? undefined,
    settledAt: dateOf(row.settled_at),
  };
}

/** A moment, or none. */
export function dateOf(ms: number | null | undefined): Date | undefined {
  return ms === null || ms === undefined ? undefined : new Date(ms);
}

/** A row as the next digest tells it; nothing where no reason is known. */
export function skippedSlot({ slot_at, late_reason }: Selectable<DeliveryRow>): Past['skipped'] {
  return late_reason === null ? [] : [{ dueAt: new Date(slot_at), reason: late_reason }];
}

/** What was done after this was done by a clock that was ahead, and does not count. */
export function soonAfter(now: Date): number {
  return now.getTime() + clockToleranceMs;
}
