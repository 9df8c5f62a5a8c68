import type { Query } from '../backups/query.ts';
import type { Reading } from '../backups/reading.ts';

/** `asker`: with buttons, seen only by whoever asked. `channel`: a copy that stays, for everybody there. */
export type Audience = 'asker' | 'channel';

/** All that an answer is made of. */
export interface AnswerInput {
  readonly query: Query;
  /** The portals and lists that the query asks about, as `chooseTargets` names them. */
  readonly readings: readonly Reading[];
  /** All portals there are, asked about or not. */
  readonly portalNames: readonly string[];
  readonly now: Date;
  readonly audience: Audience;
}
