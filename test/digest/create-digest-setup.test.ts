import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDigestSetup, type SetupAccess } from '../../src/digest/create-digest-setup.ts';
import type { DigestSetup } from '../../src/digest/digest-setup.ts';
import { followSettings } from '../../src/digest/follow-settings.ts';
import type { PostOutcome } from '../../src/digest/poster.ts';
import type { Subscriptions, SubscriptionWish } from '../../src/digest/subscription.ts';
import { createSubscriptions } from '../../src/store/subscriptions.ts';
import { openEmbeddedStore, type TestStore } from '../store/open-test-store.ts';
import { createLogBook, type LogEntry } from './log-book.ts';
import { createRecordingPoster, type RecordingPoster } from './recording-poster.ts';

const anna = 'U0SBANNA001';
const bob = 'U0SBBOB0001';
const now = new Date('2026-03-02T10:00:00Z');
const channel = 'C0123456789';
const wish: SubscriptionWish = {
  ...{ channel, cron: '0 9 * * *', timeZone: 'Europe/Berlin', kind: 'all' },
  ...{ expiringWithinMs: undefined, staleAfterMs: undefined },
};
const everyone: SetupAccess = { users: new Set(), channels: new Set(), admins: new Set() };

let opened: TestStore;
let subscriptions: Subscriptions;
let poster: RecordingPoster;
let entries: LogEntry[];
beforeEach(async () => {
  opened = await openEmbeddedStore();
  subscriptions = createSubscriptions({ database: opened.store.database, teamId: () => 'T1' });
  poster = createRecordingPoster(() => now);
});
afterEach(() => opened.remove());

function createSetup(
  access: Partial<SetupAccess> = {},
  more: { subscriptions?: Subscriptions } = {},
): DigestSetup {
  const book = createLogBook();
  ({ entries } = book);
  return createDigestSetup({
    ...{ subscriptions, poster, timeZone: 'UTC', clock: () => now, log: book.log, ...more },
    zones: { zoneOf: async (user) => (user === anna ? 'Europe/Berlin' : undefined) },
    access: { ...everyone, ...access },
  });
}

const told = () => poster.posts.map((post) => `${post.channel}: ${post.message.text}`);
const kept = async () =>
  (await subscriptions.all()).map(({ cron, state, channel: place }) => `${place} ${cron} ${state.kind}`);

async function setUpOne(by = anna): Promise<string> {
  const outcome = await createSetup().setUp(wish, by);
  if (outcome.kind !== 'done') throw new Error(outcome.kind);
  (poster.posts as unknown[]).length = 0;
  return outcome.subscription.id;
}

describe('a digest that is set up', () => {
  it('is announced in its channel, and comes at its next time', async () => {
    expect(await createSetup().setUp(wish, anna)).toMatchObject({
      ...{ kind: 'done', what: 'set-up' },
      subscription: { ...wish, createdBy: anna, nextDueAt: new Date('2026-03-03T08:00:00Z') },
    });
    expect(told()).toEqual([
      `${channel}: <@${anna}> set up a backup digest here: *09:00, every day, Europe/Berlin*.`,
    ]);
  });

  it('is changed by the same time again, and that is announced once', async () => {
    const id = await setUpOne();
    const again = { ...wish, cron: '0 9 * * 1-5', kind: 'problems' } as const;
    const setup = createSetup();
    expect(await setup.setUp(again, bob)).toMatchObject({
      ...{ kind: 'done', what: 'changed', subscription: { id, ...again, createdBy: anna, updatedBy: bob } },
    });
    expect(await setup.setUp(again, bob)).toMatchObject({ kind: 'done', what: 'unchanged' });
    expect(told()).toEqual([
      `${channel}: <@${bob}> changed a backup digest here. It is now: *09:00, Monday to Friday, Europe/Berlin, problems only*.`,
    ]);
  });

  it('is proposed for nine in the zone of the asker, or in the default one', async () => {
    const setup = createSetup();
    expect(await setup.proposal(channel, anna)).toEqual(wish);
    expect(await setup.proposal(channel, bob)).toEqual({ ...wish, timeZone: 'UTC' });
  });

  it('has its next times shown, also over a change of the clock', () => {
    const next = createSetup().nextSlots({ cron: '30 8 * * 1-5', timeZone: 'America/New_York' }, 5);
    expect(next.map((at) => at.toISOString())).toEqual([
      '2026-03-02T13:30:00.000Z',
      '2026-03-03T13:30:00.000Z',
      '2026-03-04T13:30:00.000Z',
      '2026-03-05T13:30:00.000Z',
      '2026-03-06T13:30:00.000Z',
    ]);
    const [, , , monday] = createSetup().nextSlots(
      { cron: '30 8 * * 0,1,6', timeZone: 'America/New_York' },
      4,
    );
    expect(monday?.toISOString()).toBe('2026-03-09T12:30:00.000Z');
  });
});

