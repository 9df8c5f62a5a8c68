import { rememberGoneForMs, updatePast } from '../backups/past.ts';
import type { Portal } from '../backups/portal.ts';
import type { HistoryPart, ListPast, Reading } from '../backups/reading.ts';
import type { Log } from '../ops/log.ts';
import type { Readings } from './create-readings.ts';
import { createKnownPasts, type KnownPasts, nameOf } from './known-pasts.ts';
import type { Change, ListOf, Memory } from './memory.ts';

/** Readings that are compared with what is remembered of them. */
export interface RememberingReadings extends Readings {
  /** Resolves when nothing is being remembered, or the database takes too long. */
  settle(): Promise<void>;
}

export interface RememberingOptions {
  readonly readings: Readings;
  readonly memory: Memory;
  /** All that are configured. */
  readonly portals: readonly Portal[];
  readonly clock: () => Date;
  readonly log: Log;
  /** How long an answer waits for the database. */
  readonly waitMs?: number;
}

/** How long a stop waits for the database: what was not remembered then is compared at the next reading. */
const longestSettleMs = 1_000;
/** How often a list that another copy of the bot changes at the same moment is compared. */
const rounds = 3;
/** Those of some hundred portals, which take some ten megabytes. */
const mostKnownBackups = 20_000;

/**
 * Compares each fresh answer of a portal once with what is remembered, and remembers it. Every reading has its `past`;
 * an answer that is reused has the same one. While the database cannot be used, or takes longer than `waitMs`, the past
 * is `unavailable`: this is logged once, and delays an answer once.
 */
export function createRemembering(options: RememberingOptions): RememberingReadings {
  const { readings, memory, portals, clock, log, waitMs = 5_000 } = options;
  const pasts = new WeakMap<HistoryPart, ListPast>();
  const known = createKnownPasts(mostKnownBackups);
  let isWatching = false;
  let isAway = false;
  let underWay: Promise<void> = Promise.resolve();
  /** Whether the database was given up on for work that has not ended. */
  let isStuck = false;

  async function remember(answers: readonly Answer[]): Promise<void> {
    if (!isWatching) await memory.watch(portals, clock());
    isWatching = true;
    let open = answers.filter(({ fresh }) => !pasts.has(fresh));
    for (let round = 1; open.length > 0; round += 1) {
      const changes = await compare({ memory, known, now: clock() }, open);
      const refused = new Set(await memory.record(changes.filter(({ isNews }) => isNews)));
      for (const change of changes) {
        const { fresh, past, isNews, revision = 0 } = change;
        const isRefused = refused.has(change);
        known.set(change, isRefused ? undefined : { past, revision: isNews ? revision + 1 : revision });
        if (!isRefused || round === rounds) pasts.set(fresh, past);
        // The portal may have been forgotten by hand: next time it is watched again.
        if (isRefused && round === rounds) isWatching = false;
      }
      open = open.filter(({ fresh }) => !pasts.has(fresh));
    }
  }

  /** One after the other: each compares with what the one before remembered. */
  function enqueue(answers: readonly Answer[]): Promise<void> {
    const work = underWay.then(() => remember(answers));
    underWay = work.then(noteBack, noteAway);
    return work.catch(() => undefined);
  }

  function noteBack(): void {
    if (isAway) log.info('What portals showed is remembered again');
    isAway = false;
  }

  function noteAway(error?: unknown): void {
    if (!isAway) {
      const cause = error === undefined ? { waitedMs: waitMs } : { error };
      log.error('The database cannot be used: what changed in the portals is unknown until it can', cause);
    }
    isAway = true;
  }

  return {
    async read(asked, query) {
      const found = await readings.read(asked, query);
      const answers = found.flatMap(answersOf);
      if (!isStuck && answers.some(({ fresh }) => !pasts.has(fresh))) {
        const work = enqueue(answers);
        if (!(await settlesWithin(work, waitMs))) {
          isStuck = true;
          noteAway();
          void work.then(() => {
            isStuck = false;
          });
        }
      }
      return found.map((reading) => ({ ...reading, past: pastsOf(reading, pasts) }));
    },
    async settle() {
      await settlesWithin(underWay, Math.min(waitMs, longestSettleMs));
    },
  };
}

/** One list of a portal as it was just read. */
interface Answer extends ListOf {
  readonly fresh: HistoryPart;
}

function answersOf({ portal, histories }: Reading): Answer[] {
  return histories.map((fresh) => ({ portal, part: fresh.part, fresh }));
}

interface Compared extends Change {
  readonly fresh: HistoryPart;
  /** Whether the answer was newer than what is remembered. */
  readonly isNews: boolean;
}

async function compare(
  { memory, known, now }: { readonly memory: Memory; readonly known: KnownPasts; readonly now: Date },
  answers: readonly Answer[],
): Promise<Compared[]> {
  const asked = answers.map((answer) => ({ ...answer, known: known.get(answer) }));
  const recalled = await memory.recall(asked, new Date(now.getTime() - rememberGoneForMs));
  const found = new Map(recalled.map((list) => [nameOf(list), list]));
  return asked.map((answer) => {
    const { portal, part, fresh } = answer;
    const list = found.get(nameOf(answer));
    const before = list && (list.past ?? answer.known?.past);
    const past = updatePast(before, fresh);
    const old = new Set(before?.backups);
    const changed = past.backups.filter((each) => !old.has(each));
    return { portal, part, fresh, past, revision: list?.revision, changed, isNews: past !== before };
  });
}

function pastsOf({ histories }: Reading, pasts: WeakMap<HistoryPart, ListPast>): Reading['past'] {
  const known = histories.flatMap((fresh) => pasts.get(fresh) ?? []);
  return known.length < histories.length ? 'unavailable' : known;
}

function settlesWithin(work: Promise<void>, ms: number): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms, false);
    void work.then(() => {
      clearTimeout(timer);
      resolve(true);
    });
  });
}
