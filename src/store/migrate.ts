import { type Kysely, Migrator } from 'kysely';
import type { Log } from '../ops/log.ts';
import { migrations } from './migrations.ts';
import type { Tables } from './schema.ts';
import { StoreFailure } from './store-failure.ts';

/** A start is quicker than this unless another copy is at work on the tables. */
const tellAfterMs = 2_000;
/** Kysely's list of what was carried out. */
const carriedOut = 'kysely_migration';

/**
 * Brings the tables up to date, under a lock that only one copy of the bot has. Tables that are newer are left as they
 * are; rejects with a `StoreFailure` when this bot is too old for them.
 */
export async function migrate(
  database: Kysely<Tables>,
  options: { readonly place: string; readonly log: Log },
) {
  if (await isUpToDate(database, options.place)) return;
  const timer = setTimeout(() => {
    options.log.info('The tables are being brought up to date, by this process or by another one: waiting');
  }, tellAfterMs);
  const provider = { getMigrations: async () => migrations };
  const { error } = await new Migrator({ db: database, provider }).migrateToLatest();
  clearTimeout(timer);
  // A newer copy may have been quicker: Kysely refuses its migrations, and we do not.
  if (error !== undefined && !(await isUpToDate(database, options.place))) throw error;
}

/** Whether all of our migrations were carried out, and perhaps newer ones that allow for us. */
async function isUpToDate(database: Kysely<Tables>, place: string): Promise<boolean> {
  const tables = await database.introspection.getTables({ withInternalKyselyTables: true });
  if (!tables.some(({ name }) => name === carriedOut)) return false;
  const known = Object.keys(migrations);
  const rows = await database
    .withTables<{ [carriedOut]: { readonly name: string } }>()
    .selectFrom(carriedOut)
    .select('name')
    .execute();
  const done = new Set(rows.map(({ name }) => name));
  if (!known.every((name) => done.has(name))) return false;
  const { needs } = await database.selectFrom('store_version').select('needs').executeTakeFirstOrThrow();
  if (!known.includes(needs)) {
    throw new StoreFailure(
      `The database ${place} was made by a newer version of the bot. Update this one, or set DATABASE_URL to another database.`,
    );
  }
  return true;
}
