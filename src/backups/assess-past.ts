import { findLost } from './changes.ts';
import type { Finding } from './finding.ts';
import { type HistoryPart, pastOf, type Reading } from './reading.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** How long it is told that backups are no longer listed. */
export const lostForMs = 7 * dayMs;
/** How long it is told that a list can be read again, and how short an outage is not worth it. */
const backForMs = dayMs;
const shortOutageMs = hourMs;

/**
 * All findings about one list that follow from what is remembered of it, in no order. There are none while it cannot be
 * read, for then that is the cause, and what it lists now is not known; nor where nothing is remembered.
 */
export function assessPast(reading: Reading, { part, answer }: HistoryPart, now: Date): Finding[] {
  const past = pastOf(reading, part);
  if (past === undefined || answer.kind === 'failed') return [];
  const lost = findLost(past, { since: new Date(now.getTime() - lostForMs), now });
  const { lastOutage: outage } = past;
  const isBack =
    outage !== undefined &&
    now.getTime() - outage.until.getTime() < backForMs &&
    outage.until.getTime() - outage.since.getTime() >= shortOutageMs;
  return [
    ...(lost === undefined ? [] : [{ kind: 'no-longer-listed', part, lost } as const]),
    ...(isBack ? [{ kind: 'came-back', part, outage } as const] : []),
  ];
}
