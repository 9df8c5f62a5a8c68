import type { ReadFailure } from '../backups/failure.ts';
import type { Portal } from '../backups/portal.ts';
import type { HistoryPart, Part, Reading, Scope } from '../backups/reading.ts';
import type { Log } from '../ops/log.ts';
import type { PortalReader } from './portal-reader.ts';

/** What reading many portals needs, and its limits. */
export interface ReadingsOptions {
  readonly reader: PortalReader;
  readonly clock: () => Date;
  readonly log: Log;
  /** How old an answer may be to be reused. */
  readonly reuseForMs?: number;
}

/** What a caller wants to know. */
export interface ReadingsQuery {
  /** Which lists of each portal. */
  readonly scope: (portal: Portal) => Scope;
  /**
   * True asks every portal again, but joins a request in progress, and does not ask a portal that was asked too often
   * during the few seconds that it wants to be left alone.
   */
  readonly fresh: boolean;
}

/** Reads many portals at once. */
export interface Readings {
  /**
   * Reads the portals' lists, in the order asked, own backups before dumps. Never rejects: what could not be read is
   * a failure in its part. `readAt` shows how old a reused answer is.
   */
  read(portals: readonly Portal[], query: ReadingsQuery): Promise<Reading[]>;
}

/** The longest a failure is reused, even if the portal asked for a longer wait. */
const failureForMs = 60_000;

/** A wait that is acceptable to a user who asks again. */
const shortWaitMs = 10_000;

/**
 * Creates the reader of many portals. All portals are asked at once; limits are up to `reader`. Callers who ask for the
 * same list share one request. An answer up to `reuseForMs` old is reused. A failure is reused only if the portal said
 * when to ask again: until then, for a minute at most, and not for callers who want it fresh, unless the portal was
 * asked too often and wants a wait of ten seconds or less. Remembers at most one answer per list.
 */
export function createReadings(options: ReadingsOptions): Readings {
  const { clock, reuseForMs = 30_000 } = options;
  const underWay = new Map<string, Promise<HistoryPart>>();
  const remembered = new Map<string, HistoryPart>();

  function readList(portal: Portal, part: Part, fresh: boolean): Promise<HistoryPart> {
    const list = `${portal.name} ${part}`;
    const asked = underWay.get(list);
    if (asked !== undefined) return asked;
    const known = remembered.get(list);
    if (known !== undefined && (!fresh || wantsShortWait(known))) return Promise.resolve(known);
    const question = askOne(options, portal, part).then((answered) => {
      underWay.delete(list);
      remembered.set(list, answered);
      return answered;
    });
    underWay.set(list, question);
    return question;
  }

  function forgetStale(): void {
    const now = clock();
    for (const [list, part] of remembered) {
      if (!isReusable(part, now, reuseForMs)) remembered.delete(list);
    }
  }

  return {
    read(portals, query) {
      forgetStale();
      return Promise.all(
        portals.map(async (portal): Promise<Reading> => {
          const lists = partsOf(query.scope(portal)).map((part) => readList(portal, part, query.fresh));
          const histories = await Promise.all(lists);
          return { portal, histories };
        }),
      );
    },
  };
}

async function askOne(
  { reader, clock, log }: ReadingsOptions,
  portal: Portal,
  part: Part,
): Promise<HistoryPart> {
  try {
    const answer = await reader.readHistory(portal, part);
    return { part, answer, readAt: clock() };
  } catch (error) {
    log.error('Reading a backup history failed because of a bug', { portal: portal.name, part, error });
    return { part, answer: { kind: 'failed', failure: { kind: 'bug' } }, readAt: clock() };
  }
}

/** An answer from the future means that the clock was changed. */
function isReusable({ answer, readAt }: HistoryPart, now: Date, reuseForMs: number): boolean {
  const ageMs = now.getTime() - readAt.getTime();
  if (ageMs < 0) return false;
  if (answer.kind === 'read') return ageMs <= reuseForMs;
  return ageMs < Math.min(waitOf(answer.failure, readAt), failureForMs);
}

function wantsShortWait({ answer, readAt }: HistoryPart): boolean {
  if (answer.kind === 'read' || answer.failure.kind !== 'rate-limited') return false;
  return waitOf(answer.failure, readAt) <= shortWaitMs;
}

/** How long after its answer the portal wants the bot to wait, in milliseconds; 0 when it did not say. */
function waitOf(failure: ReadFailure, readAt: Date): number {
  const retryAt = 'retryAt' in failure ? failure.retryAt : undefined;
  return retryAt === undefined ? 0 : retryAt.getTime() - readAt.getTime();
}

function partsOf(scope: Scope): readonly Part[] {
  switch (scope) {
    case 'own':
      return ['own'];
    case 'dumps':
      return ['dumps'];
    case 'all':
      return ['own', 'dumps'];
  }
}
