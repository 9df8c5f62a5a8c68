import { everything, type Query } from '../backups/query.ts';
import {
  closestDigest,
  type DigestAsk,
  isDigestAct,
  parseDigest,
  parseDigestValue,
} from './digest-command.ts';
import { formatDuration, windowLimits } from './duration.ts';
import { foldWord } from './fold-word.ts';
import type { KnownNames } from './known-names.ts';
import { listWords, type NotUnderstoodCommand, notUnderstood, shorten } from './not-understood.ts';
import { formatQuery, parseExactQuery, parseQuery, type QueryProblem } from './parse-query.ts';
import { parseSnooze, parseSnoozeValue, type SnoozeAsk } from './snooze-command.ts';
import { meantBy, mostSuggestions, suggestCommands } from './suggest.ts';
import { groupNameIn, groupWord, isReservedWord, meaningOf, type Subcommand, wordFor } from './words.ts';

/** What `/backups …` or a button asks for. */
export type Command =
  | { readonly kind: 'show'; readonly query: Query; readonly share: boolean }
  | { readonly kind: 'digest'; readonly ask: DigestAsk }
  | { readonly kind: 'snooze'; readonly ask: SnoozeAsk }
  /** The history of the portals that the query asks about, as files. */
  | { readonly kind: 'export'; readonly query: Query }
  | { readonly kind: 'help' }
  | NotUnderstoodCommand
  /** A button of ours that no longer works: its portal was renamed or removed, or another version wrote it. */
  | { readonly kind: 'outdated'; readonly portal: string | undefined };

/** A complete command has eight words at most; the rest allows for mistakes. */
const maxWords = 40;

/** Whether it posts or changes something, so that its repetition by Slack must do nothing. */
export function isAct(command: Command): boolean {
  switch (command.kind) {
    case 'show':
      return command.share;
    case 'digest':
      return isDigestAct(command.ask);
    case 'snooze':
      return command.ask.kind !== 'choose';
    case 'export':
      return true;
    case 'help':
    case 'not-understood':
    case 'outdated':
      return false;
  }
}

/** Reads the text after `/backups`, ignoring case, quotes, kinds of dashes and spaces. Never throws. */
export function parseCommand(text: string, known: KnownNames): Command {
  const typed = splitWords(text);
  if (typed.length > maxWords) return tooLong;
  const words = typed.map((word) => withoutDash(word, known));
  const folded = words.map(foldWord);
  if (folded.some(isHelp)) return { kind: 'help' };
  const [first = '', ...more] = folded;
  const subcommand = subcommandOf(first);
  if (subcommand !== undefined) return parseSubcommand(subcommand, more, words.slice(1), known);
  // Never the beginning of a portal's name: no name may be one of these words.
  if (meaningOf(first)?.kind === 'digest-option') {
    const goesWith = (closest: readonly string[]) => notUnderstood(`“${first}” goes with “digest”.`, closest);
    if (more.length === 0) return goesWith(closestDigest(first));
    if (parseDigest(folded).kind !== 'not-understood') return goesWith(closestAfterDigest(folded));
  }
  const { asked, share } = takeShare(words);
  const parsed = parseQuery(asked, known);
  const [problem] = parsed.problems;
  if (problem === undefined) return { kind: 'show', query: parsed.query, share };
  const meant = meantBy(problem, known);
  const isDigest =
    problem.kind === 'unknown-word' && problem.word === words[0] && subcommandOf(meant[0] ?? '') === 'digest';
  const closest = isDigest ? closestAfterDigest(more) : suggestCommands(parsed, known);
  return notUnderstood(describeProblem(problem, meant), closest);
}

/** What was typed, with “digest” in place of its misspelt first word. */
function closestAfterDigest(more: readonly string[]): readonly string[] {
  const ask = parseDigest(more);
  if (ask.kind === 'not-understood') return ask.closest;
  return [[wordFor({ kind: 'subcommand', subcommand: 'digest' }), ...more].join(' ')];
}

const tooLong = notUnderstood('That is too long for one command.', []);

/**
 * Reads the value of a button or an option, which `formatQuery` or `digestValue` wrote: every word exactly, without
 * guessing. Never throws. `share` is set for the button that shares the answer above it.
 */
