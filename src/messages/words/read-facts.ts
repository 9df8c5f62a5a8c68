import { isAnyRead, readAtOf } from '../../backups/reading.ts';
import type { PortalVerdict } from '../../backups/verdict.ts';
import { dateToken, isShowable } from '../kit/dates.ts';
import { readAgoWords } from './durations.ts';
import type { Telling } from './telling.ts';

/** When it was read, and whether it could be compared with what is remembered. */
export function readingFacts(portals: readonly PortalVerdict[], telling: Telling): string[] {
  return [...readFact(portals, telling), ...memoryFact(portals)];
}

/** That nothing is known of what changed or is snoozed, while the database cannot be used. */
export function memoryFact(portals: readonly PortalVerdict[]): string[] {
  const isAway = portals.some(({ reading }) => reading.past === 'unavailable');
  return isAway ? ['what changed or is snoozed is unknown: the bot’s database can’t be used'] : [];
}

/**
 * When it was read: in words for the asker, as a date in a permanent message. Where nothing could be read, a failure
 * that is reused says when it happened.
 */
function readFact(portals: readonly PortalVerdict[], { now, by }: Telling): string[] {
  const [oldest] = portals
    .map(({ reading }) => readAtOf(reading))
    .filter(isShowable)
    .toSorted((a, b) => a.getTime() - b.getTime());
  if (oldest === undefined) return [];
  const ageMs = now.getTime() - oldest.getTime();
  const when = by === 'durations' ? readAgoWords(ageMs) : dateToken(oldest);
  if (portals.some(({ reading }) => isAnyRead(reading))) return [`read ${when}`];
  return ageMs < freshMs ? [] : [`asked ${when}`];
}

/** What is younger was read for this answer. */
const freshMs = 5_000;
