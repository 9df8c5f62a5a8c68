// Takes the place of `src/store/open-store.ts`: finds nothing and keeps nothing.
import { DummyDriver, Kysely, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler } from 'kysely';
import type { Store } from '../src/store/open-store.ts';
import type { Tables } from '../src/store/schema.ts';
import type { StorePlace } from '../src/store/store-failure.ts';

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

/** What `maintenance` asks of the module; nobody calls it here. */
export function placeOf(): StorePlace {
  throw new Error('there is no database');
}
