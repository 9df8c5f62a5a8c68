import { createDigests } from '../src/digest/create-digests.ts';
import type { Ledger } from '../src/digest/ledger.ts';
import type { WriteDigest } from '../src/digest/occasion.ts';
import type { Poster } from '../src/digest/poster.ts';
import { createWriteDigest } from '../src/digest/write-digest.ts';
import { createLog } from '../src/ops/create-log.ts';
import type { Log } from '../src/ops/log.ts';
import { Secret } from '../src/ops/secret.ts';
import { createSlackLogger } from '../src/ops/slack-logger.ts';
import { createReadings } from '../src/readings/create-readings.ts';
import { createRemembering } from '../src/readings/create-remembering.ts';
import type { PortalReader } from '../src/readings/portal-reader.ts';
import { createChannelGuard } from '../src/slack/channel-guard.ts';
import { createPoster } from '../src/slack/create-poster.ts';
import { createLedger } from '../src/store/deliveries.ts';
import { createNotices } from '../src/store/notices.ts';
import { openStore, type Store } from '../src/store/open-store.ts';
import { createPortalMemory } from '../src/store/portal-memory.ts';
import type { StoreContext } from '../src/store/schema.ts';
import { createSnoozes } from '../src/store/snoozes.ts';
import { createSubscriptions } from '../src/store/subscriptions.ts';
import type { Fate } from './fate.ts';
import { portals } from './portals.ts';
import type { VirtualTime } from './virtual-time.ts';
import type { Weather } from './weather.ts';

/** What all copies of the bot share. */
export interface Surroundings {
  readonly time: VirtualTime;
  readonly slack: { readonly botToken: string; readonly apiUrl: string; readonly teamId: string };
  readonly weather: Weather;
  readonly wire: (fate: Fate) => typeof globalThis.fetch;
  readonly reader: PortalReader;
  readonly lateWithinMs: number;
  readonly whenUnsure: 'repeat' | 'give-up';
  /** Takes what the copies log. */
  readonly write: ((line: string) => void) | undefined;
  readonly breakLedger: ((ledger: Ledger) => Ledger) | undefined;
}

/** One process of the bot, with all that delivers digests. */
export interface Copy {
  readonly fate: Fate;
  readonly store: Store;
  /** Begins what is due then. */
  tickIn(ms: number): void;
  /** Whether something is in progress, or begins soon. */
  isAtWork(): boolean;
}

/** Starts a copy that uses the database at `url`. It lives as long as its fate wants. */
export async function startCopy(
  surroundings: Surroundings,
  { name, url, fate }: { readonly name: string; readonly url: string; readonly fate: Fate },
): Promise<Copy> {
  const { time, slack, write, breakLedger, lateWithinMs, whenUnsure } = surroundings;
  const clock = time.now;
  const log = createLog({
    ...{ level: write === undefined ? 'error' : 'debug', format: 'json' },
    write: (line) => write?.(`${clock().toISOString()} ${name} ${line}`),
  });
  const store = await time.work(() => openStore({ url: new Secret(url), clock, log, waitMs: 0 }));
  const context = { database: store.database.withPlugin(fate.afterQueries), teamId: () => slack.teamId };
  const ledger = createLedger(context);
  const pause = async (ms: number) => {
    await time.sleep(ms);
    await fate.pass();
  };
  let tick = async () => {};
  createDigests({
    ledger: fate.watch(breakLedger?.(ledger) ?? ledger, { isReal: true }),
    subscriptions: fate.watch(createSubscriptions(context), { isReal: true }),
    poster: posterOf(surroundings, fate, log),
    write: writerOf(surroundings, { context, fate, log }),
    ...{ isShared: store.isShared, admins: new Set(), lateWithinMs, whenUnsure, clock, pause, log },
    ticks: (onTick) => {
      tick = onTick;
      return { stop() {} };
    },
  }).start();
  let underWay = 0;
  const tickIn = (ms: number) => {
    underWay += 1;
    void pause(ms)
      .then(() => tick())
      .finally(() => {
        underWay -= 1;
      });
  };
  tickIn(0);
  return { fate, store, tickIn, isAtWork: () => underWay > 0 };
}

function posterOf({ slack, wire }: Surroundings, fate: Fate, log: Log): Poster {
  const options = {
    ...{ token: new Secret(slack.botToken), apiUrl: slack.apiUrl, fetch: wire(fate) },
    ...{ log, slackLog: createSlackLogger(log) },
  };
  return createPoster({
    ...options,
    assessChannel: createChannelGuard({ ...options, allowed: new Set() }),
    onLost: (error) => {
      throw error;
    },
  });
}

function writerOf(
  { time: { now: clock }, reader }: Surroundings,
  { context, fate, log }: { readonly context: StoreContext; readonly fate: Fate; readonly log: Log },
): WriteDigest {
  const readings = createRemembering({
    readings: createReadings({ reader: fate.watch(reader, { isReal: false }), clock, log }),
    memory: fate.watch(createPortalMemory(context), { isReal: true }),
    ...{ portals, clock, log },
  });
  const notices = fate.watch(createNotices(context), { isReal: true });
  const snoozes = fate.watch(createSnoozes(context), { isReal: true });
  return createWriteDigest({ portals, readings, notices, snoozes, clock, log });
}
