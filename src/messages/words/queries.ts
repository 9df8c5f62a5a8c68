import type { Query } from '../../backups/query.ts';
import { formatQuery } from '../../commands/parse-query.ts';

/** A filler that `parseQuery` reads as nothing: Slack takes no empty value. */
const everythingWord = 'show';

/** A query as a button's or option's `value`: never empty, and `parseQuery` reads it back. */
export function queryValue(query: Query): string {
  return formatQuery(query) || everythingWord;
}

/** What somebody would type for a query; `command` is the app's own command, such as `/backups`. */
export function queryCommand(query: Query, command: string): string {
  return `${command} ${formatQuery(query)}`.trimEnd();
}
