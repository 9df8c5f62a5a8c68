import { setImmediate } from 'node:timers/promises';

/** Turns of the event loop without work, after which everybody waits for time to pass. */
const quietTurns = 5;

interface Sleeper {
  readonly at: number;
  readonly wake: () => void;
}

/**
 * A clock that stands still while something is done, and jumps from one moment that somebody waits for to the next. What
 * takes real time, such as a query, is passed to `work`, so that the clock waits for it.
 */
export class VirtualTime {
  #now: number;
  #sleepers: Sleeper[] = [];
  #working = 0;
  #whenIdle: (() => void) | undefined;

  constructor(start: Date) {
    this.#now = start.getTime();
  }

  readonly now = (): Date => new Date(this.#now);

  /** Ends when the clock has moved on by `ms`. */
  readonly sleep = (ms: number): Promise<void> => this.sleepUntil(new Date(this.#now + ms));

  sleepUntil(at: Date): Promise<void> {
    return new Promise((wake) => this.#sleepers.push({ at: at.getTime(), wake }));
  }

  async work<Result>(real: () => Promise<Result>): Promise<Result> {
    this.#working += 1;
    try {
      return await real();
    } finally {
      this.#stopWorking();
    }
  }

  /** Runs the clock until `story` has ended. Rejects when it fails, or when nobody waits for anything any more. */
  async play(story: Promise<void>): Promise<void> {
    let ended: { readonly error?: unknown } | undefined;
    story.then(
      () => {
        ended = {};
      },
      (error: unknown) => {
        ended = { error };
      },
    );
    for (;;) {
      await this.#quiet();
      if (ended !== undefined) break;
      this.#jump();
    }
    if ('error' in ended) throw ended.error;
  }

  #stopWorking(): void {
    this.#working -= 1;
    if (this.#working === 0) this.#whenIdle?.();
  }

  async #quiet(): Promise<void> {
    for (let turns = 0; turns < quietTurns; turns += 1) {
      if (this.#working > 0) {
        turns = -1;
        await new Promise<void>((resolve) => {
          this.#whenIdle = resolve;
        });
      } else await setImmediate();
    }
  }

  #jump(): void {
    const at = Math.min(...this.#sleepers.map((sleeper) => sleeper.at));
    if (at === Infinity) throw new Error('everybody waits for something that never happens');
    this.#now = Math.max(this.#now, at);
    const [due, later] = [[] as Sleeper[], [] as Sleeper[]];
    for (const sleeper of this.#sleepers) (sleeper.at <= this.#now ? due : later).push(sleeper);
    this.#sleepers = later;
    for (const { wake } of due) wake();
  }
}
