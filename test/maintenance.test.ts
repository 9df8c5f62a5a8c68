import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { maintain } from '../src/maintenance.ts';
import { createLog } from '../src/ops/create-log.ts';
import { Secret } from '../src/ops/secret.ts';
import { openStore } from '../src/store/open-store.ts';
import { primaryKeys } from '../src/store/schema.ts';
import { createLogBook } from './digest/log-book.ts';
import { type AnyRow, type AnyTable, insertRows, rowMaker, rowsIn } from './store/any-row.ts';
import {
  describeOnEveryStore,
  openEmbeddedStore,
  openEveryStore,
  type TestStore,
} from './store/open-test-store.ts';

const tables = Object.keys(primaryKeys) as AnyTable[];

/** A database that nobody has open. */
async function closed(open: () => Promise<TestStore>, fill?: (store: TestStore['store']) => Promise<void>) {
  const { store, url, remove } = await open();
  onTestFinished(remove);
  await fill?.(store);
  await store.close();
  return url;
}

async function run(args: readonly string[], url?: string) {
  const output: string[] = [];
  const errors: string[] = [];
  const code = await maintain(args, {
    env: { DATABASE_URL: url },
    files: { read: () => '' },
    clock: () => new Date(),
    log: createLog({ level: 'info', format: 'text', write: (line) => errors.push(line) }),
    print: (line) => output.push(line),
    printError: (line) => errors.push(line),
  });
  return { code, output, errors };
}

async function look<Result>(
  url: string,
  see: (store: TestStore['store']) => Promise<Result>,
): Promise<Result> {
  const options = { url: new Secret(url), clock: () => new Date(), log: createLogBook().log };
  const store = await openStore(options);
  try {
    return await see(store);
  } finally {
    await store.close();
  }
}

/** As text, because comparing thousands of rows in any order takes minutes. */
function sorted(rows: readonly AnyRow[]): string[] {
  return rows.map((row) => JSON.stringify(Object.entries(row).toSorted())).toSorted();
}

describeOnEveryStore('forget', (open) => {
  const portals = ['acme', 'hq'];

  async function fill({ database }: TestStore['store']): Promise<void> {
    const rowOf = await rowMaker();
    for (const portal of portals) {
      for (const table of ['readings', 'backups_seen', 'notices', 'snoozes', 'portals'] as const) {
        await insertRows(database, table, [rowOf(table, portal, { portal, name: portal })]);
      }
    }
    await insertRows(database, 'subscriptions', [rowOf('subscriptions', 'acme')]);
  }

  it('deletes what is remembered of one portal, and no more', async () => {
    const url = await closed(open, fill);
    expect(await run(['forget', 'acme'], url)).toEqual({
      code: 0,
      output: [
        'Deleted 5 rows about acme.',
        'A portal that is still configured is remembered again when it is read next.',
      ],
      errors: [],
    });
    const left = await look(url, async ({ database }) =>
      Promise.all(tables.map(async (table) => [table, (await rowsIn(database, table)).length])),
    );
    expect(Object.fromEntries(left)).toEqual({
      ...{ readings: 1, backups_seen: 1, notices: 1, snoozes: 1, portals: 1 },
      ...{ subscriptions: 1, deliveries: 0, acts: 0 },
    });
  });

  it('says of which portals something is remembered when it is not that one', async () => {
    const url = await closed(open, fill);
    expect(await run(['forget', 'Acme'], url)).toEqual({
      code: 1,
      output: [],
      errors: ['Nothing is remembered of "Acme". It is of acme, hq.'],
    });
    const empty = await closed(open);
    expect((await run(['forget', 'acme'], empty)).errors).toEqual([
      'Nothing is remembered of "acme", nor of any other portal.',
    ]);
  });
});

