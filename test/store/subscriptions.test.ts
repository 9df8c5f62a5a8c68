import { afterEach, beforeEach, expect, it } from 'vitest';
import {
  type Change,
  SameMomentError,
  type Subscriptions,
  type SubscriptionWish,
} from '../../src/digest/subscription.ts';
import { createSubscriptions } from '../../src/store/subscriptions.ts';
import { describeOnEveryStore, type TestStore } from './open-test-store.ts';

const wish: SubscriptionWish = {
  channel: 'C0123456789',
  cron: '0 9 * * *',
  timeZone: 'Europe/Berlin',
  kind: 'all',
  expiringWithinMs: undefined,
  staleAfterMs: undefined,
};
const at = new Date('2026-03-02T10:00:00Z');
const due = new Date('2026-03-03T08:00:00Z');
const byAnna: Change = { by: 'U0SBANNA001', at, nextDueAt: due };
const byBob: Change = { ...byAnna, by: 'U0SBBOB0001', at: new Date(at.getTime() + 60_000) };
const bySettings: Change = { ...byAnna, by: undefined };

describeOnEveryStore('subscriptions', (open) => {
  let opened: TestStore;
  let subscriptions: Subscriptions;
  const ofTeam = (team: string) =>
    createSubscriptions({ database: opened.store.database, teamId: () => team });

  beforeEach(async () => {
    opened = await open();
    subscriptions = ofTeam('T1');
  });
  afterEach(() => opened.remove());

  it('are remembered as they were wished', async () => {
    const full = { ...wish, kind: 'problems', expiringWithinMs: 86_400_000, staleAfterMs: 1 } as const;
    const { subscription, isNew } = await subscriptions.put(full, byAnna);
    expect(isNew).toBe(true);
    expect(subscription).toEqual({
      ...{ ...full, id: subscription.id, origin: 'chat', state: { kind: 'on' }, nextDueAt: due },
      ...{ createdBy: byAnna.by, updatedBy: byAnna.by, updatedAt: at },
    });
    expect(await subscriptions.find(subscription.id)).toEqual(subscription);
  });

  it('are one for each channel, time and zone: the same time again changes its days and kind', async () => {
    const first = await subscriptions.put(wish, byAnna);
    await subscriptions.setState(first.subscription.id, { kind: 'stopped' }, byAnna);
    const again = await subscriptions.put({ ...wish, cron: '00 09 * * 1-5', kind: 'problems' }, byBob);
    expect(again).toMatchObject({
      isNew: false,
      subscription: {
        id: first.subscription.id,
        cron: '00 09 * * 1-5',
        ...{ kind: 'problems', state: { kind: 'on' }, createdBy: byAnna.by, updatedBy: byBob.by },
      },
    });
    for (const other of [
      { channel: 'C0123456780' },
      { cron: '0 10 * * *' },
      { timeZone: 'UTC' },
      { cron: '0 9,10 * * *' },
    ]) {
      expect((await subscriptions.put({ ...wish, ...other }, byAnna)).isNew).toBe(true);
    }
    expect(await subscriptions.all()).toHaveLength(5);
  });

  it('are one also when several people set it up at once', async () => {
    const all = await Promise.all([byAnna, byBob, byAnna, byBob].map((by) => subscriptions.put(wish, by)));
    expect(all.filter(({ isNew }) => isNew)).toHaveLength(1);
    expect(await subscriptions.all()).toHaveLength(1);
  });

  it('are listed by channel in the order of their times, and by person', async () => {
    for (const cron of ['30 17 * * *', '5 9 * * 1-5', '0 0 * * *']) {
      await subscriptions.put({ ...wish, cron }, byAnna);
    }
    const elsewhere = await subscriptions.put({ ...wish, channel: 'C9' }, byBob);
    const here = await subscriptions.ofChannel(wish.channel);
    expect(here.map(({ cron }) => cron)).toEqual(['0 0 * * *', '5 9 * * 1-5', '30 17 * * *']);
    expect(await subscriptions.ofPerson('U0SBANNA001')).toEqual(here);
    await subscriptions.setState(elsewhere.subscription.id, { kind: 'stopped' }, byAnna);
    expect(await subscriptions.ofPerson('U0SBANNA001')).toHaveLength(4);
    expect(await subscriptions.ofPerson('U0SBBOB0001')).toHaveLength(1);
    expect(await subscriptions.ofPerson('U0SBCARLA01')).toEqual([]);
  });

  it('change in place, to no moment that the channel has already', async () => {
    const { subscription } = await subscriptions.put(wish, byAnna);
    const evening = await subscriptions.put({ ...wish, cron: '0 18 * * *' }, byAnna);
    await subscriptions.setState(subscription.id, { kind: 'broken', code: 'is_archived' }, bySettings);
    const moved = { ...wish, cron: '0 7 * * *', channel: 'C9' };
    expect(await subscriptions.change(subscription.id, moved, byBob)).toMatchObject({
      ...{ ...moved, id: subscription.id, state: { kind: 'on' }, nextDueAt: due, updatedBy: byBob.by },
    });
    await expect(subscriptions.change(evening.subscription.id, moved, byBob)).rejects.toBeInstanceOf(
      SameMomentError,
    );
    expect(await subscriptions.find(evening.subscription.id)).toEqual(evening.subscription);
    expect(await subscriptions.change('gone', wish, byBob)).toBeUndefined();
  });

  it('stop, resume and break; what breaks stays the work of who set it up', async () => {
    const { subscription } = await subscriptions.put(wish, byAnna);
    const { id } = subscription;
    const broken = { kind: 'broken', code: 'channel_not_found' } as const;
    expect(await subscriptions.setState(id, broken, bySettings)).toMatchObject({
      ...{ state: broken, nextDueAt: undefined, updatedBy: byAnna.by },
    });
    expect(await subscriptions.setState(id, { kind: 'stopped' }, byBob)).toMatchObject({
      ...{ state: { kind: 'stopped' }, nextDueAt: undefined, updatedBy: byBob.by },
    });
    expect(await subscriptions.setState(id, { kind: 'on' }, byBob)).toMatchObject({
      ...{ state: { kind: 'on' }, nextDueAt: due },
    });
    expect(await subscriptions.setState('gone', { kind: 'on' }, byBob)).toBeUndefined();
  });

  it('are those of one workspace', async () => {
    const { subscription } = await subscriptions.put(wish, byAnna);
    const others = ofTeam('T2');
    expect((await others.put(wish, byAnna)).isNew).toBe(true);
    expect(await others.find(subscription.id)).toBeUndefined();
    expect(await others.setState(subscription.id, { kind: 'stopped' }, byAnna)).toBeUndefined();
    expect(await others.change(subscription.id, wish, byAnna)).toBeUndefined();
    expect(await others.all()).toHaveLength(1);
    expect(await subscriptions.find(subscription.id)).toEqual(subscription);
  });

  it('take `digest`-like text from people as it is', async () => {
    const odd = { ...wish, channel: `C'; drop table subscriptions; --`, timeZone: 'Ünïcode' };
    const { subscription } = await subscriptions.put(odd, { ...byAnna, by: `U"'` });
    expect(await subscriptions.ofPerson(`U"'`)).toEqual([subscription]);
  });

  it('follow the settings: set up once, also by several copies, then changed in place', async () => {
    await Promise.all([1, 2, 3].map(() => subscriptions.followSettings(wish, bySettings)));
    const [seed, ...others] = await subscriptions.all();
    expect(others).toEqual([]);
    expect(seed).toMatchObject({ origin: 'settings', createdBy: undefined, nextDueAt: due });
    const later = { ...bySettings, at: new Date(at.getTime() + 1), nextDueAt: new Date(0) };
    await subscriptions.followSettings(wish, later);
    expect(await subscriptions.all()).toEqual([seed]);
    await subscriptions.followSettings({ ...wish, cron: '0 7 * * *', channel: 'C9' }, later);
    expect(await subscriptions.all()).toEqual([
      { ...seed, cron: '0 7 * * *', channel: 'C9', nextDueAt: new Date(0), updatedAt: later.at },
    ]);
  });

  it('stop without the settings, and go on with them', async () => {
    await subscriptions.followSettings(undefined, bySettings);
    expect(await subscriptions.all()).toEqual([]);
    await subscriptions.followSettings(wish, bySettings);
    await subscriptions.followSettings(undefined, bySettings);
    expect(await subscriptions.all()).toMatchObject([{ state: { kind: 'stopped' }, nextDueAt: undefined }]);
    await subscriptions.followSettings(wish, bySettings);
    expect(await subscriptions.all()).toMatchObject([{ state: { kind: 'on' }, nextDueAt: due }]);
  });

  it.each(['stop', 'change', 'put'] as const)('never follow the settings after a %s in chat', async (how) => {
    await subscriptions.followSettings(wish, bySettings);
    const [{ id } = { id: '' }] = await subscriptions.all();
    if (how === 'stop') await subscriptions.setState(id, { kind: 'stopped' }, byAnna);
    else if (how === 'change') await subscriptions.change(id, { ...wish, kind: 'problems' }, byAnna);
    else await subscriptions.put(wish, byAnna);
    const before = await subscriptions.all();
    expect(before).toMatchObject([{ origin: 'chat', updatedBy: byAnna.by }]);
    expect(await subscriptions.followSettings({ ...wish, cron: '0 7 * * *' }, bySettings)).toBe(false);
    await subscriptions.followSettings(undefined, bySettings);
    expect(await subscriptions.all()).toEqual(before);
  });

  it('stay broken while the settings stay, and are tried again when these change', async () => {
    await subscriptions.followSettings(wish, bySettings);
    const [{ id } = { id: '' }] = await subscriptions.all();
    await subscriptions.setState(id, { kind: 'broken', code: 'is_archived' }, bySettings);
    await subscriptions.followSettings(wish, bySettings);
    expect(await subscriptions.all()).toMatchObject([{ state: { kind: 'broken' } }]);
    await subscriptions.followSettings({ ...wish, channel: 'C9' }, bySettings);
    expect(await subscriptions.all()).toMatchObject([{ state: { kind: 'on' }, channel: 'C9' }]);
  });

  it('leave to chat the moment that somebody set up there', async () => {
    await subscriptions.put(wish, byAnna);
    await expect(subscriptions.followSettings(wish, bySettings)).rejects.toBeInstanceOf(SameMomentError);
    expect(await subscriptions.all()).toMatchObject([{ origin: 'chat' }]);
    await subscriptions.followSettings({ ...wish, cron: '0 7 * * *' }, bySettings);
    await expect(subscriptions.followSettings(wish, bySettings)).rejects.toBeInstanceOf(SameMomentError);
  });
});
