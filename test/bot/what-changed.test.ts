import { describe, expect, it } from 'vitest';
import { backupRecord } from '../../sandbox/docspace/records.ts';
import { startWorld, type World, type WorldOptions, wordsOf } from './start-world.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const start = new Date('2026-11-24T09:00:00Z');

/** A world whose clock is moved by hand, with one portal that has a backup a day. */
async function startWatched(options: WorldOptions = {}) {
  let now = start;
  const world = await startWorld({ clock: () => now, ...options });
  const { state } = world.portal('acme');
  const record = (daysAgo: number, storage: 'Documents' | 'DataStore' = 'Documents') =>
    backupRecord({ alias: 'acme', storage, createdAt: new Date(start.getTime() - daysAgo * dayMs - hourMs) });
  state.ownBackups = [0, 1, 2, 3].map((days) => record(days));
  return {
    world,
    state,
    record,
    pass(ms: number) {
      now = new Date(now.getTime() + ms);
    },
    ask: (text = 'acme') => ask(world, text),
    [Symbol.asyncDispose]: () => world[Symbol.asyncDispose](),
  };
}

async function ask(world: World, text: string): Promise<string> {
  return wordsOf(await (await world.slack.command({ text })).nextAnswer());
}

describe('a backup that is missing when the portal is asked again', () => {
  it('is no longer listed, and says which, until it is back', async () => {
    await using bot = await startWatched();
    expect(await bot.ask()).not.toContain('no longer listed');
    const [first, missing, ...others] = bot.state.ownBackups;
    bot.state.ownBackups = [first, ...others].flatMap((each) => each ?? []);
    bot.pass(hourMs);
    const answer = await bot.ask();
    expect(answer).toContain('🔴 acme · 1 backup is no longer listed');
    expect(answer).toContain('No longer listed');
    expect(await bot.ask('')).toContain('1 backup is no longer listed');
    bot.state.ownBackups.push(missing ?? expect.fail());
    bot.pass(hourMs);
    expect(await bot.ask()).toContain('🟢 acme');
  });

  it('is told for seven days', async () => {
    await using bot = await startWatched();
    await bot.ask();
    bot.state.ownBackups.splice(1, 1);
    bot.pass(hourMs);
    expect(await bot.ask()).toContain('no longer listed');
    bot.pass(6 * dayMs);
    expect(await bot.ask()).toContain('no longer listed');
    bot.pass(dayMs);
    expect(await bot.ask()).not.toContain('no longer listed');
  });

  it('is told after a restart too', async () => {
    await using bot = await startWatched();
    await bot.ask();
    await bot.world.restart({});
    bot.state.ownBackups.splice(1, 1);
    bot.pass(hourMs);
    expect(await bot.ask()).toContain('1 backup is no longer listed');
    await bot.world.restart({});
    bot.pass(hourMs);
    expect(await bot.ask()).toContain('1 backup is no longer listed');
  });

  it('is not told when it expired', async () => {
    await using bot = await startWatched();
    bot.state.ownBackups.push(bot.record(0, 'DataStore'));
    await bot.ask();
    bot.state.ownBackups.pop();
    bot.pass(24 * hourMs);
    expect(await bot.ask()).not.toContain('no longer listed');
  });

  it('is not told when the schedule made a newer one and removed the oldest', async () => {
    await using bot = await startWatched();
    await bot.ask();
    bot.pass(dayMs);
    bot.state.ownBackups = [-1, 0, 1, 2].map((days) => bot.record(days));
    expect(await bot.ask()).not.toContain('no longer listed');
  });

  it('is not told of a portal that cannot be read', async () => {
    await using bot = await startWatched();
    await bot.ask();
    bot.state.keyRevoked = true;
    bot.pass(hourMs);
    expect(await bot.ask()).not.toContain('no longer listed');
    bot.state.keyRevoked = false;
    bot.pass(dayMs);
    const answer = await bot.ask();
    expect(answer).not.toContain('no longer listed');
    expect(answer).toContain('it can be read again');
  });

  it('is told of a whole storage in one sentence', async () => {
    await using bot = await startWatched();
    bot.state.ownBackups.push(
      ...[4, 5, 6].map((days) =>
        backupRecord({
          ...{ alias: 'acme', storage: 'ThirdPartyConsumer' },
          createdAt: new Date(start.getTime() - days * dayMs),
        }),
      ),
    );
    await bot.ask();
    bot.state.ownBackups.splice(-3);
    bot.pass(hourMs);
    expect(await bot.ask()).toContain('all 3 backups in third-party storage are no longer listed');
  });
});

describe('the bot whose database fails', () => {
  it('answers, and says that what changed is unknown', async () => {
    await using bot = await startWatched();
    await bot.ask();
    await bot.world.store.database.schema.dropTable('readings').execute();
    bot.pass(hourMs);
    const answer = await bot.ask();
    expect(answer).toContain('🟢 acme');
    expect(answer).toContain('what changed or is snoozed is unknown');
    bot.pass(hourMs);
    await bot.ask();
    const told = bot.world.lines.filter((line) => line.includes('what changed in the portals is unknown'));
    expect(told).toHaveLength(1);
  });
});
