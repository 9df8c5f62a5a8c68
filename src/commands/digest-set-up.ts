import { type DigestDays, daysOf, timeOf } from './digest-times.ts';
import { listWords, type NotUnderstoodCommand, notUnderstood, shorten } from './not-understood.ts';
import { countEdits, mostSuggestions } from './suggest.ts';
import { isLikeTime, parseTime } from './time-of-day.ts';
import { findZone } from './time-zones.ts';
import { meaningOf, wordFor } from './words.ts';

/** A digest as somebody typed it. */
export interface SetUpAsk {
  readonly kind: 'set-up';
  /** `09:00`. */
  readonly time: string;
  readonly days: DigestDays;
  /** `undefined`: the asker's. */
  readonly timeZone: string | undefined;
  readonly digestKind: 'all' | 'problems';
}

const daysByWord: ReadonlyMap<string, DigestDays> = new Map([
  ...['weekdays', 'weekday', 'workdays', 'workday', 'mon-fri', 'monday-friday', 'mo-fr', 'mon-friday'].map(
    (word) => [word, 'weekdays'] as const,
  ),
  ...['daily', 'everyday', 'day', 'days'].map((word) => [word, 'every-day'] as const),
]);
const weekdays = 'weekdays';
const fillers: ReadonlySet<string> = new Set([
  ...['at', 'on', 'in', 'every', 'each', 'only', 'time', 'zone', 'oclock', 'uhr'],
]);
const otherDay =
  /^(mon|tues?|wed(nes)?|thu(rs)?|fri|sat(ur)?|sun)(days?)?$|^weekends?$|^(mon|tue|wed|thu|fri|sat|sun)-/;

const cronField = /^[\d*?]|^(mon|tue|wed|thu|fri|sat|sun)\b/;

type Corrected = { readonly [Member in keyof SetUpAsk]?: SetUpAsk[Member] | undefined };

/** Reads the folded words after “digest on”, in any order. */
export function parseSetUp(words: readonly string[]): SetUpAsk | NotUnderstoodCommand {
  if (words.includes('*')) return refuseCron(words);
  const draft = new Draft();
  for (const word of joinPairs(words)) draft.take(word);
  return draft.result();
}

/** The words that `parseSetUp` reads back as the same, with what goes before them. */
export function formatSetUp(ask: Corrected): string {
  const { time = '09:00', days, timeZone, digestKind } = ask;
  const words = [
    ...[wordFor({ kind: 'subcommand', subcommand: 'digest' }), 'on', time],
    days === 'weekdays' ? weekdays : undefined,
    timeZone,
    digestKind === 'problems' ? wordFor({ kind: 'problems' }) : undefined,
  ];
  return words.filter((word) => word !== undefined).join(' ');
}

/** A sixth field means that the first one is the seconds. */
function refuseCron(words: readonly string[]): NotUnderstoodCommand {
  const fields = words.filter((word) => cronField.test(word));
  const cron = (fields.length === 6 ? fields.slice(1) : fields).join(' ');
  const sentence = 'A digest is set up with a time of day, not with a cron expression.';
  return notUnderstood(sentence, [formatSetUp({ time: timeOf(cron), days: daysOf(cron) })]);
}

/** The first thing that is wrong, and what may have been meant instead. */
interface SetUpProblem {
  readonly sentence: string;
  readonly corrections: readonly Corrected[];
}

class Draft {
  #time: string | undefined;
  #days: DigestDays | undefined;
  #digestKind: 'problems' | undefined;
  readonly #zoneWords: string[] = [];
  #problem: SetUpProblem | undefined;

  take(word: string): void {
    const days = daysByWord.get(word);
    const time = parseTime(word);
    if (time !== undefined) this.#takeTime(time);
    else if (days !== undefined) this.#takeDays(days);
    else if (isLikeTime(word)) this.#refuse(notATime(word), { time: timeWithin(word) });
    else if (otherDay.test(word)) {
      const sentence = `A digest comes every day or on ${weekdays}: “${shorten(word)}” can’t be chosen.`;
      this.#refuse(sentence, { days: weekdays });
    } else if (meaningOf(word)?.kind === 'problems') this.#digestKind = 'problems';
    else if (!fillers.has(word)) this.#zoneWords.push(word);
  }

