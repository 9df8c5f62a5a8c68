import type { Database } from './schema.ts';

/** Deletes all that is remembered of a portal, in every workspace, or nothing; returns the number of rows. */
export async function forgetPortal(database: Database, portal: string): Promise<number> {
  return database.transaction().execute(async (transaction) => {
    const results = [
      await transaction.deleteFrom('readings').where('portal', '=', portal).execute(),
      await transaction.deleteFrom('backups_seen').where('portal', '=', portal).execute(),
      await transaction.deleteFrom('notices').where('portal', '=', portal).execute(),
      await transaction.deleteFrom('snoozes').where('portal', '=', portal).execute(),
      await transaction.deleteFrom('portals').where('name', '=', portal).execute(),
    ];
    return results.flat().reduce((sum, { numDeletedRows }) => sum + Number(numDeletedRows), 0);
  });
}

/** The names of the portals of which something is remembered, sorted. */
export async function rememberedPortals(database: Database): Promise<string[]> {
  const rows = await database
    .selectFrom('portals')
    .select('name')
    .union(database.selectFrom('readings').select('portal as name'))
    .union(database.selectFrom('backups_seen').select('portal as name'))
    .union(database.selectFrom('notices').select('portal as name'))
    .union(database.selectFrom('snoozes').select('portal as name'))
    .orderBy('name')
    .execute();
  return rows.map(({ name }) => name);
}
