import { storageKey } from './identity.ts';
import { clockSkewMs, plausibleMs } from './left.ts';
import type { GoneWhy, ListPast, RememberedBackup } from './reading.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** DocSpace removes what its schedule does not keep within 15 minutes of a run; with a long queue it takes longer. */
const cleaningMs = hourMs;
/** A schedule runs at one hour of the day, and its runs take about equally long. */
const sameTimeMs = 30 * 60_000;
/** Between two runs of a monthly schedule are 28 to 31 days. */
const [leastPeriods, mostPeriods] = [0.75, 1.25];

/**
 * Why each backup that is `missing` at the moment `at` is no longer listed. `before` is what was remembered until then,
 * `listed` what is listed now.
 *
 * - *unwatched*: nobody looked at the list since it was left, so that nothing can be told.
 * - *expired*: its expiry is past, or is by another clock. A temporary copy expires after 24 h, whatever its dates say.
 * - *rotated*, which is a guess, because neither the schedule nor which copies are its own is known: DocSpace removes the
 *   oldest scheduled copies beyond a number, of all storages together, when a newer one was made. So: it never expires;
 *   at least as many newer ones have appeared, since the last reading or in the hour before it; and nothing older that
 *   looks like a copy of the same schedule is still listed: see `isOfSchedule`. Everything else that is older was made
 *   by hand, and stays. The oldest are taken first; what has no plausible date is as old as its first reading.
 * - *unexplained* otherwise. So are all of one storage that is left empty where rotation explains only some of them.
 */
export function explainGone(
  before: ListPast,
  missing: readonly RememberedBackup[],
  listed: readonly RememberedBackup[],
  at: Date,
): (gone: RememberedBackup) => GoneWhy {
  if (before.firstReadAt === undefined) return () => 'unwatched';
  const lasting = missing.filter((each) => !isExpired(each, at));
  const first = findRotated(before, lasting, listed, at);
  const emptied = findEmptied(lasting, listed).filter((gone) => !gone.every((each) => first.has(each)));
  const wholly = new Set(emptied.flat());
  const others = lasting.filter((each) => !wholly.has(each));
  const rotated = wholly.size === 0 ? first : findRotated(before, others, listed, at);
  const unexplained = new Set(lasting.filter((each) => !rotated.has(each)));
  return (gone) => (unexplained.has(gone) ? 'unexplained' : rotated.has(gone) ? 'rotated' : 'expired');
}

/** Whether its expiry explains that it is not listed at the moment `at`. */
export function isExpired({ backup, firstSeenAt }: RememberedBackup, at: Date): boolean {
  const { expiry, storage, createdAt } = backup;
  const latestMs = at.getTime() + clockSkewMs;
  if (expiry.kind === 'at' && expiry.at.getTime() <= latestMs) return true;
  if (storage.kind !== 'temporary') return false;
  const madeMs = plausibleMs(backup, firstSeenAt.getTime());
  // A portal that has another date has another clock, so that its expiry tells nothing either.
  if (madeMs === undefined) return createdAt !== undefined || expiry.kind !== 'at';
  return Math.min(madeMs, firstSeenAt.getTime()) + dayMs <= latestMs;
}

/** Oldest first, as many as newer ones have appeared. */
function findRotated(
  before: ListPast,
  lasting: readonly RememberedBackup[],
  listed: readonly RememberedBackup[],
  at: Date,
): Set<RememberedBackup> {
  const { newestMs, count } = findCauses(before, [...listed, ...lasting], at);
  const isBlocked = createBlocking(before, lasting, listed, at);
  const rotated = new Set<RememberedBackup>();
  for (const { each, ms } of oldestFirst(lasting.filter(isKept), at)) {
    if (rotated.size === count || newestMs <= ms) break;
    if (!isBlocked(each)) rotated.add(each);
  }
  return rotated;
}

/**
 * Whether something older of the same schedule is still listed, which would have gone first. What has outlived a newer
 * one before is none of its copies: so one that was made by hand misleads once at most.
 */
