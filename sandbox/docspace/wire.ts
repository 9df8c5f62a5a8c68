import { stampOfPostgresql } from './stamp.ts';

/** A history record as the portal lists it. Stamps are UTC, mostly without a zone. */
export interface WireRecord {
  id: string;
  fileName: string | null;
  /** Normally 0–5; a name or an unknown number is sent as it is. */
  storageType: number | string;
  createdOn: string;
  expiresOn: string;
}

/** A schedule as the portal answers it. `day` is 1 = Sunday … 7 for weeks, 1–31 for months. */
export interface WireSchedule {
  storageType: number | string;
  /** `folderId` for every storage but `ThirdPartyConsumer`. */
  storageParams: Record<string, string | null>;
  cronParams: { period: number | string; hour: number; day: number };
  backupsStored: number | null;
  /** Written when a run is queued; `0001-01-01T00:00:00` when none was since the schedule was last saved. */
  lastBackupTime: string;
  dump: boolean;
}

/** The job that runs, or the last one. A failed one has status 2 (Completed) and says so in `error` only. */
export interface WireProgress {
  isCompleted: boolean;
  /** 0–100. */
  progress: number;
  /** Empty when all is well. */
  error: string;
  warning: string | null;
  /** Empty but for temporary copies. */
  link: string;
  tenantId: number;
  backupProgressEnum: number | string;
  status: number | string;
  taskId: string | null;
}

/**
 * The vendor's names in the order of their numbers; `Thridparty` is the vendor's spelling. The portal's pages call them
 * Backup room, Third-party resource, –, Local file, Temporary storage and Third-party storage. The server's code can
 * neither store nor find a backup in `CustomCloud`, so no real portal lists one.
 */
export const storageNames = [
  'Documents',
  'ThridpartyDocuments',
  'CustomCloud',
  'Local',
  'DataStore',
  'ThirdPartyConsumer',
] as const;
export type StorageName = (typeof storageNames)[number];

const names = {
  period: ['EveryDay', 'EveryWeek', 'EveryMonth'],
  job: ['Backup', 'Restore', 'Transfer'],
  status: ['Created', 'Running', 'Completed', 'Canceled', 'Failted'],
} as const;

/** How a server writes what it knows: by its database and by the way it serialises enums. */
export interface WireForm {
  readonly database: 'mysql' | 'postgresql';
  readonly enumsAsNames: boolean;
}

export function writeRecord(record: WireRecord, form: WireForm): WireRecord {
  const spelt = form.enumsAsNames
    ? { ...record, storageType: spell(storageNames, record.storageType) }
    : record;
  if (form.database === 'mysql') return spelt;
  const [createdOn, expiresOn] = [record.createdOn, record.expiresOn].map(stampOfPostgresql);
  return { ...spelt, createdOn: String(createdOn), expiresOn: String(expiresOn) };
}

export function writeSchedule(schedule: WireSchedule, form: WireForm): WireSchedule {
  const spelt = form.enumsAsNames ? spellSchedule(schedule) : schedule;
  if (form.database === 'mysql') return spelt;
  return { ...spelt, lastBackupTime: stampOfPostgresql(schedule.lastBackupTime) };
}

/** Replaces numbers by the vendor's names, spelling mistakes included; a number without a name stays one. */
function spellSchedule(schedule: WireSchedule): WireSchedule {
  const { cronParams } = schedule;
  return {
    ...schedule,
    storageType: spell(storageNames, schedule.storageType),
    cronParams: { ...cronParams, period: spell(names.period, cronParams.period) },
  };
}

export function writeProgress(progress: WireProgress, { enumsAsNames }: WireForm): WireProgress {
  if (!enumsAsNames) return progress;
  return {
    ...progress,
    backupProgressEnum: spell(names.job, progress.backupProgressEnum),
    status: spell(names.status, progress.status),
  };
}

function spell(known: readonly string[], value: number | string): number | string {
  return typeof value === 'number' ? (known[value] ?? value) : value;
}
