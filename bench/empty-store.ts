// Takes the place of `src/store/open-store.ts`: finds nothing and keeps nothing.
import { DummyDriver, Kysely, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler } from 'kysely';
import type { Store } from '../src/store/open-store.ts';
import type { Tables } from '../src/store/schema.ts';

export async function openStore(): Promise<Store> {
  const database = new Kysely<Tables>({
    dialect: {
      createAdapter: () => new SqliteAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (db) => new SqliteIntrospector(db),
      createQueryCompiler: () => new SqliteQueryCompiler(),
    },
  });
  return { database, isShared: false, close: () => database.destroy() };
}
