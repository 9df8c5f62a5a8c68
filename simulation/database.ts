import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Store } from '../src/store/open-store.ts';
import type { PostgresServer } from './postgres-server.ts';

/** A new database, and what can happen to it. */
export interface SimulatedDatabase {
  /** How many copies of the bot use it. */
  readonly copies: number;
  /** For the copy with this name. */
  urlFor(copy: string): string;
  /** The copy with this name has died: nothing of it reaches the database any more. */
  cutOff(copy: string, store: Store): Promise<void>;
  /** Takes it away until it is brought back; `undefined` where that cannot happen to it alone. */
  readonly outage: { begin(): Promise<void>; end(): Promise<void> } | undefined;
  remove(): Promise<void>;
}

/** A file, for one copy that is restarted. */
export async function createEmbedded(): Promise<SimulatedDatabase> {
  const folder = await mkdtemp(join(tmpdir(), 'simulation-'));
  return {
    copies: 1,
    urlFor: () => `file:${join(folder, 'backups.db')}`,
    cutOff: (_copy, store) => store.close(),
    outage: undefined,
    remove: () => rm(folder, { recursive: true }),
  };
}

/** A database of its own on a server, for three copies. */
export async function createShared(server: PostgresServer): Promise<SimulatedDatabase> {
  const { name, url } = await server.createDatabase();
  return {
    copies: 3,
    urlFor(copy) {
      const address = new URL(url);
      address.searchParams.set('application_name', copy);
      return address.href;
    },
    cutOff: (copy) => server.disconnect(copy),
    outage: { begin: () => server.interrupt(name), end: () => server.resume(name) },
    remove: () => server.dropDatabase(name),
  };
}
