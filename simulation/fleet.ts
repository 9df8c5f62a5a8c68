import { type Copy, type Surroundings, startCopy } from './copy.ts';
import type { SimulatedDatabase } from './database.ts';
import { Fate } from './fate.ts';
import type { Entry, Trouble } from './judge.ts';
import type { Random } from './random.ts';
import type { Odds } from './weather.ts';

const secondMs = 1_000;
const minuteMs = 60 * secondMs;
/** How often the bot looks for what waits. */
const tickMs = 15 * secondMs;

/** All copies of the bot. Whichever dies is started again, after a while. */
export class Fleet {
  readonly troubles: Trouble[] = [];
  deaths = 0;
  pauses = 0;
  readonly #surroundings: Surroundings;
  readonly #database: SimulatedDatabase;
  readonly #random: Random;
  readonly #odds: Odds;
  readonly #alive = new Map<number, Copy>();
  #nobodySince: Date | undefined;

  constructor(options: {
    readonly surroundings: Surroundings;
    readonly database: SimulatedDatabase;
    readonly random: Random;
    readonly odds: Odds;
  }) {
    this.#surroundings = options.surroundings;
    this.#database = options.database;
    this.#random = options.random;
    this.#odds = options.odds;
  }

  /** Starts every copy. They live until the clock stops. */
  begin(): void {
    for (let place = 1; place <= this.#database.copies; place += 1) void this.#occupy(place);
  }

  /** A copy that lives now, once there is one. */
  async anyone(): Promise<Copy> {
    for (;;) {
      const [copy] = this.#alive.values();
      if (copy !== undefined) return copy;
      await this.#surroundings.time.sleep(secondMs);
    }
  }

  /** Closes the databases of those who live at the end. */
  async close(): Promise<void> {
    for (const { store } of this.#alive.values()) await store.close();
  }

  killAll(): void {
    for (const { fate } of this.#alive.values()) fate.die();
  }

  /** During this time nobody can deliver anything. */
  async hinderedFor(ms: number): Promise<void> {
    const { time } = this.#surroundings;
    const from = time.now();
    await time.sleep(ms);
    this.troubles.push({ from, until: time.now() });
  }

  async withoutDatabase(ms: number): Promise<void> {
    const { time, weather } = this.#surroundings;
    const { outage } = this.#database;
    if (outage === undefined) return;
    weather.isDatabaseAway = true;
    await time.work(() => outage.begin());
    await this.hinderedFor(ms);
    await time.work(() => outage.end());
    weather.isDatabaseAway = false;
  }

  /**
   * Ticks until then: every copy when something is due, and those that are at work as often as in life. Between that,
   * the clock jumps.
   */
  async run(until: Date): Promise<void> {
    const { time } = this.#surroundings;
    while (time.now() < until) {
      const now = time.now().getTime();
      const soonest = Math.floor(now / tickMs + 1) * tickMs;
      const dueAt = Math.min(await this.#nextDue(now), until.getTime());
      const isAnyAtWork = [...this.#alive.values()].some((copy) => copy.isAtWork());
      const at = isAnyAtWork ? soonest : Math.max(soonest, Math.ceil(dueAt / tickMs) * tickMs);
      await time.sleepUntil(new Date(at));
      for (const copy of this.#alive.values()) {
        if (copy.fate.isPaused) continue;
        if (dueAt <= at || copy.isAtWork()) copy.tickIn(this.#random.between(0, 2 * secondMs));
      }
    }
  }

  /** What the bot has written down of all slots. */
  async entries(): Promise<Entry[]> {
    const { store } = await this.anyone();
    const rows = await this.#surroundings.time.work(() =>
      store.database
        .selectFrom('deliveries')
        .select(['subscription_id', 'slot_at', 'state'])
        .where('team_id', '=', this.#surroundings.slack.teamId)
        .execute(),
    );
    return rows.map((row) => ({
      subscriptionId: row.subscription_id,
      slotAt: new Date(row.slot_at),
      state: row.state,
    }));
  }

  /** One copy after another. */
  async #occupy(place: number): Promise<never> {
    const { time, weather } = this.#surroundings;
    for (let generation = 1; ; generation += 1) {
      while (weather.isPowerOff || weather.isDatabaseAway) await time.sleep(5 * secondMs);
      await this.#live(place, `simulated-${place}-${generation}`);
      await time.sleep(this.#downtimeMs());
    }
  }

  async #live(place: number, name: string): Promise<void> {
    const { time, weather } = this.#surroundings;
    let die = () => {};
    const death = new Promise<void>((resolve) => {
      die = resolve;
    });
    const fate = new Fate({ time, weather, random: this.#random, odds: this.#odds, onDeath: die });
    const copy = await startCopy(this.#surroundings, { name, url: this.#database.urlFor(name), fate }).catch(
      () => undefined,
    );
    if (copy === undefined) return;
    this.#alive.set(place, copy);
    this.#noteWhoLives();
    await death;
    this.deaths += 1;
    this.pauses += fate.pauses;
    this.#alive.delete(place);
    this.#noteWhoLives();
    // While the database is away, its connections are lost anyway.
    await time.work(() => this.#database.cutOff(name, copy.store)).catch(() => undefined);
  }

  #noteWhoLives(): void {
    const now = this.#surroundings.time.now();
    if (this.#alive.size === 0) this.#nobodySince ??= now;
    else if (this.#nobodySince !== undefined) {
      this.troubles.push({ from: this.#nobodySince, until: now });
      this.#nobodySince = undefined;
    }
  }

  #downtimeMs(): number {
    const random = this.#random;
    if (random.onceIn(20)) return random.between(20, 60) * minuteMs;
    if (random.onceIn(6)) return random.between(1, 20) * minuteMs;
    return random.between(2, 60) * secondMs;
  }

  /** When a slot comes, or one that waits can be worked on; in a minute where that cannot be found out now. */
  async #nextDue(now: number): Promise<number> {
    const { time, slack } = this.#surroundings;
    const [copy] = this.#alive.values();
    if (copy === undefined) return now + minuteMs;
    const { database } = copy.store;
    try {
      const waiting = await time.work(() =>
        database
          .selectFrom('deliveries')
          .select(['lease_until', 'not_before'])
          .where('team_id', '=', slack.teamId)
          .where('state', 'in', ['claimed', 'sending'])
          .execute(),
      );
      const subscriptions = await time.work(() =>
        database
          .selectFrom('subscriptions')
          .select('next_due_at')
          .where('team_id', '=', slack.teamId)
          .execute(),
      );
      return Math.min(
        ...waiting.map((row) => Math.max(row.lease_until, row.not_before)),
        ...subscriptions.map(({ next_due_at }) => next_due_at ?? Infinity),
      );
    } catch {
      return now + minuteMs;
    }
  }
}
