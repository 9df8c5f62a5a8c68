import { type Finding, severityOf } from '../backups/finding.ts';
import type { FindingNews } from '../backups/notices.ts';
import type { Verdict } from '../backups/verdict.ts';
import { createWallClock } from './wall-clock.ts';

const dayMs = 86_400_000;
/** 1 January 1970 was a Thursday. */
const firstMondayMs = 4 * dayMs;

/**
 * Whether a digest of problems only has something to say.
 *
 * - A problem is told in every digest until it is over.
 * - Anything else is told once.
 * - An expiry is told once for each backup and threshold, also where it leaves nothing; of a portal where others stay,
 *   never.
 */
export function breaksSilence({ portals }: Verdict, news: ReadonlyMap<Finding, FindingNews>): boolean {
  return portals
    .flatMap(({ findings }) => findings)
    .some((finding) => {
      const its = news.get(finding);
      if (its === undefined) return false;
      if (finding.kind === 'expiring' && finding.others.stayingCount > 0) return false;
      const isReminded = severityOf(finding) === 'problem' && finding.kind !== 'nothing-left-soon';
      return isReminded || its.kind !== 'carried';
    });
}

/**
 * Whether a digest without problems is posted all the same, because silence is also what a crash looks like: the first
 * one of a week, which begins on Monday by the clock of the zone, unless something was posted in it already.
 */
export function isSignOfLifeDue(
  { since, timeZone }: { readonly since: Date | undefined; readonly timeZone: string },
  now: Date,
): boolean {
  const clock = createWallClock(timeZone);
  const weekOf = (at: Date) => Math.floor((clock.wallTimeOf(at) - firstMondayMs) / (7 * dayMs));
  return since === undefined || weekOf(since) < weekOf(now);
}
