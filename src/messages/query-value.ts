import type { Query } from '../backups/query.ts';
import { formatQuery } from '../backups/query-text.ts';

/** A filler that `parseQuery` reads as nothing: Slack takes no empty value. */
const everythingWord = 'show';

/** A query as a button's or option's `value`: never empty, and `parseQuery` reads it back. */
export function queryValue(query: Query): string {
  return formatQuery(query) || everythingWord;
}

/** The command that somebody would type for a query. */
export function queryCommand(query: Query): string {
  return `/backups ${formatQuery(query)}`.trimEnd();
}
