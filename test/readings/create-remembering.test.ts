import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Backup } from '../../src/backups/backup.ts';
import type { Portal } from '../../src/backups/portal.ts';
import { type HistoryAnswer, pastOf, type Reading } from '../../src/backups/reading.ts';
import { createReadings } from '../../src/readings/create-readings.ts';
import { createRemembering } from '../../src/readings/create-remembering.ts';
import type { Memory } from '../../src/readings/memory.ts';
import { forgetPortal } from '../../src/store/forget.ts';
import { createPortalMemory } from '../../src/store/portal-memory.ts';
import { aPortal, dayMs, fromNow, hourMs } from '../backups/sample-backups.ts';
import { goneIn, listedIn, named } from '../backups/sample-pasts.ts';
import { createLogBook } from '../digest/log-book.ts';
import { openEmbeddedStore, type TestStore } from '../store/open-test-store.ts';

const acme = aPortal('acme');
const hr = aPortal('hr', { dumps: true });
const [a, b] = ['a', 'b'].map((id) => named(id)) as [Backup, Backup];

let test: TestStore;
beforeEach(async () => {
  test = await openEmbeddedStore();
});
afterEach(() => test.remove());

/** One start of the bot: portals that show what `shown` has, a clock, and a memory that can be made to fail. */
function startBot(
  options: { readonly portals?: readonly Portal[]; readonly memory?: Memory; readonly waitMs?: number } = {},
) {
  const { portals = [acme, hr], waitMs = 60_000 } = options;
  const memory = options.memory ?? createPortalMemory({ database: test.store.database, teamId: () => 'T1' });
  const shown = new Map<string, HistoryAnswer>();
  const log = createLogBook();
  const bot = {
    ...{ log, now: fromNow(0) },
    show(portal: Portal, backups: readonly Backup[]) {
      shown.set(`${portal.name} own`, { kind: 'read', backups });
    },
    fail(portal: Portal) {
      shown.set(`${portal.name} own`, { kind: 'failed', failure: { kind: 'key-refused' } });
    },
    async read(asked: readonly Portal[] = portals, fresh = true): Promise<Reading[]> {
      return remembering.read(asked, { scope: ({ dumps }) => (dumps ? 'all' : 'own'), fresh });
    },
    async readOne(): Promise<Reading> {
      return (await bot.read([acme]))[0] ?? expect.fail();
    },
    settle: () => remembering.settle(),
  };
  const clock = () => bot.now;
  const readings = createReadings({
    reader: {
      async readHistory({ name }, part) {
        return shown.get(`${name} ${part}`) ?? { kind: 'read', backups: [] };
      },
    },
    ...{ clock, log: log.log },
  });
  const remembering = createRemembering({
    ...{ readings, memory, portals, clock, log: log.log, waitMs },
  });
  return bot;
}

function ownPast(reading: Reading | undefined) {
  return (reading && pastOf(reading, 'own')) ?? expect.fail();
}

describe('readings that are remembered', () => {
  it('have the past of each of their lists', async () => {
    const bot = startBot();
    bot.show(acme, [a]);
    const [first, second] = await bot.read();
    expect(first?.past).toMatchObject([{ part: 'own', firstReadAt: fromNow(0) }]);
    expect(second?.past).toMatchObject([{ part: 'own' }, { part: 'dumps' }]);
  });

  it('are compared with what an earlier start of the bot remembered', async () => {
    const before = startBot();
    before.show(acme, [a, b]);
    await before.read();
    const after = startBot();
    after.now = fromNow(dayMs);
    after.show(acme, [b]);
    expect(goneIn(ownPast(await after.readOne()))).toEqual({ a: 'unexplained' });
  });

  it('have the same past when an answer is used again', async () => {
    const bot = startBot();
    bot.show(acme, [a]);
    const { past } = await bot.readOne();
    bot.now = fromNow(20_000);
    const [again] = await bot.read([acme], false);
    expect(again?.past).toEqual(past);
  });

  it('compare an answer once that several wait for', async () => {
    const bot = startBot();
    bot.show(acme, [a]);
    await bot.read();
    bot.now = fromNow(dayMs);
    bot.show(acme, [a, b]);
    const both = await Promise.all([bot.read([acme]), bot.read([acme, hr]), bot.read([acme])]);
    for (const [reading] of both) expect(ownPast(reading).backups).toHaveLength(2);
    expect(new Set(both.map(([reading]) => ownPast(reading))).size).toBe(1);
  });

  it('do not take a portal for changed that cannot be read', async () => {
    const bot = startBot();
    bot.show(acme, [a]);
    await bot.read();
    bot.now = fromNow(dayMs);
    bot.fail(acme);
    const past = ownPast(await bot.readOne());
    expect(listedIn(past)).toEqual(['a']);
    expect(past.failingSince).toEqual(fromNow(dayMs));
  });

  it('do not take for news what changed while a portal was not configured', async () => {
    const before = startBot();
    before.show(acme, [a, b]);
    await before.read();
    const without = startBot({ portals: [hr] });
    without.now = fromNow(hourMs);
    await without.read();
    const after = startBot();
    after.now = fromNow(dayMs);
    after.show(acme, [b]);
    expect(goneIn(ownPast(await after.readOne()))).toEqual({ a: 'unwatched' });
  });

  it('are remembered again after a portal was forgotten by hand', async () => {
    const bot = startBot();
    bot.show(acme, [a]);
    await bot.read();
    await forgetPortal(test.store.database, 'acme');
    for (const day of [1, 2, 3]) {
      bot.now = fromNow(day * dayMs);
      await bot.read();
    }
    expect(ownPast(await bot.readOne()).firstReadAt).toEqual(fromNow(2 * dayMs));
  });

  it('of several copies of the bot never disagree with what was read last', async () => {
    const copies = [startBot(), startBot(), startBot()];
    const lists = [[a, b], [a], [b]];
    for (const [round, backups] of [...lists, ...lists].entries()) {
      for (const [index, copy] of copies.entries()) {
        copy.now = fromNow(round * dayMs + index);
        copy.show(acme, backups);
      }
      await Promise.all(copies.map((copy) => copy.read()));
      const last = copies[2] ?? expect.fail();
      last.now = fromNow(round * dayMs + hourMs);
      const past = ownPast(await last.readOne());
      expect(listedIn(past)).toEqual(backups.map(({ id }) => id));
    }
  });
});

