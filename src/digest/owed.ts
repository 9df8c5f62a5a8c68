import type { Log } from '../ops/log.ts';
import type { Ensure } from './record-outcome.ts';

/** What is still to be written down, because the database was away. */
export interface Owed {
  readonly ensure: Ensure;
  /** Writes it down, in order. Rejects while the database cannot be used. */
  pay(): Promise<void>;
}

/** `probe` rejects while the database cannot be used. */
export function createOwed(options: {
  readonly probe: () => Promise<unknown>;
  readonly noteFailure: (error: unknown) => void;
  readonly log: Log;
}): Owed {
  const steps: (() => Promise<unknown>)[] = [];

  /** What the database refuses although it works is given up, because nothing else is done before it. */
  async function retry(step: () => Promise<unknown>): Promise<void> {
    await options.probe();
    await step().catch((error: unknown) =>
      options.log.error('What became of a digest cannot be written down. It is a bug; please report it', {
        error,
      }),
    );
  }

  return {
    async ensure(step) {
      try {
        await step();
      } catch (error) {
        options.noteFailure(error);
        steps.push(step);
      }
    },
    async pay() {
      for (let step = steps[0]; step !== undefined; step = steps[0]) {
        const due = step;
        await due().catch(() => retry(due));
        steps.shift();
      }
    },
  };
}
