import { startSlack } from '../sandbox/slack/slack-server.ts';
import { defaultWorkspace } from '../sandbox/slack/workspace.ts';
import type { Ledger } from '../src/digest/ledger.ts';
import { createSlots } from '../src/digest/slots.ts';
import { createSubscriptions } from '../src/store/subscriptions.ts';
import type { Copy } from './copy.ts';
import type { SimulatedDatabase } from './database.ts';
import { dueMoments } from './due-moments.ts';
import { Fleet } from './fleet.ts';
import { type DueSlot, judge, type Tally } from './judge.ts';
import { createPortals } from './portals.ts';
import { createRandom } from './random.ts';
import { createSlackWire } from './slack-wire.ts';
import { planTroubles, playTroubles } from './troubles.ts';
import { VirtualTime } from './virtual-time.ts';
import { type Wanted, wantDigests } from './wanted.ts';
import { goodWeather, type Odds } from './weather.ts';

/** In the week that follows, clocks go forward in Europe, and back in Australia and New Zealand. */
const start = new Date('2027-03-28T00:00:00Z');
const dayMs = 86_400_000;
const lateWithinMs = dayMs / 2;
/** Without any trouble, so that what waits is delivered. No slot lies in its last minutes. */
const endingMs = (2 * 60 + 14) * 60_000;

/** How the bot can know, or not, whether a digest is in its channel. */
export const accesses = ['can look', 'repeats', 'gives up'] as const;

export interface SimulationOptions {
  readonly seed: number;
  readonly days: number;
  readonly digests: number;
  readonly access: (typeof accesses)[number];
  readonly database: SimulatedDatabase;
  readonly odds: Odds;
  /** Breaks the bot, so that a test sees what becomes of it. */
  readonly breakLedger?: (ledger: Ledger) => Ledger;
  /** Takes what the copies log. */
  readonly write?: ((line: string) => void) | undefined;
}

/** What happened, and what became of the digests. */
export interface Outcome {
  readonly tally: Tally;
  readonly deaths: number;
  readonly pauses: number;
  readonly troubles: number;
}

/**
 * Lives through some days in a minute: the bot's own code for digests, real databases and the local Slack, with a clock
 * that jumps. All copies live in this process, so that each can die wherever it waits for something.
 */
export async function simulate(options: SimulationOptions): Promise<Outcome> {
  const { seed, days, database, access, odds } = options;
  const random = createRandom(seed);
  const time = new VirtualTime(start);
  const weather = goodWeather();
  const wanted = wantDigests(options.digests, random);
  await using slack = await startSlack({ clock: time.now, workspace: workspaceFor(wanted, access) });
  const fleet = new Fleet({
    surroundings: {
      ...{ time, weather, slack, lateWithinMs },
      wire: createSlackWire({ time, random, weather, odds }),
      reader: createPortals(time, random, weather),
      whenUnsure: access === 'gives up' ? 'give-up' : 'repeat',
      ...{ write: options.write, breakLedger: options.breakLedger },
    },
    ...{ database, random, odds },
  });
  const calmFrom = new Date(start.getTime() + days * dayMs);
  const end = new Date(calmFrom.getTime() + endingMs);
  const troubles = planTroubles(start, days, random);
  let tally: Tally | undefined;
  await time.play(
    (async () => {
      fleet.begin();
      const due = await subscribe(await fleet.anyone(), { wanted, teamId: slack.teamId, time, end });
      void playTroubles(troubles, { time, weather, fleet });
      await fleet.run(calmFrom);
      weather.isCalm = true;
      await fleet.run(end);
      const entries = await fleet.entries();
      tally = judge(due, { messages: slack.store.messages(), entries, troubles: fleet.troubles });
    })(),
  );
  await fleet.close();
  if (tally === undefined) throw new Error('nothing was judged');
  return { tally, deaths: fleet.deaths, pauses: fleet.pauses, troubles: troubles.length };
}

/** Sets the digests up, and says which slots are due until `end`, by time. */
async function subscribe(
  { store }: Copy,
  options: {
    readonly wanted: readonly Wanted[];
    readonly teamId: string;
    readonly time: VirtualTime;
    readonly end: Date;
  },
): Promise<DueSlot[]> {
  const { time, end } = options;
  const subscriptions = createSubscriptions({ database: store.database, teamId: () => options.teamId });
  const due: DueSlot[] = [];
  for (const wish of options.wanted) {
    const at = time.now();
    const nextDueAt = createSlots(wish.cron, wish.timeZone).next(at);
    const rest = { kind: 'all', expiringWithinMs: undefined, staleAfterMs: undefined } as const;
    const { subscription } = await time.work(() =>
      subscriptions.put({ ...wish, ...rest }, { by: 'U0SIM000001', at, nextDueAt }),
    );
    const moments = dueMoments(wish, at, end);
    for (const [index, moment] of moments.entries()) {
      const next = moments[index + 1]?.getTime() ?? Infinity;
      const until = new Date(Math.min(next, moment.getTime() + lateWithinMs));
      due.push({ subscriptionId: subscription.id, at: moment, until });
    }
  }
  return due.toSorted((a, b) => a.at.getTime() - b.at.getTime());
}

function workspaceFor(wanted: readonly Wanted[], access: SimulationOptions['access']) {
  const ids = [...new Set(wanted.map(({ channel }) => channel))];
  const channels = ids.map((id) => ({
    ...{ id, name: id.toLowerCase(), isPrivate: false, isArchived: false, isMember: true },
  }));
  const history = ['channels:history', 'groups:history'];
  const scopes = defaultWorkspace.scopes.filter((scope) => access === 'can look' || !history.includes(scope));
  return { channels, scopes };
}
