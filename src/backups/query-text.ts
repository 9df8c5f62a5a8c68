import type { StorageKind } from './backup.ts';
import { formatDuration, isDurationUnit, parseDuration } from './duration.ts';
import { everything, type Query } from './query.ts';
import type { Scope } from './reading.ts';

const storageByWord: Readonly<Record<string, StorageKind>> = {
  ...{ room: 'room', rooms: 'room', drive: 'drive', drives: 'drive', cloud: 'cloud', local: 'local' },
  ...{ temporary: 'temporary', temp: 'temporary', 'third-party': 'third-party', thirdparty: 'third-party' },
};
const scopeByWord: Readonly<Record<string, Scope>> = {
  dumps: 'dumps',
  dump: 'dumps',
  all: 'all',
  both: 'all',
};
const expiringWords: ReadonlySet<string> = new Set(['expiring', 'expire', 'expires', 'leaving']);
const pageWord = 'page';
const fillers: ReadonlySet<string> = new Set([
  'in',
  'within',
  'next',
  'soon',
  'show',
  'list',
  'portal',
  'storage',
]);

/** Words with a meaning of their own outside a query: see `slack/parse-command.ts`. */
const commandWords: ReadonlySet<string> = new Set(['share', 'help', 'digest', 'now', 'on', 'off']);

/** The words that a query may hold besides portal names and durations, for suggestions. */
export const queryWords: readonly string[] = [
  'expiring',
  pageWord,
  ...Object.keys(scopeByWord),
  ...Object.keys(storageByWord),
];

/** Whether a word means something in `/backups …`, so that no portal may bear it as its name. */
export function isReservedWord(word: string): boolean {
  const lower = word.toLowerCase();
  return (
    queryWords.includes(lower) ||
    commandWords.has(lower) ||
    expiringWords.has(lower) ||
    fillers.has(lower) ||
    isDurationUnit(lower) ||
    /^\d+$/.test(lower) ||
    parseDuration(lower) !== undefined
  );
}

/** Why words make no query. */
export type QueryProblem =
  | { readonly kind: 'unknown-word'; readonly word: string }
  | { readonly kind: 'ambiguous-portal'; readonly word: string; readonly names: readonly string[] }
  | { readonly kind: 'said-twice'; readonly words: readonly [string, string] };

export interface ParsedQuery {
  /** What the understood words ask for. */
  readonly query: Query;
  /** Empty when every word was understood. */
  readonly problems: readonly QueryProblem[];
}

/**
 * Reads words in any order and case as a query over the portals named. A portal may be shortened to an
 * unambiguous beginning; its whole name always wins.
 */
export function parseQuery(words: readonly string[], portalNames: readonly string[]): ParsedQuery {
  const draft = new Draft(portalNames);
  const rest = joinUnits(words.map((word) => word.toLowerCase()));
  for (let index = 0; index < rest.length; index += 1) {
    const word = rest[index] ?? '';
    const number = word === pageWord ? parsePage(rest[index + 1]) : undefined;
    if (number === undefined) draft.take(word);
    else {
      draft.set('page', number, word);
      index += 1;
    }
  }
  return draft.result();
}

/** The words that `parseQuery` reads back as the same query: the value of buttons, and of hints after `/backups`. */
export function formatQuery(query: Query): string {
  const { portal, expiring, scope, storage, page } = query;
  const words = [
    portal,
    expiring === undefined ? undefined : 'expiring',
    typeof expiring === 'object' ? formatDuration(expiring.withinMs) : undefined,
    scope === 'own' ? undefined : scope,
    storage,
    page > 1 ? `${pageWord} ${page}` : undefined,
  ];
  return words.filter((word) => word !== undefined).join(' ');
}

class Draft {
  readonly #portalNames: readonly string[];
  readonly #problems: QueryProblem[] = [];
  readonly #wordOf = new Map<keyof Query, string>();
  #query: Query = everything;

  constructor(portalNames: readonly string[]) {
    this.#portalNames = portalNames;
  }

  take(word: string): void {
    const storage = lookUp(storageByWord, word);
    const scope = lookUp(scopeByWord, word);
    const withinMs = parseDuration(word);
    if (storage !== undefined) this.set('storage', storage, word);
    else if (scope !== undefined) this.set('scope', scope, word);
    else if (withinMs !== undefined) this.set('expiring', { withinMs }, word);
    else if (expiringWords.has(word)) this.#askForExpiring();
    else if (!fillers.has(word)) this.#takePortal(word);
  }

  set<Key extends keyof Query>(key: Key, value: Query[Key], word: string): void {
    const before = this.#wordOf.get(key);
    if (before !== undefined && before !== word) {
      this.#problems.push({ kind: 'said-twice', words: [before, word] });
      return;
    }
    this.#wordOf.set(key, word);
    this.#query = { ...this.#query, [key]: value };
  }

  result(): ParsedQuery {
    return { query: this.#query, problems: this.#problems };
  }

  #askForExpiring(): void {
    if (this.#query.expiring === undefined) this.#query = { ...this.#query, expiring: 'window' };
  }

  #takePortal(word: string): void {
    const exact = this.#portalNames.find((name) => name.toLowerCase() === word);
    const names = this.#portalNames.filter((name) => name.toLowerCase().startsWith(word));
    const [only] = exact === undefined ? names : [exact];
    if (only === undefined) this.#problems.push({ kind: 'unknown-word', word });
    else if (exact === undefined && names.length > 1)
      this.#problems.push({ kind: 'ambiguous-portal', word, names });
    else this.set('portal', only, only);
  }
}

/** `3 days` is one word to a reader. */
function joinUnits(words: readonly string[]): string[] {
  const joined: string[] = [];
  for (const word of words) {
    const last = joined.at(-1);
    const isCounted = last !== undefined && /^\d+$/.test(last) && isDurationUnit(word);
    if (isCounted) joined[joined.length - 1] = `${last}${word}`;
    else joined.push(word);
  }
  return joined;
}

function parsePage(word: string | undefined): number | undefined {
  return word !== undefined && /^[1-9]\d{0,4}$/.test(word) ? Number(word) : undefined;
}

function lookUp<Value>(table: Readonly<Record<string, Value>>, word: string): Value | undefined {
  return Object.hasOwn(table, word) ? table[word] : undefined;
}
