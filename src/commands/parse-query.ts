import { everything, exclusiveMembers, type Query } from '../backups/query.ts';
import { formatDuration, isDurationUnit, nearestWindow, parseDuration } from './duration.ts';
import { foldWord } from './fold-word.ts';
import type { KnownNames } from './known-names.ts';
import { groupNameIn, groupWord, type Meaning, meaningOf, wordFor } from './words.ts';

/** Why words do not form a query. `word` is as it was typed. */
export type QueryProblem =
  | { readonly kind: 'unknown-word'; readonly word: string }
  | { readonly kind: 'unknown-group'; readonly word: string; readonly name: string }
  /** A time that is too short or too long; `nearestMs` is the nearest that is allowed. */
  | { readonly kind: 'window-not-allowed'; readonly word: string; readonly nearestMs: number }
  | { readonly kind: 'page-without-number'; readonly word: string }
  /** `meant` are the words that could replace it. */
  | { readonly kind: 'ambiguous'; readonly word: string; readonly meant: readonly string[] }
  /** Two values of one thing, or two things that exclude each other. */
  | { readonly kind: 'not-together'; readonly words: readonly [string, string] };

/** What words ask for, and which of them have a problem. */
export interface ParsedQuery {
  /** What the understood words ask for. */
  readonly query: Query;
  /** Empty when every word was understood. */
  readonly problems: readonly QueryProblem[];
}

/** One word as it was typed; `folded` is used to compare it. */
interface Word {
  readonly typed: string;
  readonly folded: string;
}

/**
 * Reads typed words, in any order and case, as a query. The name of a portal or a group may be shortened to an
 * unambiguous beginning; an exact name always wins.
 */
export function parseQuery(words: readonly string[], known: KnownNames): ParsedQuery {
  return parseWords(words, known, findByBeginning);
}

/**
 * Reads what `formatQuery` wrote, as a button carries it. A portal or a group matches only by its full name: another
 * one that starts with the same letters must not be shown instead.
 */
export function parseExactQuery(words: readonly string[], known: KnownNames): ParsedQuery {
  return parseWords(words, known, (word, names) => names.filter((name) => name === word));
}

/** Those of the names that a word may stand for. */
type FindNames = (word: string, names: readonly string[]) => readonly string[];

function parseWords(words: readonly string[], known: KnownNames, findNames: FindNames): ParsedQuery {
  const draft = new Draft(known, findNames);
  const rest = joinPairs(words.map(wordOf), new Set(known.portals.map(foldWord)));
  for (let index = 0; index < rest.length; index += 1) {
    const word = rest[index] ?? { typed: '', folded: '' };
    const isPage = meaningOf(word.folded)?.kind === 'page';
    const page = isPage ? parsePage(rest[index + 1]?.folded) : undefined;
    if (page === undefined) draft.take(word);
    else {
      draft.set('page', page, `${word.typed} ${page}`);
      index += 1;
    }
  }
  return draft.result();
}

/**
 * The words that `parseExactQuery` and `parseQuery` read back as the same query: the value of buttons, and what follows
 * `/backups` in a hint. For a portal, at most 75 characters on the first page without files, which is what an option of
 * a select may hold.
 */
export function formatQuery(query: Query): string {
  const { portal, group, expiring, scope, storage, problems, files, page } = query;
  const words = [
    portal,
    group === undefined ? undefined : groupWord(group),
    expiring === undefined ? undefined : wordFor({ kind: 'expiring' }),
    typeof expiring === 'object' ? formatDuration(expiring.withinMs) : undefined,
    scope === 'own' ? undefined : wordFor({ kind: 'scope', scope }),
    storage === undefined ? undefined : wordFor({ kind: 'storage', storage }),
    problems ? wordFor({ kind: 'problems' }) : undefined,
    files ? wordFor({ kind: 'files' }) : undefined,
    page > 1 ? `${wordFor({ kind: 'page' })} ${page}` : undefined,
  ];
  return words.filter((word) => word !== undefined).join(' ');
}

class Draft {
  readonly #known: KnownNames;
  readonly #findNames: FindNames;
  readonly #problems: QueryProblem[] = [];
  readonly #wordOf = new Map<keyof Query, string>();
  #query: Query = everything;

  constructor(known: KnownNames, findNames: FindNames) {
    this.#known = known;
    this.#findNames = findNames;
  }

