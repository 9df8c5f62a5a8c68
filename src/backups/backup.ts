/** Where DocSpace keeps a backup, in the words people type. */
export const storageKinds = ['room', 'drive', 'local', 'temporary', 'third-party'] as const;
/** One of the storages we know. */
export type StorageKind = (typeof storageKinds)[number];

/** `label` is what the portal sent in place of a storage we know, for example `9`. */
export type Storage =
  | { readonly kind: StorageKind }
  | { readonly kind: 'unknown'; readonly label: string | undefined };

/** *never*: kept until it is removed by hand or by rotation. *unknown*: the portal's date could not be understood. */
export type Expiry =
  | { readonly kind: 'never' }
  | { readonly kind: 'at'; readonly at: Date }
  | { readonly kind: 'unknown' };

/** The fields of a record that a portal can get wrong. */
export type BackupField = 'id' | 'fileName' | 'storage' | 'createdAt' | 'expiry';

/** One history record. What the portal omitted, or sent in a form that is not understood, is unknown. */
export interface Backup {
  /** What a restore needs (a GUID). */
  readonly id: string | undefined;
  /** As the portal sent it: untrusted text of any length. */
  readonly fileName: string | undefined;
  readonly storage: Storage;
  /** When the backup was finished. */
  readonly createdAt: Date | undefined;
  readonly expiry: Expiry;
  /** True for a dump of the whole server, false for the portal's own backup. */
  readonly dump: boolean;
  /** Fields that could not be understood, or are missing although every portal sends them. Empty for a valid record. */
  readonly oddFields: readonly BackupField[];
}

/** What an expiry means at a given moment: see `assessExpiry`. */
export type ExpiryState = 'never' | 'unknown' | 'expired' | 'expiring' | 'kept';

/** Whether a backup has expired, as it has at the very instant `now`. */
export function hasExpired(expiry: Expiry, now: Date): boolean {
  return expiry.kind === 'at' && expiry.at <= now;
}

/** Whether a backup has expired, expires within `withinMs`, or is kept longer. */
export function assessExpiry(expiry: Expiry, now: Date, withinMs: number): ExpiryState {
  if (expiry.kind !== 'at') return expiry.kind;
  if (hasExpired(expiry, now)) return 'expired';
  return expiry.at.getTime() - now.getTime() <= withinMs ? 'expiring' : 'kept';
}

/** Newest first; records without a readable date come last, in the portal's order. */
export function orderNewestFirst(backups: readonly Backup[]): Backup[] {
  const dated = backups.map((backup) => ({ backup, ms: createdMs(backup) }));
  return dated.sort((a, b) => b.ms - a.ms).map(({ backup }) => backup);
}

/** The first `count` of `orderNewestFirst`, without the cost of ordering the rest. */
export function pickNewest(backups: readonly Backup[], count: number): Backup[] {
  if (count >= backups.length) return orderNewestFirst(backups);
  let newest: Backup[] = [];
  let leastMs = Number.NEGATIVE_INFINITY;
  for (const backup of backups) {
    if (createdMs(backup) < leastMs) continue;
    newest.push(backup);
    if (newest.length < 2 * count + 32) continue;
    newest = orderNewestFirst(newest).slice(0, count);
    const last = newest.at(-1);
    leastMs = last === undefined ? Number.POSITIVE_INFINITY : createdMs(last);
  }
  return orderNewestFirst(newest).slice(0, count);
}

/** What expires first comes first; what never expires, or at an unknown time, comes last, newest first. */
export function orderSoonestFirst(backups: readonly Backup[]): Backup[] {
  return orderNewestFirst(backups).toSorted((a, b) => compareNumbers(expiryMs(a), expiryMs(b)));
}

function createdMs(backup: Backup): number {
  return backup.createdAt?.getTime() ?? Number.MIN_SAFE_INTEGER;
}

/** When a backup expires, in milliseconds since 1970; infinity when it does not, or the moment is not known. */
export function expiryMs(backup: Backup): number {
  return backup.expiry.kind === 'at' ? backup.expiry.at.getTime() : Number.POSITIVE_INFINITY;
}

function compareNumbers(a: number, b: number): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
