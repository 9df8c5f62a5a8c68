import type { Backup } from './backup.ts';

/**
 * A backup dated further ahead than clocks differ was not made then. A newest backup that only seems new would hide
 * for years that no other was made.
 */
const clockSkewMs = 86_400_000;

/** Whether a date lies further ahead than clocks differ. */
export function isAhead(date: Date, now: Date): boolean {
  return date.getTime() - now.getTime() > clockSkewMs;
}

/** What dates tell of the backups that have not expired. */
export interface DateRange {
  readonly newest: Backup;
  readonly newestAt: Date;
  readonly oldestAt: Date;
}

/** The newest and the oldest of the backups that are left; `undefined` when none has a date that can be believed. */
export function rangeLeft(backups: readonly Backup[], now: Date): DateRange | undefined {
  const nowMs = now.getTime();
  let [newestMs, oldestMs] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  let newest: Backup | undefined;
  for (const backup of backups) {
    const { createdAt, expiry } = backup;
    const isGone = expiry.kind === 'at' && expiry.at.getTime() <= nowMs;
    const ms = createdAt?.getTime();
    if (isGone || ms === undefined || ms - nowMs > clockSkewMs) continue;
    if (ms < oldestMs) oldestMs = ms;
    if (ms <= newestMs) continue;
    newestMs = ms;
    newest = backup;
  }
  return newest && { newest, newestAt: new Date(newestMs), oldestAt: new Date(oldestMs) };
}

/** How long ago the newest backup that is left was made, in milliseconds. */
export function newestAgeMs(backups: readonly Backup[], now: Date): number | undefined {
  const range = rangeLeft(backups, now);
  return range === undefined ? undefined : now.getTime() - range.newestAt.getTime();
}
