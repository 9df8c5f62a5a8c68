import { type DigestDays, daysOf, timeOf } from '../../commands/digest-times.ts';
import { cleanText } from '../kit/clean-text.ts';
import { shownLimits } from '../kit/limits.ts';

/** When and what a digest is. */
export interface ScheduleFacts {
  /** Five cron fields. */
  readonly cron: string;
  readonly timeZone: string;
  readonly kind: 'all' | 'problems';
}

const dayWords: Readonly<Record<DigestDays, string>> = {
  'every-day': 'every day',
  weekdays: 'Monday to Friday',
};

/** As people say it, and type it to find it: `America/New York`. */
export function zoneWords(zone: string): string {
  return cleanText(zone.replaceAll('_', ' '), shownLimits.detail);
}

/**
 * `09:00, every day, Europe/Berlin`, on one line; what has no words of its own is told as the cron expression that it is.
 */
export function scheduleWords({ cron, timeZone, kind }: ScheduleFacts): string {
  const time = timeOf(cron);
  const days = daysOf(cron);
  const isUnusual = time === undefined || days === undefined;
  const when = isUnusual ? `cron ${cleanText(cron, shownLimits.detail)}` : `${time}, ${dayWords[days]}`;
  return `${when}, ${zoneWords(timeZone)}${kind === 'problems' ? ', problems only' : ''}`;
}