describe('a channel where the bot may not post', () => {
  it.each<[PostOutcome, object]>([
    [
      { kind: 'refused', code: 'not_in_channel', advice: '' },
      {
        kind: 'cannot-post',
        sentence:
          'The bot is not in that channel. Type “/invite @docspace-backups” there, then set the digest up again.',
      },
    ],
    [
      { kind: 'refused', code: 'is_archived', advice: '' },
      { kind: 'cannot-post', sentence: 'The channel is archived. Unarchive it, or choose another one.' },
    ],
    [
      { kind: 'refused', code: 'restricted_action', advice: 'Ask a workspace admin.' },
      {
        kind: 'cannot-post',
        sentence: 'Slack refused a message there (restricted_action). Ask a workspace admin.',
      },
    ],
    [
      { kind: 'not-delivered', code: 'ratelimited', retryAfterMs: 30_000 },
      {
        kind: 'cannot-post',
        sentence: 'Slack did not accept a message there (ratelimited). Try again in a minute.',
      },
    ],
    [
      { kind: 'uncertain', code: 'timeout' },
      {
        kind: 'cannot-post',
        sentence:
          'Slack did not confirm the message there (timeout). If it is there, it does not count: try again in a minute.',
      },
    ],
    [{ kind: 'bug' }, { kind: 'cannot-post', sentence: 'It is a bug in the bot; its log has the cause.' }],
    [{ kind: 'withheld' }, { kind: 'withheld' }],
  ])('gets no digest, and the person learns why: %j', async (outcome, said) => {
    poster.outcomes.push(outcome);
    expect(await createSetup().setUp(wish, anna)).toEqual(said);
    expect(await kept()).toEqual([]);
  });

  it('gets none moved there either, and the old one goes on', async () => {
    const id = await setUpOne();
    poster.outcomes.push({ kind: 'refused', code: 'channel_not_found', advice: '' });
    const moved = { ...wish, channel: 'C0987654321' };
    expect(await createSetup().change(id, moved, anna)).toMatchObject({ kind: 'cannot-post' });
    expect(await kept()).toEqual([`${channel} 0 9 * * * on`]);
    expect(told()).toHaveLength(1);
  });

  it('is not a direct message of other people', async () => {
    poster.outcomes.push({ kind: 'refused', code: 'channel_not_found', advice: '' });
    const outcome = await createSetup().setUp({ ...wish, channel: 'D0123456789' }, anna);
    expect(outcome).toMatchObject({ sentence: expect.stringContaining('in a direct message with the bot') });
  });
});

describe('a digest that is changed', () => {
  it('says so in its channel', async () => {
    const id = await setUpOne();
    const later = { ...wish, cron: '30 17 * * *' };
    expect(await createSetup().change(id, later, bob)).toMatchObject({
      ...{ kind: 'done', what: 'changed', subscription: { cron: later.cron } },
    });
    expect(told()).toEqual([
      `${channel}: <@${bob}> changed a backup digest here. It is now: *17:30, every day, Europe/Berlin*.`,
    ]);
  });

  it('says so in both channels when it moves', async () => {
    const id = await setUpOne();
    await createSetup().change(id, { ...wish, channel: 'C0987654321' }, bob);
    expect(told()).toEqual([
      `C0987654321: <@${bob}> moved a backup digest here from <#${channel}>: *09:00, every day, Europe/Berlin*.`,
      `${channel}: <@${bob}> moved a backup digest from here to <#C0987654321>: *09:00, every day, Europe/Berlin*.`,
    ]);
    expect(await kept()).toEqual(['C0987654321 0 9 * * * on']);
  });

  it('cannot have the time of another one, and nobody is told anything', async () => {
    const id = await setUpOne();
    const setup = createSetup();
    await setup.setUp({ ...wish, cron: '0 17 * * *' }, anna);
    const before = told();
    expect(await setup.change(id, { ...wish, cron: '00 17 * * 1-5' }, bob)).toEqual({ kind: 'same-moment' });
    expect(told()).toEqual(before);
  });

  it('may be gone', async () => {
    const setup = createSetup();
    expect(await setup.change('gone', wish, bob)).toEqual({ kind: 'gone' });
    expect(await setup.stop('gone', bob)).toEqual({ kind: 'gone' });
    expect(await setup.resume('gone', bob)).toEqual({ kind: 'gone' });
    expect(told()).toEqual([]);
  });
});