export function parseValue(value: string, share: boolean, known: KnownNames): Command {
  const ask = parseDigestValue(value);
  if (ask !== undefined) return { kind: 'digest', ask };
  const snooze = parseSnoozeValue(value, known.portals);
  if (snooze !== undefined) return { kind: 'snooze', ask: snooze };
  const { query, problems } = parseExactQuery(value.split(' '), known);
  const [problem, ...others] = problems;
  if (problem === undefined) return { kind: 'show', query, share };
  const word = problem.kind === 'unknown-word' && others.length === 0 ? problem.word : '';
  const isPortal = word !== '' && !isReservedWord(word);
  return { kind: 'outdated', portal: isPortal ? word : undefined };
}

function takeShare(words: readonly string[]): { readonly asked: readonly string[]; readonly share: boolean } {
  const asked = words.filter((word) => meaningOf(foldWord(word))?.kind !== 'share');
  return { asked, share: asked.length < words.length };
}

function subcommandOf(folded: string): Subcommand | undefined {
  const meaning = meaningOf(folded);
  return meaning?.kind === 'subcommand' ? meaning.subcommand : undefined;
}

function isHelp(folded: string): boolean {
  return subcommandOf(folded) === 'help';
}

function parseSubcommand(
  subcommand: Subcommand,
  more: readonly string[],
  words: readonly string[],
  known: KnownNames,
): Command {
  switch (subcommand) {
    case 'help':
      return { kind: 'help' };
    case 'export':
      return parseExport(words, known);
    case 'snooze': {
      const ask = parseSnooze(words, known);
      return ask.kind === 'not-understood' ? ask : { kind: 'snooze', ask };
    }
    case 'digest': {
      const ask = parseDigest(more);
      return ask.kind === 'not-understood' ? ask : { kind: 'digest', ask };
    }
  }
}

/** The whole history, that of one portal, or that of a group. */
function parseExport(words: readonly string[], known: KnownNames): Command {
  const { query, problems } = parseQuery(words, known);
  const { portal, group } = query;
  if (problems.length === 0 && isSameQuery(query, { ...everything, portal, group })) {
    return { kind: 'export', query };
  }
  const closest = [
    wordFor({ kind: 'subcommand', subcommand: 'export' }),
    ...(portal === undefined ? [] : [portal]),
  ];
  return notUnderstood('An export has the whole history: name a portal, a group, or nothing.', [
    closest.join(' '),
  ]);
}

function isSameQuery(a: Query, b: Query): boolean {
  return formatQuery(a) === formatQuery(b);
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

/**
 * A known word may have a dash in front. Otherwise the dash stays, so that another tool's option is not taken for a
 * portal.
 */
function withoutDash(word: string, { portals }: KnownNames): string {
  if (!word.startsWith('-') || isHelp(foldWord(word))) return word;
  const bare = word.slice(1);
  const folded = foldWord(bare);
  const isKnown = isReservedWord(bare) || groupNameIn(bare) !== undefined;
  return isKnown || portals.some((name) => foldWord(name) === folded) ? bare : word;
}

/** One sentence, or two where a word may have been meant as one of several. */
function describeProblem(problem: QueryProblem, meant: readonly string[]): string {
  const choice = meant.length > 1 ? ` It could be ${listWords(meant, mostSuggestions)}.` : '';
  switch (problem.kind) {
    case 'unknown-word':
      if (subcommandOf(foldWord(problem.word)) !== undefined) return `“${problem.word}” stands alone.`;
      return `There is no portal or option “${shorten(problem.word)}”.${choice}`;
    case 'unknown-group':
      if (problem.name === '') return `“${groupWord('')}” needs a name after it.`;
      return `There is no group “${shorten(problem.name)}”.${choice}`;
    case 'ambiguous':
      return `“${shorten(problem.word)}” could be ${listWords(meant, mostSuggestions)}.`;
    case 'window-not-allowed':
      return describeWindow(problem);
    case 'page-without-number':
      return `“${shorten(problem.word)}” needs a number after it.`;
    case 'not-together':
      return `“${problem.words.map(shorten).join('” and “')}” can't be asked for together.`;
  }
}

function describeWindow({ word, nearestMs }: Extract<QueryProblem, { kind: 'window-not-allowed' }>): string {
  const { leastMs, mostMs } = windowLimits;
  const fault = nearestMs === mostMs ? 'too long' : 'too short';
  const allowed = `a time from ${formatDuration(leastMs)} to ${formatDuration(mostMs)}`;
  return `“${shorten(word)}” is ${fault}. Give ${allowed}, for example “expiring 3d”.`;
}
