import { randomUUID } from 'node:crypto';
import type { Insertable, Selectable } from 'kysely';
import {
  type Change,
  SameMomentError,
  type Subscription,
  type SubscriptionState,
  type Subscriptions,
  type SubscriptionWish,
  timeKey,
} from '../digest/subscription.ts';
import type { StoreContext, SubscriptionRow } from './schema.ts';

/** Subscriptions in the database. */
export function createSubscriptions({ database, teamId }: StoreContext): Subscriptions {
  const rows = () => database.selectFrom('subscriptions').selectAll().where('team_id', '=', teamId());
  const inOrder = () => rows().orderBy('at_time').orderBy('time_zone').orderBy('channel_id');
  const update = (id: string) =>
    database.updateTable('subscriptions').where('team_id', '=', teamId()).where('id', '=', id);
  /** The same on every copy, so that copies that start at once make one row. */
  const seedId = () => `settings-${teamId()}`;

  function newRow(id: string, wish: SubscriptionWish, change: Change): Insertable<SubscriptionRow> {
    return {
      ...{ id, team_id: teamId(), ...wishColumns(wish), ...switchedOn(change) },
      origin: change.by === undefined ? 'settings' : 'chat',
      ...{ created_by: change.by ?? null, created_at: change.at.getTime(), updated_by: change.by ?? null },
    };
  }

  return {
    async ofChannel(channel) {
      return (await inOrder().where('channel_id', '=', channel).execute()).map(subscriptionOf);
    },
    async ofPerson(userId) {
      const theirs = inOrder().where((has) =>
        has.or([has('created_by', '=', userId), has('updated_by', '=', userId)]),
      );
      return (await theirs.execute()).map(subscriptionOf);
    },
    async all() {
      return (await inOrder().execute()).map(subscriptionOf);
    },
    async find(id) {
      const row = await rows().where('id', '=', id).executeTakeFirst();
      return row && subscriptionOf(row);
    },
    async put(wish, change) {
      const id = randomUUID();
      const row = await database
        .insertInto('subscriptions')
        .values(newRow(id, wish, change))
        .onConflict((conflict) =>
          conflict
            .columns(['team_id', 'channel_id', 'at_time', 'time_zone'])
            .doUpdateSet({ ...wishColumns(wish), ...switchedOn(change), ...changedBy(change) }),
        )
        .returningAll()
        .executeTakeFirstOrThrow();
      return { subscription: subscriptionOf(row), isNew: row.id === id };
    },
    async change(id, wish, change) {
      const changed = update(id).set({ ...wishColumns(wish), ...switchedOn(change), ...changedBy(change) });
      const row = await changed.returningAll().executeTakeFirst().catch(throwSameMoment);
      return row && subscriptionOf(row);
    },
    async setState(id, state, change) {
      const row = await update(id)
        .set({ ...stateColumns(state, change), ...changedBy(change) })
        .returningAll()
        .executeTakeFirst();
      return row && subscriptionOf(row);
    },
    async followSettings(wish, change) {
      const id = seedId();
      const ours = () => update(id).where('origin', '=', 'settings');
      if (wish === undefined) {
        await ours()
          .set(stateColumns({ kind: 'stopped' }, change))
          .where('state', '!=', 'stopped')
          .execute();
        return true;
      }
      const seed = newRow(id, wish, { ...change, by: undefined });
      await database
        .insertInto('subscriptions')
        .values(seed)
        .onConflict((conflict) => conflict.doNothing())
        .execute();
      const kept = await rows().where('id', '=', id).executeTakeFirst();
      // The moment was in the way, not the id.
      if (kept === undefined) throw new SameMomentError();
      const isOther = ours().where((has) =>
        has.or([
          has('state', '=', 'stopped'),
          ...(['channel_id', 'cron', 'time_zone', 'kind'] as const).map((column) =>
            has(column, '!=', seed[column]),
          ),
        ]),
      );
      await isOther
        .set({ ...wishColumns(wish), ...switchedOn(change) })
        .execute()
        .catch(throwSameMoment);
      return kept.origin === 'settings';
    },
  };
}

function wishColumns(wish: SubscriptionWish) {
  return {
    channel_id: wish.channel,
    at_time: timeKey(wish.cron),
    time_zone: wish.timeZone,
    cron: wish.cron,
    kind: wish.kind,
    expiring_within_ms: wish.expiringWithinMs ?? null,
    stale_after_ms: wish.staleAfterMs ?? null,
  };
}

function switchedOn(change: Change) {
  return stateColumns({ kind: 'on' }, change);
}

function stateColumns(state: SubscriptionState, { at, nextDueAt }: Change) {
  return {
    state: state.kind,
    broken_code: state.kind === 'broken' ? state.code : null,
    next_due_at: state.kind === 'on' ? (nextDueAt?.getTime() ?? null) : null,
    updated_at: at.getTime(),
  };
}

/** What the bot changes by itself stays the work of the person, or of the settings, who changed it before. */
function changedBy({ by }: Change) {
  return by === undefined ? {} : ({ updated_by: by, origin: 'chat' } as const);
}

function throwSameMoment(error: unknown): never {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === '23505' || code === 'SQLITE_CONSTRAINT_UNIQUE') throw new SameMomentError();
  throw error;
}

/** A row as the bot sees it. */
export function subscriptionOf(row: Selectable<SubscriptionRow>): Subscription {
  return {
    ...{ id: row.id, channel: row.channel_id, cron: row.cron, timeZone: row.time_zone, kind: row.kind },
    expiringWithinMs: row.expiring_within_ms ?? undefined,
    staleAfterMs: row.stale_after_ms ?? undefined,
    origin: row.origin,
    state: row.state === 'broken' ? { kind: 'broken', code: row.broken_code ?? '' } : { kind: row.state },
    nextDueAt: row.next_due_at === null ? undefined : new Date(row.next_due_at),
    createdBy: row.created_by ?? undefined,
    updatedBy: row.updated_by ?? undefined,
    updatedAt: new Date(row.updated_at),
  };
}
