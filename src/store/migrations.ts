import { type ColumnDataType, type Kysely, type Migration, sql } from 'kysely';

/**
 * Forward only, in code so that they go into the bundle. Never change one that was released: add another. The names are
 * sorted as text. During a rolling update the version before works on the new tables, so a migration only adds columns
 * that may be null, tables and indexes. One that older bots cannot work with has to set `store_version.needs` to its own
 * name.
 */
export const migrations: Readonly<Record<string, Migration>> = {
  '0001-memory': { up: createMemory },
};

const ms: ColumnDataType = 'bigint';

async function createMemory(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('subscriptions')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('team_id', 'text', (column) => column.notNull())
    .addColumn('channel_id', 'text', (column) => column.notNull())
    .addColumn('at_time', 'text', (column) => column.notNull())
    .addColumn('time_zone', 'text', (column) => column.notNull())
    .addColumn('cron', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('expiring_within_ms', ms)
    .addColumn('stale_after_ms', ms)
    .addColumn('origin', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('broken_code', 'text')
    .addColumn('next_due_at', ms)
    .addColumn('created_by', 'text')
    .addColumn('created_at', ms, (column) => column.notNull())
    .addColumn('updated_by', 'text')
    .addColumn('updated_at', ms, (column) => column.notNull())
    .addUniqueConstraint('subscriptions_moment', ['team_id', 'channel_id', 'at_time', 'time_zone'])
    .execute();
  await db.schema
    .createIndex('subscriptions_due')
    .on('subscriptions')
    .columns(['team_id', 'next_due_at'])
    .execute();
  await db.schema
    .createTable('deliveries')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('team_id', 'text', (column) => column.notNull())
    .addColumn('subscription_id', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('slot_at', ms, (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('owner', 'text', (column) => column.notNull())
    .addColumn('lease_until', ms, (column) => column.notNull())
    .addColumn('not_before', ms, (column) => column.notNull())
    .addColumn('attempt', 'integer', (column) => column.notNull())
    .addColumn('repeats', 'integer', (column) => column.notNull())
    .addColumn('sending_at', ms)
    .addColumn('sent_to', 'text')
    .addColumn('written_at', ms)
    .addColumn('ts', 'text')
    .addColumn('code', 'text')
    .addColumn('advice', 'text')
    .addColumn('late_reason', 'text')
    .addColumn('settled_at', ms)
    .execute();
  await db.schema
    .createIndex('deliveries_open')
    .on('deliveries')
    .columns(['team_id', 'state', 'lease_until'])
    .execute();
  await db.schema
    .createIndex('deliveries_of_subscription')
    .on('deliveries')
    .columns(['subscription_id', 'slot_at'])
    .execute();
  await db.schema.createIndex('deliveries_settled').on('deliveries').columns(['settled_at']).execute();
  await db.schema
    .createTable('portals')
    .addColumn('team_id', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('url', 'text', (column) => column.notNull())
    .addColumn('left_at', ms)
    .addPrimaryKeyConstraint('portals_key', ['team_id', 'name'])
    .execute();
  await db.schema
    .createTable('readings')
    .addColumn('team_id', 'text', (column) => column.notNull())
    .addColumn('portal', 'text', (column) => column.notNull())
    .addColumn('part', 'text', (column) => column.notNull())
    .addColumn('revision', 'integer', (column) => column.notNull())
    .addColumn('first_read_at', ms)
    .addColumn('last_read_at', ms)
    .addColumn('asked_at', ms, (column) => column.notNull())
    .addColumn('failing_since', ms)
    .addColumn('outage_since', ms)
    .addColumn('outage_until', ms)
    .addPrimaryKeyConstraint('readings_key', ['team_id', 'portal', 'part'])
    .execute();
  await db.schema
    .createTable('backups_seen')
    .addColumn('team_id', 'text', (column) => column.notNull())
    .addColumn('portal', 'text', (column) => column.notNull())
    .addColumn('part', 'text', (column) => column.notNull())
    .addColumn('backup_id', 'text', (column) => column.notNull())
    .addColumn('first_seen_at', ms, (column) => column.notNull())
    .addColumn('relisted_at', ms)
    .addColumn('last_seen_at', ms)
    .addColumn('gone_at', ms)
    .addColumn('gone_why', 'text')
    .addColumn('facts', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('backups_seen_key', ['team_id', 'portal', 'part', 'backup_id'])
    .execute();
  await db.schema.createIndex('backups_seen_gone').on('backups_seen').columns(['gone_at']).execute();
  await db.schema
    .createTable('notices')
    .addColumn('team_id', 'text', (column) => column.notNull())
    .addColumn('subscription_id', 'text', (column) => column.notNull())
    .addColumn('portal', 'text', (column) => column.notNull())
    .addColumn('finding', 'text', (column) => column.notNull())
    .addColumn('backup_id', 'text', (column) => column.notNull())
    .addColumn('threshold', 'text', (column) => column.notNull())
    .addColumn('given_at', ms, (column) => column.notNull())
    .addColumn('open_at', ms, (column) => column.notNull())
    .addPrimaryKeyConstraint('notices_key', [
      ...(['team_id', 'subscription_id', 'portal', 'finding', 'backup_id', 'threshold'] as const),
    ])
    .execute();
  await db.schema.createIndex('notices_open').on('notices').columns(['open_at']).execute();
  await db.schema
    .createTable('acts')
    .addColumn('team_id', 'text', (column) => column.notNull())
    .addColumn('trigger_id', 'text', (column) => column.notNull())
    .addColumn('at', ms, (column) => column.notNull())
    .addPrimaryKeyConstraint('acts_key', ['team_id', 'trigger_id'])
    .execute();
  await db.schema
    .createTable('snoozes')
    .addColumn('team_id', 'text', (column) => column.notNull())
    .addColumn('portal', 'text', (column) => column.notNull())
    .addColumn('finding', 'text', (column) => column.notNull())
    .addColumn('until', ms)
    .addColumn('changes_from', 'text')
    .addColumn('snoozed_by', 'text', (column) => column.notNull())
    .addColumn('at', ms, (column) => column.notNull())
    .addPrimaryKeyConstraint('snoozes_key', ['team_id', 'portal', 'finding'])
    .execute();
  await db.schema
    .createTable('store_version')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('needs', 'text', (column) => column.notNull())
    .addColumn('opened_at', ms, (column) => column.notNull())
    .execute();
  await sql`insert into store_version (id, needs, opened_at) values ('store', '0001-memory', 0)`.execute(db);
}
