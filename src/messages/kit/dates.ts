import type { RichTextDate } from '@slack/types';
import dayjs from 'dayjs';
import utc from 'dayjs/plugin/utc.js';

dayjs.extend(utc);

/** `pretty` tokens may show Today or Yesterday: never put "on" before them. `brief` is a moment among other facts. */
const formats = {
  moment: '{date_short_pretty} at {time}',
  brief: '{date_short_pretty} {time}',
  day: '{date_short_pretty}',
} as const;
type Precision = keyof typeof formats;

const lastSecond = 253_402_300_799;

/** Whether a reader can be shown this date: after 1970, before the year 10,000. */
export function isShowable(date: Date | undefined): date is Date {
  if (date === undefined) return false;
  const second = unixSeconds(date);
  return second > 0 && second <= lastSecond;
}

/** A date that Slack shows in the reader's own time zone, for mrkdwn. Throws a `RangeError` for an invalid one. */
export function dateToken(date: Date, precision: Precision = 'moment'): string {
  return `<!date^${unixSeconds(date)}^${formats[precision]}|${utcWords(date, precision)}>`;
}

/** The same for rich text. */
export function dateElement(date: Date, precision: Precision = 'moment'): RichTextDate {
  return {
    type: 'date',
    timestamp: unixSeconds(date),
    format: formats[precision],
    fallback: utcWords(date, precision),
  };
}

function utcWords(date: Date, precision: Precision): string {
  return dayjs.utc(date).format(precision === 'day' ? 'YYYY-MM-DD [UTC]' : 'YYYY-MM-DD HH:mm [UTC]');
}

function unixSeconds(date: Date): number {
  return Math.floor(date.getTime() / 1_000);
}
