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
  /** What is remembered of its lists; `undefined` while nothing is remembered. */
  readonly past?: readonly ListPast[] | undefined;
}

/** What is remembered of one list of a portal, including the reading that has just been made. */
export interface ListPast {
  readonly part: Part;
  /** When it was read for the first time: what was listed then is not new. `undefined`: never. */
  readonly firstReadAt: Date | undefined;
  /** When it was read for the last time before the reading that has just been made. */
  readonly previousReadAt: Date | undefined;
  /** Since when it cannot be read; `undefined` while it can. */
  readonly failingSince: Date | undefined;
  /** When it could be read again after a failure; `undefined` when it never failed. */
  readonly cameBackAt: Date | undefined;
  readonly backups: readonly RememberedBackup[];
}

/** A backup that is or was listed. */
export interface RememberedBackup {
  readonly backup: Backup;
  readonly firstSeenAt: Date;
  readonly lastSeenAt: Date;
  /** When it was first missing, and why; `undefined` while it is listed. */
  readonly gone: { readonly at: Date; readonly why: GoneWhy } | undefined;
}

/**
 * `rotated`: probably removed by the schedule, which keeps only so many. `unexplained`: neither its expiry nor rotation
 * explains it. `unwatched`: it went while the portal was not configured.
 */
export type GoneWhy = 'expired' | 'rotated' | 'unexplained' | 'unwatched';

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