  result(): SetUpAsk | NotUnderstoodCommand {
    const timeZone = this.#takeZone();
    if (this.#time === undefined) this.#refuse('A digest needs a time of day.');
    const understood = { time: this.#time, days: this.#days, timeZone, digestKind: this.#digestKind };
    const { time } = understood;
    if (this.#problem === undefined && time !== undefined) {
      const { days = 'every-day', digestKind = 'all' } = understood;
      return { kind: 'set-up', time, days, timeZone, digestKind };
    }
    const { sentence = '', corrections = [] } = this.#problem ?? {};
    return notUnderstood(
      sentence,
      corrections.map((corrected) => formatSetUp({ ...understood, ...corrected })),
    );
  }

  #takeTime(time: string): void {
    if (this.#time !== undefined && this.#time !== time) {
      this.#refuse('Each digest has one time of day. Set up another one for the other time.');
    } else this.#time = time;
  }

  #takeDays(days: DigestDays): void {
    if (this.#days !== undefined && this.#days !== days) {
      this.#refuse(`A digest comes every day or on ${weekdays}, not both.`);
    } else this.#days = days;
  }

  #takeZone(): string | undefined {
    const words = this.#zoneWords;
    if (words.length === 0) return undefined;
    const whole = findZone(words.join('_'));
    if (whole.kind === 'found') return whole.zone;
    const unknown = words.find((word) => findZone(word).kind === 'unknown');
    if (unknown === undefined) this.#refuse('A digest has one time zone.');
    else this.#problem ??= problemOf(whole.meant.length > 0 ? words.join(' ') : unknown);
    return undefined;
  }

  #refuse(sentence: string, corrected: Corrected = {}): void {
    this.#problem ??= { sentence, corrections: [corrected] };
  }
}

/** What is wrong with a word that is neither a time nor days nor a zone. */
function problemOf(word: string): SetUpProblem {
  const sentence = `“${shorten(word)}” is no time, day or time zone.`;
  const option = nearestOption(word);
  if (option !== undefined) return { sentence, corrections: [option] };
  const found = findZone(word);
  if (found.kind === 'found' || found.meant.length === 0) {
    return { sentence: `${sentence} A time zone is a name such as “Europe/Berlin”.`, corrections: [{}] };
  }
  const could = found.meant.length > 1 ? ` It could be ${listWords(found.meant, mostSuggestions)}.` : '';
  return {
    sentence: `There is no time zone “${shorten(word)}”.${could}`,
    corrections: found.meant.map((timeZone) => ({ timeZone })),
  };
}

function notATime(word: string): string {
  return timeWithin(word) === undefined
    ? `“${shorten(word)}” is no time of day.`
    : `“${shorten(word)}” has seconds; a digest comes on the minute.`;
}

/** `09:00` in `09:00:30`. */
function timeWithin(word: string): string | undefined {
  const [, minute] = /^(\d{1,2}:\d{2}):\d{2}$/.exec(word) ?? [];
  return minute === undefined ? undefined : parseTime(minute);
}

function nearestOption(word: string): Corrected | undefined {
  const isNear = (option: string) => countEdits(word, option, 3) <= 2;
  if ([weekdays, 'workdays'].some(isNear)) return { days: weekdays };
  return isNear(wordFor({ kind: 'problems' })) ? { digestKind: 'problems' } : undefined;
}

/** `9 am` is one word, and so is `monday to friday`. */
function joinPairs(words: readonly string[]): readonly string[] {
  return words
    .join(' ')
    .replace(/(\d) ([ap]\.?m\b)/g, '$1$2')
    .replace(/\b(mon|monday|mo) (?:(?:to|till|until|through) )?(fri|friday|fr)\b/g, weekdays)
    .split(' ');
}
