import type { ReaderView } from './reader-view.ts';

type Clock = Pick<ReaderView, 'now' | 'timeZone'>;

const dayMs = 86_400_000;
/** Slack omits the year within about half a year. */
const yearlessMs = 183 * dayMs;

/**
 * Fills the tokens of a date as Slack does, in the reader's zone:
 * https://docs.slack.dev/messaging/formatting-message-text#date-formatting. Unknown tokens stay as they are.
 */
export function formatSlackDate(timestampS: number, format: string, clock: Clock): string {
  const date = new Date(timestampS * 1_000);
  if (Number.isNaN(date.getTime())) return format;
  return format.replaceAll(/\{([a-z_]+)\}/g, (token, name: string) => fillIn(name, date, clock) ?? token);
}

function fillIn(name: string, date: Date, clock: Clock): string | undefined {
  if (name === 'ago') return ago(date, clock.now);
  if (name.endsWith('_pretty')) {
    return (
      relativeDay(date, clock) ??
      fillIn(name === 'day_divider_pretty' ? 'date_long' : name.slice(0, -7), date, clock)
    );
  }
  const [year, month, day] = dayNumbers(date, clock);
  if (name === 'date_num') return `${year}-${month}-${day}`;
  if (name === 'date_slash') return `${month}/${day}/${year}`;
  const words = wordFormats[name];
  if (words === undefined) return undefined;
  return intl(name.startsWith('date') ? { ...words, ...yearOf(date, clock) } : words, clock).format(date);
}

const wordFormats: Readonly<Record<string, Intl.DateTimeFormatOptions>> = {
  date: { month: 'long', day: 'numeric' },
  date_short: { month: 'short', day: 'numeric' },
  date_long: { weekday: 'long', month: 'long', day: 'numeric' },
  date_long_full: { month: 'long', day: 'numeric' },
  time: { hour: 'numeric', minute: '2-digit' },
  time_secs: { hour: 'numeric', minute: '2-digit', second: '2-digit' },
};

function intl(options: Intl.DateTimeFormatOptions, { timeZone }: Clock): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('en-US', { ...options, ...(timeZone === undefined ? {} : { timeZone }) });
}

function yearOf(date: Date, { now }: Clock): Intl.DateTimeFormatOptions {
  return Math.abs(date.getTime() - now.getTime()) < yearlessMs ? {} : { year: 'numeric' };
}

function dayNumbers(date: Date, clock: Clock): readonly [string, string, string] {
  const parts = intl({ year: 'numeric', month: '2-digit', day: '2-digit' }, clock).formatToParts(date);
  const part = (type: string): string => parts.find((each) => each.type === type)?.value ?? '';
  return [part('year'), part('month'), part('day')];
}

function relativeDay(date: Date, clock: Clock): string | undefined {
  const dayOf = (each: Date): number => Date.parse(dayNumbers(each, clock).join('-'));
  const days = Math.round((dayOf(date) - dayOf(clock.now)) / dayMs);
  return { '-1': 'Yesterday', 0: 'Today', 1: 'Tomorrow' }[days];
}

function ago(date: Date, now: Date): string {
  const seconds = Math.round((date.getTime() - now.getTime()) / 1_000);
  const steps = [
    ['day', 86_400],
    ['hour', 3_600],
    ['minute', 60],
    ['second', 1],
  ] as const;
  const [unit, size] = steps.find(([, length]) => Math.abs(seconds) >= length) ?? ['second', 1];
  return new Intl.RelativeTimeFormat('en', { numeric: 'auto' }).format(Math.round(seconds / size), unit);
}
