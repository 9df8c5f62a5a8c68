import type { Acts } from '../answering/acts.ts';
import type { StoreContext } from './schema.ts';

/** Acts in the database. */
export function createActs({ database, teamId }: StoreContext, clock: () => Date): Acts {
  return {
    async claim(id) {
      const claimed = await database
        .insertInto('acts')
        .values({ team_id: teamId(), trigger_id: id, at: clock().getTime() })
        .onConflict((conflict) => conflict.columns(['team_id', 'trigger_id']).doNothing())
        .returning('trigger_id')
        .executeTakeFirst();
      return claimed !== undefined;
    },
  };
}
