import { createHash } from 'node:crypto';
import type { Backup, Expiry } from '../backups/backup.ts';
import { keyOf } from '../backups/identity.ts';
import type { Part } from '../backups/reading.ts';

/** A backup as it is stored: dates as milliseconds. Its list says whether it is a dump. */
interface Facts {
  readonly id: Backup['id'];
  readonly fileName: Backup['fileName'];
  readonly storage: Backup['storage'];
  readonly createdAt: number | null;
  readonly expiry: 'never' | 'unknown' | number | null;
  readonly oddFields: Backup['oddFields'];
}

/** A backup as text. JSON escapes what a database may refuse: NUL, and halves of surrogate pairs. */
export function formatFacts(backup: Backup): string {
  const { id, fileName, storage, createdAt, expiry, oddFields } = backup;
  const facts: Facts = {
    ...{ id, fileName, storage, oddFields },
    createdAt: createdAt?.getTime() ?? null,
    expiry: expiry.kind === 'at' ? expiry.at.getTime() : expiry.kind,
  };
  return JSON.stringify(facts);
}

/** The backup of a list that `formatFacts` made this text of. */
export function parseFacts(text: string, part: Part): Backup {
  const { id, fileName, storage, createdAt, expiry, oddFields }: Facts = JSON.parse(text);
  return {
    ...{ id, fileName, storage, oddFields },
    createdAt: createdAt === null ? undefined : new Date(createdAt),
    expiry: expiryOf(expiry),
    dump: part === 'dumps',
  };
}

function expiryOf(expiry: Facts['expiry']): Expiry {
  if (expiry === 'never') return { kind: 'never' };
  return typeof expiry === 'number' ? { kind: 'at', at: new Date(expiry) } : { kind: 'unknown' };
}

/** What a backup is stored under: its id, or a hash where it has none, or one that a portal should not send. */
export function storedId(backup: Backup): string {
  const key = keyOf(backup);
  return /^[\w-]{1,100}$/.test(key) ? key : `sha256:${createHash('sha256').update(key).digest('base64url')}`;
}
