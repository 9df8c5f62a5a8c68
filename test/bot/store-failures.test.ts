import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startPortal } from '../../sandbox/docspace/portal-server.ts';
import { startSlack } from '../../sandbox/slack/slack-server.ts';
import { Secret } from '../../src/ops/secret.ts';
import { openStore } from '../../src/store/open-store.ts';
import { createLogBook } from '../digest/log-book.ts';
import { type SpawnOptions, spawnBot } from './spawn-bot.ts';

const nobody = 65_534;
/** The rights of files do not bind root. */
const asSomebody: SpawnOptions = process.getuid?.() === 0 ? { uid: nobody } : {};

function makeFolder(): Disposable & { readonly path: string } {
  const path = mkdtempSync(join(tmpdir(), 'backup-store-'));
  chmodSync(path, 0o755);
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true }) };
}

function environment(database: string): Record<string, string> {
  return {
    DATABASE_URL: database,
    SLACK_BOT_TOKEN: 'xoxb-1',
    SLACK_APP_TOKEN: 'xapp-1',
    SLACK_API_URL: 'http://127.0.0.1:9/api/',
    DOCSPACE_URL: 'http://127.0.0.1:9',
    DOCSPACE_API_KEY: 'sk-0123456789abcdef',
  };
}

/** What the bot prints before it ends with 1, on standard error. */
async function endingOf(database: string, options: SpawnOptions = {}): Promise<string> {
  await using bot = spawnBot(environment(database), options);
  expect(await bot.ended).toBe(1);
  expect(bot.output()).toBe(bot.errors());
  return bot.output();
}

async function makeDatabase(path: string): Promise<void> {
  const url = new Secret(`file:${path}`);
  const store = await openStore({ url, clock: () => new Date(), log: createLogBook().log });
  const rows = Array.from({ length: 500 }, (_, at) => ({ team_id: 'T1', trigger_id: `trigger ${at}`, at }));
  await store.database.insertInto('acts').values(rows).execute();
  await store.close();
}

const remedy =
  "Give the bot's user the right to write that file and its folder, or set DATABASE_URL to a file elsewhere.";

describe.concurrent('the bot ends with one line and changes nothing', () => {
  it('when the folder of its database cannot be written to', async () => {
    using folder = makeFolder();
    chmodSync(folder.path, 0o555);
    const path = join(folder.path, 'backups.db');
    expect(await endingOf(`file:${path}`, asSomebody)).toBe(
      `The database ${path} cannot be read and written (EACCES). ${remedy}\n`,
    );
    expect(readdirSync(folder.path)).toEqual([]);
  });

  it('when the folder of its database cannot be made', async () => {
    using folder = makeFolder();
    chmodSync(folder.path, 0o555);
    const path = join(folder.path, 'data', 'backups.db');
    expect(await endingOf(`file:${path}`, asSomebody)).toBe(
      `The database ${path} cannot be read and written (EACCES). ${remedy}\n`,
    );
  });

  it('when its database may only be read', async () => {
    using folder = makeFolder();
    const path = join(folder.path, 'backups.db');
    await makeDatabase(path);
    chmodSync(folder.path, 0o777);
    chmodSync(path, 0o444);
    const before = readFileSync(path);
    expect(await endingOf(`file:${path}`, asSomebody)).toBe(
      `The database ${path} cannot be read and written (EACCES). ${remedy}\n`,
    );
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  it.skipIf(!mayMount())('when the disk is full, and starts once there is space', async () => {
    using disk = makeFolder();
    const path = join(disk.path, 'backups.db');
    const script = `mount -t tmpfs -o size=64k tmpfs ${disk.path} && "$@"; echo "ended with $?"
      mount -o remount,size=8m ${disk.path} && exec "$@"`;
    await using bot = spawnBot(environment(`file:${path}`), {
      script: `exec unshare --user --map-root-user --mount sh -c '${script}' sh "$@"`,
    });
    await waitForOutput(bot, 'Slack cannot be reached');
    // Two streams, of which either may be read first.
    expect(bot.output()).toContain('ended with 1\n');
    expect(bot.errors()).toBe(`No space is left for the database ${path}. Free some, and start again.\n`);
  });

  it('when the engine is not installed for this machine', async () => {
    using folder = makeFolder();
    const path = join(folder.path, 'data', 'backups.db');
    const main = copyWithoutEngine(folder.path);
    await using bot = spawnBot(environment(`file:${path}`), { main });
    expect(await bot.ended).toBe(1);
    expect(bot.output()).toMatch(
      /^The embedded database is not installed for this machine \(Cannot find module '@libsql\/[\w-]+'\)\. Run npm ci on it without --omit=optional, or set DATABASE_URL to PostgreSQL\.\n$/,
    );
  });
});

describe.concurrent('a second bot on the same file', () => {
  it('waits for the first, and goes on when that has stopped', async () => {
    await using slack = await startSlack();
    await using portal = await startPortal();
    using folder = makeFolder();
    const env = {
      ...environment(`file:${join(folder.path, 'backups.db')}`),
      ...{ SLACK_BOT_TOKEN: slack.botToken, SLACK_APP_TOKEN: slack.appToken, SLACK_API_URL: slack.apiUrl },
      ...{ DOCSPACE_URL: portal.url, DOCSPACE_API_KEY: portal.apiKey },
    };
    await using first = spawnBot(env);
    await slack.waitForSocket(30_000);
    await using second = spawnBot(env);
    await waitForOutput(second, 'waiting for it to stop');
    first.child.kill('SIGTERM');
    expect(await first.ended).toBe(0);
    await slack.waitForSocket(30_000);
    second.child.kill('SIGTERM');
    expect(await second.ended).toBe(0);
  });

  it('can be stopped while it waits', async () => {
    using folder = makeFolder();
    const path = join(folder.path, 'backups.db');
    await makeDatabase(path);
    const url = new Secret(`file:${path}`);
    const store = await openStore({ url, clock: () => new Date(), log: createLogBook().log });
    await using bot = spawnBot(environment(`file:${path}`));
    await waitForOutput(bot, 'waiting for it to stop');
    bot.child.kill('SIGTERM');
    expect(await bot.ended).toBe(0);
    await store.close();
  });
});

function mayMount(): boolean {
  const mount = ['--user', '--map-root-user', '--mount', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt'];
  return spawnSync('unshare', mount).status === 0;
}

/** These sources, or the built bot, beside all packages but the engine itself; returns where it starts. */
function copyWithoutEngine(folder: string): string {
  const packages = join(folder, 'node_modules');
  mkdirSync(packages);
  for (const name of readdirSync('node_modules')) {
    if (name.startsWith('.') || name === '@libsql' || name === 'libsql') continue;
    symlinkSync(resolve('node_modules', name), join(packages, name));
  }
  cpSync('node_modules/libsql', join(packages, 'libsql'), { recursive: true });
  const { BOT_ENTRY: entry } = process.env;
  cpSync('package.json', join(folder, 'package.json'));
  if (entry === undefined) cpSync('src', join(folder, 'src'), { recursive: true });
  else cpSync(entry, join(folder, 'main.js'));
  return join(folder, entry === undefined ? 'src/main.ts' : 'main.js');
}

async function waitForOutput(bot: ReturnType<typeof spawnBot>, words: string): Promise<void> {
  while (!bot.output().includes(words)) {
    const code = await Promise.race([once(bot.child.stdout ?? bot.child, 'data'), bot.ended]);
    if (!Array.isArray(code)) throw new Error(`The bot ended with ${code}: ${bot.output()}`);
  }
}
