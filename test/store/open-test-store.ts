import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { describe } from 'vitest';
import { Secret } from '../../src/ops/secret.ts';
import { openStore, type Store } from '../../src/store/open-store.ts';
import { createLogBook } from '../digest/log-book.ts';

/** A new, empty database. */
export interface TestStore {
  readonly store: Store;
  readonly url: string;
  /** Closes the store and removes the database. */
  remove(): Promise<void>;
}

/** A database in a file of its own. */
export async function openEmbeddedStore(): Promise<TestStore> {
  const folder = await mkdtemp(join(tmpdir(), 'backup-store-'));
  const url = `file:${join(folder, 'backups.db')}`;
  const store = await open(url);
  return {
    store,
    url,
    async remove() {
      await store.close();
      await rm(folder, { recursive: true });
    },
  };
}

/** A database of its own in the server at `address`. */
export async function openPostgresStore(address: string): Promise<TestStore> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await runOnce(address, `create database ${name}`);
  const url = new URL(address);
  url.pathname = `/${name}`;
  const store = await open(url.href);
  return {
    store,
    url: url.href,
    async remove() {
      await store.close();
      await runOnce(address, `drop database ${name} with (force)`);
    },
  };
}

const address = process.env['TEST_POSTGRES_URL'];

/** Opens an embedded database, and one in PostgreSQL where `TEST_POSTGRES_URL` names a server. */
export const openEveryStore: readonly [() => Promise<TestStore>, (() => Promise<TestStore>) | undefined] = [
  openEmbeddedStore,
  address === undefined ? undefined : () => openPostgresStore(address),
];

/** The tests run against the embedded database, and against PostgreSQL where `TEST_POSTGRES_URL` names a server. */
export function describeOnEveryStore(name: string, tests: (open: () => Promise<TestStore>) => void): void {
  const [embedded, postgres] = openEveryStore;
  describe(`${name}, embedded`, () => tests(embedded));
  describe.skipIf(postgres === undefined)(`${name}, PostgreSQL`, () => tests(postgres ?? embedded));
}

function open(url: string): Promise<Store> {
  return openStore({ url: new Secret(url), clock: () => new Date(), log: createLogBook().log });
}

/** Runs one statement over a connection of its own. */
export async function runOnce(address: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: address });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
