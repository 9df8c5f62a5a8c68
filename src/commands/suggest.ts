import leven from 'leven';
import { parseDuration } from './duration.ts';
import { foldWord } from './fold-word.ts';
import { formatQuery, parseQuery, type QueryProblem } from './parse-query.ts';
import { meaningOf, suggestedWords, wordFor } from './words.ts';

/** Each becomes a button, and they should fit in one line. */
const mostSuggestions = 5;

/** Words after `/backups` that were not understood, and what was wrong with them. */
export interface Misunderstood {
  readonly words: readonly string[];
  readonly problems: readonly QueryProblem[];
  /** Whether `share` was among the words; `words` omits it. */
  readonly share: boolean;
}

/**
 * The nearest texts that would be understood: every word with a problem is corrected or dropped. A beginning that
 * matches several portals gives one text for each of them. Empty when nothing is left.
 */
export function suggestCommands(
  { words, problems, share }: Misunderstood,
  portalNames: readonly string[],
): readonly string[] {
  const ambiguous = problems.find((problem) => problem.kind === 'ambiguous-portal');
  const names = ambiguous === undefined ? [''] : ambiguous.names.slice(0, mostSuggestions);
  const texts = names.map((name) => {
    const corrected = words.flatMap((word) => {
      const problem = problems.find((each) => each.kind !== 'said-twice' && each.word === word);
      if (problem === undefined) return [word];
      return problem === ambiguous ? [name] : (correct(problem, portalNames) ?? []);
    });
    return formatCommand(corrected, share, portalNames);
  });
  return [...new Set(texts)].filter((text) => text !== '');
}

function formatCommand(words: readonly string[], share: boolean, portalNames: readonly string[]): string {
  const meanings = words.map((word) => meaningOf(foldWord(word)));
  const kinds = new Set(meanings.map((meaning) => meaning?.kind));
  const alone = meanings.find((meaning) => meaning?.kind === 'subcommand');
  if (alone !== undefined) {
    const isDigestNow = alone.subcommand === 'digest' && kinds.has('digest-option');
    return isDigestNow ? 'digest now' : wordFor(alone);
  }
  const shared = share || kinds.has('share') ? wordFor({ kind: 'share' }) : '';
  const asked = words.filter((word) => meaningOf(foldWord(word))?.kind !== 'share');
  return `${formatQuery(parseQuery(asked, portalNames).query)} ${shared}`.trim();
}

/** `undefined` when the word should be dropped. */
function correct(problem: QueryProblem, portalNames: readonly string[]): string | undefined {
  return problem.kind === 'unknown-word'
    ? (asDays(problem.word) ?? findNearest(problem.word, portalNames))
    : undefined;
}

function asDays(word: string): string | undefined {
  return parseDuration(`${word}d`) === undefined ? undefined : `${word}d`;
}

/**
 * A typing mistake is one edit in three letters, or two letters swapped; more is another word, unless it is the
 * beginning of an option.
 */
function findNearest(word: string, portalNames: readonly string[]): string | undefined {
  const folded = foldWord(word.replace(/^-/u, ''));
  const allowed = Math.max(1, Math.floor(folded.length / 3));
  const begun = folded.length < 3 ? undefined : suggestedWords.find((each) => each.startsWith(folded));
  if (begun !== undefined) return begun;
  const known = [...suggestedWords, ...portalNames];
  const ranked = known
    .map((candidate) => ({ candidate, edits: countEdits(folded, foldWord(candidate), allowed + 1) }))
    .filter(({ edits }) => edits <= allowed && edits < folded.length)
    .toSorted((a, b) => a.edits - b.edits);
  return ranked[0]?.candidate;
}

/** How many letters differ, up to `most`; two letters swapped count as one. */
export function countEdits(word: string, candidate: string, most: number): number {
  const edits = leven(word, candidate, { maxDistance: Math.max(most, 3) });
  const isSwap = edits === 2 && sortLetters(word) === sortLetters(candidate);
  return isSwap ? 1 : edits;
}

function sortLetters(word: string): string {
  return Array.from(word).toSorted().join('');
}
