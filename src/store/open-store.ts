import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Dialect, Kysely } from 'kysely';
import type { Log } from '../ops/log.ts';
import type { Secret } from '../ops/secret.ts';
import { openEmbedded } from './embedded.ts';
import { migrate } from './migrate.ts';
import { createPostgres } from './postgres.ts';
import type { Database, Tables } from './schema.ts';
import { codeOf, isUnreachable, StoreFailure, type StorePlace, toStoreFailure } from './store-failure.ts';

/** An open database with the current tables. */
export interface Store {
  readonly database: Database;
  /** Whether other copies of the bot may use the same database at the same time. */
  readonly isShared: boolean;
  close(): Promise<void>;
}

export interface StoreOptions {
  readonly url: Secret;
  readonly clock: () => Date;
  readonly log: Log;
  /** How long to wait for another process that stops, or for a server that starts. */
  readonly waitMs?: number;
  /** Do not make a new file. */
  readonly mustExist?: boolean;
}

/** A bot that is stopped ends within 30 s. */
const usualWaitMs = 30_000;
const pauseMs = 250;
const worstClockMs = 5_000;
const closeWithinMs = 2_000;

/**
 * Opens the database at `url`, `file:…` or `postgres://…`, and brings its tables up to date. Rejects with a
 * `StoreFailure` when it cannot be used.
 */
export async function openStore(options: StoreOptions): Promise<Store> {
  const place = placeOf(options.url.reveal());
  try {
    return await (place.kind === 'file' ? openFile(place, options) : openServer(place, options));
  } catch (error) {
    throw toStoreFailure(error, place);
  }
}

/** What may be shown of an address. */
export function placeOf(url: string): StorePlace {
  if (url.startsWith('file:')) return { kind: 'file', name: resolve(url.slice('file:'.length)) };
  const { host, pathname, searchParams } = new URL(url);
  return { kind: 'server', name: `${host || searchParams.get('host') || 'localhost'}${pathname}` };
}

async function openFile(place: StorePlace, options: StoreOptions): Promise<Store> {
  if (options.mustExist === true && !existsSync(place.name)) {
    throw new StoreFailure(`There is no database ${place.name}. Check the path.`);
  }
  const dialect = await retry(options, () => openEmbedded(place.name), {
    isWorthWaiting: (error) => codeOf(error) === 'SQLITE_BUSY',
    line: `Another program uses ${place.name}: waiting for it to stop`,
  });
  const database = new Kysely<Tables>({ dialect });
  await finish(database, options, () => migrate(database, { place: place.name, log: options.log }));
  return { database, isShared: false, close: () => database.destroy() };
}

async function openServer(place: StorePlace, options: StoreOptions): Promise<Store> {
  const { log, clock } = options;
  const server = await createPostgres(options.url.reveal(), log);
  const database = new Kysely<Tables>({ dialect: server.dialect });
  const prepare = async () => {
    const { at, askedAt } = await retry(
      options,
      async () => {
        const askedAt = clock();
        return { askedAt, at: await server.readClock() };
      },
      {
        isWorthWaiting: isUnreachable,
        line: `PostgreSQL at ${place.name} cannot be reached yet: waiting for it`,
      },
    );
    warnOfClock(at, askedAt, clock(), log);
    await withDatabase(server.patientDialect, (patient) => migrate(patient, { place: place.name, log }));
  };
  await finish(database, options, prepare);
  // A server that hangs does not answer a farewell either.
  const close = () => Promise.race([database.destroy(), sleep(closeWithinMs, undefined, { ref: false })]);
  return { database, isShared: true, close };
}

async function finish(
  database: Kysely<Tables>,
  { clock }: StoreOptions,
  prepare: () => Promise<void>,
): Promise<void> {
  try {
    await prepare();
    // Also finds out now whether anything can be stored.
    await database.updateTable('store_version').set({ opened_at: clock().getTime() }).execute();
  } catch (error) {
    await database.destroy();
    throw error;
  }
}

async function withDatabase(
  dialect: Dialect,
  work: (database: Kysely<Tables>) => Promise<void>,
): Promise<void> {
  const database = new Kysely<Tables>({ dialect });
  try {
    await work(database);
  } finally {
    await database.destroy();
  }
}

/** Leases are kept by the clocks of the copies. */
function warnOfClock(at: Date, askedAt: Date, answeredAt: Date, log: Log): void {
  const middle = (askedAt.getTime() + answeredAt.getTime()) / 2;
  const differenceMs = Math.round(at.getTime() - middle);
  if (Math.abs(differenceMs) <= worstClockMs) return;
  log.warn("The database server's clock differs from this machine's. Set both by a time server (NTP)", {
    differenceMs,
  });
}

async function retry<Result>(
  { waitMs = usualWaitMs, log }: StoreOptions,
  attempt: () => Promise<Result>,
  on: { readonly isWorthWaiting: (error: unknown) => boolean; readonly line: string },
): Promise<Result> {
  const giveUpAt = performance.now() + waitMs;
  for (let isTold = false; ; isTold = true) {
    try {
      return await attempt();
    } catch (error) {
      if (!on.isWorthWaiting(error) || performance.now() >= giveUpAt) throw error;
      if (!isTold) log.info(on.line, { waitMs });
      await sleep(pauseMs);
    }
  }
}
