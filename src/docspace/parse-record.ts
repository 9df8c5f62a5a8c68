import {
  type Backup,
  type BackupField,
  type Expiry,
  type Storage,
  type StorageKind,
  storageKinds,
} from '../backups/backup.ts';
import { parseWireDate } from './parse-date.ts';

const maxIdLength = 100;
const maxFileNameLength = 1_000;
const maxLabelLength = 40;

/**
 * `BackupStorageType` of DocSpace 3.7: its number on the wire, and its names in lower case, for servers that write
 * enums as text; `thrid…` is the vendor's own spelling. No server can list 2, CustomCloud.
 */
const wireByKind: Readonly<Record<StorageKind, readonly [number, ...string[]]>> = {
  room: [0, 'documents'],
  drive: [1, 'thridpartydocuments', 'thirdpartydocuments'],
  local: [3, 'local'],
  temporary: [4, 'datastore'],
  'third-party': [5, 'thirdpartyconsumer'],
};

/** Every storage by its number and by each of its names. */
const storages: ReadonlyMap<unknown, Storage> = new Map(
  storageKinds.flatMap((kind) => {
    const storage: Storage = { kind };
    return wireByKind[kind].map((wire) => [wire, storage] as const);
  }),
);
const never: Expiry = { kind: 'never' };
const unknown: Expiry = { kind: 'unknown' };
const sound: readonly BackupField[] = [];

/**
 * Reads one history record of any form. Never throws and never drops a record: what cannot be understood, or is
 * missing although every server sends it, becomes unknown and is named in `oddFields`. Written by hand and sparing
 * with objects, because 10,000 records should cost little more than their `JSON.parse`.
 */
export function parseRecord(record: unknown, dump: boolean): Backup {
  if (!isObject(record)) return unreadable(dump);
  const odd: BackupField[] = [];
  return {
    id: parseId(record['id'], odd),
    fileName: parseFileName(record['fileName'], odd),
    storage: parseStorage(record['storageType'], odd),
    createdAt: parseCreatedAt(record['createdOn'], odd),
    expiry: parseExpiry(record['expiresOn'], odd),
    dump,
    oddFields: odd.length === 0 ? sound : odd,
  };
}

function unreadable(dump: boolean): Backup {
  return {
    id: undefined,
    fileName: undefined,
    storage: { kind: 'unknown', label: undefined },
    createdAt: undefined,
    expiry: unknown,
    dump,
    oddFields: ['id', 'fileName', 'storage', 'createdAt', 'expiry'],
  };
}

function parseId(value: unknown, odd: BackupField[]): string | undefined {
  if (typeof value === 'string' && value.length <= maxIdLength && value.trim() !== '') return value;
  odd.push('id');
  return undefined;
}

function parseFileName(value: unknown, odd: BackupField[]): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string') return value.trim() === '' ? undefined : shorten(value, maxFileNameLength);
  odd.push('fileName');
  return undefined;
}

function parseStorage(value: unknown, odd: BackupField[]): Storage {
  const known = storages.get(typeof value === 'string' ? codeOrName(value) : value);
  if (known !== undefined) return known;
  odd.push('storage');
  const label = typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
  return { kind: 'unknown', label: label === '' ? undefined : shorten(label, maxLabelLength) };
}

function codeOrName(text: string): number | string {
  const name = text.trim().toLowerCase();
  return /^\d+$/.test(name) ? Number(name) : name;
}

function parseCreatedAt(value: unknown, odd: BackupField[]): Date | undefined {
  const at = parseDate(value);
  if (at instanceof Date) return at;
  odd.push('createdAt');
  return undefined;
}

/** Year 1 means kept. The server always sends a date, so a missing one says nothing. */
function parseExpiry(value: unknown, odd: BackupField[]): Expiry {
  const at = parseDate(value);
  if (at === 'never') return never;
  if (at !== undefined) return { kind: 'at', at };
  odd.push('expiry');
  return unknown;
}

/**
 * Before ONLYOFFICE's first portals. An earlier date is some other number, such as seconds mistaken for milliseconds.
 */
const earliestMs = Date.UTC(2009, 0, 1);

function parseDate(value: unknown): Date | 'never' | undefined {
  const at = typeof value === 'string' ? parseWireDate(value) : undefined;
  return at instanceof Date && at.getTime() < earliestMs ? undefined : at;
}

/** Cuts without leaving half a surrogate pair behind. */
function shorten(text: string, maxLength: number): string {
  return text.length <= maxLength ? text : text.slice(0, maxLength).replace(/[\uD800-\uDBFF]$/, '');
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
