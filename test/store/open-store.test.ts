import { describe, expect, it, onTestFinished } from 'vitest';
import { Secret } from '../../src/ops/secret.ts';
import type { BindableTables } from '../../src/store/bindable.ts';
import { openStore } from '../../src/store/open-store.ts';
import type { Database } from '../../src/store/schema.ts';
import { createLogBook } from '../digest/log-book.ts';
import { describeOnEveryStore, type TestStore } from './open-test-store.ts';

async function opened(open: () => Promise<TestStore>): Promise<TestStore> {
  const test = await open();
  onTestFinished(test.remove);
  return test;
}

function reopen({ url }: TestStore, now = new Date()) {
  return openStore({ url: new Secret(url), clock: () => now, log: createLogBook().log, waitMs: 0 });
}

const act = { team_id: 'T1', trigger_id: 'trigger', at: Date.parse('2026-11-25T09:00:00Z') };

describeOnEveryStore('a store', (open) => {
  it('remembers what it was told before it was closed', async () => {
    const test = await opened(open);
    await test.store.database.insertInto('acts').values(act).execute();
    await test.store.close();
    const again = await reopen(test);
    expect(await again.database.selectFrom('acts').selectAll().execute()).toEqual([act]);
    await again.close();
  });

  it('gives milliseconds back as numbers, and text as it was', async () => {
    const { store } = await opened(open);
    const row = { ...act, trigger_id: `it's "7" \u{1F4BE} ä\n`, at: 4_102_444_800_000 };
    await store.database.insertInto('acts').values(row).execute();
    expect(await store.database.selectFrom('acts').selectAll().execute()).toEqual([row]);
  });

  it('undoes a transaction that fails, tells its own error, and goes on', async () => {
    const { store } = await opened(open);
    const twice = store.database.transaction().execute(async (transaction) => {
      await transaction.insertInto('acts').values(act).execute();
      await transaction.insertInto('acts').values(act).execute();
    });
    await expect(twice).rejects.toMatchObject({
      code: expect.stringMatching(/^(SQLITE_CONSTRAINT_PRIMARYKEY|23505)$/),
    });
    await store.database.insertInto('acts').values(act).execute();
    expect(await store.database.selectFrom('acts').select('at').execute()).toHaveLength(1);
  });

  it.each([
    [true, 'boolean'],
    [false, 'boolean'],
    [undefined, 'undefined'],
    [Number.NaN, 'NaN'],
    [0.5, '0.5'],
    [new Date(), 'Date'],
    [{}, 'object'],
    [7n, 'bigint'],
  ])('refuses to store or look for %s, and goes on', async (value, what) => {
    const { store } = await opened(open);
    const error = `A database parameter must be text, a whole number or null, and this is ${what}`;
    // An insert leaves `undefined` out by itself.
    const wrong = value as number;
    if (value !== undefined) {
      const insert = store.database.insertInto('acts').values({ ...act, at: wrong });
      await expect(insert.execute()).rejects.toThrow(error);
    }
    const find = store.database.selectFrom('acts').selectAll().where('at', '=', wrong);
    await expect(find.execute()).rejects.toThrow(error);
    expect(await store.database.selectFrom('acts').selectAll().execute()).toEqual([]);
  });

  it('works on the tables of a newer bot that allow for this one, and leaves them as they are', async () => {
    const test = await opened(open);
    await pretendNewer(test.store.database);
    await test.store.close();
    const older = await reopen(test);
    await older.database.insertInto('acts').values(act).execute();
    expect(await older.database.selectFrom('acts').selectAll().execute()).toEqual([{ ...act, later: null }]);
    expect(await versionOf(older.database)).toMatchObject({ needs: '0001-memory' });
    await older.close();
  });

  it('refuses the tables of a newer bot that do not', async () => {
    const test = await opened(open);
    await pretendNewer(test.store.database);
    await test.store.database.updateTable('store_version').set({ needs: '0002-later' }).execute();
    await test.store.close();
    await expect(reopen(test)).rejects.toThrow(
      /^The database \S+ was made by a newer version of the bot\. Update this one, or set DATABASE_URL to another database\.$/,
    );
    await expect(reopen(test)).rejects.toMatchObject({ name: 'StoreFailure' });
  });

  it('refuses tables of another program', async () => {
    const test = await opened(open);
    for (const table of ['kysely_migration', 'store_version'] as const) {
      await test.store.database.schema.dropTable(table).execute();
    }
    await test.store.close();
    await expect(reopen(test)).rejects.toThrow('holds tables of another program');
  });

  it('knows when it was opened last', async () => {
    const test = await opened(open);
    await test.store.close();
    const now = new Date('2026-11-25T09:00:00Z');
    const again = await reopen(test, now);
    expect(await versionOf(again.database)).toMatchObject({ opened_at: now.getTime() });
    await again.close();
  });
});

async function pretendNewer(database: Database): Promise<void> {
  await database.schema.alterTable('acts').addColumn('later', 'text').execute();
  await database
    .withTables<{ kysely_migration: { name: string; timestamp: string } }>()
    .insertInto('kysely_migration')
    .values({ name: '0002-later', timestamp: new Date().toISOString() })
    .execute();
}

function versionOf(database: Database) {
  return database.selectFrom('store_version').selectAll().executeTakeFirstOrThrow();
}

describe('the types of the tables', () => {
  it('have no column, value or condition that cannot be bound', () => {
    type Fine = BindableTables<{ acts: { at: number; by: string | null } }>;
    // @ts-expect-error A boolean would end the process.
    type WithBoolean = BindableTables<{ acts: { is_done: boolean } }>;
    // @ts-expect-error Each engine would make something else of it.
    type WithDate = BindableTables<{ acts: { at: Date } }>;
    // @ts-expect-error The same.
    type WithObject = BindableTables<{ acts: { facts: { read: number } } }>;
    type Checked = [Fine, WithBoolean, WithDate, WithObject];
    const query = (database: Database) => [
      // @ts-expect-error Not a column's type.
      database.insertInto('acts').values({ ...act, at: true }),
      // @ts-expect-error Not a column's type.
      database.updateTable('acts').set({ at: new Date() }),
      // @ts-expect-error Not a column's type.
      database.selectFrom('acts').where('at', '=', true),
    ];
    expect(query satisfies (database: Database) => unknown[]).toBeTypeOf('function');
    expect([] satisfies Partial<Checked>).toEqual([]);
  });
});
