import { type Backup, hasExpired } from './backup.ts';
import { plausibleMs } from './left.ts';

/** Two backups with none between them. */
export interface Gap {
  readonly fromAt: Date;
  readonly toAt: Date;
}

/**
 * How far back one can go with the backups that are certainly left, and what a loss would cost. Where `isWhole` is
 * false there may be more of them, and each of these is a bound: one can go back to `oldestAt` at least, no gap between
 * `oldestAt` and `newestAt` is longer than `longestGap`, and a loss costs what was made since `newestAt` at most.
 */
export interface KnownReach {
  readonly kind: 'known';
  readonly oldestAt: Date;
  /** Never after `now`. */
  readonly newestAt: Date;
  /** The newest of the longest; `undefined` when all were made at the same moment. */
  readonly longestGap: Gap | undefined;
  /** Whether everything that may be left was counted. */
  readonly isWhole: boolean;
}

/** *none*: certainly nothing is left. *unknown*: something may be left, but nothing is certain. */
export type Reach = { readonly kind: 'none' } | { readonly kind: 'unknown' } | KnownReach;

/**
 * The reach of one portal's backups at the moment `now`. A backup is certainly left when it is known not to have expired,
 * and has a plausible date; one that is ahead by no more than clocks differ was made now. `isIncomplete` says that a list
 * is missing.
 */
export function assessReach(backups: readonly Backup[], isIncomplete: boolean, now: Date): Reach {
  const { times, uncertain } = orderTimes(backups, now);
  const isWhole = uncertain === 0 && !isIncomplete;
  const [oldest] = times;
  const newest = times.at(-1);
  if (oldest === undefined || newest === undefined) return { kind: isWhole ? 'none' : 'unknown' };
  return {
    kind: 'known',
    oldestAt: new Date(oldest),
    newestAt: new Date(newest),
    longestGap: longestGapOf(times),
    isWhole,
  };
}

/**
 * When the backups that are certainly left were made, oldest first, and how many others may be left. Sorted as plain
 * numbers, because a long history comes in the order of its ids, which is none.
 */
function orderTimes(backups: readonly Backup[], now: Date): { times: Float64Array; uncertain: number } {
  const nowMs = now.getTime();
  const times = new Float64Array(backups.length);
  let [certain, uncertain] = [0, 0];
  for (const backup of backups) {
    const { expiry } = backup;
    if (hasExpired(expiry, now)) continue;
    const ms = expiry.kind === 'unknown' ? undefined : plausibleMs(backup, nowMs);
    if (ms === undefined) {
      uncertain += 1;
      continue;
    }
    times[certain] = Math.min(ms, nowMs);
    certain += 1;
  }
  return { times: times.subarray(0, certain).sort(), uncertain };
}

function longestGapOf(times: Float64Array): Gap | undefined {
  let [fromMs, toMs, lastMs] = [0, 0, Number.NaN];
  for (const ms of times) {
    if (ms > lastMs && ms - lastMs >= toMs - fromMs) [fromMs, toMs] = [lastMs, ms];
    lastMs = ms;
  }
  return toMs === 0 ? undefined : { fromAt: new Date(fromMs), toAt: new Date(toMs) };
}

/** The worst of several portals. */
export interface WorstReach {
  /**
   * The least reach, the longest gap and the greatest loss of the portals whose reach is known, each of which may be
   * another portal's: `newestAt` can be before `oldestAt`. All of them are whole, or it is not. `undefined` when no
   * portal's reach is known.
   */
  readonly known: KnownReach | undefined;
  /** How many portals certainly have nothing left. */
  readonly noneCount: number;
  /** How many portals may have something left, of which nothing is certain. */
  readonly unknownCount: number;
}

/** The worst of the portals' reaches, and how many of them it says nothing about. */
export function worstReach(reaches: readonly Reach[]): WorstReach {
  const known = reaches.filter((reach) => reach.kind === 'known');
  return {
    known: known.length === 0 ? undefined : known.reduce(worseReach),
    noneCount: reaches.filter(({ kind }) => kind === 'none').length,
    unknownCount: reaches.filter(({ kind }) => kind === 'unknown').length,
  };
}

function worseReach(a: KnownReach, b: KnownReach): KnownReach {
  return {
    kind: 'known',
    oldestAt: b.oldestAt > a.oldestAt ? b.oldestAt : a.oldestAt,
    newestAt: b.newestAt < a.newestAt ? b.newestAt : a.newestAt,
    longestGap: lengthOf(b.longestGap) > lengthOf(a.longestGap) ? b.longestGap : a.longestGap,
    isWhole: a.isWhole && b.isWhole,
  };
}

function lengthOf(gap: Gap | undefined): number {
  return gap === undefined ? 0 : gap.toAt.getTime() - gap.fromAt.getTime();
}