describe('a digest that is stopped', () => {
  it('says so once, and comes no more until it is resumed', async () => {
    const id = await setUpOne();
    const setup = createSetup();
    expect(await setup.stop(id, bob)).toMatchObject({
      ...{ kind: 'done', what: 'stopped', subscription: { nextDueAt: undefined } },
    });
    expect(await setup.stop(id, bob)).toMatchObject({ kind: 'done', what: 'unchanged' });
    expect(await setup.resume(id, anna)).toMatchObject({
      ...{ kind: 'done', what: 'resumed' },
      subscription: { state: { kind: 'on' }, nextDueAt: new Date('2026-03-03T08:00:00Z') },
    });
    expect(await setup.resume(id, anna)).toMatchObject({ kind: 'done', what: 'unchanged' });
    const schedule = '*09:00, every day, Europe/Berlin*.';
    expect(told()).toEqual([
      `${channel}: <@${bob}> stopped a backup digest here: ${schedule}`,
      `${channel}: <@${anna}> resumed a backup digest here: ${schedule}`,
    ]);
  });

  it('is stopped even where nothing can be posted', async () => {
    const id = await setUpOne();
    poster.outcomes.push({ kind: 'refused', code: 'not_in_channel', advice: '' });
    expect(await createSetup().stop(id, bob)).toMatchObject({ kind: 'done', what: 'stopped' });
    expect(await createSetup().resume(id, bob)).toMatchObject({ kind: 'done' });
    await subscriptions.setState(
      id,
      { kind: 'broken', code: 'is_archived' },
      { by: undefined, at: now, nextDueAt: undefined },
    );
    const before = told().length;
    expect(await createSetup().stop(id, bob)).toMatchObject({ kind: 'done', what: 'stopped' });
    expect(told()).toHaveLength(before);
  });

  it('that broke is resumed only once the bot may post there again', async () => {
    const id = await setUpOne();
    await subscriptions.setState(
      id,
      { kind: 'broken', code: 'is_archived' },
      { by: undefined, at: now, nextDueAt: undefined },
    );
    poster.outcomes.push({ kind: 'refused', code: 'is_archived', advice: '' });
    expect(await createSetup().resume(id, anna)).toMatchObject({ kind: 'cannot-post' });
    expect(await kept()).toEqual([`${channel} 0 9 * * * broken`]);
    expect(await createSetup().resume(id, anna)).toMatchObject({ kind: 'done', what: 'resumed' });
  });

  it('in a direct message tells nobody else', async () => {
    const outcome = await createSetup().setUp({ ...wish, channel: 'D0123456789' }, anna);
    if (outcome.kind !== 'done') throw new Error(outcome.kind);
    expect(told()).toHaveLength(1);
    await createSetup().stop(outcome.subscription.id, anna);
    expect(told()).toHaveLength(1);
  });
});

describe('who may change digests', () => {
  it.each<[string, Partial<SetupAccess>, boolean]>([
    ['everyone', {}, true],
    ['those who may ask', { users: new Set([anna]) }, true],
    ['nobody else', { users: new Set([bob]) }, false],
    ['an administrator', { users: new Set([anna, bob]), admins: new Set([anna]) }, true],
    ['no other asker', { users: new Set([anna, bob]), admins: new Set([bob]) }, false],
  ])('is %s', async (_who, access, may) => {
    const id = await setUpOne();
    const setup = createSetup(access);
    expect(setup.mayChange(anna)).toBe(may);
    const later = { ...wish, cron: '0 18 * * *' };
    const outcomes = [
      await setup.setUp({ ...later, cron: '0 7 * * *' }, anna),
      await setup.change(id, later, anna),
      await setup.stop(id, anna),
      await setup.resume(id, anna),
    ];
    const kinds = outcomes.map(({ kind }) => kind);
    expect(kinds).toEqual(Array.from({ length: 4 }, () => (may ? 'done' : 'not-allowed')));
    if (!may) expect([told(), await kept()]).toEqual([[], [`${channel} 0 9 * * * on`]]);
  });

  it('is limited to channels where they may ask, or that have a digest', async () => {
    const only = { channels: new Set(['C0ALLOWED01']) };
    const setup = createSetup(only);
    expect(await setup.setUp(wish, anna)).toEqual({ kind: 'channel-not-allowed' });
    expect(await setup.setUp({ ...wish, channel: 'C0ALLOWED01' }, anna)).toMatchObject({ kind: 'done' });
    const id = await setUpOne();
    expect(await setup.setUp({ ...wish, cron: '0 18 * * *' }, anna)).toMatchObject({ kind: 'done' });
    const elsewhere = { ...wish, channel: 'C0OTHER0001' };
    expect(await setup.change(id, elsewhere, anna)).toEqual({ kind: 'channel-not-allowed' });
  });

  it('may not set one up where only the settings had one, which they no longer ask for', async () => {
    const seed = { channel: 'C0OTHER0001', cron: '0 9 * * *', timeZone: 'UTC' };
    const follow = (wished: typeof seed | undefined) =>
      followSettings({ subscriptions, seed: wished, clock: () => now, log: createLogBook().log });
    const setup = createSetup({ channels: new Set(['C0ALLOWED01']) });
    const later = { ...wish, channel: 'C0OTHER0001', cron: '0 18 * * *' };
    await follow(seed);
    await follow(undefined);
    expect(await setup.setUp(later, anna)).toEqual({ kind: 'channel-not-allowed' });
    await follow(seed);
    expect(await setup.setUp(later, anna)).toMatchObject({ kind: 'done' });
  });

  it('may write to themselves where the settings already do', async () => {
    const toAnna = { channel: anna, cron: '0 9 * * *', timeZone: 'UTC' };
    await followSettings({ subscriptions, seed: toAnna, clock: () => now, log: createLogBook().log });
    const setup = createSetup({ channels: new Set(['C0ALLOWED01']) });
    const direct = { ...wish, channel: 'D0123456789' };
    expect(await setup.setUp(direct, anna)).toMatchObject({ kind: 'done' });
    expect(await setup.setUp({ ...direct, channel: 'D0123456780' }, bob)).toEqual({
      kind: 'channel-not-allowed',
    });
  });
});

