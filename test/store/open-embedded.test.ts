import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Secret } from '../../src/ops/secret.ts';
import { openStore, type Store } from '../../src/store/open-store.ts';
import { createLogBook } from '../digest/log-book.ts';

function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'backup-store-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

function open(path: string, waitMs = 0, log = createLogBook().log): Promise<Store> {
  return openStore({ url: new Secret(`file:${path}`), clock: () => new Date(), log, waitMs });
}

async function makeDatabase(path: string): Promise<void> {
  const store = await open(path);
  const rows = Array.from({ length: 500 }, (_, at) => ({ team_id: 'T1', trigger_id: `trigger ${at}`, at }));
  await store.database.insertInto('acts').values(rows).execute();
  await store.close();
}

describe('an embedded database', () => {
  it('is made, with its folders, and is one file after the bot has stopped', async () => {
    const folder = makeFolder();
    await makeDatabase(join(folder, 'data', 'of', 'the bot.db'));
    expect(readdirSync(join(folder, 'data', 'of'))).toEqual(['the bot.db']);
  });

  it('is left alone when it is a folder', async () => {
    const folder = makeFolder();
    await expect(open(folder)).rejects.toThrow(`${folder} is a folder. Set DATABASE_URL to a file in it.`);
  });

  it('is left alone when a file is in the place of its folder', async () => {
    const path = join(makeFolder(), 'data');
    writeFileSync(path, '');
    await expect(open(join(path, 'backups.db'))).rejects.toThrow('cannot be read and written (EEXIST)');
  });

  it.each([
    ['of another kind', 'Backups: see the other file.\n'.repeat(100)],
    ['too short for a database', 'hi'],
  ])('is left as it is when it is a file %s', async (_, text) => {
    const path = join(makeFolder(), 'notes.txt');
    writeFileSync(path, text);
    await expect(open(path)).rejects.toThrow(
      `${path} is not a database. Move that file away, or set DATABASE_URL to another one.`,
    );
    expect(readFileSync(path, 'utf8')).toBe(text);
  });

  it.each([
    ['cut off', (path: string) => truncateSync(path, 40_960)],
    ['overwritten in the middle', (path: string) => overwrite(path, 20_000, 60_000)],
  ])('is left as it is when it was %s', async (_, damage) => {
    const path = join(makeFolder(), 'backups.db');
    await makeDatabase(path);
    damage(path);
    const before = readFileSync(path);
    await expect(open(path)).rejects.toThrow(
      `The database ${path} is damaged. Put a copy from before in its place; or move it away, and the bot begins a new one.`,
    );
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  it('is not opened twice: who comes second says once that it waits, and gives up in time', async () => {
    const path = join(makeFolder(), 'backups.db');
    const first = await open(path);
    const { log, entries } = createLogBook();
    await expect(open(path, 600, log)).rejects.toThrow(
      `The database ${path} is used by another program. A file serves one bot: stop the other one, or set DATABASE_URL to PostgreSQL.`,
    );
    expect(entries.map(({ message }) => message)).toEqual([
      `Another program uses ${path}: waiting for it to stop`,
    ]);
    await first.close();
  });

  it('is opened as soon as the first has closed it', async () => {
    const path = join(makeFolder(), 'backups.db');
    const first = await open(path);
    await first.database.selectFrom('acts').selectAll().execute();
    const second = open(path, 30_000);
    await first.close();
    await (await second).close();
  });

  it('has everything that was stored when the bot is killed', async () => {
    const [folder, crashed] = [makeFolder(), makeFolder()];
    const { database, close } = await open(join(folder, 'backups.db'));
    await database.insertInto('acts').values({ team_id: 'T1', trigger_id: '1', at: 1 }).execute();
    cpSync(folder, crashed, { recursive: true });
    await close();
    expect(readdirSync(crashed).toSorted()).toEqual(['backups.db', 'backups.db-wal']);
    const again = await open(join(crashed, 'backups.db'));
    expect(await again.database.selectFrom('acts').select('at').execute()).toEqual([{ at: 1 }]);
    await again.close();
  });

  it('goes on after its disk was full, and loses nothing that was stored', async () => {
    const path = join(makeFolder(), 'backups.db');
    const { database, close } = await open(path);
    const put = (name: string) =>
      database
        .insertInto('acts')
        .values({ team_id: 'T1', trigger_id: name.padEnd(4_000), at: 1 })
        .execute();
    await put('before');
    await pragma(database, 'max_page_count = 1');
    const twice = database.transaction().execute(async (transaction) => {
      await transaction.deleteFrom('acts').execute();
      for (let at = 0; at < 50; at += 1) {
        await transaction
          .insertInto('acts')
          .values({ team_id: 'T1', trigger_id: `${at}`.padEnd(4_000), at })
          .execute();
      }
    });
    await expect(twice).rejects.toMatchObject({ code: 'SQLITE_FULL' });
    await expect(database.selectFrom('acts').select('at').execute()).resolves.toHaveLength(1);
    await pragma(database, 'max_page_count = 100000');
    await put('after');
    await expect(database.selectFrom('acts').select('at').execute()).resolves.toHaveLength(2);
    await close();
  });

  it('lets other events have their turn while much is stored', async () => {
    const { database, close } = await open(join(makeFolder(), 'backups.db'));
    let turns = 0;
    const timer = setInterval(() => {
      turns += 1;
    }, 0);
    for (let at = 0; at < 500; at += 1) {
      await database
        .insertInto('acts')
        .values({ team_id: 'T1', trigger_id: `${at}`, at })
        .execute();
    }
    clearInterval(timer);
    expect(turns).toBeGreaterThan(3);
    await close();
  });
});

function pragma(database: Store['database'], text: string) {
  return sql.raw(`pragma ${text}`).execute(database);
}

function overwrite(path: string, from: number, to: number): void {
  const bytes = readFileSync(path);
  bytes.fill(0xa5, from, to);
  writeFileSync(path, bytes);
}
