import type { Backup, Storage } from './backup.ts';

/** What identifies a backup in its list: its id, or where a portal sends none, when it was made, its file and storage. */
export function keyOf(backup: Backup): string {
  return backup.id ?? traitsOf(backup);
}

function traitsOf({ createdAt, fileName, storage }: Backup): string {
  return JSON.stringify([timeOf(createdAt), fileName ?? null, storageKey(storage)]);
}

/** The same text for the same storage. */
export function storageKey(storage: Storage): string {
  return storage.kind === 'unknown' ? `unknown ${storage.label ?? ''}` : storage.kind;
}

/** Whether a record says so little that it may be any backup of its list. */
export function isNameless({ id, createdAt, fileName }: Backup): boolean {
  return id === undefined && (createdAt === undefined || fileName === undefined);
}

/** Whether the portal tells the same of a backup as before, its id aside. */
export function isSameRecord(a: Backup, b: Backup): boolean {
  return (
    traitsOf(a) === traitsOf(b) &&
    a.expiry.kind === b.expiry.kind &&
    expiryTime(a) === expiryTime(b) &&
    a.oddFields.join() === b.oddFields.join()
  );
}

/** Finds a backup among others, also where the portal omits an id that it sent before, or the reverse. */
export function createFinder<Item extends { readonly backup: Backup }>(
  items: readonly Item[],
): (backup: Backup) => Item | undefined {
  const byKey = new Map(items.map((item) => [keyOf(item.backup), item]));
  let byTraits: Map<string, Item> | undefined;
  return (backup) => {
    const known = byKey.get(keyOf(backup));
    if (known !== undefined || isNameless({ ...backup, id: undefined })) return known;
    byTraits ??= new Map(items.map((item) => [traitsOf(item.backup), item]));
    const alike = byTraits.get(traitsOf(backup));
    return backup.id === undefined || alike?.backup.id === undefined ? alike : undefined;
  };
}

function expiryTime({ expiry }: Backup): number | null {
  return expiry.kind === 'at' ? timeOf(expiry.at) : null;
}

function timeOf(date: Date | undefined): number | null {
  return date?.getTime() ?? null;
}
