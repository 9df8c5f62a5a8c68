import type { KyselyPlugin } from 'kysely';
import type { Random } from './random.ts';
import type { VirtualTime } from './virtual-time.ts';
import type { Odds, Weather } from './weather.ts';

const never = new Promise<never>(() => undefined);
const secondMs = 1_000;

/**
 * The fate of one process. Wherever it waits for something it may die, so that nothing of it goes on, or be paused as a
 * whole, as a machine is that sleeps: for long enough that what it holds is taken by others.
 */
export class Fate {
  readonly #time: VirtualTime;
  readonly #random: Random;
  readonly #weather: Weather;
  readonly #odds: Odds;
  readonly #onDeath: () => void;
  pauses = 0;
  #pausedUntil = new Date(0);
  #isDead = false;
  #noteDeath = (): void => undefined;
  readonly #death = new Promise<void>((resolve) => {
    this.#noteDeath = resolve;
  });

  constructor(options: {
    readonly time: VirtualTime;
    readonly random: Random;
    readonly weather: Weather;
    readonly odds: Odds;
    readonly onDeath: () => void;
  }) {
    this.#time = options.time;
    this.#random = options.random;
    this.#weather = options.weather;
    this.#odds = options.odds;
    this.#onDeath = options.onDeath;
  }

  get isPaused(): boolean {
    return this.#pausedUntil > this.#time.now();
  }

  die(): void {
    if (this.#isDead) return;
    this.#isDead = true;
    this.#noteDeath();
    this.#onDeath();
  }

  /** A wait in the life of the process: death or a pause may come. Never ends once it is dead. */
  async pass(): Promise<void> {
    await this.passUnpaused();
    if (this.#comes(this.#odds.pauseOnceIn)) {
      this.pauses += 1;
      this.#pausedUntil = new Date(this.#time.now().getTime() + this.#random.between(20, 400) * secondMs);
    }
    while (this.isPaused) await this.#time.sleepUntil(this.#pausedUntil);
    if (this.#isDead) await never;
  }

  /** A wait in which death may come, but no pause. */
  async passUnpaused(): Promise<void> {
    if (this.#comes(this.#odds.deathOnceIn)) this.die();
    if (this.#isDead) await never;
  }

  /** The same port, with a wait before and after every call; `isReal`: a call takes real time, as a query does. */
  watch<Port extends object>(port: Port, { isReal }: { readonly isReal: boolean }): Port {
    return new Proxy(port, {
      get: (target, name) => {
        const member: unknown = Reflect.get(target, name);
        if (typeof member !== 'function') return member;
        return async (...args: unknown[]) => {
          const call = async (): Promise<unknown> => member.apply(target, args);
          // What waits for a query of the same process, such as for its connection, does not end when that has died.
          const callOrDie = () => Promise.race([call(), this.#death]);
          await this.pass();
          try {
            return await (isReal ? this.#time.work(callOrDie) : call());
          } finally {
            await this.pass();
          }
        };
      },
    });
  }

  /**
   * Waits after every query, also of a transaction. There is no pause here: others who wait for the same rows would wait
   * in real time.
   */
  get afterQueries(): KyselyPlugin {
    return {
      transformQuery: ({ node }) => node,
      transformResult: async ({ result }) => {
        if (this.#comes(this.#odds.deathOnceIn)) this.die();
        if (this.#isDead) await never;
        return result;
      },
    };
  }

  #comes(onceIn: number): boolean {
    return !this.#weather.isCalm && this.#random.onceIn(onceIn);
  }
}
