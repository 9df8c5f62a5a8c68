import type { Portal } from '../backups/portal.ts';
import { chooseAll } from '../backups/query.ts';
import { assessReadings } from '../backups/verdict.ts';
import { renderDigest } from '../messages/digest.ts';
import type { Readings } from '../readings/create-readings.ts';
import { lateAfterMs } from './enter-slots.ts';
import type { WriteDigest } from './occasion.ts';
import { createSlots } from './slots.ts';

/** Writes digests of these portals. */
export function createWriteDigest(deps: {
  readonly portals: readonly Portal[];
  readonly readings: Readings;
  readonly clock: () => Date;
}): WriteDigest {
  const { portals, readings, clock } = deps;
  return async ({ cron, timeZone }, { kind, dueAt, late }) => {
    const isPreview = kind === 'preview';
    const read = await readings.read(portals, { scope: chooseAll(portals).scope, fresh: !isPreview });
    const now = clock();
    const isSlow = dueAt !== undefined && now.getTime() - dueAt.getTime() > lateAfterMs;
    const begunLate = late && ({ dueAt: late.dueAt, reason: 'begun-late' } as const);
    const message = renderDigest({
      verdict: assessReadings(read, now),
      now,
      next: createSlots(cron, timeZone).next(now),
      late: begunLate ?? (isSlow ? { dueAt, reason: 'slow-portals' } : undefined),
      audience: isPreview ? 'asker' : 'channel',
      lastFailure: undefined,
    });
    return { message, remember: async () => undefined };
  };
}
