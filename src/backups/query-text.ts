import type { StorageKind } from './backup.ts';
import { formatDuration, isDurationUnit, parseDuration } from './duration.ts';
import { foldWord } from './fold-word.ts';
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
  ...expiringWords,
  pageWord,
  ...Object.keys(scopeByWord),
  ...Object.keys(storageByWord),
];

/** Whether a word means something in `/backups …`, so that no portal may bear it as its name. */
export function isReservedWord(word: string): boolean {
  const folded = foldWord(word);
  return (
    queryWords.includes(folded) ||
    commandWords.has(folded) ||
    fillers.has(folded) ||
    /^\d+$/.test(folded) ||
    parseDuration(folded) !== undefined
  );
}

/** Why words make no query. `word` is as it was typed. */
export type QueryProblem =
  | { readonly kind: 'unknown-word'; readonly word: string }
  | { readonly kind: 'page-without-number'; readonly word: string }
  | { readonly kind: 'ambiguous-portal'; readonly word: string; readonly names: readonly string[] }
  | { readonly kind: 'said-twice'; readonly words: readonly [string, string] };

/** What words ask for, and which of them say nothing. */
export interface ParsedQuery {
  /** What the understood words ask for. */
  readonly query: Query;
  /** Empty when every word was understood. */
  readonly problems: readonly QueryProblem[];
}

/** One thing that somebody typed; `folded` is for comparing. */
interface Word {
  readonly typed: string;
  readonly folded: string;
}

/**
 * Reads words in any order and case as a query over the portals named. A portal may be shortened to an
 * unambiguous beginning; its whole name always wins. No two names may be the same to `foldWord`.
 */
export function parseQuery(words: readonly string[], portalNames: readonly string[]): ParsedQuery {
  const draft = new Draft(portalNames);
  const rest = joinPairs(
    words.map((typed) => ({ typed, folded: foldWord(typed) })),
    new Set(portalNames.map(foldWord)),
  );
  for (let index = 0; index < rest.length; index += 1) {
    const word = rest[index] ?? { typed: '', folded: '' };
    const page = word.folded === pageWord ? parsePage(rest[index + 1]?.folded) : undefined;
    if (page === undefined) draft.take(word);
    else {
      draft.set('page', page, `${pageWord} ${page}`);
      index += 1;
    }
  }
  return draft.result();
}

/**
 * The words that `parseQuery` reads back as the same query: the value of buttons, and of hints after `/backups`.
 * At most 75 characters on the first page, which is what an option of a select may hold, and 86 on others.
 */
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

  take({ typed, folded }: Word): void {
    const storage = lookUp(storageByWord, folded);
    const scope = lookUp(scopeByWord, folded);
    const withinMs = parseDuration(folded);
    if (storage !== undefined) this.set('storage', storage, typed);
    else if (scope !== undefined) this.set('scope', scope, typed);
    else if (withinMs !== undefined) this.set('expiring', { withinMs }, typed);
    else if (expiringWords.has(folded)) this.#askForExpiring();
    else if (folded === pageWord) this.#problems.push({ kind: 'page-without-number', word: typed });
    else if (!fillers.has(folded)) this.#takePortal(typed);
  }

  set<Key extends keyof Query>(key: Key, value: Query[Key], word: string): void {
    const before = this.#wordOf.get(key);
    if (before === undefined) {
      this.#wordOf.set(key, word);
      this.#query = { ...this.#query, [key]: value };
    } else if (!isSame(this.#query[key], value)) {
      this.#problems.push({ kind: 'said-twice', words: [before, word] });
    }
  }

  result(): ParsedQuery {
    return { query: this.#query, problems: this.#problems };
  }

  #askForExpiring(): void {
    if (this.#query.expiring === undefined) this.#query = { ...this.#query, expiring: 'window' };
  }

  #takePortal(word: string): void {
    const names = findPortals(word, this.#portalNames);
    const [name] = names;
    if (name === undefined) this.#problems.push({ kind: 'unknown-word', word });
    else if (names.length > 1) this.#problems.push({ kind: 'ambiguous-portal', word, names });
    else this.set('portal', name, name);
  }
}

/** Whole names come before beginnings. Folded, a whole name is one portal's alone: the configuration sees to that. */
function findPortals(word: string, names: readonly string[]): readonly string[] {
  const folded = foldWord(word);
  const whole = names.filter((name) => foldWord(name) === folded);
  return whole.length > 0 ? whole : names.filter((name) => foldWord(name).startsWith(folded));
}

/** `3 days` and `third party` are one word to a reader, unless a portal is called like half of it. */
function joinPairs(words: readonly Word[], names: ReadonlySet<string>): Word[] {
  const joined: Word[] = [];
  for (const word of words) {
    const last = joined.at(-1);
    const folded = names.has(word.folded) ? undefined : joinPair(last, word, names);
    if (last === undefined || folded === undefined) joined.push(word);
    else joined[joined.length - 1] = { typed: `${last.typed} ${word.typed}`, folded };
  }
  return joined;
}

function joinPair(last: Word | undefined, { folded }: Word, names: ReadonlySet<string>): string | undefined {
  if (last === undefined) return undefined;
  if (isDurationUnit(folded) && /^\d+$/.test(last.folded)) return last.folded + folded;
  const isThirdParty = last.folded === 'third' && folded === 'party' && !names.has(last.folded);
  return isThirdParty ? 'third-party' : undefined;
}

function parsePage(word: string | undefined): number | undefined {
  return word !== undefined && /^[1-9]\d{0,4}$/.test(word) ? Number(word) : undefined;
}

function isSame<Value extends Query[keyof Query]>(a: Value, b: Value): boolean {
  return typeof a === 'object' && typeof b === 'object' ? a.withinMs === b.withinMs : a === b;
}

function lookUp<Value>(table: Readonly<Record<string, Value>>, word: string): Value | undefined {
  return Object.hasOwn(table, word) ? table[word] : undefined;
}
