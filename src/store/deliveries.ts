import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Delivery, Lease, Ledger } from '../digest/ledger.ts';
import {
  byHandRow,
  dateOf,
  deliveryOf,
  settledColumns,
  skippedSlot,
  slotRows,
  soonAfter,
} from './delivery-rows.ts';
import type { DeliveryRow, StoreContext } from './schema.ts';
import { subscriptionOf } from './subscriptions.ts';

const openStates = ['claimed', 'sending'] as const;
/** As many skipped slots as are worth telling. */
const mostSkipped = 10;

/** Deliveries in the database, for one process: nobody else holds what it took. */
export function createLedger({ database, teamId }: StoreContext): Ledger {
  const owner = randomUUID();
  const rows = () => database.selectFrom('deliveries').selectAll().where('team_id', '=', teamId());
  const openRows = () => rows().where('state', 'in', openStates);
  const rowsOf = (subscriptionId: string, now: Date) =>
    rows().where('subscription_id', '=', subscriptionId).where('slot_at', '<=', soonAfter(now));
  const update = (id: string) =>
    database.updateTable('deliveries').where('team_id', '=', teamId()).where('id', '=', id);
  /** Only while nobody else has taken it. */
  const updateHeld = (held: Delivery) =>
    update(held.id)
      .where('owner', '=', owner)
      .where('attempt', '=', held.attempt)
      .where('state', 'in', openStates);

  return {
    async due(now, limit) {
      const due = await database
        .selectFrom('subscriptions')
        .selectAll()
        .where('team_id', '=', teamId())
        .where('state', '=', 'on')
        .where('next_due_at', '<=', now.getTime())
        .orderBy('next_due_at')
        .limit(limit)
        .execute();
      return due.map(subscriptionOf);
    },
    enter: (subscription, slots, now) =>
      database.transaction().execute(async (transaction) => {
        // First, because the second of two copies waits here until the first one has entered the slot.
        const moved = await transaction
          .updateTable('subscriptions')
          .set({ next_due_at: slots.nextDueAt?.getTime() ?? null })
          .where('team_id', '=', teamId())
          .where('id', '=', subscription.id)
          .where('state', '=', 'on')
          .where('next_due_at', 'is not distinct from', subscription.nextDueAt?.getTime() ?? null)
          .returning('id')
          .executeTakeFirst();
        if (moved === undefined) return false;
        for (const row of slotRows(subscription.id, slots, now)) {
          await transaction
            .insertInto('deliveries')
            .values({ ...row, team_id: teamId() })
            .onConflict((conflict) =>
              conflict
                .column('id')
                .doUpdateSet(row)
                .where('deliveries.state', '=', 'skipped')
                .where('deliveries.settled_at', '>', soonAfter(now)),
            )
            .execute();
        }
        if (slots.newest === undefined) return true;
        await transaction
          .updateTable('deliveries')
          .set({
            state: 'skipped',
            settled_at: now.getTime(),
            late_reason: sql<DeliveryRow['late_reason']>`coalesce(late_reason, ${slots.lateReason})`,
          })
          .where('team_id', '=', teamId())
          .where('subscription_id', '=', subscription.id)
          .where('kind', '=', 'slot')
          .where('state', '=', 'claimed')
          .where('lease_until', '<=', now.getTime())
          .where('slot_at', '<', slots.newest.at.getTime())
          .execute();
        return true;
      }),
    async moveDue(subscription, nextDueAt) {
      await database
        .updateTable('subscriptions')
        .set({ next_due_at: nextDueAt?.getTime() ?? null })
        .where('team_id', '=', teamId())
        .where('id', '=', subscription.id)
        .where('state', '=', 'on')
        .where('next_due_at', 'is not distinct from', subscription.nextDueAt?.getTime() ?? null)
        .execute();
    },
    async enterByHand({ id, subscriptionId }, { now, until }) {
      const entered = await database
        .insertInto('deliveries')
        .values({
          ...byHandRow(id, subscriptionId, now),
          ...{ team_id: teamId(), owner, lease_until: until.getTime(), attempt: 1 },
        })
        .onConflict((conflict) => conflict.doNothing())
        .returningAll()
        .executeTakeFirst();
      return entered && deliveryOf(entered);
    },
    async find(id) {
      const row = await rows().where('id', '=', id).executeTakeFirst();
      return row && deliveryOf(row);
    },
    async open(now, limit) {
      const takeable = await openRows()
        .where('lease_until', '<=', now.getTime())
        .where('not_before', '<=', now.getTime())
        .where(isAlone(now))
        .orderBy('slot_at')
        .limit(limit)
        .execute();
      return takeable.map(deliveryOf);
    },
    async openOf(subscriptionId) {
      const open = await openRows()
        .where('subscription_id', '=', subscriptionId)
        .orderBy('slot_at')
        .execute();
      return open.map(deliveryOf);
    },
    take: (delivery, lease) => take(delivery, lease, isAlone(lease.now)),
    takeBeside: (delivery, lease) => take(delivery, lease, sql<boolean>`1 = 1`),
    async renew(held, { now, until }) {
      const renewed = await updateHeld(held)
        .set({ lease_until: until.getTime() })
        .where('lease_until', '>', now.getTime())
        .returning('id')
        .executeTakeFirst();
      return renewed !== undefined;
    },
    async fence(held, { now, until }, { channel, writtenAt, mayRepeat, lookFrom }) {
      const passed = await updateHeld(held)
        .set({
          ...{ state: 'sending', lease_until: until.getTime(), written_at: writtenAt.getTime() },
          ...{ not_before: lookFrom.getTime(), sent_to: channel },
          ...(mayRepeat ? { repeats: held.repeats + 1 } : { sending_at: now.getTime() }),
        })
        .where('lease_until', '>', now.getTime())
        .returning('id')
        .executeTakeFirst();
      return passed !== undefined;
    },
    async postpone(held, { state, notBefore, code, lateReason }) {
      await updateHeld(held)
        .set({
          ...{ state, lease_until: 0, not_before: notBefore.getTime(), code: code ?? null },
          late_reason: lateReason ?? null,
        })
        .execute();
    },
    async settle(held, settlement) {
      const settled = await updateHeld(held)
        .set(settledColumns(settlement))
        .returning('id')
        .executeTakeFirst();
      return settled !== undefined;
    },
    async isSuperseded({ id, subscriptionId, slotAt }, now) {
      const later = await rowsOf(subscriptionId, now)
        .where('id', '!=', id)
        .where((has) =>
          has.or([
            has.and([
              has('slot_at', '>', slotAt.getTime()),
              has('state', 'in', [...openStates, 'sent', 'perhaps', 'quiet']),
            ]),
            has.and([
              has('kind', '=', 'by-hand'),
              has('settled_at', '>=', slotAt.getTime()),
              has('state', 'in', ['sent', 'perhaps']),
            ]),
          ]),
        )
        .limit(1)
        .executeTakeFirst();
      return later !== undefined;
    },
    async pastOf(subscriptionId, now) {
      const last = await rowsOf(subscriptionId, now)
        .where('state', 'in', ['sent', 'perhaps'])
        .orderBy('written_at', 'desc')
        .limit(1)
        .executeTakeFirst();
      const skipped = await rowsOf(subscriptionId, now)
        .where('kind', '=', 'slot')
        .where('state', 'in', ['skipped', 'given-up'])
        .where('late_reason', 'is not', null)
        .where('slot_at', '>', last?.written_at ?? 0)
        .orderBy('slot_at', 'desc')
        .limit(mostSkipped)
        .execute();
      return { since: dateOf(last?.written_at), skipped: skipped.toReversed().flatMap(skippedSlot) };
    },
    async newestOf(subscriptionId, now) {
      const row = await rowsOf(subscriptionId, now)
        .where((has) => has.or([has('kind', '=', 'slot'), has('state', 'not in', ['skipped', 'given-up'])]))
        .orderBy('slot_at', 'desc')
        .limit(1)
        .executeTakeFirst();
      return row && deliveryOf(row);
    },
    async endLeases() {
      await database
        .updateTable('deliveries')
        .set({ lease_until: 0 })
        .where('team_id', '=', teamId())
        .where('state', 'in', openStates)
        .where('owner', '!=', owner)
        .execute();
    },
  };

  async function take(delivery: Delivery, { now, until }: Lease, mayTake: ReturnType<typeof isAlone>) {
    const row = await update(delivery.id)
      .set({ owner, lease_until: until.getTime(), attempt: delivery.attempt + 1 })
      .where('state', 'in', openStates)
      .where('attempt', '=', delivery.attempt)
      .where('lease_until', '<=', now.getTime())
      .where(mayTake)
      .returningAll()
      .executeTakeFirst();
    return row && deliveryOf(row);
  }

  /** Whether no other delivery of the same subscription is worked on. */
  function isAlone(now: Date) {
    return sql<boolean>`not exists (select 1 from deliveries as other
      where other.subscription_id = deliveries.subscription_id and other.id != deliveries.id
        and other.state in ('claimed', 'sending') and other.lease_until > ${now.getTime()})`;
  }
}
