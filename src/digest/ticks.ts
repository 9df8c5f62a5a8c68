import { type Logger, schedule } from 'node-cron';
import type { Log } from '../ops/log.ts';

/** Calls `tick` at once and then again and again until stopped. It resolves when what it began is done. */
export type Ticks = (tick: () => Promise<void>) => { stop(): void };

const lookEveryMs = 15_000;

/**
 * Ticks each minute on the second, and every 15 seconds for what waits for another try. These also make up for
 * node-cron (4.6.0), which is late after the machine was asleep, and pauses for the hour that the host's own clock
 * repeats.
 */
export function createTicks(log: Log): Ticks {
  return (tick) => {
    const run = () => void tick();
    const task = schedule('* * * * *', run, {
      timezone: 'UTC',
      suppressMissedWarning: true,
      logger: cronLogger(log),
    });
    const timer = setInterval(run, lookEveryMs);
    run();
    return {
      stop() {
        clearInterval(timer);
        void task.destroy();
      },
    };
  };
}

function cronLogger(log: Log): Logger {
  const write = (level: keyof Log) => (message: string | Error, error?: Error) =>
    log[level]('Message from node-cron', { said: String(message), error });
  return { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
}
