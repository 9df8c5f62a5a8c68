import { setImmediate as giveWay } from 'node:timers/promises';
import type { Insertable, Selectable, Transaction } from 'kysely';
import type { Portal } from '../backups/portal.ts';
import type { Part, RememberedBackup } from '../backups/reading.ts';
import type { Change, ListOf, Memory, Recalled } from '../readings/memory.ts';
import { backupColumns, pastOf, readingColumns, rememberedOf } from './remembered-rows.ts';
import type { Database, ReadingRow, StoreContext, Tables } from './schema.ts';
import { watchPortals } from './watched-portals.ts';

/** How many lists one query or one transaction has: others wait for the one connection of the embedded database. */
const listsAtOnce = 25;
/** How many rows one statement writes. */
const rowsAtOnce = 100;

/** The past of portals in the database. */
export function createPortalMemory({ database, teamId }: StoreContext): Memory {
  return {
    watch: (portals, at) => watchPortals(database, { teamId: teamId(), portals, at }),
    async recall(lists, goneSince) {
      const recalled: Recalled[] = [];
      for (const part of ['own', 'dumps'] as const) {
        const ofPart = lists.filter((list) => list.part === part);
        for (const slice of slices(ofPart, listsAtOnce)) {
          recalled.push(
            ...(await recallSlice(database, { teamId: teamId(), part, lists: slice, goneSince })),
          );
          await giveWay();
        }
      }
      return recalled;
    },
    async record(lists) {
      const refused: (typeof lists)[number][] = [];
      // Every copy locks rows in the same order, so that none waits for another in a circle.
      const inOrder = lists.toSorted((a, b) => compareText(orderOf(a), orderOf(b)));
      for (const slice of slices(inOrder, listsAtOnce)) {
        refused.push(
          ...(await database.transaction().execute(async (transaction) => {
            const ours = await findWatched(
              transaction,
              teamId(),
              slice.map(({ portal }) => portal),
            );
            const late: typeof slice = [];
            for (const list of slice) {
              const isRecorded = ours.has(list.portal) && (await recordList(transaction, teamId(), list));
              if (!isRecorded) late.push(list);
            }
            return late;
          })),
        );
        await giveWay();
      }
      return refused;
    },
  };
}

type Asked = Parameters<Memory['recall']>[0];

interface RecallOptions {
  readonly teamId: string;
  readonly part: Part;
  readonly lists: Asked;
  readonly goneSince: Date;
}

/** The readings come first: of backups that change in between, the revision is too old, and nothing is recorded. */
async function recallSlice(database: Database, options: RecallOptions): Promise<Recalled[]> {
  const { teamId, part, lists } = options;
  const ours = await findWatched(
    database,
    teamId,
    lists.map(({ portal }) => portal),
  );
  const asked = new Map(
    lists.filter(({ portal }) => ours.has(portal)).map((list) => [list.portal.name, list]),
  );
  if (asked.size === 0) return [];
  const readings = await database
    .selectFrom('readings')
    .selectAll()
    .where('team_id', '=', teamId)
    .where('part', '=', part)
    .where('portal', 'in', [...asked.keys()])
    .execute();
  const isKnown = ({ portal, revision }: Selectable<ReadingRow>) =>
    asked.get(portal)?.known?.revision === revision;
  const unknown = readings.filter((row) => !isKnown(row)).map(({ portal }) => portal);
  const backups = unknown.length === 0 ? undefined : await readBackups(database, options, unknown);
  return readings.flatMap((row) => {
    const list = asked.get(row.portal);
    if (list === undefined) return [];
    const past = isKnown(row) ? undefined : pastOf(row, backups?.get(row.portal) ?? []);
    return [{ portal: list.portal, part, revision: row.revision, past }];
  });
}

async function readBackups(
  database: Database,
  { teamId, part, goneSince }: RecallOptions,
  names: readonly string[],
): Promise<Map<string, RememberedBackup[]>> {
  const rows = await database
    .selectFrom('backups_seen')
    .selectAll()
    .where('team_id', '=', teamId)
    .where('part', '=', part)
    .where('portal', 'in', names)
    .where((has) => has.or([has('gone_at', 'is', null), has('gone_at', '>=', goneSince.getTime())]))
    .execute();
  const backups = new Map<string, RememberedBackup[]>(names.map((name) => [name, []]));
  for (const row of rows) backups.get(row.portal)?.push(rememberedOf(row));
  return backups;
}

/** Those that the database knows under the same address. */
async function findWatched(
  database: Database,
  teamId: string,
  portals: readonly Portal[],
): Promise<Set<Portal>> {
  const rows = await database
    .selectFrom('portals')
    .select(['name', 'url'])
    .where('team_id', '=', teamId)
    .where(
      'name',
      'in',
      portals.map(({ name }) => name),
    )
    .execute();
  const urls = new Map(rows.map(({ name, url }) => [name, url]));
  return new Set(portals.filter(({ name, url }) => urls.get(name) === url));
}

async function recordList(
  transaction: Transaction<Tables>,
  teamId: string,
  { portal, part, past, revision, changed }: Change,
): Promise<boolean> {
  const key = { team_id: teamId, portal: portal.name, part };
  const isFirst = revision === undefined;
  const isOurs = isFirst
    ? await insertReading(transaction, { ...key, ...readingColumns(past), revision: 1 })
    : await updateReading(transaction, { ...key, ...readingColumns(past), revision });
  if (!isOurs) return false;
  for (const slice of slices(changed, rowsAtOnce)) {
    const rows = slice.map((remembered) => ({ ...key, ...backupColumns(remembered) }));
    await transaction
      .insertInto('backups_seen')
      .values(rows)
      .onConflict((conflict) =>
        conflict.columns(['team_id', 'portal', 'part', 'backup_id']).doUpdateSet((given) => ({
          first_seen_at: given.ref('excluded.first_seen_at'),
          relisted_at: given.ref('excluded.relisted_at'),
          last_seen_at: given.ref('excluded.last_seen_at'),
          gone_at: given.ref('excluded.gone_at'),
          gone_why: given.ref('excluded.gone_why'),
          facts: given.ref('excluded.facts'),
        })),
      )
      .execute();
    await giveWay();
  }
  return true;
}

async function insertReading(
  transaction: Transaction<Tables>,
  row: Insertable<ReadingRow>,
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await transaction
    .insertInto('readings')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

/** Only the one who knows the current revision may go on. */
async function updateReading(
  transaction: Transaction<Tables>,
  { team_id, portal, part, revision, ...columns }: Insertable<ReadingRow>,
): Promise<boolean> {
  const { numUpdatedRows } = await transaction
    .updateTable('readings')
    .set({ ...columns, revision: revision + 1 })
    .where('team_id', '=', team_id)
    .where('portal', '=', portal)
    .where('part', '=', part)
    .where('revision', '=', revision)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

function orderOf({ portal, part }: ListOf): string {
  return `${portal.name} ${part}`;
}

function compareText(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

function slices<Item>(items: readonly Item[], size: number): Item[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}
