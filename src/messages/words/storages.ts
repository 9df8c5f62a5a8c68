import type { Storage, StorageKind } from '../../backups/backup.ts';
import { cleanText } from '../kit/clean-text.ts';
import { shownLimits } from '../kit/limits.ts';

/** The words on the portal's own pages, in lower case. Only the API can make a local file. */
const wordsByKind: Readonly<Record<StorageKind, string>> = {
  room: 'backup room',
  drive: 'third-party resource',
  local: 'local file',
  temporary: 'temporary storage',
  'third-party': 'third-party storage',
};

const placesByKind: Readonly<Record<StorageKind, string>> = {
  room: 'in backup rooms',
  drive: 'in third-party resources',
  local: 'in local files',
  temporary: 'in temporary storage',
  'third-party': 'in third-party storage',
};

/** Where backups of a storage are: `in backup rooms`, `in Storage 9`. Not yet escaped. */
export function placeWords(storage: Storage): string {
  return storage.kind === 'unknown' ? `in ${storageWords(storage)}` : placesByKind[storage.kind];
}

/** A storage we know, in the portal's own words. */
export function storageKindWords(kind: StorageKind): string {
  return wordsByKind[kind];
}

/** A storage we do not know keeps the portal's own label: `Storage 9`. Not yet escaped. */
export function storageWords(storage: Storage): string {
  if (storage.kind !== 'unknown') return wordsByKind[storage.kind];
  const label = cleanText(storage.label ?? '', shownLimits.storageLabel);
  return label === '' ? 'storage unknown' : `Storage ${label}`;
}
