import type { Bindable } from '../../src/store/bindable.ts';
import { type Database, primaryKeys } from '../../src/store/schema.ts';
import { openEmbeddedStore } from './open-test-store.ts';

export type AnyRow = Readonly<Record<string, Bindable>>;
export type AnyTable = keyof typeof primaryKeys;

/**
 * Makes rows of any table, whatever columns it has: text is the row's label, numbers are 1, and what may be null is.
 * Values for columns that the table lacks are left out.
 */
export async function rowMaker() {
  // The tables are the same everywhere, and PostgreSQL's are looked up with a boolean.
  const { store, remove } = await openEmbeddedStore();
  const tables = await store.database.introspection.getTables();
  await remove();
  return (table: AnyTable, label: string, values: AnyRow = {}): AnyRow => {
    const keys: readonly string[] = primaryKeys[table];
    const columns = tables.find(({ name }) => name === table)?.columns ?? [];
    return Object.fromEntries(
      columns.map(({ name, dataType, isNullable }): [string, Bindable] => {
        const usual = name === 'team_id' ? 'T1' : dataType.toLowerCase() === 'text' ? label : 1;
        return [name, values[name] ?? (isNullable && !keys.includes(name) ? null : usual)];
      }),
    );
  };
}

export async function insertRows(
  database: Database,
  table: AnyTable,
  rows: readonly AnyRow[],
): Promise<void> {
  for (let start = 0; start < rows.length; start += 1_000) {
    const slice = rows.slice(start, start + 1_000);
    await database
      .withTables<{ any_table: AnyRow }>()
      .insertInto(table as unknown as 'any_table')
      .values(slice)
      .execute();
  }
}

export function rowsIn(database: Database, table: AnyTable): Promise<AnyRow[]> {
  return database
    .withTables<{ any_table: AnyRow }>()
    .selectFrom(table as unknown as 'any_table')
    .selectAll()
    .execute();
}
