import pLimit from 'p-limit';
import type { Portal } from '../backups/portal.ts';
import type { HistoryPart, Part, Reading, Scope } from '../backups/reading.ts';
import type { Log } from '../ops/log.ts';
import type { PortalReader } from './portal-reader.ts';

/** What reading many portals needs, and its limits. */
export interface ReadingsOptions {
  readonly reader: PortalReader;
  readonly clock: () => Date;
  readonly log: Log;
  /** How many lists are asked for at once, over all callers. */
  readonly concurrency?: number;
  /** How old an answer may be to be told again. */
  readonly reuseForMs?: number;
}

/** What somebody wants to know. */
export interface ReadingsQuery {
  /** Which lists of each portal. */
  readonly scope: (portal: Portal) => Scope;
  /**
   * True asks every portal anew, but joins a question on its way, and spares a portal that was asked too often until
   * the moment it named.
   */
  readonly fresh: boolean;
}

/** Reads many portals at once. */
export interface Readings {
  /**
   * Reads the portals' lists, in the order asked, own backups before dumps. Never rejects: what could not be read is
   * a failure in its part. `readAt` tells how old a reused answer is.
   */
  read(portals: readonly Portal[], query: ReadingsQuery): Promise<Reading[]>;
}

/**
 * Creates the reader of many portals. Callers who ask for the same list share one request; an answer up to
 * `reuseForMs` old is told again, a failure never is, save that a list whose portal named the moment to ask again is
 * left alone until then; where the portal was asked too often, even by who wants it fresh. Remembers at most one
 * answer a list.
 */
export function createReadings(options: ReadingsOptions): Readings {
  const { clock, concurrency = 20, reuseForMs = 30_000 } = options;
  const limit = pLimit(concurrency);
  const underWay = new Map<string, Promise<HistoryPart>>();
  const remembered = new Map<string, HistoryPart>();

  function readList(portal: Portal, part: Part, fresh: boolean): Promise<HistoryPart> {
    const list = `${portal.name} ${part}`;
    const asked = underWay.get(list);
    if (asked !== undefined) return asked;
    const known = remembered.get(list);
    if (known !== undefined && (!fresh || isRateLimited(known))) return Promise.resolve(known);
    const question = limit(() => askOne(options, portal, part)).then((answered) => {
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
    log.error('Reading a backup history went wrong', { portal: portal.name, part, error });
    return { part, answer: { kind: 'failed', failure: { kind: 'bug' } }, readAt: clock() };
  }
}

/** A failure is told again only while the portal would refuse anyway. What comes from the future is from a wrong clock. */
function isReusable({ answer, readAt }: HistoryPart, now: Date, reuseForMs: number): boolean {
  if (now < readAt) return false;
  if (answer.kind === 'read') return now.getTime() - readAt.getTime() <= reuseForMs;
  const { failure } = answer;
  if (failure.kind !== 'rate-limited' && failure.kind !== 'server-error') return false;
  return failure.retryAt !== undefined && now < failure.retryAt;
}

/** Asking again would only prolong it. A portal that broke down may be back before it thought. */
function isRateLimited({ answer }: HistoryPart): boolean {
  return answer.kind === 'failed' && answer.failure.kind === 'rate-limited';
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
