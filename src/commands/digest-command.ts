import { formatSetUp, parseSetUp, type SetUpAsk } from './digest-set-up.ts';
import { type NotUnderstoodCommand, notUnderstood, shorten } from './not-understood.ts';
import { countEdits } from './suggest.ts';
import { parseTime } from './time-of-day.ts';
import { wordFor } from './words.ts';

/** What a command or a button asks about digests. `id` is that of a digest. */
export type DigestAsk =
  | { readonly kind: 'list' }
  | SetUpAsk
  /** “digest on” alone: how to go on. */
  | { readonly kind: 'set-up-how' }
  /** Opens the form: for that digest, or for a new one. */
  | { readonly kind: 'form'; readonly id: string | undefined }
  /** Stops the one of this channel; at this time of day where it has several. */
  | { readonly kind: 'off'; readonly time: string | undefined }
  | { readonly kind: 'stop' | 'resume'; readonly id: string }
  /** Without an id, the one of this channel. */
  | { readonly kind: 'preview' | 'now'; readonly id: string | undefined };

/** Whether it posts or changes something. */
export function isDigestAct({ kind }: DigestAsk): boolean {
  return ['set-up', 'off', 'stop', 'resume', 'now'].includes(kind);
}

/** What a button does with one digest. */
export type DigestVerb = 'change' | 'stop' | 'resume' | 'preview' | 'now';

const digest = wordFor({ kind: 'subcommand', subcommand: 'digest' });

/** The value of the button that opens the form for a new digest. */
export const digestSetUpValue = `${digest} set-up`;

/** The value of a button of one digest. */
export function digestValue(verb: DigestVerb, id: string): string {
  return `${digest} ${verb} ${id}`;
}

/** Reads exactly what the bot's own buttons carry; `undefined` for anything else. */
export function parseDigestValue(value: string): DigestAsk | undefined {
  const [first, verb, id, ...more] = value.split(' ');
  if (first !== digest || more.length > 0) return undefined;
  if (verb === undefined) return { kind: 'list' };
  if (value === digestSetUpValue) return { kind: 'form', id: undefined };
  if (id === undefined || !/^[\w-]{1,80}$/.test(id)) return undefined;
  switch (verb) {
    case 'change':
      return { kind: 'form', id };
    case 'stop':
    case 'resume':
    case 'preview':
    case 'now':
      return { kind: verb, id };
    default:
      return undefined;
  }
}

/** Reads the folded words after “digest”. Phones end what is typed with a full stop. */
export function parseDigest(typed: readonly string[]): DigestAsk | NotUnderstoodCommand {
  const words = typed.map((word) => word.replace(/[.!]+$/, '')).filter((word) => word !== '');
  const [first, ...more] = words;
  switch (first) {
    case undefined:
      return { kind: 'list' };
    case 'on':
      return more.length === 0 ? { kind: 'set-up-how' } : parseSetUp(more);
    case 'off':
    case 'stop':
      return parseOff(more);
    case 'now':
    case 'preview':
      if (more.length === 0) return { kind: first, id: undefined };
      return notUnderstood(notACommand(words), [`${digest} ${first}`]);
    default:
      return notUnderstood(notACommand(words), closestTo(first, words));
  }
}

function parseOff(words: readonly string[]): DigestAsk | NotUnderstoodCommand {
  if (words.length === 0) return { kind: 'off', time: undefined };
  const time = parseTime(words.join(''));
  if (time !== undefined) return { kind: 'off', time };
  const times = words.flatMap((word) => parseTime(word) ?? []);
  return notUnderstood(notACommand(['off', ...words]), [
    formatDigestOff(times.length === 1 ? times[0] : undefined),
  ]);
}

/** The words that stop the digest at a time of day, or ask which one. */
export function formatDigestOff(time: string | undefined): string {
  return time === undefined ? `${digest} off` : `${digest} off ${time}`;
}

const options: ReadonlyMap<string, string> = new Map([
  ['on', formatSetUp({})],
  ['off', `${digest} off`],
  ['now', `${digest} now`],
  ['preview', `${digest} preview`],
]);

/** What other tools call it. Not understood as a command, but never taken for the nearest other option. */
const synonyms: ReadonlyMap<string, 'on' | 'off' | 'list'> = new Map([
  ...['start', 'add', 'new', 'set', 'setup', 'create', 'enable', 'subscribe'].map(
    (it) => [it, 'on'] as const,
  ),
  ...['end', 'remove', 'delete', 'pause', 'cancel', 'disable', 'unsubscribe'].map(
    (it) => [it, 'off'] as const,
  ),
  ...['list', 'show', 'status', 'change', 'edit', 'resume'].map((it) => [it, 'list'] as const),
]);

/** The nearest text to an option of the digest that stands where it cannot, or is misspelt. */
export function closestDigest(option: string): readonly string[] {
  const edits = [...options].map(([word, text]) => ({ text, edits: countEdits(option, word, 3) }));
  const fewest = Math.min(...edits.map((each) => each.edits));
  const most = option.length < 4 ? 1 : 2;
  return fewest > most ? [] : edits.filter((each) => each.edits === fewest).map(({ text }) => text);
}

/** Without “on”, a time, days or a zone are meant to set one up. */
function closestTo(first: string, words: readonly string[]): readonly string[] {
  const synonym = synonyms.get(first);
  if (synonym === 'list') return [digest];
  if (synonym !== undefined) return closestOf(parseDigest([synonym, ...words.slice(1)]));
  const near = closestDigest(first);
  if (near.length > 0) return near;
  const asked = parseSetUp(words);
  return asked.kind === 'set-up' ? [formatSetUp(asked)] : [digest];
}

function closestOf(asked: DigestAsk | NotUnderstoodCommand): readonly string[] {
  if (asked.kind === 'not-understood') return asked.closest;
  if (asked.kind === 'off') return [formatDigestOff(asked.time)];
  return [formatSetUp(asked.kind === 'set-up' ? asked : {})];
}

function notACommand(words: readonly string[]): string {
  return `“${digest} ${shorten(words.join(' '))}” is not a command.`;
}
