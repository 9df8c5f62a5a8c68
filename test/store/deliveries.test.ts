import { expect, it, onTestFinished } from 'vitest';
import type { Delivery, DueSlots, Ledger } from '../../src/digest/ledger.ts';
import type { Subscription } from '../../src/digest/subscription.ts';
import { createLedger } from '../../src/store/deliveries.ts';
import { createSubscriptions } from '../../src/store/subscriptions.ts';
import { describeOnEveryStore, type TestStore } from './open-test-store.ts';

const minuteMs = 60_000;
const nine = new Date('2026-11-24T09:00:00Z');
const tomorrow = new Date('2026-11-25T09:00:00Z');
const hourMs = 3_600_000;
const after = (ms: number, from = nine) => new Date(from.getTime() + ms);
const lease = (now: Date) => ({ now, until: after(minuteMs, now) });

const dueNow: DueSlots = {
  newest: { at: nine, notBefore: nine, isLate: false },
  skipped: [],
  lateReason: 'bot-was-down',
  nextDueAt: tomorrow,
};

/** Several copies of the bot on one database, and a subscription that is due at nine. */
async function start(open: () => Promise<TestStore>, copies = 1) {
  const { store, remove } = await open();
  onTestFinished(remove);
  const context = { database: store.database, teamId: () => 'T1' };
  const ledgers = Array.from({ length: copies }, () => createLedger(context));
  const subscriptions = createSubscriptions(context);
  const { subscription } = await subscriptions.put(
    {
      ...{ channel: 'C1', cron: '0 9 * * *', timeZone: 'UTC', kind: 'all' },
      ...{ expiringWithinMs: undefined, staleAfterMs: undefined },
    },
    { by: 'U1', at: after(-minuteMs), nextDueAt: nine },
  );
  const [ledger] = ledgers as [Ledger];
  return { store, context, ledger, ledgers, subscriptions, subscription };
}

async function enterNine(ledger: Ledger, subscription: Subscription): Promise<Delivery> {
  await ledger.enter(subscription, dueNow, nine);
  const [entered] = await ledger.open(nine, 9);
  if (entered === undefined) throw new Error('nothing was entered');
  return entered;
}

async function takeNine(ledger: Ledger, subscription: Subscription): Promise<Delivery> {
  const taken = await ledger.take(await enterNine(ledger, subscription), lease(nine));
  if (taken === undefined) throw new Error('nothing was taken');
  return taken;
}

const sent = { channel: 'C0BACKUPS', writtenAt: nine, mayRepeat: false, lookFrom: nine };

