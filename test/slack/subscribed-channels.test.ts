import { describe, expect, it } from 'vitest';
import type { Subscription } from '../../src/digest/subscription.ts';
import { createSubscribedChannels } from '../../src/slack/subscribed-channels.ts';
import { createLogBook } from '../digest/log-book.ts';

const subscription = (channel: string, traits: Partial<Subscription> = {}): Subscription => ({
  ...{ id: channel, channel, cron: '0 9 * * *', timeZone: 'UTC', kind: 'all', origin: 'settings' },
  ...{ expiringWithinMs: undefined, staleAfterMs: undefined, state: { kind: 'on' }, nextDueAt: undefined },
  ...{ createdBy: undefined, updatedBy: undefined, updatedAt: new Date(0) },
  ...traits,
});

function channelsOf(all: () => Promise<Subscription[]>) {
  const { log, entries } = createLogBook();
  let ms = 0;
  let asked = 0;
  const channels = createSubscribedChannels({
    subscriptions: {
      all: () => {
        asked += 1;
        return all();
      },
    },
    clock: () => new Date(ms),
    log,
  });
  return {
    entries,
    look: async () => [...(await channels())],
    pass: (seconds: number) => {
      ms += seconds * 1_000;
    },
    asked: () => asked,
  };
}

describe('the channels with a digest', () => {
  it('are those of digests that are on or broken, or that somebody stopped', async () => {
    const { look } = channelsOf(async () => [
      subscription('C1'),
      subscription('C2', { state: { kind: 'broken', code: 'is_archived' } }),
      subscription('C3', { state: { kind: 'stopped' }, updatedBy: 'U1' }),
      subscription('C4', { state: { kind: 'stopped' } }),
    ]);
    expect(await look()).toEqual(['C1', 'C2', 'C3']);
  });

  it('are remembered for a minute', async () => {
    const all = [subscription('C1')];
    const { look, pass, asked } = channelsOf(async () => [...all]);
    await Promise.all([look(), look()]);
    all.push(subscription('C2'));
    pass(59);
    expect(await look()).toEqual(['C1']);
    expect(asked()).toBe(1);
    pass(1);
    expect(await look()).toEqual(['C1', 'C2']);
  });

  it('are what was known last while the database cannot be used, and it is not asked all the time', async () => {
    let isAway = false;
    const { look, pass, asked, entries } = channelsOf(async () => {
      if (isAway) throw new Error('no database');
      return [subscription('C1')];
    });
    await look();
    isAway = true;
    pass(60);
    expect(await look()).toEqual(['C1']);
    expect(await look()).toEqual(['C1']);
    expect(asked()).toBe(2);
    expect(entries).toMatchObject([{ level: 'warn' }]);
    isAway = false;
    pass(10);
    await look();
    expect(asked()).toBe(3);
  });

  it('are what was known last while the database does not answer', async () => {
    let answers: Promise<Subscription[]> = Promise.resolve([subscription('C1')]);
    const { look, pass } = channelsOf(() => answers);
    await look();
    answers = new Promise(() => undefined);
    pass(60);
    expect(await look()).toEqual(['C1']);
  });

  it('are none before the database was ever read', async () => {
    const { look } = channelsOf(() => Promise.reject(new Error('no database')));
    expect(await look()).toEqual([]);
  });
});
