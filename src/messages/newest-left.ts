import type { Backup } from '../backups/backup.ts';
import { isShowable } from './dates.ts';

/** As the verdict has it: a date further ahead than clocks differ is not to be believed. */
const clockSkewMs = 86_400_000;

/** Whether a date lies further ahead than clocks differ. */
export function isAhead(date: Date, now: Date): boolean {
  return date.getTime() - now.getTime() > clockSkewMs;
}

/** What dates tell of the backups that have not expired. Undefined when none tells a date that can be believed. */
export interface DateRange {
  readonly newest: Backup & { readonly createdAt: Date };
  readonly oldest: Date;
}

/** The newest and the oldest backup that are left, judged as `assessHistory` judges age. One pass over all. */
export function rangeLeft(backups: readonly Backup[], now: Date): DateRange | undefined {
  let newest: DateRange['newest'] | undefined;
  let oldest: Date | undefined;
  for (const backup of backups) {
    const { createdAt, expiry } = backup;
    const isGone = expiry.kind === 'at' && expiry.at <= now;
    if (isGone || !isShowable(createdAt) || isAhead(createdAt, now)) continue;
    if (newest === undefined || createdAt > newest.createdAt) newest = { ...backup, createdAt };
    if (oldest === undefined || createdAt < oldest) oldest = createdAt;
  }
  return newest === undefined || oldest === undefined ? undefined : { newest, oldest };
}

/** How long ago the newest backup that is left was made, in milliseconds. */
export function newestAgeMs(backups: readonly Backup[], now: Date): number | undefined {
  const newest = rangeLeft(backups, now)?.newest;
  return newest === undefined ? undefined : now.getTime() - newest.createdAt.getTime();
}
