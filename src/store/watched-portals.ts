import type { Transaction } from 'kysely';
import type { Portal } from '../backups/portal.ts';
import type { Database, PortalRow, Tables } from './schema.ts';

interface Watch {
  readonly teamId: string;
  readonly portals: readonly Portal[];
  readonly at: Date;
}

/** Remembers which portals are configured from now on, as `Memory.watch` promises. */
export function watchPortals(database: Database, { teamId, portals, at }: Watch): Promise<void> {
  return database.transaction().execute(async (transaction) => {
    const rows = await transaction.selectFrom('portals').selectAll().where('team_id', '=', teamId).execute();
    const known = new Map(rows.map((row) => [row.name, row]));
    for (const { name, url } of portals) {
      const row = known.get(name);
      if (row === undefined) await add(transaction, { team_id: teamId, name, url, left_at: null });
      else if (row.url !== url) await replace(transaction, { ...row, url });
      else if (row.left_at !== null) await takeBack(transaction, row);
      known.delete(name);
    }
    for (const row of known.values()) {
      if (row.left_at === null) await set(transaction, { ...row, left_at: at.getTime() });
    }
  });
}

async function add(transaction: Transaction<Tables>, row: PortalRow): Promise<void> {
  await transaction
    .insertInto('portals')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Another address is another portal. */
async function replace(transaction: Transaction<Tables>, row: PortalRow): Promise<void> {
  for (const table of ['readings', 'backups_seen', 'notices', 'snoozes'] as const) {
    await transaction
      .deleteFrom(table)
      .where('team_id', '=', row.team_id)
      .where('portal', '=', row.name)
      .execute();
  }
  await set(transaction, { ...row, left_at: null });
}

/** What changed while nobody looked is not news. */
async function takeBack(transaction: Transaction<Tables>, row: PortalRow): Promise<void> {
  await transaction
    .updateTable('readings')
    .set((now) => ({
      ...{ first_read_at: null, last_read_at: null, failing_since: null },
      ...{ outage_since: null, outage_until: null, revision: now('revision', '+', 1) },
    }))
    .where('team_id', '=', row.team_id)
    .where('portal', '=', row.name)
    .execute();
  await set(transaction, { ...row, left_at: null });
}

async function set(
  transaction: Transaction<Tables>,
  { team_id, name, url, left_at }: PortalRow,
): Promise<void> {
  await transaction
    .updateTable('portals')
    .set({ url, left_at })
    .where('team_id', '=', team_id)
    .where('name', '=', name)
    .execute();
}
