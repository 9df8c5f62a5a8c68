import type { RichTextSection } from '@slack/types';
import { dateElement, dateToken, isShowable } from '../kit/dates.ts';
import { bold, joinWith, line, plain } from '../kit/rich-text.ts';
import { counted } from '../words/counts.ts';
import { durationWords } from '../words/durations.ts';

/** What has to be said about the delivery of a digest. */
export interface DeliveryNotes {
  /** The moment at which it was due, where it is late. */
  readonly late: { readonly dueAt: Date; readonly reason: LateReason } | undefined;
  /** Slack did not confirm an earlier copy, which may be in the channel. */
  readonly mayRepeat: boolean;
  /** The digests before it that were not posted, the oldest first. */
  readonly skipped: readonly { readonly dueAt: Date; readonly reason: LateReason }[];
}

type LateReason = 'bot-was-down' | 'slow-portals' | 'slack' | 'database';

const reasonWords: Readonly<Record<LateReason, string>> = {
  'bot-was-down': 'the bot was down',
  'slow-portals': 'portals were slow to answer',
  slack: 'Slack held it up',
  database: 'the database could not be used',
};

/** What was skipped may also have been refused. */
const skippedWords = { ...reasonWords, slack: 'Slack did not accept it' };

/** `*Late by 2 h*: it was due …; the bot was down`, in mrkdwn. */
export function lateFact({ late }: DeliveryNotes, now: Date): string[] {
  if (late === undefined) return [];
  const { dueAt, reason } = late;
  const due = isShowable(dueAt) ? `: it was due ${dateToken(dueAt)}` : '';
  return [`*Late by ${durationWords(now.getTime() - dueAt.getTime())}*${due}; ${reasonWords[reason]}`];
}

/** That it may be a repeat, and what was skipped: a line each. */
export function deliveryLines({ mayRepeat, skipped }: DeliveryNotes): RichTextSection[] {
  const repeat = [bold('This may be a repeat:'), plain(' Slack did not confirm the one before.')];
  return [...(mayRepeat ? [line(...repeat)] : []), ...skippedLines(skipped)];
}

/** With more than two, the first and the last. */
function skippedLines(skipped: DeliveryNotes['skipped']): RichTextSection[] {
  const [first, ...others] = skipped;
  if (first === undefined) return [];
  const why = [...new Set(skipped.map(({ reason }) => skippedWords[reason]))].join(', ');
  const last = others.at(-1);
  const dates = [first, ...(last === undefined ? [] : [last])]
    .map(({ dueAt }) => dueAt)
    .filter(isShowable)
    .map((dueAt) => [dateElement(dueAt)]);
  const between = skipped.length === 2 ? ' and ' : ' to ';
  if (last === undefined) {
    const which = dates.length === 0 ? [] : [plain(' of '), ...dates.flat()];
    return [line(plain('The digest'), ...which, plain(` was skipped: ${why}.`))];
  }
  const lead = plain(`${counted(skipped.length, 'digest')} were skipped${dates.length === 0 ? '' : ', '}`);
  return [line(lead, ...joinWith(between, dates), plain(`: ${why}.`))];
}