for (const [from, to] of [
  [0, 1],
  [1, 0],
  [0, 0],
] as const) {
  const [source, target] = [openEveryStore[from], openEveryStore[to]];
  describe.skipIf(source === undefined || target === undefined)(
    `copy-store from ${from === 0 ? 'embedded' : 'PostgreSQL'} to ${to === 0 ? 'embedded' : 'PostgreSQL'}`,
    () => {
      const openSource = source ?? openEmbeddedStore;
      const openTarget = target ?? openEmbeddedStore;

      it('copies every row of every table', async () => {
        const rowOf = await rowMaker();
        const rows = new Map(
          tables.map((table, index) => [
            table,
            Array.from({ length: index === 0 ? 2_345 : index }, (_, at) =>
              rowOf(table, `${table} ${at} ä'"%_\u{1F4BE}`, { updated_at: 4_102_444_800_000 + at }),
            ),
          ]),
        );
        const first = await closed(openSource, async ({ database }) => {
          for (const [table, each] of rows) await insertRows(database, table, each);
        });
        const second = await closed(openTarget);
        const { code, output, errors } = await run(['copy-store', first, second]);
        expect({ code, errors }).toEqual({ code: 0, errors: [] });
        expect(output).toEqual([
          ...tables.map((table) => `${String(rows.get(table)?.length).padStart(4)} ${table}`),
          expect.stringMatching(/^Copied\. Set DATABASE_URL to the address of \S+, and start the bot\.$/),
        ]);
        for (const table of tables) {
          const copied = await look(second, ({ database }) => rowsIn(database, table));
          expect(sorted(copied)).toEqual(sorted(rows.get(table) ?? []));
        }
      });

      it('copies nothing into a database that is not empty', async () => {
        const rowOf = await rowMaker();
        const fill = (label: string) => (store: TestStore['store']) =>
          insertRows(store.database, 'acts', [rowOf('acts', label)]);
        const first = await closed(openSource, async (store) => {
          await fill('first')(store);
          await insertRows(store.database, 'subscriptions', [rowOf('subscriptions', 'first')]);
        });
        const second = await closed(openTarget, fill('second'));
        expect(await run(['copy-store', first, second])).toEqual({
          code: 1,
          output: [],
          errors: ['The second database is not empty (acts). Nothing was copied.'],
        });
        await look(second, async ({ database }) => {
          expect(await rowsIn(database, 'acts')).toEqual([rowOf('acts', 'second')]);
          expect(await rowsIn(database, 'subscriptions')).toEqual([]);
        });
      });
    },
  );
}

describe('a command', () => {
  it.each([
    [['forget']],
    [['forget', 'acme', 'hq']],
    [['copy-store', 'file:a.db']],
    [['frobnicate']],
    [['--help']],
  ])('that is %j shows how the commands are used', async (args) => {
    const { code, errors } = await run(args, 'file:./none.db');
    expect(code).toBe(1);
    expect(errors.join('\n')).toMatch(/^Usage: docspace-backup-bot .*forget PORTAL.*copy-store FROM TO/s);
  });

  it('that needs a database does not make one', async () => {
    const path = join(tmpdir(), 'no such folder', 'backups.db');
    const error = `There is no database ${path}. Check the path.`;
    expect(await run(['forget', 'acme'], `file:${path}`)).toMatchObject({ code: 1, errors: [error] });
    expect(await run(['copy-store', `file:${path}`, 'file:b.db'])).toMatchObject({
      code: 1,
      errors: [error],
    });
    expect(existsSync('b.db')).toBe(false);
  });

  it.each([
    ['mysql://bot:sesame@db/backups', 'file:a.db', 'FROM'],
    ['file:a.db', 'a.db', 'TO'],
  ])('refuses to copy %s to %s, without showing a password', async (from, to, name) => {
    expect(await run(['copy-store', from, to])).toEqual({
      code: 1,
      output: [],
      errors: [`${name} is no database: it must be file: and a path, or a postgres:// address.`],
    });
  });

  it('refuses to copy a database into itself', async () => {
    expect(await run(['copy-store', 'file:./a.db', 'file:a.db'])).toMatchObject({
      errors: ['FROM and TO are the same database.'],
    });
  });

  it('says so when the settings do not name a database', async () => {
    const { code, errors } = await run(['forget', 'acme'], 'backups.db');
    expect(code).toBe(1);
    expect(errors[0]).toMatch(/^The configuration has 1 problem:\n- DATABASE_URL: /);
  });

  it('says that the bot must be stopped while it uses the file', async () => {
    const { store, url, remove } = await openEmbeddedStore();
    onTestFinished(remove);
    const { code, errors } = await run(['forget', 'acme'], url);
    expect(code).toBe(1);
    expect(errors).toHaveLength(2);
    expect(errors[0]).toContain('waiting for it to stop');
    expect(errors[1]).toMatch(/is used by another program\. A file serves one bot: stop the other one/);
    expect(store.isShared).toBe(false);
  });

  it('is a script that reads .env', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'backup-store-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    writeFileSync(join(folder, '.env'), `DATABASE_URL=file:./missing.db\n`);
    const script = ['--import', import.meta.resolve('tsx'), join(process.cwd(), 'src/main.ts')];
    const { BOT_ENTRY: entry, PATH = '' } = process.env;
    const start = entry === undefined ? script : [join(process.cwd(), entry)];
    const options = { cwd: folder, env: { PATH }, encoding: 'utf8' } as const;
    const { status, stdout, stderr } = spawnSync(process.execPath, [...start, 'forget', 'acme'], options);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toBe(`There is no database ${join(folder, 'missing.db')}. Check the path.\n`);
  });
});
