import leven from 'leven';
import { parseDuration } from './duration.ts';
import { foldWord } from './fold-word.ts';
import type { KnownNames } from './known-names.ts';
import { formatQuery, parseQuery, type QueryProblem } from './parse-query.ts';
import { groupWord, meaningOf, suggestedWords, wordFor } from './words.ts';

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
  known: KnownNames,
): readonly string[] {
  const ambiguous = problems.find((problem) => problem.kind === 'ambiguous');
  const names = ambiguous === undefined ? [''] : ambiguous.meant.slice(0, mostSuggestions);
  const texts = names.map((name) => {
    const corrected = words.flatMap((word) => {
      const problem = problems.find((each) => each.kind !== 'not-together' && each.word === word);
      if (problem === undefined) return [word];
      return problem === ambiguous ? [name] : (correct(problem, known) ?? []);
    });
    return formatCommand(corrected, share, known);
  });
  return [...new Set(texts)].filter((text) => text !== '');
}

function formatCommand(words: readonly string[], share: boolean, known: KnownNames): string {
  const meanings = words.map((word) => meaningOf(foldWord(word)));
  const kinds = new Set(meanings.map((meaning) => meaning?.kind));
  const alone = meanings.find((meaning) => meaning?.kind === 'subcommand');
  if (alone !== undefined) {
    const isDigestNow = alone.subcommand === 'digest' && kinds.has('digest-option');
    return isDigestNow ? 'digest now' : wordFor(alone);
  }
  const shared = share || kinds.has('share') ? wordFor({ kind: 'share' }) : '';
  const asked = words.filter((word) => meaningOf(foldWord(word))?.kind !== 'share');
  return `${formatQuery(parseQuery(asked, known).query)} ${shared}`.trim();
}

/** `undefined` when the word should be dropped. */
function correct(problem: QueryProblem, { portals, groups }: KnownNames): string | undefined {
  const groupWords = groups.map(groupWord);
  if (problem.kind === 'unknown-group') return findNearest(problem.word, groupWords);
  if (problem.kind !== 'unknown-word') return undefined;
  return asDays(problem.word) ?? findNearest(problem.word, [...suggestedWords, ...portals, ...groupWords]);
}

function asDays(word: string): string | undefined {
  return parseDuration(`${word}d`) === undefined ? undefined : `${word}d`;
}

/**
 * A typing mistake is one edit in three letters, or two letters swapped; more is another word, unless it is the
 * beginning of an option.
 */
function findNearest(word: string, candidates: readonly string[]): string | undefined {
  const folded = foldWord(word.replace(/^-/u, ''));
  const allowed = Math.max(1, Math.floor(folded.length / 3));
  const begun = folded.length < 3 ? undefined : suggestedWords.find((each) => each.startsWith(folded));
  if (begun !== undefined) return begun;
  const ranked = candidates
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
