import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { Secret } from '../../src/ops/secret.ts';
import { openStore, type Store, type StoreOptions } from '../../src/store/open-store.ts';
import { spawnBot } from '../bot/spawn-bot.ts';
import { createLogBook } from '../digest/log-book.ts';
import { runOnce } from './open-test-store.ts';
import { makeCluster, type PostgresCluster, postgresPrograms } from './postgres-cluster.ts';

const isSkipped = process.env['TEST_POSTGRES_URL'] === undefined || postgresPrograms === undefined;
const kyselyLock = '3853314791062309107';

let cluster: PostgresCluster;
let databases = 0;

beforeAll(async () => {
  if (isSkipped) return;
  cluster = await makeCluster();
  await cluster.start();
});

afterAll(() => cluster?.[Symbol.asyncDispose]());

/** The address of a new, empty database. */
async function makeDatabase(): Promise<string> {
  databases += 1;
  await runOnce(cluster.url(), `create database backups_${databases}`);
  return cluster.url(undefined, undefined, `backups_${databases}`);
}

async function open(url: string, options: Partial<StoreOptions> = {}): Promise<Store> {
  const usual = { clock: () => new Date(), log: createLogBook().log, waitMs: 0 };
  const store = await openStore({ url: new Secret(url), ...usual, ...options });
  onTestFinished(() => store.close());
  return store;
}

function count({ database }: Store): Promise<unknown> {
  return database.selectFrom('acts').select('at').execute();
}

/** Asks again and again, as the bot does, until there is an answer. */
async function untilAnswered(store: Store): Promise<void> {
  for (;;) {
    try {
      await count(store);
      return;
    } catch {
      await sleep(50);
    }
  }
}

