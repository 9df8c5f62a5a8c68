import { setTimeout as wait } from 'node:timers/promises';
import type { Log, LogFields } from '../ops/log.ts';

/** Paces retries, and logs the same cause once. */
export interface Retries {
  /**
   * Waits before the next try: longer each time, with jitter, and never less than `atLeastMs`. Logs a warning when the
   * cause differs from the last one. Rejects when the signal aborts.
   */
  pause(cause: string, options?: { readonly atLeastMs?: number; readonly facts?: LogFields }): Promise<void>;
  /** Call after a success: the next pause is short again, and its cause is logged. */
  reset(): void;
}

export interface RetriesOptions {
  readonly log: Log;
  readonly firstPauseMs: number;
  readonly signal: AbortSignal;
}

const longestPauseMs = 30_000;
/** Node fires a timer at once when its delay is longer than this. */
const longestTimerMs = 2 ** 31 - 1;

export function createRetries({ log, firstPauseMs, signal }: RetriesOptions): Retries {
  let pauses = 0;
  let logged: string | undefined;
  return {
    async pause(cause, { atLeastMs = 0, facts = {} } = {}) {
      const growingMs = Math.min(longestPauseMs, firstPauseMs * 2 ** pauses) * (0.5 + Math.random() / 2);
      const pauseMs = Math.round(Math.max(atLeastMs, growingMs));
      const write = cause === logged ? log.debug : log.warn;
      write(`${cause}; trying again`, { pauseMs, ...facts });
      logged = cause;
      pauses += 1;
      await waitLong(pauseMs, signal);
    },
    reset() {
      pauses = 0;
      logged = undefined;
    },
  };
}

async function waitLong(ms: number, signal: AbortSignal): Promise<void> {
  for (let leftMs = ms; leftMs > 0; leftMs -= longestTimerMs) {
    await wait(Math.min(leftMs, longestTimerMs), undefined, { signal });
  }
}
