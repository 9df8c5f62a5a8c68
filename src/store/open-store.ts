import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type Dialect, Kysely, Migrator, PostgresDialect, SqliteDialect } from 'kysely';
import type { Log } from '../ops/log.ts';
import type { Secret } from '../ops/secret.ts';
import { migrations } from './migrations.ts';
import type { Database, Tables } from './schema.ts';

/** An open database with the current tables. */
export interface Store {
  readonly database: Database;
  /** Whether other copies of the bot may use the same database at the same time. */
  readonly isShared: boolean;
  close(): Promise<void>;
}

/** Opens the database at `url`, `file:…` or `postgres://…`, and brings its tables up to date. */
export async function openStore(options: { readonly url: Secret; readonly log: Log }): Promise<Store> {
  const url = options.url.reveal();
  const isShared = !url.startsWith('file:');
  const database = new Kysely<Tables>({
    dialect: await (isShared ? postgresDialect(url, options.log) : embeddedDialect(url)),
  });
  const migrator = new Migrator({ db: database, provider: { getMigrations: async () => migrations } });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) {
    await database.destroy();
    throw error;
  }
  return { database, isShared, close: () => database.destroy() };
}

async function embeddedDialect(url: string): Promise<Dialect> {
  const path = url.slice('file:'.length);
  await mkdir(dirname(path), { recursive: true });
  const { default: Libsql } = await import('libsql');
  const file = new Libsql(path, { timeout: 250 });
  for (const pragma of ['locking_mode = EXCLUSIVE', 'journal_mode = WAL', 'synchronous = FULL']) {
    file.pragma(pragma);
  }
  return new SqliteDialect({ database: file });
}

async function postgresDialect(url: string, log: Log): Promise<Dialect> {
  const { default: pg } = await import('pg');
  // Whole numbers of eight bytes come as text otherwise; ours are milliseconds, far from 2^53.
  const types = {
    getTypeParser: (oid: number) => (oid === pg.types.builtins.INT8 ? Number : pg.types.getTypeParser(oid)),
  };
  const pool = new pg.Pool({ connectionString: url, max: 10, types: types as typeof pg.types });
  const note = (error: Error) => log.warn('The connection to the database was lost', { error });
  // Without both, a restart of the server ends the process.
  pool.on('error', note);
  pool.on('connect', (client) => client.on('error', note));
  return new PostgresDialect({ pool });
}
