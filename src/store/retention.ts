import { setImmediate } from 'node:timers/promises';
import { type RawBuilder, sql } from 'kysely';
import type { Log } from '../ops/log.ts';
import { primaryKeys, type StoreContext } from './schema.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** 6 to 30 ms of one engine that others wait for. */
const rowsPerSlice = 1_000;

export interface Retention {
  /** Begins no more slices, and waits for the one in progress. */
  stop(): Promise<void>;
}

/**
 * Deletes once a day what need not be remembered any longer, in one of the copies of the bot. Call it when the workspace
 * is known. A day that fails is logged, and the next one catches up.
 */
export function startRetention(
  context: StoreContext,
  options: { readonly clock: () => Date; readonly log: Log },
): Retention {
  const { clock, log } = options;
  const stopping = new AbortController();
  let running: Promise<void> | undefined;
  const run = () => {
    running ??= tidyOnceADay(context, clock(), stopping.signal)
      .catch((error: unknown) => log.warn('Old entries of the database were not deleted', { error }))
      .finally(() => {
        running = undefined;
      });
  };
  const timer = setInterval(run, hourMs);
  timer.unref();
  run();
  return {
    async stop() {
      clearInterval(timer);
      stopping.abort();
      await running;
    },
  };
}

async function tidyOnceADay(context: StoreContext, now: Date, signal: AbortSignal): Promise<void> {
  const claimed = await context.database
    .insertInto('acts')
    .values({
      team_id: context.teamId(),
      trigger_id: `retention ${now.toISOString().slice(0, 10)}`,
      at: now.getTime(),
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('trigger_id')
    .executeTakeFirst();
  if (claimed !== undefined) await tidy(context, now, signal);
}

type Rule = readonly [keyof typeof primaryKeys, RawBuilder<unknown>];

/** Deletes from every table what is too old, in slices; stops between two of them once the signal is aborted. */
export async function tidy(
  { database, teamId }: StoreContext,
  now: Date,
  signal?: AbortSignal,
): Promise<void> {
  for (const [table, isOld] of rulesOf(teamId(), now)) {
    const columns = sql.join(primaryKeys[table].map((column) => sql.ref(column)));
    const isOurs = sql`team_id = ${teamId()} and (${isOld})`;
    const slice = sql`select ${columns} from ${sql.table(table)} where ${isOurs} limit ${rowsPerSlice}`;
    const statement = sql`delete from ${sql.table(table)} where (${columns}) in (${slice}) and ${isOurs}`;
    let deleted = rowsPerSlice;
    while (deleted === rowsPerSlice && signal?.aborted !== true) {
      deleted = Number((await statement.execute(database)).numAffectedRows ?? 0);
      await setImmediate();
    }
  }
}

/** The portals come last, because the rows about them are found through them. */
function rulesOf(teamId: string, now: Date): Rule[] {
  const before = (days: number) => now.getTime() - days * dayMs;
  const left = sql`select name from portals where team_id = ${teamId} and left_at < ${before(30)}`;
  const isLeft = sql`portal in (${left})`;
  return [
    ['deliveries', sql`settled_at < ${before(90)} or (settled_at is null and slot_at < ${before(90)})`],
    ['subscriptions', sql`state <> 'on' and updated_at < ${before(400)}`],
    // While it is open, each digest says so again.
    ['notices', sql`open_at < ${before(400)} or ${isLeft}`],
    ['acts', sql`at < ${before(1)}`],
    ['snoozes', sql`until < ${before(30)} or ${isLeft}`],
    ['backups_seen', sql`gone_at < ${before(90)} or ${isLeft}`],
    ['readings', isLeft],
    ['portals', sql`left_at < ${before(30)}`],
  ];
}