  take(word: Word): void {
    const { typed, folded } = word;
    const meaning = meaningOf(folded);
    const withinMs = parseDuration(folded);
    const group = groupNameIn(typed);
    if (group !== undefined) this.#takeGroup(typed, group);
    else if (withinMs !== undefined) this.#takeWindow(word, withinMs);
    else if (meaning === undefined || !this.#takeMeaning(meaning, typed)) this.#takePortal(word);
  }

  /** What was said first stays. */
  set<Key extends keyof Query>(key: Key, value: Query[Key], word: string): void {
    const before = this.#wordAgainst(key, value);
    if (before !== undefined) this.#problems.push({ kind: 'not-together', words: [before, word] });
    else {
      this.#wordOf.set(key, word);
      this.#query = { ...this.#query, [key]: value };
    }
  }

  result(): ParsedQuery {
    return { query: this.#query, problems: this.#problems };
  }

  /** The word before that does not allow this value. */
  #wordAgainst<Key extends keyof Query>(key: Key, value: Query[Key]): string | undefined {
    const pairs = exclusiveMembers.filter((pair) => pair.includes(key));
    const rivals = pairs.flat().filter((member) => member !== key);
    const rival = rivals.map((member) => this.#wordOf.get(member)).find((word) => word !== undefined);
    const isFree = this.#query[key] === 'window' || isSame(this.#query[key], value);
    return rival ?? (isFree ? undefined : this.#wordOf.get(key));
  }

  /** False for words that mean something only outside a query, such as `share`. */
  #takeMeaning(meaning: Meaning, typed: string): boolean {
    switch (meaning.kind) {
      case 'storage':
        this.set('storage', meaning.storage, typed);
        return true;
      case 'scope':
        this.set('scope', meaning.scope, typed);
        return true;
      case 'expiring':
        if (this.#query.expiring === undefined) this.set('expiring', 'window', typed);
        return true;
      case 'problems':
      case 'files':
        this.set(meaning.kind, true, typed);
        return true;
      case 'page':
        this.#problems.push({ kind: 'page-without-number', word: typed });
        return true;
      case 'digest-option':
        this.#problems.push({ kind: 'unknown-word', word: typed });
        return true;
      case 'filler':
        return true;
      case 'share':
      case 'subcommand':
        return false;
    }
  }

  #takeWindow(word: Word, withinMs: number): void {
    if (nearestWindow(word.folded) === withinMs) this.set('expiring', { withinMs }, word.typed);
    else this.#reject(word);
  }

  #takePortal(word: Word): void {
    const names = this.#findNames(word.typed, this.#known.portals);
    const [name] = names;
    if (name === undefined) this.#reject(word);
    else if (names.length > 1) this.#problems.push({ kind: 'ambiguous', word: word.typed, meant: names });
    else this.set('portal', name, name);
  }

  #reject({ typed: word, folded }: Word): void {
    const nearestMs = nearestWindow(folded);
    this.#problems.push(
      nearestMs === undefined
        ? { kind: 'unknown-word', word }
        : { kind: 'window-not-allowed', word, nearestMs },
    );
  }

  #takeGroup(word: string, begun: string): void {
    const names = this.#findNames(begun, this.#known.groups);
    const [name] = names;
    if (name === undefined) this.#problems.push({ kind: 'unknown-group', word, name: begun });
    else if (names.length > 1) {
      this.#problems.push({ kind: 'ambiguous', word, meant: names.map(groupWord) });
    } else this.set('group', name, groupWord(name));
  }
}

/** Full names win over beginnings. A folded full name belongs to one portal only: the configuration ensures that. */
function findByBeginning(word: string, names: readonly string[]): readonly string[] {
  const folded = foldWord(word);
  const whole = names.filter((name) => foldWord(name) === folded);
  return whole.length > 0 ? whole : names.filter((name) => foldWord(name).startsWith(folded));
}

function wordOf(typed: string): Word {
  return { typed, folded: foldWord(typed) };
}

/**
 * `group: acme`, `group acme`, `3 days` and `third party` count as one word, unless its first half, or half of the last
 * two, is a portal's name.
 */
function joinPairs(words: readonly Word[], names: ReadonlySet<string>): Word[] {
  const joined: Word[] = [];
  for (const word of words) {
    const last = joined.at(-1);
    const folded = names.has(word.folded) ? undefined : joinPair(last, word, names);
    if (last !== undefined && announcesGroup(last, names)) {
      joined[joined.length - 1] = wordOf(groupWord(word.typed));
    } else if (last === undefined || folded === undefined) joined.push(word);
    else joined[joined.length - 1] = { typed: `${last.typed} ${word.typed}`, folded };
  }
  return joined;
}

function announcesGroup({ typed, folded }: Word, names: ReadonlySet<string>): boolean {
  if (groupNameIn(typed) === '') return true;
  return groupNameIn(`${typed}:`) === '' && ![...names].some((name) => name.startsWith(folded));
}

function joinPair(last: Word | undefined, { folded }: Word, names: ReadonlySet<string>): string | undefined {
  if (last === undefined) return undefined;
  if (isDurationUnit(folded) && /^\d+$/.test(last.folded)) return last.folded + folded;
  const pair = `${last.folded} ${folded}`;
  return meaningOf(pair) !== undefined && !names.has(last.folded) ? pair : undefined;
}

function parsePage(word: string | undefined): number | undefined {
  return word !== undefined && /^[1-9]\d{0,4}$/.test(word) ? Number(word) : undefined;
}

function isSame<Value extends Query[keyof Query]>(a: Value, b: Value): boolean {
  return typeof a === 'object' && typeof b === 'object' ? a.withinMs === b.withinMs : a === b;
}
