import type { Portal } from '../backups/portal.ts';
import { chooseAll } from '../backups/query.ts';
import { assessReadings } from '../backups/verdict.ts';
import { type DigestInput, renderDigest } from '../messages/digest.ts';
import type { Message } from '../messages/kit/message.ts';
import type { Log } from '../ops/log.ts';
import type { Readings } from '../readings/create-readings.ts';
import type { Poster, PostOutcome } from './poster.ts';
import type { Slots } from './slots.ts';

/** A digest that is later than this says so. */
const lateAfterMs = 5 * 60_000;

/** What a digest needs: its portals, how to read them, and where to post. */
export interface DigestDeps {
  readonly settings: { readonly channel: string; readonly cron: string; readonly timeZone: string };
  readonly portals: readonly Portal[];
  readonly readings: Readings;
  readonly poster: Poster;
  readonly clock: () => Date;
  readonly log: Log;
}

/**
 * Reads every portal again, renders the digest and posts it once. Never rejects: a bug is logged, and the outcome is
 * `bug` or, once Slack may have received the message, `uncertain`. `dueAt` is the slot of the digest, if any.
 */
export async function runDigest(
  deps: DigestDeps,
  { slots, dueAt }: { readonly slots: Slots; readonly dueAt: Date | undefined },
): Promise<PostOutcome> {
  const { log, poster, settings } = deps;
  const message = await writeDigest(deps, {
    ...{ slots, dueAt, fresh: true, audience: 'channel', lastFailure: undefined },
  }).catch((error: unknown) => {
    log.error('Creating the digest failed', { error });
    return undefined;
  });
  if (message === undefined) return { kind: 'bug' };
  try {
    return await poster.post(settings.channel, message);
  } catch (error) {
    log.error('Posting the digest failed because of a bug; it may have been posted', { error });
    return { kind: 'uncertain', code: 'bug' };
  }
}

/** The current digest. Rejects only because of a bug. */
export async function writeDigest(
  { portals, readings, clock }: DigestDeps,
  options: {
    readonly slots: Slots;
    readonly dueAt: Date | undefined;
    readonly fresh: boolean;
    readonly audience: DigestInput['audience'];
    readonly lastFailure: DigestInput['lastFailure'];
  },
): Promise<Message> {
  const { slots, dueAt, fresh, audience, lastFailure } = options;
  const isLate = (at: Date) => dueAt !== undefined && at.getTime() - dueAt.getTime() > lateAfterMs;
  const begunLate = isLate(clock());
  const read = await readings.read(portals, { scope: chooseAll(portals).scope, fresh });
  const now = clock();
  return renderDigest({
    verdict: assessReadings(read, now),
    now,
    next: slots.next(now),
    late:
      dueAt !== undefined && isLate(now)
        ? { dueAt, reason: begunLate ? 'begun-late' : 'slow-portals' }
        : undefined,
    audience,
    lastFailure,
  });
}
