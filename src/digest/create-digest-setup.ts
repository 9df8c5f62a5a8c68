import { randomUUID } from 'node:crypto';
import { type DigestAnnouncement, renderDigestAnnouncement } from '../messages/digest-announcement.ts';
import type { Log } from '../ops/log.ts';
import type { DigestSetup, SetupOutcome, Zones } from './digest-setup.ts';
import type { Poster, PostOutcome } from './poster.ts';
import { createSlots } from './slots.ts';
import {
  type Change,
  opensChannel,
  SameMomentError,
  type Subscription,
  type Subscriptions,
  type SubscriptionWish,
  timeKey,
} from './subscription.ts';

/** Who may ask, and where, by id; an empty set means everyone, or everywhere. */
export interface SetupAccess {
  readonly users: ReadonlySet<string>;
  readonly channels: ReadonlySet<string>;
  /** Who may change digests; empty: whoever may ask. */
  readonly admins: ReadonlySet<string>;
}

type Done = Extract<SetupOutcome, { kind: 'done' }>['what'];
type Announced = DigestAnnouncement['what'];

/**
 * Whether the bot may post in a channel is found out by posting there: the announcement comes before the digest is
 * kept, and nothing is kept where Slack refuses it.
 */
export function createDigestSetup(deps: {
  readonly subscriptions: Subscriptions;
  readonly poster: Pick<Poster, 'post'>;
  readonly zones: Zones;
  readonly access: SetupAccess;
  /** Where a person's own zone is not known. */
  readonly timeZone: string;
  readonly clock: () => Date;
  readonly log: Log;
}): DigestSetup {
  const { subscriptions, poster, access, clock, log } = deps;

  function mayChange(userId: string): boolean {
    const allowed = access.admins.size > 0 ? access.admins : access.users;
    return allowed.size === 0 || allowed.has(userId);
  }

  /** A channel with a digest is allowed already, and so is the direct message of a person who has one. */
  async function isAllowed(channel: string, by: string): Promise<boolean> {
    if (access.channels.size === 0 || access.channels.has(channel)) return true;
    const places = channel.startsWith('D') ? [channel, by] : [channel];
    const held = await Promise.all(places.map((place) => subscriptions.ofChannel(place)));
    return held.flat().some(opensChannel);
  }

  async function announce(channel: string, by: string, what: Announced, digest: SubscriptionWish) {
    return poster.post(channel, renderDigestAnnouncement({ by, what, digest }), randomUUID());
  }

  /** Announces, then keeps. When keeping fails, the channel was told what is not true, and is told that. */
  async function announced(
    wish: SubscriptionWish,
    by: string,
    what: Announced,
    keep: () => Promise<SetupOutcome>,
  ): Promise<SetupOutcome> {
    const refusal = refusalOf(await announce(wish.channel, by, what, wish), wish.channel);
    if (refusal !== undefined) return refusal;
    try {
      return await keep();
    } catch (error) {
      await announce(wish.channel, by, { kind: 'not-kept' }, wish);
      throw error;
    }
  }

  function changeBy(by: string, wish: Pick<SubscriptionWish, 'cron' | 'timeZone'>): Change {
    const at = clock();
    return { by, at, nextDueAt: createSlots(wish.cron, wish.timeZone).next(at) };
  }

  async function setUp(wish: SubscriptionWish, by: string): Promise<SetupOutcome> {
    const here = await subscriptions.ofChannel(wish.channel);
    const same = here.find((each) => isSameMoment(each, wish));
    if (same !== undefined) return replace(same, wish, by);
    return announced(wish, by, { kind: 'set-up' }, async () => {
      const { subscription, isNew } = await subscriptions.put(wish, changeBy(by, wish));
      return done(isNew ? 'set-up' : 'changed', subscription);
    });
  }

  /** Also switches it on. */
  async function replace(old: Subscription, wish: SubscriptionWish, by: string): Promise<SetupOutcome> {
    const isOn = old.state.kind === 'on';
    const isSame = isSameWish(old, wish);
    if (isOn && isSame) return done('unchanged', old);
    const rival = (await subscriptions.ofChannel(wish.channel)).find(
      (each) => each.id !== old.id && isSameMoment(each, wish),
    );
    if (rival !== undefined) return { kind: 'same-moment' };
    const isMoved = old.channel !== wish.channel;
    const kind = isSame ? 'resumed' : 'changed';
    const what: Announced = isMoved ? { kind: 'moved-here', from: old.channel } : { kind };
    const outcome = await announced(wish, by, what, async () => {
      const subscription = await subscriptions.change(old.id, wish, changeBy(by, wish));
      return subscription === undefined ? { kind: 'gone' } : done(kind, subscription);
    });
    if (outcome.kind === 'done' && isMoved && isOn) {
      await announce(old.channel, by, { kind: 'moved-away', to: wish.channel }, old);
    }
    return outcome;
  }

  async function stop(subscription: Subscription, by: string): Promise<SetupOutcome> {
    if (subscription.state.kind === 'stopped') return done('unchanged', subscription);
    const change = { by, at: clock(), nextDueAt: undefined };
    const stopped = await subscriptions.setState(subscription.id, { kind: 'stopped' }, change);
    if (stopped === undefined) return { kind: 'gone' };
    // Nobody else reads a direct message, and a channel that broke it accepts nothing.
    const isTold = subscription.state.kind === 'on' && /^[CG]/.test(subscription.channel);
    if (isTold) await announce(stopped.channel, by, { kind: 'stopped' }, stopped);
    return done('stopped', stopped);
  }

  /** Those who may not are refused; a database that fails is logged, and told as an outcome. */
  async function guarded(
    by: string,
    channel: string | undefined,
    act: () => Promise<SetupOutcome>,
  ): Promise<SetupOutcome> {
    if (!mayChange(by)) return { kind: 'not-allowed' };
    try {
      if (channel !== undefined && !(await isAllowed(channel, by))) return { kind: 'channel-not-allowed' };
      const outcome = await act();
      if (outcome.kind === 'done') logDone(outcome.what, outcome.subscription, by);
      return outcome;
    } catch (error) {
      if (error instanceof SameMomentError) return { kind: 'same-moment' };
      log.error('A digest could not be looked up or kept: the database cannot be used', { error });
      return { kind: 'not-remembered' };
    }
  }

  async function withFound(
    id: string,
    act: (found: Subscription) => Promise<SetupOutcome>,
  ): Promise<SetupOutcome> {
    const found = await subscriptions.find(id);
    return found === undefined ? { kind: 'gone' } : act(found);
  }

  function logDone(what: Done, { id, channel, cron, timeZone }: Subscription, by: string): void {
    if (what !== 'unchanged') log.info(`Digest ${what}`, { id, channel, cron, timeZone, by });
  }

  return {
    mayChange,
    setUp: (wish, by) => guarded(by, wish.channel, () => setUp(wish, by)),
    change: (id, wish, by) =>
      guarded(by, wish.channel, () => withFound(id, (found) => replace(found, wish, by))),
    resume: (id, by) => guarded(by, undefined, () => withFound(id, (found) => replace(found, found, by))),
    stop: (id, by) => guarded(by, undefined, () => withFound(id, (found) => stop(found, by))),
    find: (id) => subscriptions.find(id),
    async proposal(channel, userId) {
      const timeZone = (await deps.zones.zoneOf(userId)) ?? deps.timeZone;
      const rest = { kind: 'all', expiringWithinMs: undefined, staleAfterMs: undefined } as const;
      return { channel, cron: '0 9 * * *', timeZone, ...rest };
    },
    nextSlots({ cron, timeZone }, count) {
      const slots = createSlots(cron, timeZone);
      const next: Date[] = [];
      for (let at = slots.next(clock()); at !== undefined && next.length < count; at = slots.next(at)) {
        next.push(at);
      }
      return next;
    },
  };
}

