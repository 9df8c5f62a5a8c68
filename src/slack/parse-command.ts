import leven from 'leven';
import { parseDuration } from '../backups/duration.ts';
import { foldWord } from '../backups/fold-word.ts';
import type { Query } from '../backups/query.ts';
import {
  formatQuery,
  isReservedWord,
  parseQuery,
  type QueryProblem,
  queryWords,
} from '../backups/query-text.ts';

/** What `/backups …` or a button asks for. */
export type Command =
  | { readonly kind: 'show'; readonly query: Query; readonly share: boolean }
  | { readonly kind: 'digest-preview' }
  | { readonly kind: 'digest-now' }
  | { readonly kind: 'help' }
  /** `closest` is the nearest valid text after `/backups`, when there is one. */
  | { readonly kind: 'not-understood'; readonly sentence: string; readonly closest: string | undefined };

const helpWords: ReadonlySet<string> = new Set(['help', '?', '-h']);
const shareWord = 'share';
/** A whole command has eight words at most, and a slip or two. */
const maxWords = 40;
const maxShownWord = 40;

/** Reads the text after `/backups`, whatever its case, quotes, dashes and spaces. Never throws. */
export function parseCommand(text: string, portalNames: readonly string[]): Command {
  const typed = splitWords(text);
  if (typed.length > maxWords) return tooLong;
  const words = typed.map((word) => withoutDash(word, portalNames));
  const [first, ...more] = words.map(foldWord);
  if ([first ?? '', ...more].some((word) => helpWords.has(word))) return { kind: 'help' };
  if (first === 'digest') return parseDigest(more);
  const { query, share, problems } = parseShow(words, portalNames);
  const [problem] = problems;
  if (problem === undefined) return { kind: 'show', query, share };
  return {
    kind: 'not-understood',
    sentence: describeProblem(problem),
    closest: findClosest(words, problems, portalNames),
  };
}

const tooLong = {
  kind: 'not-understood',
  sentence: 'That is more than I can take in at once.',
  closest: undefined,
} as const;

function parseShow(words: readonly string[], portalNames: readonly string[]) {
  const asked = words.filter((word) => foldWord(word) !== shareWord);
  return { ...parseQuery(asked, portalNames), share: asked.length < words.length };
}

/**
 * Phones type smart quotes, long dashes and no-break spaces; people paste code marks and invisible characters. Letters
 * stay as they are, so that a name is still a name.
 */
function splitWords(text: string): string[] {
  return text
    .replace(/[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]/gu, '-')
    .replace(/[\p{Cf}"'`‘’‚‛“”„‟«»‹›]/gu, '')
    .split(/[\s\p{Cc},;，；、]+/u)
    .map((word) => word.replace(/^-+/u, '-'))
    .filter((word) => word !== '' && word !== '-');
}

/** A known word may have a dash in front; else the dash stays, so that an option of other tools opens no portal. */
function withoutDash(word: string, portalNames: readonly string[]): string {
  if (!word.startsWith('-') || helpWords.has(foldWord(word))) return word;
  const bare = word.slice(1);
  const folded = foldWord(bare);
  const isKnown = helpWords.has(folded) || isReservedWord(bare);
  return isKnown || portalNames.some((name) => foldWord(name) === folded) ? bare : word;
}

function parseDigest(words: readonly string[]): Command {
  const [first, ...more] = words;
  if (first === undefined) return { kind: 'digest-preview' };
  if (first === 'now' && more.length === 0) return { kind: 'digest-now' };
  const isSetUp = first === 'on' || first === 'off';
  const sentence = isSetUp
    ? 'The digest is set up where the bot runs, with DIGEST_CHANNEL and DIGEST_CRON.'
    : `“digest ${shorten(words.join(' '))}” is not something I know.`;
  return {
    kind: 'not-understood',
    sentence,
    closest: countEdits(first, 'now', 1) <= 1 ? 'digest now' : 'digest',
  };
}

function describeProblem(problem: QueryProblem): string {
  switch (problem.kind) {
    case 'unknown-word':
      return `I know no portal or option called “${shorten(problem.word)}”.`;
    case 'ambiguous-portal':
      return `“${shorten(problem.word)}” could be ${listNames(problem.names)}.`;
    case 'page-without-number':
      return `“${shorten(problem.word)}” needs a number behind it.`;
    case 'said-twice':
      return `“${problem.words.map(shorten).join('” and “')}” can't be asked for together.`;
  }
}

/** The text with every word that made a problem put right or left out. */
function findClosest(
  words: readonly string[],
  problems: readonly QueryProblem[],
  portalNames: readonly string[],
): string | undefined {
  const mended = words.flatMap((word) => {
    const problem = problems.find((each) => each.kind !== 'said-twice' && each.word === word);
    return problem === undefined ? [word] : (mend(problem, portalNames) ?? []);
  });
  if (mended.includes('help')) return 'help';
  if (mended.includes('digest')) return mended.includes('now') ? 'digest now' : 'digest';
  const { query, share } = parseShow(mended, portalNames);
  const closest = [formatQuery(query), share ? shareWord : ''].filter((part) => part !== '').join(' ');
  return closest === '' ? undefined : closest;
}

function mend(problem: QueryProblem, portalNames: readonly string[]): string | undefined {
  switch (problem.kind) {
    case 'unknown-word':
      return asDays(problem.word) ?? findNearest(problem.word, portalNames);
    case 'ambiguous-portal':
      return problem.names[0];
    case 'page-without-number':
    case 'said-twice':
      return undefined;
  }
}

function asDays(word: string): string | undefined {
  return parseDuration(`${word}d`) === undefined ? undefined : `${word}d`;
}

/**
 * A slip of the finger is one edit in three letters, or two letters swapped; more is another word, unless it is the
 * beginning of an option.
 */
function findNearest(word: string, portalNames: readonly string[]): string | undefined {
  const folded = foldWord(word.replace(/^-/u, ''));
  const allowed = Math.max(1, Math.floor(folded.length / 3));
  const options = [...queryWords, shareWord, 'help', 'digest', 'now'];
  const begun = folded.length < 3 ? undefined : options.find((option) => option.startsWith(folded));
  if (begun !== undefined) return begun;
  const known = [...options, ...portalNames];
  const ranked = known
    .map((candidate) => ({ candidate, edits: countEdits(folded, foldWord(candidate), allowed + 1) }))
    .filter(({ edits }) => edits <= allowed && edits < folded.length)
    .toSorted((a, b) => a.edits - b.edits);
  return ranked[0]?.candidate;
}

function countEdits(word: string, candidate: string, most: number): number {
  const edits = leven(word, candidate, { maxDistance: Math.max(most, 3) });
  const isSwap = edits === 2 && sortLetters(word) === sortLetters(candidate);
  return isSwap ? 1 : edits;
}

function sortLetters(word: string): string {
  return Array.from(word).toSorted().join('');
}

function listNames(names: readonly string[]): string {
  const shown = names.slice(0, 5).map(shorten);
  return names.length > shown.length
    ? `${shown.join(', ')} or ${names.length - shown.length} more`
    : shown.join(' or ');
}

function shorten(word: string): string {
  const letters = [...word];
  return letters.length > maxShownWord ? `${letters.slice(0, maxShownWord).join('')}…` : word;
}
