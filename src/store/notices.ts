import type { NoticeKey } from '../backups/notices.ts';
import type { Notices } from '../digest/notices.ts';
import type { NoticeRow, StoreContext } from './schema.ts';

/** Rows in one statement: seven values each, far below the limits of both engines. */
const rowsAtOnce = 500;

/** Remembers what subscriptions have told. */
export function createNotices({ database, teamId }: StoreContext): Notices {
  return {
    async given(subscriptionId) {
      const rows = await database
        .selectFrom('notices')
        .selectAll()
        .where('team_id', '=', teamId())
        .where('subscription_id', '=', subscriptionId)
        .orderBy('portal')
        .orderBy('finding')
        .orderBy('backup_id')
        .orderBy('threshold')
        .execute();
      return rows.map(({ portal, finding, backup_id, threshold, given_at }) => ({
        ...{ portal, finding, backupId: backup_id, threshold, givenAt: new Date(given_at) },
      }));
    },

    keep(subscriptionId, open, at) {
      // Always in the same order, or two copies of the bot could wait for each other's rows.
      const rows = open
        .map((key) => rowOf(key, { teamId: teamId(), subscriptionId, at }))
        .toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
      return database.transaction().execute(async (transaction) => {
        for (let start = 0; start < rows.length; start += rowsAtOnce) {
          await transaction
            .insertInto('notices')
            .values(rows.slice(start, start + rowsAtOnce))
            .onConflict((conflict) =>
              conflict
                .columns(['team_id', 'subscription_id', 'portal', 'finding', 'backup_id', 'threshold'])
                .doUpdateSet({ open_at: at.getTime() }),
            )
            .execute();
        }
        // Not those of a digest that was written later and is remembered already.
        await transaction
          .deleteFrom('notices')
          .where('team_id', '=', teamId())
          .where('subscription_id', '=', subscriptionId)
          .where('open_at', '<', at.getTime())
          .execute();
      });
    },
  };
}

function rowOf(
  { portal, finding, backupId, threshold }: NoticeKey,
  { teamId, subscriptionId, at }: { teamId: string; subscriptionId: string; at: Date },
): NoticeRow {
  return {
    ...{ team_id: teamId, subscription_id: subscriptionId },
    ...{ portal, finding, backup_id: backupId, threshold },
    ...{ given_at: at.getTime(), open_at: at.getTime() },
  };
}
