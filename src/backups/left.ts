import { type Backup, hasExpired } from './backup.ts';

/**
 * Clocks differ by minutes. A backup dated further ahead was not made then, and must not hide that the newest plausible
 * one is old.
 */
export const clockSkewMs = 10 * 60_000;

/** Whether a date is further in the future than clocks differ. */
export function isAhead(date: Date, now: Date): boolean {
  return date.getTime() - now.getTime() > clockSkewMs;
}

/**
 * When a backup was made, in milliseconds since 1970; `undefined` when it has no plausible date: one after 1970, and not
 * further ahead than clocks differ.
 */
export function plausibleMs({ createdAt }: Backup, nowMs: number): number | undefined {
  const ms = createdAt?.getTime() ?? Number.NaN;
  return ms > 0 && ms - nowMs <= clockSkewMs ? ms : undefined;
}

/** The dates of the backups that have not expired. */
export interface DateRange {
  readonly newest: Backup;
  readonly newestAt: Date;
  readonly oldestAt: Date;
  /** False when some have no plausible date, so that a newer one may be among them. */
  readonly areAllDated: boolean;
}

/** The newest and the oldest of the backups that have not expired; `undefined` when none has a plausible date. */
export function rangeLeft(backups: readonly Backup[], now: Date): DateRange | undefined {
  const nowMs = now.getTime();
  let [newestMs, oldestMs] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  let newest: Backup | undefined;
  let areAllDated = true;
  for (const backup of backups) {
    if (hasExpired(backup.expiry, now)) continue;
    const ms = plausibleMs(backup, nowMs);
    if (ms === undefined) {
      areAllDated = false;
      continue;
    }
    if (ms < oldestMs) oldestMs = ms;
    if (ms <= newestMs) continue;
    newestMs = ms;
    newest = backup;
  }
  return newest && { newest, newestAt: new Date(newestMs), oldestAt: new Date(oldestMs), areAllDated };
}
