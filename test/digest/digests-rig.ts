import { onTestFinished } from 'vitest';
import { createDigests, type DigestsOptions } from '../../src/digest/create-digests.ts';
import type { Digests } from '../../src/digest/digests.ts';
import type { Ledger } from '../../src/digest/ledger.ts';
import type { Occasion, WrittenDigest } from '../../src/digest/occasion.ts';
import { createSlots } from '../../src/digest/slots.ts';
import type { Subscription, SubscriptionWish } from '../../src/digest/subscription.ts';
import { createLedger } from '../../src/store/deliveries.ts';
import { createSubscriptions } from '../../src/store/subscriptions.ts';
import { openEmbeddedStore, type TestStore } from '../store/open-test-store.ts';
import { createLogBook, type LogEntry } from './log-book.ts';
import { createRecordingPoster, type RecordingPoster } from './recording-poster.ts';

/** What was written: each occasion, and for which channel. */
export type Written = Occasion & { readonly channel: string };

/** One process of the bot. */
export interface Process {
  readonly digests: Digests;
  /** Ticks now; resolves when all that it began is done. */
  tick(): Promise<void>;
}

/** Digests over a real database and a Slack in memory, with a clock that stands still. */
export interface DigestsRig extends Process {
  readonly poster: RecordingPoster;
  readonly subscriptions: ReturnType<typeof createSubscriptions>;
  /** As another copy sees it. */
  readonly ledger: Ledger;
  readonly log: LogEntry[];
  readonly written: Written[];
  /** When digests were posted, or may be, that `remember` was called for. */
  readonly remembered: Date[];
  now: Date;
  /** What happens while a digest is written. Its result is the message; `undefined`: nothing to tell. */
  onWrite: (occasion: Occasion) => Promise<WrittenDigest['message']>;
  /** While set, every call to the database is rejected. */
  isDatabaseAway: boolean;
  subscribe(wish?: Partial<SubscriptionWish>, by?: string | undefined): Promise<Subscription>;
  /** Sets the clock, such as `09:00` of the first day or a whole moment, and ticks. */
  at(time: string): Promise<void>;
  /** Lets time pass, with a tick every 15 seconds. */
  pass(ms: number): Promise<void>;
  /** The old process is killed, without a word; another one takes its place. */
  restart(options?: Partial<DigestsOptions>, how?: { readonly start: false }): Process;
}

const firstDay = '2026-11-24';

export async function startDigests(
  options: Partial<DigestsOptions> & { readonly open?: () => Promise<TestStore> } = {},
): Promise<DigestsRig> {
  const { store, remove } = await (options.open ?? openEmbeddedStore)();
  onTestFinished(remove);
  const context = { database: store.database, teamId: () => 'T1' };
  const { log, entries } = createLogBook();
  const clock = () => rig.now;
  const poster = createRecordingPoster(clock);
  const subscriptions = failing(createSubscriptions(context), () => rig.isDatabaseAway);
  let process: Process;

  function startProcess(more: Partial<DigestsOptions> = {}): Process {
    let tick = async (): Promise<void> => undefined;
    const ledger: Ledger = failing(createLedger(context), () => rig.isDatabaseAway);
    const digests = createDigests({
      ...{ ledger, subscriptions, poster, isShared: store.isShared, clock, log },
      ...{ lateWithinMs: 12 * 3_600_000, whenUnsure: 'repeat', admins: new Set() },
      async write(subscription, occasion) {
        rig.written.push({ ...occasion, channel: subscription.channel });
        const message = await rig.onWrite(occasion);
        return { message, remember: async (at) => void rig.remembered.push(at) };
      },
      ticks(each) {
        tick = each;
        return { stop: () => undefined };
      },
      async pause(ms) {
        rig.now = new Date(rig.now.getTime() + ms);
      },
      ...options,
      ...more,
    });
    return { digests, tick: () => tick() };
  }

  const rig: DigestsRig = {
    get digests() {
      return process.digests;
    },
    tick: () => process.tick(),
    ledger: createLedger(context),
    ...{ poster, subscriptions, log: entries, written: [], remembered: [], isDatabaseAway: false },
    now: new Date(`${firstDay}T08:59:30Z`),
    onWrite: async (occasion) => ({ text: occasion.kind, blocks: [] }),
    async subscribe(wish = {}, by = 'U0ADMIN') {
      const whole = {
        ...{ channel: 'C0BACKUPS', cron: '0 9 * * *', timeZone: 'UTC', kind: 'all' as const },
        ...{ expiringWithinMs: undefined, staleAfterMs: undefined, ...wish },
      };
      const nextDueAt = createSlots(whole.cron, whole.timeZone).next(rig.now);
      return (await subscriptions.put(whole, { by, at: rig.now, nextDueAt })).subscription;
    },
    async at(time) {
      rig.now = new Date(time.length > 8 ? time : `${firstDay}T${time}Z`);
      await rig.tick();
    },
    async pass(ms) {
      const until = rig.now.getTime() + ms;
      while (rig.now.getTime() < until) {
        rig.now = new Date(Math.min(until, rig.now.getTime() + 15_000));
        await rig.tick();
      }
    },
    restart(more, how) {
      process = startProcess(more);
      if (how?.start !== false) process.digests.start();
      return process;
    },
  };
  process = startProcess();
  process.digests.start();
  return rig;
}

/** A port whose every method rejects while the database is away. */
function failing<Port extends object>(port: Port, isAway: () => boolean): Port {
  return new Proxy(port, {
    get(target, name, receiver) {
      const method: unknown = Reflect.get(target, name, receiver);
      if (typeof method !== 'function') return method;
      return async (...parameters: unknown[]): Promise<unknown> => {
        if (isAway()) throw new Error('the database is away');
        return method.apply(target, parameters);
      };
    },
  });
}
