import { assessReach, type Gap, type KnownReach, type Reach, worstReach } from '../../backups/reach.ts';
import { backupsOf, isIncomplete } from '../../backups/reading.ts';
import type { PortalVerdict } from '../../backups/verdict.ts';
import { dateToken } from '../kit/dates.ts';
import { atMostWords, durationWords, spanWords } from './durations.ts';
import type { Telling } from './telling.ts';

const dayMs = 24 * 60 * 60_000;

/**
 * How far back one portal's backups reach, the longest gap between them, and what a loss costs: facts in mrkdwn, of what
 * is left. Where something uncertain was not counted they are of what is *known*.
 */
export function reachFacts(reach: Reach, telling: Telling): string[] {
  if (reach.kind === 'none') return [];
  if (reach.kind === 'unknown') return ['how far back it reaches is unknown'];
  const known = reach.isWhole ? '' : 'known ';
  const { oldestAt, longestGap, isWhole } = reach;
  const gap = longestGap === undefined ? [] : [`${gapWords(longestGap, isWhole)}${gapDates(longestGap)}`];
  const loss =
    telling.by === 'durations'
      ? `a loss now ${costWords(reach, telling)}`
      : `newest ${known}${dateToken(reach.newestAt)}`;
  // "Back 21 h" alone would not be understood.
  const verb = isWhole ? 'reaches ' : 'known to reach ';
  const lead = isToldInHours(oldestAt, telling) ? verb : known;
  return [`${lead}${backWords(oldestAt, telling)}`, ...gap, loss];
}

/**
 * The same of several portals, without the gap's dates: each fact is the worst of all whose reach is known. Of the
 * others nothing is said, and the words say so.
 */
export function overallReachFacts(portals: readonly PortalVerdict[], telling: Telling): string[] {
  const reaches = portals.map(({ reading }) =>
    assessReach(backupsOf(reading), isIncomplete(reading), telling.now),
  );
  const [only, ...others] = reaches;
  if (only !== undefined && others.length === 0) return reachFacts(only, telling);
  const { known, noneCount, unknownCount } = worstReach(reaches);
  if (known === undefined) return [];
  const { oldestAt, newestAt, longestGap, isWhole } = known;
  const count = portals.length - noneCount - unknownCount;
  const isOfAll = count === portals.length;
  const who = isOfAll ? 'all reach' : `${count.toLocaleString('en')} reach${count === 1 ? 'es' : ''}`;
  const gap = longestGap === undefined ? [] : [gapWords(longestGap, isWhole)];
  const loss =
    telling.by === 'durations'
      ? `a loss ${isOfAll ? '' : 'of these '}now ${costWords(known, telling)}`
      : `newest of ${isOfAll ? 'each' : 'these'}: ${dateToken(newestAt)} or later`;
  return [`${who} ${backWords(oldestAt, telling)} at least`, ...gap, loss];
}

/** `back to 3 Nov`; an answer says `back 21 h` rather than "back to Today". */
function backWords(oldestAt: Date, telling: Telling): string {
  return isToldInHours(oldestAt, telling)
    ? `back ${durationWords(telling.now.getTime() - oldestAt.getTime())}`
    : `back to ${dateToken(oldestAt, 'day')}`;
}

function isToldInHours(oldestAt: Date, { now, by }: Telling): boolean {
  return by === 'durations' && now.getTime() - oldestAt.getTime() < 2 * dayMs;
}

function gapWords({ fromAt, toAt }: Gap, isWhole: boolean): string {
  return `longest${isWhole ? '' : ' known'} gap ${spanWords(toAt.getTime() - fromAt.getTime())}`;
}

/** When a gap was is told where days are missing. */
function gapDates({ fromAt, toAt }: Gap): string {
  if (toAt.getTime() - fromAt.getTime() < 2 * dayMs) return '';
  return ` (${dateToken(fromAt, 'day')}–${dateToken(toAt, 'day')})`;
}

function costWords({ newestAt }: KnownReach, { now }: Telling): string {
  return `costs at most ${atMostWords(now.getTime() - newestAt.getTime())}`;
}
