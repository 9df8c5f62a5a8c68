import { createHash } from 'node:crypto';
import { stampWithoutZone } from './stamp.ts';
import {
  type StorageName,
  storageNames,
  type WireProgress,
  type WireRecord,
  type WireSchedule,
} from './wire.ts';

/** How the portal writes "never": .NET's first moment. */
export const neverStamp = '0001-01-01T00:00:00';

const dayMs = 24 * 60 * 60 * 1000;

export interface RecordFacts {
  /** When the backup was finished. */
  readonly createdAt: Date;
  /** A number stands for a storage nobody knows. */
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

/** The portal lists by primary key, which is no order anybody can use. */
export function inDatabaseOrder(records: readonly WireRecord[]): WireRecord[] {
  return records.toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

export interface ScheduleFacts {
  readonly storage: StorageName;
  /** In the portal's own time zone. */
  readonly hour: number;
  /** How many scheduled copies are kept. */
  readonly keep: number;
  /** `undefined`: it never ran. */
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
    storageParams: {},
    cronParams: { period: 0, hour, day: 0 },
    backupsStored: keep,
    lastBackupTime: lastStartedAt === undefined ? neverStamp : stampWithoutZone(lastStartedAt),
    dump,
  };
}

/** A backup that is under way, `progress` per cent done. */
export function runningBackup(progress: number): WireProgress {
  return {
    isCompleted: false,
    progress,
    error: null,
    warning: null,
    link: null,
    tenantId: 1,
    backupProgressEnum: 0,
    status: 1,
    taskId: guidFrom('running backup'),
  };
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