function createBlocking(
  before: ListPast,
  lasting: readonly RememberedBackup[],
  listed: readonly RememberedBackup[],
  at: Date,
): (gone: RememberedBackup) => boolean {
  const datesOf = (backups: readonly RememberedBackup[]) =>
    backups.filter(isKept).flatMap(({ backup }) => plausibleMs(backup, at.getTime()) ?? []);
  const goneBefore = datesOf(before.backups.filter(({ gone }) => gone !== undefined));
  const all = [...goneBefore, ...datesOf([...lasting, ...listed])].toSorted((a, b) => a - b);
  const hasOutlived = (ms: number) => goneBefore.some((other) => other > ms && isSameTimeOfDay(other, ms));
  const stayed = datesOf(listed).filter((ms) => !hasOutlived(ms) && isOfSchedule(ms, all));
  return ({ backup }) => {
    const ms = plausibleMs(backup, at.getTime());
    return ms !== undefined && stayed.some((kept) => kept < ms && isSameTimeOfDay(kept, ms));
  };
}

/**
 * Whether a backup looks like one of a schedule: of the others made at about the same time of day, the nearest is about
 * as far away as these are from each other. One made by hand at that time of day is nearer to one of them, or stands
 * alone once its neighbours are gone.
 */
function isOfSchedule(ms: number, all: readonly number[]): boolean {
  const others = all.filter((other) => other !== ms && isSameTimeOfDay(other, ms));
  const gaps = others.slice(1).map((other, index) => other - (others[index] ?? 0));
  const periodMs = gaps.toSorted((a, b) => a - b)[Math.floor(gaps.length / 2)];
  if (periodMs === undefined) return false;
  const nearestMs = Math.min(...others.map((other) => Math.abs(other - ms)));
  return nearestMs >= leastPeriods * periodMs && nearestMs <= mostPeriods * periodMs;
}

/** For how many new backups others may have rotated by the moment `at`, and when the newest of these was made. */
function findCauses(before: ListPast, backups: readonly RememberedBackup[], at: Date) {
  const sinceMs = (before.lastReadAt ?? at).getTime() - cleaningMs;
  const isBefore = ({ firstSeenAt }: RememberedBackup) => firstSeenAt.getTime() !== at.getTime();
  const arrived = backups.filter((each) => !isBefore(each));
  // Those of just before the last reading may have been listed then together with what had to go for them.
  const recent = backups.filter((each) => isBefore(each) && isNew(each, before, sinceMs));
  const done = before.backups.filter(({ gone }) => gone?.why === 'rotated' && gone.at.getTime() > sinceMs);
  return {
    newestMs: oldestFirst([...arrived, ...recent], at).at(-1)?.ms ?? Number.NEGATIVE_INFINITY,
    count: arrived.length + Math.max(0, recent.length - done.length),
  };
}

/** By when they were made; without a plausible date, by when they were seen for the first time. */
function oldestFirst(
  backups: readonly RememberedBackup[],
  at: Date,
): { readonly each: RememberedBackup; readonly ms: number }[] {
  return backups
    .map((each) => ({ each, ms: plausibleMs(each.backup, at.getTime()) ?? each.firstSeenAt.getTime() }))
    .toSorted((a, b) => a.ms - b.ms);
}

/** Appeared since then; what the first reading listed is only as new as its date. */
function isNew(
  { backup, firstSeenAt }: RememberedBackup,
  { firstReadAt }: ListPast,
  sinceMs: number,
): boolean {
  const isBaseline = firstReadAt !== undefined && firstSeenAt <= firstReadAt;
  const seenMs = isBaseline ? Number.NEGATIVE_INFINITY : firstSeenAt.getTime();
  return Math.max(seenMs, backup.createdAt?.getTime() ?? Number.NEGATIVE_INFINITY) > sinceMs;
}

function isKept({ backup: { expiry, storage } }: RememberedBackup): boolean {
  return expiry.kind !== 'at' && storage.kind !== 'temporary';
}

function isSameTimeOfDay(aMs: number, bMs: number): boolean {
  const apartMs = Math.abs(aMs - bMs) % dayMs;
  return Math.min(apartMs, dayMs - apartMs) <= sameTimeMs;
}

/** Two or more of one storage in which nothing is listed any more. */
function findEmptied(
  lasting: readonly RememberedBackup[],
  listed: readonly RememberedBackup[],
): RememberedBackup[][] {
  const used = new Set(listed.map(({ backup }) => storageKey(backup.storage)));
  const byStorage = new Map<string, RememberedBackup[]>();
  for (const each of lasting) {
    const key = storageKey(each.backup.storage);
    const others = byStorage.get(key);
    if (others !== undefined) others.push(each);
    else if (!used.has(key)) byStorage.set(key, [each]);
  }
  return [...byStorage.values()].filter((gone) => gone.length > 1);
}
