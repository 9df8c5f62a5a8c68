import leven from 'leven';
import { formatDuration, nearestWindow } from './duration.ts';
import { foldWord } from './fold-word.ts';
import type { KnownNames } from './known-names.ts';
import { formatQuery, type ParsedQuery, parseQuery, type QueryProblem } from './parse-query.ts';
import { groupWord, meaningOf, suggestedWords, wordFor } from './words.ts';

/** Each becomes a button, and they should fit in one line. */
export const mostSuggestions = 5;

/**
 * The nearest texts that would be understood, five at most: every word with a problem is replaced by each word that it
 * may have been meant as, or dropped; of two that do not go together, each is kept once. None of them shares. Empty when
 * nothing is left.
 */
export function suggestCommands({ query, problems }: ParsedQuery, known: KnownNames): readonly string[] {
  let corrections: readonly (readonly string[])[] = [[]];
  for (const problem of problems) {
    const meant = meantBy(problem, known);
    if (meant.length === 0) continue;
    const longer = corrections.flatMap((words) =>
      meant.slice(0, mostSuggestions).map((it) => [...words, it]),
    );
    corrections = longer.slice(0, mostSuggestions);
  }
  // Of two words that do not go together, the first stays.
  const first = problems.flatMap((problem) => (problem.kind === 'not-together' ? [problem.words[1]] : []));
  const understood = ['', ...first].map((word) => [...splitWords(word), ...splitWords(formatQuery(query))]);
  const texts = understood.flatMap((before) =>
    corrections.map((words) => formatCommand(before, words, known)),
  );
  return [...new Set(texts)].filter((text) => text !== '').slice(0, mostSuggestions);
}

/** The words that a word with a problem may have been meant as, all equally near; none when nothing is near. */
export function meantBy(problem: QueryProblem, known: KnownNames): readonly string[] {
  switch (problem.kind) {
    case 'ambiguous':
      return problem.meant;
    case 'unknown-word':
      return asDays(problem.word) ?? findNearest(problem.word, everyCandidate(known));
    case 'unknown-group':
      return findNearest(problem.name, [...groupCandidates(known), ...portalCandidates(known)]);
    case 'window-not-allowed':
      return [formatDuration(problem.nearestMs)];
    case 'page-without-number':
    case 'not-together':
      return [];
  }
}

function splitWords(text: string): readonly string[] {
  return text.match(/\S+/gu) ?? [];
}

function formatCommand(understood: readonly string[], words: readonly string[], known: KnownNames): string {
  const meanings = words.map((word) => meaningOf(foldWord(word)));
  const alone = meanings.find((meaning) => meaning?.kind === 'subcommand');
  if (alone !== undefined) {
    const option = words.find((_, index) => meanings[index]?.kind === 'digest-option');
    return [wordFor(alone), ...(alone.subcommand === 'digest' && option !== undefined ? [option] : [])].join(
      ' ',
    );
  }
  const asked = words.filter((word) => meaningOf(foldWord(word))?.kind !== 'share');
  return formatQuery(parseQuery([...understood, ...asked], known).query);
}

function asDays(word: string): readonly string[] | undefined {
  const days = /^\d+$/.test(word) ? `${Number(word)}d` : '';
  const ms = nearestWindow(days);
  return ms !== undefined && formatDuration(ms) === days ? [days] : undefined;
}

/** A word that could have been meant, and how it may be typed. */
interface Candidate {
  readonly word: string;
  readonly folded: string;
}

function everyCandidate(known: KnownNames): readonly Candidate[] {
  const groups = known.groups.map(groupWord).map((word) => ({ word, folded: foldWord(word) }));
  return [...optionCandidates, ...portalCandidates(known), ...groupCandidates(known), ...groups];
}

const optionCandidates: readonly Candidate[] = suggestedWords.map((folded) => {
  const meaning = meaningOf(folded);
  const isOption = meaning === undefined || meaning.kind === 'digest-option';
  return { word: isOption ? folded : wordFor(meaning), folded };
});

function portalCandidates({ portals }: KnownNames): readonly Candidate[] {
  return portals.map((word) => ({ word, folded: foldWord(word) }));
}

/** A group is also meant by its bare name. */
function groupCandidates({ groups }: KnownNames): readonly Candidate[] {
  return groups.map((name) => ({ word: groupWord(name), folded: foldWord(name) }));
}

/**
 * The same word, else what begins with it, else what has the fewest typing mistakes. A mistake is one edit in three
 * letters, or two letters swapped; more is another word.
 */
function findNearest(typed: string, candidates: readonly Candidate[]): readonly string[] {
  const folded = foldWord(typed.replace(/^-/u, ''));
  const same = candidates.filter((candidate) => candidate.folded === folded);
  if (same.length > 0) return wordsOf(same);
  const begun = folded.length < 3 ? [] : candidates.filter((each) => each.folded.startsWith(folded));
  return wordsOf(begun.length > 0 ? begun : withFewestMistakes(folded, candidates));
}

function withFewestMistakes(folded: string, candidates: readonly Candidate[]): readonly Candidate[] {
  const allowed = Math.max(1, Math.floor(folded.length / 3));
  let fewest = Math.min(allowed, folded.length - 1);
  let nearest: Candidate[] = [];
  for (const candidate of candidates) {
    const edits = countEdits(folded, candidate.folded, allowed + 1);
    if (edits > fewest) continue;
    if (edits < fewest) nearest = [];
    fewest = edits;
    nearest.push(candidate);
  }
  return nearest;
}

function wordsOf(candidates: readonly Candidate[]): readonly string[] {
  return [...new Set(candidates.map(({ word }) => word))];
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