describe('a database that cannot be used', () => {
  it('is found out before anything is posted', async () => {
    const setup = createSetup();
    await opened.store.database.destroy();
    expect(await setup.setUp(wish, anna)).toEqual({ kind: 'not-remembered' });
    expect(await setup.stop('x', anna)).toEqual({ kind: 'not-remembered' });
    expect(told()).toEqual([]);
    expect(entries.map(({ level }) => level)).toEqual(['error', 'error']);
    opened = await openEmbeddedStore();
  });

  it('that fails after the announcement is told in the channel', async () => {
    const failing: Subscriptions = { ...subscriptions, put: () => Promise.reject(new Error('disk full')) };
    expect(await createSetup({}, { subscriptions: failing }).setUp(wish, anna)).toEqual({
      kind: 'not-remembered',
    });
    expect(told().map((text) => text.replace(/^.*<@\w+>/, ''))).toEqual([
      ' set up a backup digest here: *09:00, every day, Europe/Berlin*.',
      ', that does not count: it was not saved, because the bot’s database cannot be used: *09:00, every day, Europe/Berlin*.',
    ]);
  });
});

describe('the settings', () => {
  const seed = { channel, cron: '0 9 * * *', timeZone: 'Europe/Berlin' };
  const follow = (wished: typeof seed | undefined, ports = subscriptions) => {
    const book = createLogBook();
    ({ entries } = book);
    return followSettings({ subscriptions: ports, seed: wished, clock: () => now, log: book.log });
  };

  it('set up one digest, silently', async () => {
    await Promise.all([follow(seed), follow(seed)]);
    expect(await subscriptions.all()).toMatchObject([
      { ...wish, origin: 'settings', nextDueAt: new Date('2026-03-03T08:00:00Z') },
    ]);
    expect(told()).toEqual([]);
  });

  it('say in the log when somebody else has that time, or nothing could be compared', async () => {
    await follow({ ...seed, cron: '0 7 * * *' });
    await createSetup().setUp(wish, anna);
    await follow(seed);
    expect(entries).toMatchObject([{ level: 'warn', fields: seed }]);
    await follow(seed, { ...subscriptions, followSettings: () => Promise.reject(new Error('gone')) });
    expect(entries).toMatchObject([{ level: 'error' }]);
  });

  it('say in the log that they never applied, where somebody had that time before them', async () => {
    await createSetup().setUp(wish, anna);
    await follow(seed);
    expect(entries).toMatchObject([{ level: 'warn', fields: seed }]);
    expect(await subscriptions.all()).toHaveLength(1);
  });

  it('say in the log that they no longer apply, once somebody has changed the digest', async () => {
    await follow(seed);
    expect(entries).toEqual([]);
    const [{ id } = { id: '' }] = await subscriptions.all();
    await createSetup().stop(id, anna);
    await follow({ ...seed, channel: 'C0OTHER0001' });
    expect(entries).toMatchObject([{ level: 'info', message: expect.stringContaining('no longer apply') }]);
  });
});
