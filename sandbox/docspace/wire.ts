/** A history record as it lies in the portal's database. Stamps are UTC, mostly without a zone. */
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
  storageParams: Record<string, string | null> | null;
  cronParams: { period: number | string; hour: number; day: number };
  backupsStored: number | null;
  /** Written when a run starts; `0001-01-01T00:00:00` when it never ran. */
  lastBackupTime: string;
  dump: boolean;
}

/** The job that runs, or ran lately. */
export interface WireProgress {
  isCompleted: boolean;
  /** 0–100. */
  progress: number;
  error: string | null;
  warning: string | null;
  link: string | null;
  tenantId: number;
  backupProgressEnum: number | string;
  status: number | string;
  taskId: string | null;
}

/** The vendor's names in the order of their numbers; `Thridparty` is the vendor's spelling. */
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

/** Replaces numbers by the vendor's names, spelling mistakes included; a number without a name stays one. */
export function spellRecord(record: WireRecord): WireRecord {
  return { ...record, storageType: spell(storageNames, record.storageType) };
}

export function spellSchedule(schedule: WireSchedule): WireSchedule {
  const { cronParams } = schedule;
  return {
    ...schedule,
    storageType: spell(storageNames, schedule.storageType),
    cronParams: { ...cronParams, period: spell(names.period, cronParams.period) },
  };
}

export function spellProgress(progress: WireProgress): WireProgress {
  return {
    ...progress,
    backupProgressEnum: spell(names.job, progress.backupProgressEnum),
    status: spell(names.status, progress.status),
  };
}

function spell(known: readonly string[], value: number | string): number | string {
  return typeof value === 'number' ? (known[value] ?? value) : value;
}
