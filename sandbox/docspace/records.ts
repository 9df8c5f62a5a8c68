import { createHash } from 'node:crypto';
import { neverStamp, stampWithoutZone } from './stamp.ts';
import {
  type StorageName,
  storageNames,
  type WireProgress,
  type WireRecord,
  type WireSchedule,
} from './wire.ts';

export { neverStamp } from './stamp.ts';

const dayMs = 24 * 60 * 60 * 1000;

export interface RecordFacts {
  /** When the backup was finished. */
  readonly createdAt: Date;
  /** A number means an unknown storage. */
  readonly storage: StorageName | number;
  readonly alias: string;
  /** Default: a day after `createdAt` in `DataStore` (temporary storage), never elsewhere. */
  readonly expiresAt?: Date | undefined;
  /** Whose stamp the file name carries. Default: `createdAt`. */
  readonly startedAt?: Date;
  /** Default: made from the other facts, so the same facts give the same record. */
  readonly id?: string;
}

/** A history record as the portal stores it: zone-less UTC stamps in whole seconds, storage as its number. */
export function backupRecord(facts: RecordFacts): WireRecord {
  const { createdAt, storage, alias, startedAt = createdAt } = facts;
  const expiresAt = facts.expiresAt ?? (storage === 'DataStore' ? later(createdAt, dayMs) : undefined);
  return {
    id: facts.id ?? guidFrom(`${alias} ${storage} ${createdAt.toISOString()} ${expiresAt?.toISOString()}`),
    fileName: `${alias}_${stampWithoutZone(startedAt).replace('T', '_').replaceAll(':', '-')}.tar.gz`,
    storageType: storageNumber(storage),
    createdOn: stampWithoutZone(createdAt),
    expiresOn: expiresAt === undefined ? neverStamp : stampWithoutZone(expiresAt),
  };
}

export interface SeriesFacts {
  readonly count: number;
  /** When the newest was finished, two minutes after it was begun. */
  readonly newestAt: Date;
  readonly everyDays: number;
  readonly storage: StorageName;
  readonly alias: string;
}

/** What a schedule leaves behind, newest first: begun on the minute, finished some minutes later. */
export function backupSeries({ count, newestAt, everyDays, storage, alias }: SeriesFacts): WireRecord[] {
  const newestStartedAt = later(newestAt, -runMs(0));
  return Array.from({ length: count }, (_, index) => {
    const startedAt = later(newestStartedAt, -index * everyDays * dayMs);
    return backupRecord({ createdAt: later(startedAt, runMs(index)), startedAt, storage, alias });
  });
}

/** The portal lists by primary key, which is not a useful order. */
export function inDatabaseOrder(records: readonly WireRecord[]): WireRecord[] {
  return records.toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

export interface ScheduleFacts {
  readonly storage: StorageName;
  /** In the portal's own time zone; for dumps in UTC. */
  readonly hour: number;
  /** How many scheduled copies are kept. */
  readonly keep: number;
  /** `undefined`: it has not run since it was saved. */
  readonly lastStartedAt: Date | undefined;
  readonly dump?: boolean;
}

/** A schedule for every day. Change `cronParams` for weeks (1) and months (2). */
export function dailySchedule({
  storage,
  hour,
  keep,
  lastStartedAt,
  dump = false,
}: ScheduleFacts): WireSchedule {
  return {
    storageType: storageNumber(storage),
    storageParams: storageParams(storage, dump),
    cronParams: { period: 0, hour, day: 0 },
    backupsStored: keep,
    lastBackupTime: lastStartedAt === undefined ? neverStamp : stampWithoutZone(lastStartedAt),
    dump,
  };
}

/** A backup in progress, `progress` per cent done; 0 waits for its turn. */
export function runningBackup(progress: number): WireProgress {
  return { ...newJob(), progress, status: progress === 0 ? 0 : 1 };
}

export interface EndingFacts {
  /** Why it failed; a failed job still has the status "Completed". */
  readonly error?: string;
  /** That files were left out. */
  readonly warning?: string;
  /** Of a temporary copy. */
  readonly link?: string;
  readonly cancelled?: true;
  /** How far it came. Default: 37 when it failed or was cancelled, 100 otherwise. */
  readonly progress?: number;
}

/** The last backup, as the portal remembers it for 24 hours. */
export function endedBackup({
  error = '',
  warning,
  link = '',
  cancelled,
  progress,
}: EndingFacts): WireProgress {
  const whole = error === '' && cancelled === undefined;
  return {
    ...newJob(),
    isCompleted: true,
    progress: progress ?? (whole ? 100 : 37),
    error,
    warning: warning ?? (cancelled ? 'Backup cancelled' : null),
    link,
    status: cancelled ? 3 : 2,
  };
}

function newJob(): WireProgress {
  return {
    isCompleted: false,
    progress: 0,
    error: '',
    warning: null,
    link: '',
    tenantId: 1,
    backupProgressEnum: 0,
    status: 0,
    taskId: guidFrom('backup job'),
  };
}

/** What a schedule says of its storage: the folder it writes to, for all but third-party storages. */
function storageParams(storage: StorageName, dump: boolean): WireSchedule['storageParams'] {
  switch (storage) {
    case 'Documents':
      return { folderId: '218' };
    case 'ThridpartyDocuments':
      return { folderId: 'drive-7-|abc' };
    case 'ThirdPartyConsumer':
      return { module: 'S3', bucket: 'backups', region: 'eu-central-1' };
    case 'Local':
      return { filePath: '/backups', ...(dump && { tenantId: '1' }), folderId: '/backups' };
    case 'DataStore':
    case 'CustomCloud':
      return { folderId: null };
  }
}

function storageNumber(storage: StorageName | number): number {
  return typeof storage === 'number' ? storage : storageNames.indexOf(storage);
}

function later(from: Date, ms: number): Date {
  return new Date(from.getTime() + ms);
}

/** Between two and seven minutes, as archives are never equally big. */
function runMs(index: number): number {
  return (120 + ((index * 37) % 300)) * 1000;
}

function guidFrom(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  const groups = [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`];
  return [...groups, hex.slice(20, 32)].join('-');
}
