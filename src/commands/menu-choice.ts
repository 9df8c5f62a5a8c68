/** What an option of the ⋯ menu asks for; `query` is what `formatQuery` wrote. */
export type MenuChoice =
  | { readonly kind: 'open' }
  | { readonly kind: 'show' | 'refresh'; readonly query: string };

/** A query never begins with it: names have no colon. */
const refreshPrefix = 'refresh:';

/** The value of an option that opens a page in the browser, and asks the bot for nothing. */
export const openChoice = 'open:';

/** The value of the option that asks the portals again. */
export function refreshChoice(query: string): string {
  return `${refreshPrefix}${query}`;
}

/** Reads an option's value. */
export function parseMenuChoice(value: string): MenuChoice {
  if (value === openChoice) return { kind: 'open' };
  return value.startsWith(refreshPrefix)
    ? { kind: 'refresh', query: value.slice(refreshPrefix.length) }
    : { kind: 'show', query: value };
}
