import { isFindingName, type Snooze } from '../backups/snooze.ts';
import type { Snoozes } from '../digest/snoozes.ts';
import type { SnoozeRow, StoreContext } from './schema.ts';

/** The snoozes of one workspace. */
export function createSnoozes({ database, teamId }: StoreContext): Snoozes {
  return {
    async all() {
      const rows = await database
        .selectFrom('snoozes')
        .selectAll()
        .where('team_id', '=', teamId())
        .orderBy('at')
        .execute();
      return rows.flatMap(snoozeOf);
    },
    async put(snooze) {
      const row = rowOf(snooze, teamId());
      const { until, changes_from, snoozed_by, at } = row;
      await database
        .insertInto('snoozes')
        .values(row)
        .onConflict((conflict) =>
          conflict
            .columns(['team_id', 'portal', 'finding'])
            .doUpdateSet({ until, changes_from, snoozed_by, at }),
        )
        .execute();
    },
    async remove(portal, finding) {
      await database
        .deleteFrom('snoozes')
        .where('team_id', '=', teamId())
        .where('portal', '=', portal)
        .where('finding', '=', finding)
        .execute();
    },
  };
}

function rowOf({ portal, finding, until, by, at }: Snooze, teamId: string): SnoozeRow {
  return {
    ...{ team_id: teamId, portal, finding, snoozed_by: by, at: at.getTime() },
    until: until.kind === 'moment' ? until.at.getTime() : null,
    changes_from: until.kind === 'change' ? until.from : null,
  };
}

/** None for a finding that another version of the bot knew. */
function snoozeOf({ portal, finding, until, changes_from, snoozed_by, at }: SnoozeRow): Snooze[] {
  if (!isFindingName(finding)) return [];
  const end: Snooze['until'] =
    until === null ? { kind: 'change', from: changes_from ?? '' } : { kind: 'moment', at: new Date(until) };
  return [{ portal, finding, until: end, by: snoozed_by, at: new Date(at) }];
}
