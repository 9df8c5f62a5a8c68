import { type Backup, orderNewestFirst, type Storage } from './backup.ts';
import { isExpired } from './explain-gone.ts';
import { storageKey } from './identity.ts';
import type { Portal } from './portal.ts';
import type { GoneWhy, ListPast, Outage, Part, Reading, RememberedBackup } from './reading.ts';

/** What changed in the lists of one portal. */
export interface PortalChanges {
  readonly portal: Portal;
  /** Those in which something changed. */
  readonly lists: readonly ListChanges[];
}

/** What changed in one list. Every array is newest first, by when a backup was made. */
export interface ListChanges {
  readonly part: Part;
  /** New, and still listed. */
  readonly appeared: readonly Backup[];
  /** Gone because they expired, as it was known that they would. */
  readonly expired: readonly Backup[];
  /** Gone probably because newer ones were made: to be told with "about". */
  readonly rotated: readonly Backup[];
  /** Gone without explanation, and still so; `undefined` when none is. */
  readonly lost: Lost | undefined;
  /** Listed again after they had gone without explanation. */
  readonly relisted: readonly Backup[];
  /** It could not be read at the beginning, and now it can. */
  readonly outage: Outage | undefined;
}

/** Backups that are no longer listed, without explanation; at least one. */
export interface Lost {
  /** Newest first, by when they were made. */
  readonly backups: readonly [LostBackup, ...LostBackup[]];
  /** Storages of which all backups went at once and that are still empty, two or more of each: the most first. */
  readonly emptied: readonly EmptiedStorage[];
}

export interface LostBackup {
  readonly backup: Backup;
  /** When it was first missing. */
  readonly missingSince: Date;
  readonly lastSeenAt: Date;
}

/** `since` is excluded. */
export interface Period {
  readonly since: Date;
  readonly now: Date;
}

export interface EmptiedStorage {
  readonly storage: Storage;
  readonly count: number;
}

/**
 * What changed in each portal since a moment, from what is remembered; in the order of the readings, without the portals
 * in which nothing did. Nothing where nothing is remembered.
 *
 * What a list's first reading showed is not new, and what came and went since then is not told, unless it went without
 * explanation. An outage is told once it is over, and only if it had begun by then: later ones were not told before.
 */
export function changesSince(readings: readonly Reading[], period: Period): PortalChanges[] {
  return readings.flatMap(({ portal, past }) => {
    if (past === undefined || past === 'unavailable') return [];
    const lists = past.map((list) => changesOf(list, period)).filter(isAnything);
    return lists.length === 0 ? [] : [{ portal, lists }];
  });
}

function changesOf(list: ListPast, period: Period): ListChanges {
  const { since } = period;
  const { part, backups, failingSince, lastOutage } = list;
  const gone = backups.filter((each) => each.gone !== undefined && each.gone.at > since);
  const goneBy = (why: GoneWhy) =>
    newest(gone.filter((each) => each.gone?.why === why && each.firstSeenAt <= since));
  const isTold = failingSince === undefined && lastOutage !== undefined;
  return {
    part,
    appeared: newest(backups.filter((each) => each.gone === undefined && isNewSince(each, list, since))),
    expired: goneBy('expired'),
    rotated: goneBy('rotated'),
    lost: findLost(list, period),
    relisted: newest(
      backups.filter(
        ({ gone: left, relistedAt }) => left === undefined && relistedAt !== undefined && relistedAt > since,
      ),
    ),
    outage: isTold && lastOutage.since <= since && lastOutage.until > since ? lastOutage : undefined,
  };
}

function isNewSince(
  { firstSeenAt, relistedAt }: RememberedBackup,
  { firstReadAt }: ListPast,
  since: Date,
): boolean {
  const isBaseline = firstReadAt === undefined || firstSeenAt <= firstReadAt;
  return !isBaseline && firstSeenAt > since && relistedAt === undefined;
}

function isAnything({ appeared, expired, rotated, lost, relisted, outage }: ListChanges): boolean {
  const lists = [appeared, expired, rotated, relisted];
  return lists.some((list) => list.length > 0) || lost !== undefined || outage !== undefined;
}

function newest(remembered: readonly RememberedBackup[]): Backup[] {
  return orderNewestFirst(remembered.map(({ backup }) => backup));
}

/**
 * What went without explanation after a moment, and is missing at another; `undefined` when nothing did. What would have
 * expired by then is not missed any more.
 */
export function findLost(list: ListPast, { since, now }: Period): Lost | undefined {
  const lost = list.backups.flatMap((each) => {
    const { backup, gone } = each;
    const isMissed = gone?.why === 'unexplained' && gone.at > since && !isExpired(each, now);
    return isMissed ? [{ backup, missingSince: gone.at, lastSeenAt: gone.lastSeenAt }] : [];
  });
  const byBackup = new Map(lost.map((each) => [each.backup, each]));
  const [first, ...others] = orderNewestFirst([...byBackup.keys()]).flatMap(
    (backup) => byBackup.get(backup) ?? [],
  );
  if (first === undefined) return undefined;
  return { backups: [first, ...others], emptied: findEmptied(list, lost) };
}

/** Of one storage in which nothing has been listed since, two or more that went at one moment. */
function findEmptied({ backups }: ListPast, lost: readonly LostBackup[]): EmptiedStorage[] {
  const storages = new Map(lost.map(({ backup: { storage } }) => [storageKey(storage), storage]));
  return [...storages]
    .flatMap(([key, storage]) => {
      const all = backups.filter((each) => storageKey(each.backup.storage) === key);
      const moments = new Set(
        lost
          .filter((each) => storageKey(each.backup.storage) === key)
          .map((each) => each.missingSince.getTime()),
      );
      const counts = [...moments].map((ms) => countEmptying(all, ms)).filter((count) => count > 1);
      return counts.length === 0 ? [] : [{ storage, count: Math.max(...counts) }];
    })
    .toSorted((a, b) => b.count - a.count);
}

/** How many went without explanation at a moment that left their storage empty; 0 when anything was there later. */
function countEmptying(all: readonly RememberedBackup[], atMs: number): number {
  if (all.some(({ gone }) => gone === undefined || gone.at.getTime() > atMs)) return 0;
  return all.filter(({ gone }) => gone?.why === 'unexplained' && gone.at.getTime() === atMs).length;
}