describeOnEveryStore('the ledger', (open) => {
  it('finds what is due, and nothing that is not, or is stopped', async () => {
    const { ledger, subscriptions, subscription } = await start(open);
    expect(await ledger.due(after(-1), 9)).toEqual([]);
    expect(await ledger.due(nine, 9)).toEqual([subscription]);
    await subscriptions.setState(
      subscription.id,
      { kind: 'stopped' },
      { by: 'U1', at: nine, nextDueAt: undefined },
    );
    expect(await ledger.due(nine, 9)).toEqual([]);
  });

  it('enters a slot once, however many copies try at the same moment', async () => {
    const { ledgers, ledger, subscriptions, subscription } = await start(open, 8);
    const won = await Promise.all(ledgers.map((each) => each.enter(subscription, dueNow, nine)));
    expect(won.filter(Boolean)).toHaveLength(1);
    expect(await ledger.open(nine, 9)).toMatchObject([{ slotAt: nine, state: 'claimed', attempt: 0 }]);
    expect((await subscriptions.find(subscription.id))?.nextDueAt).toEqual(tomorrow);
  });

  it('enters nothing when the subscription was changed meanwhile', async () => {
    const { ledger, subscriptions, subscription } = await start(open);
    await subscriptions.change(
      subscription.id,
      { ...subscription, cron: '0 10 * * *' },
      { by: 'U1', at: nine, nextDueAt: after(60 * minuteMs) },
    );
    expect(await ledger.enter(subscription, dueNow, nine)).toBe(false);
    expect(await ledger.open(tomorrow, 9)).toEqual([]);
  });

  it('does not enter a slot again when the clock was set back', async () => {
    const { ledger, subscriptions, subscription } = await start(open);
    const held = await takeNine(ledger, subscription);
    await ledger.settle(held, { state: 'sent', at: nine, ts: '1.2' });
    const moved = await subscriptions.find(subscription.id);
    await ledger.moveDue(moved as Subscription, nine);
    const again = (await subscriptions.find(subscription.id)) as Subscription;
    expect(again.nextDueAt).toEqual(nine);
    expect(await ledger.enter(again, dueNow, nine)).toBe(true);
    expect(await ledger.open(tomorrow, 9)).toEqual([]);
    expect(await ledger.newestOf(subscription.id, after(hourMs))).toMatchObject({ state: 'sent', ts: '1.2' });
  });

  it('lets one of several copies take a delivery', async () => {
    const { ledgers, ledger, subscription } = await start(open, 3);
    const entered = await enterNine(ledger, subscription);
    const taken = await Promise.all(ledgers.map((each) => each.take(entered, lease(nine))));
    expect(taken.filter((each) => each !== undefined)).toMatchObject([{ id: entered.id, attempt: 1 }]);
    expect(await ledger.open(after(minuteMs - 1), 9)).toEqual([]);
  });

  it('lets one of several copies take over what a dead one held', async () => {
    const { ledgers, ledger, subscription } = await start(open, 4);
    await takeNine(ledger, subscription);
    const now = after(minuteMs);
    const [lost] = (await ledger.open(now, 9)) as [Delivery];
    const taken = await Promise.all(ledgers.slice(1).map((each) => each.take(lost, lease(now))));
    expect(taken.filter((each) => each !== undefined)).toMatchObject([{ attempt: 2 }]);
  });

  it('lets the late owner do nothing with what was taken over', async () => {
    const { ledgers, subscription } = await start(open, 2);
    const [late, next] = ledgers as [Ledger, Ledger];
    const lost = await takeNine(late, subscription);
    const now = after(minuteMs);
    const [found] = (await next.open(now, 9)) as [Delivery];
    const taken = (await next.take(found, lease(now))) as Delivery;
    expect(await late.renew(lost, lease(now))).toBe(false);
    expect(await late.fence(lost, lease(now), sent)).toBe(false);
    expect(await late.settle(lost, { state: 'sent', at: now, ts: '1.2' })).toBe(false);
    await late.postpone(lost, { state: 'claimed', notBefore: now, code: 'x', lateReason: undefined });
    expect(await next.fence(taken, lease(now), sent)).toBe(true);
    expect(await next.find(taken.id)).toMatchObject({ state: 'sending', attempt: 2, sendingAt: now });
  });

  it('keeps its owner from sending once the lease has ended, even if nobody took it', async () => {
    const { ledger, subscription } = await start(open);
    const held = await takeNine(ledger, subscription);
    const now = after(minuteMs);
    expect(await ledger.fence(held, lease(now), sent)).toBe(false);
    expect(await ledger.renew(held, lease(now))).toBe(false);
  });

  it('goes on with a renewed lease', async () => {
    const { ledger, subscription } = await start(open);
    const held = await takeNine(ledger, subscription);
    expect(await ledger.renew(held, lease(after(minuteMs - 1)))).toBe(true);
    expect(await ledger.open(after(minuteMs), 9)).toEqual([]);
    expect(await ledger.fence(held, lease(after(minuteMs)), sent)).toBe(true);
  });

  it('does not look for an interrupted message before it may have arrived', async () => {
    const { ledger, subscription } = await start(open);
    const held = await takeNine(ledger, subscription);
    await ledger.fence(held, lease(nine), { ...sent, lookFrom: after(2 * minuteMs) });
    expect(await ledger.open(after(2 * minuteMs - 1), 9)).toEqual([]);
    expect(await ledger.open(after(2 * minuteMs), 9)).toMatchObject([{ state: 'sending' }]);
  });

  it('remembers the earliest attempt that may have posted it, and counts repetitions', async () => {
    const { ledger, subscription } = await start(open);
    const held = await takeNine(ledger, subscription);
    await ledger.fence(held, lease(nine), sent);
    const later = after(2 * minuteMs);
    await ledger.postpone(held, { state: 'sending', notBefore: later, code: 'timeout', lateReason: 'slack' });
    const [open2] = (await ledger.open(later, 9)) as [Delivery];
    expect(open2).toMatchObject({ code: 'timeout', lateReason: 'slack', repeats: 0 });
    const again = (await ledger.take(open2, lease(later))) as Delivery;
    await ledger.fence(again, lease(later), { ...sent, mayRepeat: true });
    expect(await ledger.find(again.id)).toMatchObject({ repeats: 1, sendingAt: nine, sentTo: 'C0BACKUPS' });
  });

  it('waits as long as it was told', async () => {
    const { ledger, subscription } = await start(open);
    const held = await takeNine(ledger, subscription);
    const notBefore = after(15_000);
    await ledger.postpone(held, { state: 'claimed', notBefore, code: 'ratelimited', lateReason: 'slack' });
    expect(await ledger.open(after(14_999), 9)).toEqual([]);
    expect(await ledger.open(notBefore, 9)).toMatchObject([{ state: 'claimed', code: 'ratelimited' }]);
  });

  it('settles once; a settled delivery is not taken again', async () => {
    const { ledger, subscription } = await start(open);
    const held = await takeNine(ledger, subscription);
    expect(await ledger.settle(held, { state: 'sent', at: nine, ts: '1.2' })).toBe(true);
    expect(await ledger.settle(held, { state: 'perhaps', at: nine })).toBe(false);
    expect(await ledger.open(tomorrow, 9)).toEqual([]);
    expect(await ledger.find(held.id)).toMatchObject({ state: 'sent', ts: '1.2', settledAt: nine });
  });

  it('works on one delivery of a subscription at a time', async () => {
    const { ledger, subscriptions, subscription } = await start(open);
    const held = await takeNine(ledger, subscription);
    const again = (await subscriptions.find(subscription.id)) as Subscription;
    const ten = after(30_000);
    const slots = { ...dueNow, newest: { at: ten, notBefore: ten, isLate: false } };
    await ledger.enter(again, slots, ten);
    expect(await ledger.open(ten, 9)).toEqual([]);
    expect(await ledger.isSuperseded(held, after(hourMs))).toBe(true);
    await ledger.settle(held, { state: 'sent', at: ten, ts: '1.2' });
    expect(await ledger.open(ten, 9)).toMatchObject([{ slotAt: ten }]);
  });

  it('skips what waits when a newer slot is entered, and tells the next digest of it', async () => {
    const { ledger, subscriptions, subscription } = await start(open);
    const held = await takeNine(ledger, subscription);
    await ledger.postpone(held, { state: 'claimed', notBefore: nine, code: 'x', lateReason: 'slack' });
    const again = (await subscriptions.find(subscription.id)) as Subscription;
    const slots: DueSlots = {
      newest: { at: tomorrow, notBefore: tomorrow, isLate: false },
      skipped: [after(2 * minuteMs), after(minuteMs)],
      ...{ lateReason: 'database', nextDueAt: undefined },
    };
    await ledger.enter(again, slots, tomorrow);
    expect(await ledger.open(tomorrow, 9)).toMatchObject([{ slotAt: tomorrow, lateReason: undefined }]);
    expect(await ledger.pastOf(subscription.id, after(hourMs))).toEqual({
      since: undefined,
      skipped: [
        { dueAt: nine, reason: 'slack' },
        { dueAt: after(minuteMs), reason: 'database' },
        { dueAt: after(2 * minuteMs), reason: 'database' },
      ],
    });
  });

  it('counts as news what is newer than the text of the last digest that is there, or may be', async () => {
    const { ledger, subscription } = await start(open);
    const held = await takeNine(ledger, subscription);
    const writtenAt = after(5_000);
    await ledger.fence(held, lease(nine), { ...sent, writtenAt });
    expect((await ledger.pastOf(subscription.id, after(hourMs))).since).toBeUndefined();
    await ledger.settle(held, { state: 'perhaps', at: after(minuteMs), code: 'timeout' });
    expect(await ledger.pastOf(subscription.id, after(hourMs))).toEqual({ since: writtenAt, skipped: [] });
  });

  it('enters a digest by hand once, in the hands of who asks', async () => {
    const { ledgers, ledger, subscription } = await start(open, 2);
    const asked = { id: `${subscription.id}:now:a1`, subscriptionId: subscription.id };
    const entered = await Promise.all(ledgers.map((each) => each.enterByHand(asked, lease(nine))));
    expect(entered.filter((each) => each !== undefined)).toMatchObject([{ kind: 'by-hand', attempt: 1 }]);
    expect(await ledger.open(nine, 9)).toEqual([]);
    expect(await ledger.find(asked.id)).toMatchObject({ slotAt: nine, state: 'claimed' });
  });

  it('lets a digest by hand take one that waits, but none that is being sent', async () => {
    const { ledgers, subscription } = await start(open, 2);
    const [ledger, other] = ledgers as [Ledger, Ledger];
    const waiting = await enterNine(ledger, subscription);
    const asked = { id: `${subscription.id}:now:a1`, subscriptionId: subscription.id };
    await ledger.enterByHand(asked, lease(after(1)));
    expect(await ledger.take(waiting, lease(after(1)))).toBeUndefined();
    const taken = (await ledger.takeBeside(waiting, lease(after(1)))) as Delivery;
    expect(taken.attempt).toBe(1);
    expect(await other.takeBeside(taken, lease(after(2)))).toBeUndefined();
    expect((await ledger.openOf(subscription.id)).map(({ kind }) => kind)).toEqual(['slot', 'by-hand']);
  });

  it('sends nothing that waited after a digest by hand is posted, or may be', async () => {
    const { ledger, subscription } = await start(open);
    const waiting = await enterNine(ledger, subscription);
    const id = `${subscription.id}:now:a1`;
    const earlier = after(-5_000);
    const own = (await ledger.enterByHand(
      { id, subscriptionId: subscription.id },
      lease(earlier),
    )) as Delivery;
    expect(await ledger.isSuperseded(waiting, after(hourMs))).toBe(false);
    await ledger.settle(own, { state: 'perhaps', at: nine, code: 'timeout' });
    expect(await ledger.isSuperseded(waiting, after(hourMs))).toBe(true);
  });

  it('tells the newest delivery, but not a digest by hand that came to nothing', async () => {
    const { ledger, subscription } = await start(open);
    expect(await ledger.newestOf(subscription.id, after(hourMs))).toBeUndefined();
    const held = await takeNine(ledger, subscription);
    await ledger.settle(held, { state: 'given-up', at: nine, code: 'no_text', advice: 'It is a bug.' });
    const id = `${subscription.id}:now:a1`;
    const own = (await ledger.enterByHand(
      { id, subscriptionId: subscription.id },
      lease(after(1)),
    )) as Delivery;
    await ledger.settle(own, { state: 'given-up', at: after(1), code: 'ratelimited' });
    expect(await ledger.newestOf(subscription.id, after(hourMs))).toMatchObject({
      ...{ id: held.id, state: 'given-up', code: 'no_text', advice: 'It is a bug.' },
    });
  });

  it('ends the leases of others, not its own', async () => {
    const { ledgers, ledger, subscription } = await start(open, 2);
    const [, next] = ledgers as [Ledger, Ledger];
    await takeNine(ledger, subscription);
    await ledger.endLeases();
    expect(await ledger.open(nine, 9)).toEqual([]);
    await next.endLeases();
    expect(await next.open(nine, 9)).toMatchObject([{ attempt: 1 }]);
  });

  it('sees nothing of another workspace', async () => {
    const { context, ledger, subscription } = await start(open);
    const held = await takeNine(ledger, subscription);
    const foreign = createLedger({ ...context, teamId: () => 'T2' });
    await foreign.endLeases();
    expect(await foreign.due(tomorrow, 9)).toEqual([]);
    expect(await foreign.open(tomorrow, 9)).toEqual([]);
    expect(await foreign.find(held.id)).toBeUndefined();
    expect(await foreign.openOf(subscription.id)).toEqual([]);
    expect(await foreign.newestOf(subscription.id, after(hourMs))).toBeUndefined();
    expect(await foreign.take(held, lease(tomorrow))).toBeUndefined();
    expect(await ledger.fence(held, lease(nine), sent)).toBe(true);
  });
});