function done(what: Done, subscription: Subscription): SetupOutcome {
  return { kind: 'done', what, subscription };
}

function isSameMoment(a: SubscriptionWish, b: SubscriptionWish): boolean {
  return a.channel === b.channel && a.timeZone === b.timeZone && timeKey(a.cron) === timeKey(b.cron);
}

function isSameWish(a: SubscriptionWish, b: SubscriptionWish): boolean {
  const members = ['channel', 'cron', 'timeZone', 'kind', 'expiringWithinMs', 'staleAfterMs'] as const;
  return members.every((member) => a[member] === b[member]);
}

const invite = '/invite @docspace-backups';

/** Why nothing was kept; `undefined` when the announcement was posted. */
function refusalOf(outcome: PostOutcome, channel: string): SetupOutcome | undefined {
  const cannotPost = (sentence: string) => ({ kind: 'cannot-post', sentence }) as const;
  switch (outcome.kind) {
    case 'posted':
      return undefined;
    case 'withheld':
      return { kind: 'withheld' };
    case 'bug':
      return cannotPost('It is a bug in the bot; its log has the cause.');
    case 'uncertain':
      return cannotPost(
        `Slack did not confirm the message there (${outcome.code}). If it is there, it does not count: try again in a minute.`,
      );
    case 'not-delivered':
      return cannotPost(`Slack did not accept a message there (${outcome.code}). Try again in a minute.`);
    case 'refused':
      return cannotPost(describeRefusal(outcome.code, outcome.advice, channel));
  }
}

function describeRefusal(code: string, advice: string, channel: string): string {
  if (channel.startsWith('D')) {
    return 'The bot cannot write in this conversation. Set the digest up in a channel, or in a direct message with the bot.';
  }
  if (code === 'not_in_channel' || code === 'channel_not_found') {
    return `The bot is not in that channel. Type “${invite}” there, then set the digest up again.`;
  }
  if (code === 'is_archived') return 'The channel is archived. Unarchive it, or choose another one.';
  return `Slack refused a message there (${code}). ${advice}`;
}
