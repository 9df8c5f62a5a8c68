import type { StorageKind } from '../backups/backup.ts';
import type { Scope } from '../backups/reading.ts';
import { parseDuration } from './duration.ts';
import { foldWord } from './fold-word.ts';

/** What a word after `/backups` means. */
export type Meaning =
  | { readonly kind: 'expiring' | 'problems' | 'files' | 'page' | 'share' | 'digest-option' | 'filler' }
  /** A word that asks for something other than backups, and cannot be combined. */
  | { readonly kind: 'subcommand'; readonly subcommand: Subcommand }
  | { readonly kind: 'storage'; readonly storage: StorageKind }
  | { readonly kind: 'scope'; readonly scope: Scope };

export type Subcommand = 'digest' | 'export' | 'snooze' | 'help';

/** One meaning and all the words for it. */
interface Entry {
  readonly meaning: Meaning;
  /** As `foldWord` returns them. The first is the one the bot writes itself. */
  readonly words: readonly [string, ...string[]];
  readonly help?: HelpLine;
  /** Its part of the usage hint. */
  readonly hint?: string;
}

/** A line of the help: what to type after `/backups`, and what that shows. */
export interface HelpLine {
  readonly typed: string;
  readonly shows: string;
}

/** In the order in which help and the usage hint name them. */
const wordsByStorage: Readonly<Record<StorageKind, Entry['words']>> = {
  room: ['room', 'rooms'],
  drive: ['drive', 'drives'],
  temporary: ['temporary', 'temp'],
  'third-party': ['third-party', 'third party', 'thirdparty', 'cloud'],
  local: ['local'],
};
const storages: readonly Entry[] = (Object.keys(wordsByStorage) as StorageKind[]).map((storage) => ({
  meaning: { kind: 'storage', storage },
  words: wordsByStorage[storage],
}));
const storageWords = storages.map(({ words: [word] }) => word);
const storageHint = `[${storageWords.join(' | ')}]`;

/** Everything that has a meaning of its own after `/backups`. */
const entries: readonly Entry[] = [
  {
    meaning: { kind: 'expiring' },
    words: ['expiring', 'expire', 'expires', 'leaving'],
    help: { typed: 'expiring 3d', shows: 'what expires within 3 days, soonest first' },
    hint: '[expiring 3d]',
  },
  {
    meaning: { kind: 'problems' },
    words: ['problems', 'problem', 'issues'],
    help: { typed: 'problems', shows: 'only portals that are not fine' },
    hint: '[problems]',
  },
  {
    meaning: { kind: 'scope', scope: 'dumps' },
    words: ['dumps', 'dump'],
    help: { typed: 'dumps', shows: 'whole-server dumps; “all” shows both' },
    hint: '[dumps | all]',
  },
  { meaning: { kind: 'scope', scope: 'all' }, words: ['all', 'both'] },
  ...storages.map((entry, index) => (index === 0 ? { ...entry, hint: storageHint } : entry)),
  { meaning: { kind: 'files' }, words: ['files', 'file', 'names'], hint: '[files]' },
  {
    meaning: { kind: 'share' },
    words: ['share'],
    help: { typed: 'share', shows: 'the answer for the whole channel' },
    hint: '[share]',
  },
  {
    meaning: { kind: 'subcommand', subcommand: 'digest' },
    words: ['digest'],
    help: { typed: 'digest', shows: 'this channel’s digests, with buttons to change and stop them' },
    hint: 'or digest [on 09:00 | off | now]',
  },
  {
    meaning: { kind: 'digest-option' },
    words: ['now', 'on', 'off'],
    help: { typed: 'digest on 09:00', shows: 'sets one up here; “digest now” posts one at once' },
  },
  {
    meaning: { kind: 'subcommand', subcommand: 'export' },
    words: ['export'],
    help: { typed: 'export', shows: 'the history as files, in your direct messages' },
    hint: 'or export',
  },
  { meaning: { kind: 'subcommand', subcommand: 'snooze' }, words: ['snooze'] },
  { meaning: { kind: 'page' }, words: ['page'] },
  { meaning: { kind: 'subcommand', subcommand: 'help' }, words: ['help', '?', '-h'], hint: 'or help' },
  {
    meaning: { kind: 'filler' },
    words: ['show', 'in', 'within', 'next', 'soon', 'list', 'portal', 'storage'],
  },
];

const meanings: ReadonlyMap<string, Meaning> = new Map(
  entries.flatMap(({ words, meaning }) => words.map((word) => [word, meaning] as const)),
);

/** What a folded word means, or `undefined` when it has no meaning of its own. */
export function meaningOf(folded: string): Meaning | undefined {
  return meanings.get(folded);
}

/** The word that the bot writes for a meaning. */
export function wordFor(meaning: Meaning): string {
  const entry = entries.find(({ meaning: each }) => isSame(each, meaning));
  if (entry === undefined) throw new Error(`no word for ${meaning.kind}`);
  return entry.words[0];
}

function isSame(a: Meaning, b: Meaning): boolean {
  if (a.kind === 'storage') return b.kind === 'storage' && a.storage === b.storage;
  if (a.kind === 'scope') return b.kind === 'scope' && a.scope === b.scope;
  if (a.kind === 'subcommand') return b.kind === 'subcommand' && a.subcommand === b.subcommand;
  return a.kind === b.kind;
}

/** The words that have a meaning of their own after `/backups`. */
export const reservedWords: readonly string[] = [...meanings.keys()];

/** Whether a word means something after `/backups`, so that no portal may have it as its name. */
export function isReservedWord(word: string): boolean {
  const folded = foldWord(word);
  return meanings.has(folded) || /^\d+$/.test(folded) || parseDuration(folded) !== undefined;
}

/** The words worth suggesting when something was not understood. */
export const suggestedWords: readonly string[] = entries
  .filter(({ meaning }) => meaning.kind !== 'filler')
  .flatMap(({ words }) => words)
  .filter((word) => /^[a-z][a-z-]{2,}$/.test(word));

/** What stands before a group's name, in one word with it. As `foldWord` returns it. */
const groupPrefix = 'group:';

/** A group as it is typed: `group:acme`. */
export function groupWord(name: string): string {
  return groupPrefix + name;
}

/** The name in `group:acme`, as it was typed; `undefined` for another word. */
export function groupNameIn(word: string): string | undefined {
  return foldWord(word).startsWith(groupPrefix) ? word.slice(word.search(/[:：﹕︓]/u) + 1) : undefined;
}

/** The lines of the help, with the names of a portal and, where there is one, of a group as examples. */
export function helpLines(portalName: string, groupName: string | undefined): readonly HelpLine[] {
  const group = { typed: groupWord(groupName ?? ''), shows: 'the portals of one group' };
  return [
    { typed: '', shows: 'all portals, worst first' },
    { typed: portalName, shows: 'one portal; the beginning of its name will do' },
    { typed: `${portalName} ${wordFor({ kind: 'files' })}`, shows: 'the same with the names of the files' },
    ...(groupName === undefined ? [] : [group]),
    { typed: `${portalName} ${storageWords[0]}`, shows: `one storage: ${storageWords.join(', ')}` },
    ...entries.flatMap(({ help }) => (help === undefined ? [] : [help])),
    {
      typed: `${wordFor({ kind: 'subcommand', subcommand: 'snooze' })} ${portalName}`,
      shows: 'what of a portal can be silenced for a while',
    },
  ];
}

/** What Slack shows after the command while it is typed. `manifest.yml` repeats it. */
export const usageHint = [`[portal | ${groupPrefix}name]`, ...entries.flatMap(({ hint }) => hint ?? [])].join(
  ' ',
);
