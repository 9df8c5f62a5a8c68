import { syncBuiltinESMExports } from 'node:module';
import timers from 'node:timers/promises';
import { onTestFinished, vi } from 'vitest';

/** Until the test ends every pause is over at once. Holds how long each was meant to be, in milliseconds. */
export function watchPauses(): readonly number[] {
  const pauses: number[] = [];
  const spy = vi.spyOn(timers, 'setTimeout').mockImplementation(async (ms = 0, value) => {
    pauses.push(ms);
    return value as never;
  });
  // Without this only those who import the whole module would notice.
  syncBuiltinESMExports();
  onTestFinished(() => {
    spy.mockRestore();
    syncBuiltinESMExports();
  });
  return pauses;
}
