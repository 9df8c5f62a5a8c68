import type { Backup } from './backup.ts';
import type { ReadFailure } from './failure.ts';
import type { Portal } from './portal.ts';

/** What is read from a portal, part by part: its own backups, and the dumps of its whole server. */
export type Part = 'own' | 'dumps';

/** Which of a portal's lists are meant: its own backups, whole-server dumps, or both. */
export type Scope = Part | 'all';

/** One list of a portal, or why it could not be read. */
export type HistoryAnswer =
  | { readonly kind: 'read'; readonly backups: readonly Backup[] }
  | { readonly kind: 'failed'; readonly failure: ReadFailure };

/** One list of a portal as it was read. */
export interface HistoryPart {
  readonly part: Part;
  readonly answer: HistoryAnswer;
  /** The moment the portal answered, or the moment we gave up. */
  readonly readAt: Date;
}

/** Everything read from one portal. Its parts fail separately. */
export interface Reading {
  readonly portal: Portal;
  readonly histories: readonly HistoryPart[];
  /**
   * What is remembered of its lists, including this reading; `unavailable` while the database cannot be used, and
   * `undefined` where nothing is remembered at all.
   */
  readonly past?: readonly ListPast[] | 'unavailable' | undefined;
}

/** What is remembered of one list of a portal. See `updatePast`. */
export interface ListPast {
  readonly part: Part;
  /** When it was read for the first time since it is watched: what was listed then is not new. `undefined`: not yet. */
  readonly firstReadAt: Date | undefined;
  /** When it was read for the last time; `undefined` before the first. */
  readonly lastReadAt: Date | undefined;
  /** When the portal answered, or failed to, for the last time. */
  readonly askedAt: Date;
  /** Since when it cannot be read; `undefined` while it can. */
  readonly failingSince: Date | undefined;
  /** The last time that it could not be read, and then could. */
  readonly lastOutage: Outage | undefined;
  /** Those listed, and those gone that are still remembered; in no order, each once. */
  readonly backups: readonly RememberedBackup[];
}

/** How long it lasted is not known: it may have ended at any time between the two. */
export interface Outage {
  /** The first failure. */
  readonly since: Date;
  /** The next reading that succeeded. */
  readonly until: Date;
}

/** A backup that is or was listed. */
export interface RememberedBackup {
  /** As the portal listed it last. */
  readonly backup: Backup;
  readonly firstSeenAt: Date;
  /** When it was listed again after it had gone without explanation. */
  readonly relistedAt: Date | undefined;
  /** `undefined` while it is listed. */
  readonly gone: Gone | undefined;
}

export interface Gone {
  /** When it was first missing. */
  readonly at: Date;
  /** When it was listed for the last time. */
  readonly lastSeenAt: Date;
  readonly why: GoneWhy;
}

/**
 * `rotated`: probably removed by the schedule, which keeps only so many. `unexplained`: neither its expiry nor rotation
 * explains it. `unwatched`: it went while the portal was not configured.
 */
export type GoneWhy = 'expired' | 'rotated' | 'unexplained' | 'unwatched';

/** What is remembered of one list; `undefined` when nothing is, or the database cannot be used. */
export function pastOf({ past }: Reading, part: Part): ListPast | undefined {
  return past === undefined || past === 'unavailable' ? undefined : past.find((list) => list.part === part);
}

/** All backups that could be read, in no order. */
export function backupsOf({ histories }: Reading): readonly Backup[] {
  const lists = histories.flatMap(({ answer }) => (answer.kind === 'read' ? [answer.backups] : []));
  const [first = []] = lists;
  return lists.length < 2 ? first : lists.flat();
}

/** Whether a list is missing, so that nothing can be said about what the portal does *not* have. */
export function isIncomplete({ histories }: Reading): boolean {
  return histories.length === 0 || histories.some(({ answer }) => answer.kind === 'failed');
}

/** Whether at least one list could be read, so that counts mean something. */
export function isAnyRead({ histories }: Reading): boolean {
  return histories.some(({ answer }) => answer.kind === 'read');
}

/** Whether any backup was seen. */
export function hasBackups({ histories }: Reading): boolean {
  return histories.some(({ answer }) => answer.kind === 'read' && answer.backups.length > 0);
}

/** When the oldest part was read, or failed: how fresh the whole is. */
export function readAtOf(reading: Reading): Date | undefined {
  return reading.histories
    .map((part) => part.readAt)
    .reduce<Date | undefined>((oldest, at) => (oldest === undefined || at < oldest ? at : oldest), undefined);
}
