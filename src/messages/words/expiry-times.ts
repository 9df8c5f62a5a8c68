import type { RichTextElement } from '@slack/types';
import type { Backup } from '../../backups/backup.ts';
import { dateElement, isShowable } from '../kit/dates.ts';
import { bold, joinWith, plain } from '../kit/rich-text.ts';
import { durationWords } from './durations.ts';
import type { Telling } from './telling.ts';

/** More would not be read, and a list of them is one click away. */
const shown = { durations: 3, moments: 2 } as const;

/** When these expire, soonest first: `In 3 h, 14 h and later`, or the moments; one group of elements, or none. */
export function leavingTimes(soonestFirst: readonly Backup[], telling: Telling): RichTextElement[][] {
  const times = timesOf(soonestFirst, telling);
  if (times.length === 0) return [];
  const lead = telling.by === 'durations' ? [bold('In ')] : [];
  return [[...lead, ...enumerate(times, shown[telling.by])]];
}

/** When the last of them expires; an answer tells the others too. */
export function lastTime(soonestFirst: readonly Backup[], telling: Telling): RichTextElement[] {
  if (telling.by === 'durations') return leavingTimes(soonestFirst, telling).flat();
  const last = timesOf(soonestFirst, telling).at(-1);
  return last === undefined ? [] : [plain('The last one: '), last];
}

/** When the first of them expires: `The first in 4 h`; `subject` says of what. */
export function firstTime(
  soonestFirst: readonly Backup[],
  telling: Telling,
  subject = 'The first',
): RichTextElement[][] {
  const [first] = timesOf(soonestFirst, telling);
  if (first === undefined) return [];
  return [
    telling.by === 'durations' ? [plain(`${subject} `), bold('in '), first] : [plain(`${subject}: `), first],
  ];
}

/** Each time once, as it is shown. */
function timesOf(backups: readonly Backup[], { now, by }: Telling): RichTextElement[] {
  const moments = backups.flatMap(({ expiry }) =>
    expiry.kind === 'at' && isShowable(expiry.at) ? [expiry.at] : [],
  );
  if (by === 'durations') {
    const words = moments.map((at) => durationWords(at.getTime() - now.getTime()));
    return [...new Set(words)].map(bold);
  }
  const minutes = new Map(moments.map((at) => [Math.floor(at.getTime() / 60_000), at]));
  return [...minutes.values()].map((at) => dateElement(at, 'brief'));
}

function enumerate(times: readonly RichTextElement[], most: number): RichTextElement[] {
  const hasMore = times.length > most;
  const last = hasMore ? plain('later') : times.at(-1);
  const before = hasMore ? times.slice(0, most) : times.slice(0, -1);
  const list = joinWith(
    ', ',
    before.map((time) => [time]),
  );
  if (last === undefined) return list;
  return list.length === 0 ? [last] : [...list, plain(' and '), last];
}
