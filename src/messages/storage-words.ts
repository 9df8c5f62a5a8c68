import type { Storage, StorageKind } from '../backups/backup.ts';
import { cleanText } from './clean-text.ts';
import { shownLimits } from './limits.ts';

/** The portal's own words for its storages, as its pages show them. */
const wordsByKind: Readonly<Record<StorageKind, string>> = {
  room: 'DocSpace room',
  drive: 'third-party drive',
  cloud: 'cloud storage',
  local: 'local server',
  temporary: 'temporary storage',
  'third-party': 'third-party storage',
};

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
