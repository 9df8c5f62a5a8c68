import type { Query } from '../../backups/query.ts';
import { formatQuery } from '../../commands/parse-query.ts';

/** A filler word that `parseQuery` ignores: Slack refuses an empty value. */
const everythingWord = 'show';

/** A query as a button's or option's `value`: never empty, and `parseQuery` reads it back. */
export function queryValue(query: Query): string {
  return formatQuery(query) || everythingWord;
}