describe.skipIf(isSkipped)('a PostgreSQL server', () => {
  it.each(['fast', 'immediate'] as const)('may be restarted (%s) while it is used', async (mode) => {
    const store = await open(await makeDatabase());
    await Promise.all(Array.from({ length: 20 }, () => count(store)));
    await cluster.stop(mode);
    const startedAt = performance.now();
    await expect(count(store)).rejects.toThrow();
    await expect(store.database.transaction().execute(() => count(store))).rejects.toThrow();
    expect(performance.now() - startedAt).toBeLessThan(5_000);
    await cluster.start();
    await untilAnswered(store);
    await Promise.all(Array.from({ length: 20 }, () => count(store)));
  });

  it('may be restarted in the middle of a transaction, which is undone', async () => {
    const store = await open(await makeDatabase());
    const undone = store.database.transaction().execute(async (transaction) => {
      await transaction.insertInto('acts').values({ team_id: 'T1', trigger_id: '1', at: 1 }).execute();
      await cluster.stop('fast');
      await transaction.insertInto('acts').values({ team_id: 'T1', trigger_id: '2', at: 1 }).execute();
    });
    await expect(undone).rejects.toThrow();
    await cluster.start();
    await untilAnswered(store);
    expect(await count(store)).toEqual([]);
  });

  it('that stops answering is given up within seconds, and used again when it goes on', async () => {
    const store = await open(await makeDatabase());
    await count(store);
    cluster.freeze();
    const startedAt = performance.now();
    const asked = await Promise.allSettled([
      count(store),
      store.database.transaction().execute(() => count(store)),
      ...Array.from({ length: 20 }, () => count(store)),
    ]);
    expect(performance.now() - startedAt).toBeLessThan(20_000);
    expect(asked.map(({ status }) => status)).toEqual(asked.map(() => 'rejected'));
    cluster.thaw();
    await untilAnswered(store);
    cluster.freeze();
    const closedAt = performance.now();
    await store.close();
    expect(performance.now() - closedAt).toBeLessThan(5_000);
    cluster.thaw();
  });

  it('is waited for at the start, and the log says so once', async () => {
    const url = await makeDatabase();
    await cluster.stop('fast');
    const { log, entries } = createLogBook();
    const opened = open(url, { log, waitMs: 30_000 });
    await sleep(600);
    await cluster.start();
    await opened;
    expect(entries.map(({ message }) => message)).toEqual([
      expect.stringMatching(
        /^PostgreSQL at 127\.0\.0\.1:\d+\/backups_\d+ cannot be reached yet: waiting for it$/,
      ),
    ]);
  });

  it('that is not there after the wait ends the start', async () => {
    const url = cluster.url();
    await cluster.stop('fast');
    await expect(open(url)).rejects.toThrow(
      /^PostgreSQL at 127\.0\.0\.1:\d+\/postgres cannot be reached \(ECONNREFUSED\)\. Check that the server runs, and DATABASE_URL\.$/,
    );
    await cluster.start();
  });

  it('serves several copies that start at the same time', async () => {
    const url = await makeDatabase();
    const stores = await Promise.all(Array.from({ length: 6 }, () => open(url)));
    expect(stores.map(({ isShared }) => isShared)).toEqual(stores.map(() => true));
  });

  it('makes a copy wait while another one changes the tables, and the log says so', async () => {
    const url = await makeDatabase();
    const other = new pg.Client({ connectionString: url });
    await other.connect();
    await other.query(`select pg_advisory_lock(${kyselyLock})`);
    const { log, entries } = createLogBook();
    const opened = open(url, { log });
    while (entries.length === 0) await sleep(50);
    await other.end();
    await opened;
    expect(entries.map(({ message }) => message)).toEqual([
      'The tables are being brought up to date, by this process or by another one: waiting',
    ]);
  });

  it.each([
    [6_000, 1],
    [-6_000, 1],
    [4_000, 0],
  ])('whose clock is off by %s ms: %s warnings', async (offMs, warnings) => {
    const { log, entries } = createLogBook();
    await open(await makeDatabase(), { log, clock: () => new Date(Date.now() - offMs) });
    expect(entries).toHaveLength(warnings);
    for (const { level, message, fields } of entries) {
      expect([level, message]).toEqual([
        'warn',
        "The database server's clock differs from this machine's. Set both by a time server (NTP)",
      ]);
      expect(Math.abs(Number(fields['differenceMs']) - offMs)).toBeLessThan(500);
    }
  });

  it.each([
    [
      'an unknown user',
      () => cluster.url('nobody', 'secret-word'),
      / refuses the user or the password\. Correct /,
    ],
    [
      'a wrong password',
      () => cluster.url('owner', 'secret-word'),
      / refuses the user or the password\. Correct /,
    ],
    ['no password', () => cluster.url('owner', ''), / refuses the user or the password\. Correct /],
    [
      'an unknown database',
      () => cluster.url(undefined, undefined, 'nowhere'),
      / has no database of that name\. Create it, or correct DATABASE_URL\.$/,
    ],
    [
      'TLS that it does not have',
      () => `${cluster.url()}?sslmode=require`,
      /^No safe connection to PostgreSQL at .* \(The server does not support SSL connections\)\. Set NODE_EXTRA_CA_CERTS/,
    ],
  ])('refuses %s at once, in one line without the password', async (_, url, line) => {
    const refused = await open(url(), { waitMs: 30_000 }).catch((error: unknown) => error);
    expect(refused).toMatchObject({ name: 'StoreFailure', message: expect.stringMatching(line) });
    expect(String(refused)).not.toMatch(/secret-word|sesame|\n/);
  });

  it('refuses a user who may not make tables', async () => {
    const url = await makeDatabase();
    await runOnce(cluster.url(), `create role guest_${databases} login password 'guest'`);
    const { pathname } = new URL(url);
    await runOnce(url, 'revoke create on schema public from public');
    await expect(open(cluster.url(`guest_${databases}`, 'guest', pathname.slice(1)))).rejects.toThrow(
      /^The user of DATABASE_URL may not create tables in .*\. Make it the owner of the database, or grant it CREATE on the schema\.$/,
    );
  });

  it('that is read-only is refused', async () => {
    const url = await makeDatabase();
    await (await open(url)).close();
    await runOnce(url, `alter database backups_${databases} set default_transaction_read_only = on`);
    await expect(open(url)).rejects.toThrow(/ is read-only\. Set DATABASE_URL to the primary server\.$/);
  });

  it('ends the bot with one line', async () => {
    await using bot = spawnBot({
      DATABASE_URL: cluster.url('owner', 'secret-word'),
      ...{ SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1', SLACK_API_URL: 'http://127.0.0.1:9/api/' },
      ...{ DOCSPACE_URL: 'http://127.0.0.1:9', DOCSPACE_API_KEY: 'sk-0123456789abcdef' },
    });
    expect(await bot.ended).toBe(1);
    expect(bot.output()).toMatch(
      /^PostgreSQL at 127\.0\.0\.1:\d+\/postgres refuses the user or the password\. Correct DATABASE_URL\.\n$/,
    );
  });
});
