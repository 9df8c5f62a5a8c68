import { setImmediate } from 'node:timers/promises';
import { type Kysely, sql } from 'kysely';
import type { Bindable } from './bindable.ts';
import { type Database, primaryKeys } from './schema.ts';
import { StoreFailure } from './store-failure.ts';

type Row = Readonly<Record<string, Bindable>>;
type AnyTables = Readonly<Record<string, Row>>;

const rowsPerSlice = 1_000;

/**
 * Copies every row, or nothing, and returns the number of rows of each table. Rejects with a `StoreFailure` when the
 * second database is not empty.
 */
export async function copyStore(from: Database, to: Database): Promise<ReadonlyMap<string, number>> {
  return from
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute((source) => to.transaction().execute((target) => copyTables(source, target)));
}

async function copyTables(from: Database, to: Database): Promise<ReadonlyMap<string, number>> {
  const [source, target] = [from.withTables<AnyTables>(), to.withTables<AnyTables>()];
  const counts = new Map<string, number>();
  for (const [table, key] of Object.entries(primaryKeys)) {
    if ((await readSlice(target, table, key)).length > 0) {
      throw new StoreFailure(`The second database is not empty (${table}). Nothing was copied.`);
    }
    counts.set(table, await copyTable(source, target, table, key));
  }
  return counts;
}

async function copyTable(
  from: Kysely<AnyTables>,
  to: Kysely<AnyTables>,
  table: string,
  key: readonly string[],
): Promise<number> {
  let count = 0;
  let slice = await readSlice(from, table, key);
  while (slice.length > 0) {
    await to.insertInto(table).values(slice).execute();
    count += slice.length;
    slice = await readSlice(from, table, key, slice.at(-1));
    // The embedded engine waits for nothing, and its garbage is collected between turns.
    await setImmediate();
  }
  return count;
}

async function readSlice(
  from: Kysely<AnyTables>,
  table: string,
  key: readonly string[],
  after?: Row,
): Promise<Row[]> {
  const columns = sql.join(key.map((column) => sql.ref(column)));
  const values = key.map((column) => after?.[column] ?? null);
  const beyond = after === undefined ? sql`` : sql`where (${columns}) > (${sql.join(values)})`;
  const query = sql<Row>`select * from ${sql.table(table)} ${beyond} order by ${columns} limit ${rowsPerSlice}`;
  return (await query.execute(from)).rows;
}