describe('readings while the database cannot be used', () => {
  const working = () => createPortalMemory({ database: test.store.database, teamId: () => 'T1' });

  /** Calls `first` ahead of every use of the database. */
  function intercepted(first: () => Promise<void>): Memory {
    const memory = working();
    return {
      watch: (...given) => first().then(() => memory.watch(...given)),
      recall: (...given) => first().then(() => memory.recall(...given)),
      record: (given) => first().then(() => memory.record(given)),
    };
  }

  it('come all the same, and this is logged once, and its end too', async () => {
    let isBroken = true;
    const bot = startBot({
      memory: intercepted(async () => {
        if (isBroken) throw new Error('disk full');
      }),
    });
    bot.show(acme, [a]);
    for (const second of [0, 1, 2]) {
      bot.now = fromNow(second * 1_000);
      const readings = await bot.read();
      expect(readings.map(({ past }) => past)).toEqual(['unavailable', 'unavailable']);
    }
    expect(bot.log.entries.map(({ level }) => level)).toEqual(['error']);
    expect(JSON.stringify(bot.log.entries)).toContain('cannot be used');
    isBroken = false;
    expect(ownPast(await bot.readOne()).firstReadAt).toEqual(fromNow(2_000));
    await bot.settle();
    expect(bot.log.entries.map(({ level }) => level)).toEqual(['error', 'info']);
  });

  it('wait for it once, and no more until it answers', async () => {
    let release = () => {};
    const hanging = new Promise<void>((resolve) => {
      release = resolve;
    });
    let uses = 0;
    const memory = intercepted(() => {
      uses += 1;
      return hanging;
    });
    const bot = startBot({ memory, waitMs: 20 });
    bot.show(acme, [a]);
    for (const second of [0, 1, 2]) {
      bot.now = fromNow(second * 1_000);
      expect((await bot.readOne()).past).toBe('unavailable');
    }
    expect(uses).toBe(1);
    expect(bot.log.entries).toHaveLength(1);
    release();
    await bot.settle();
    // What is late is remembered all the same.
    const after = startBot();
    after.now = fromNow(hourMs);
    expect(ownPast(await after.readOne()).firstReadAt).toEqual(fromNow(0));
  });

  it('remember what they could not, once the database is back', async () => {
    let isBroken = false;
    const memory = intercepted(async () => {
      if (isBroken) throw new Error('connection refused');
    });
    const bot = startBot({ memory });
    bot.show(acme, [a, b]);
    await bot.read();
    isBroken = true;
    bot.now = fromNow(hourMs);
    bot.show(acme, [b]);
    await bot.read();
    isBroken = false;
    bot.now = fromNow(2 * hourMs);
    const { backups } = ownPast(await bot.readOne());
    expect(backups.find(({ backup }) => backup.id === 'a')?.gone).toEqual({
      ...{ at: fromNow(2 * hourMs), lastSeenAt: fromNow(0), why: 'unexplained' },
    });
  });
});
