import { type Logger, schedule } from 'node-cron';
import type { Log } from '../ops/log.ts';
import type { Slots } from './slots.ts';

const lookEveryMs = 60_000;
/** After the clock is set back by less than this, no slot is reported twice; after more, slots follow the new time. */
const largestStepBackMs = 5 * 60_000;

/**
 * Reports each slot later than `since` once, when it comes, until stopped; of several missed ones only the last.
 * `onSlot` must not throw.
 *
 * node-cron fires on the second. The slots are also checked every minute, because node-cron (4.6.0) does not fire where
 * the clock skips a slot, is late after the machine was asleep, and pauses for the hour that the host's own clock
 * repeats.
 */
export function watchSlots(options: {
  readonly cron: string;
  readonly timeZone: string;
  readonly slots: Slots;
  readonly since: Date;
  readonly clock: () => Date;
  readonly onSlot: (dueAt: Date) => void;
  readonly log: Log;
}): { stop(): void } {
  const { cron, timeZone, slots, clock, onSlot } = options;
  let checkedUntil = options.since;

  function look(): void {
    const now = clock();
    if (checkedUntil.getTime() - now.getTime() > largestStepBackMs) {
      options.log.warn('The clock was set back; digests follow the new time', {
        from: checkedUntil.toISOString(),
        to: now.toISOString(),
      });
      // The clock may have been set right after the last look, which was at most this long ago.
      checkedUntil = new Date(now.getTime() - lookEveryMs);
    }
    const dueAt = slots.last({ after: checkedUntil, until: now });
    if (now > checkedUntil) checkedUntil = now;
    if (dueAt !== undefined) onSlot(dueAt);
  }

  const task = schedule(cron, look, {
    timezone: timeZone,
    suppressMissedWarning: true,
    logger: cronLogger(options.log),
  });
  const timer = setInterval(look, lookEveryMs);
  look();
  return {
    stop() {
      clearInterval(timer);
      void task.destroy();
    },
  };
}

function cronLogger(log: Log): Logger {
  const write = (level: keyof Log) => (message: string | Error, error?: Error) =>
    log[level]('Message from node-cron', { said: String(message), error });
  return { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
}
