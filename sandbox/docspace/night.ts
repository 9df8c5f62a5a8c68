import type { PortalState } from './portal-state.ts';
import { backupRecord, inDatabaseOrder } from './records.ts';
import { neverStamp, stampWithoutZone, utcOffset } from './stamp.ts';
import { storageNames, type WireRecord, type WireSchedule } from './wire.ts';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
/** The server looks every 15 minutes whether a run is due, and makes an archive in some minutes. */
const begunAfterMs = 7 * minuteMs;
const runMs = 3 * minuteMs;

/**
 * Lets time pass for a portal whose schedules are daily: they run and keep as many copies as they say, and what has
 * expired is removed.
 */
export function liveOn(state: PortalState, from: Date, to: Date): void {
  for (const due of dueBetween(from, to, state.schedule, state.timezone))
    state.ownBackups = afterRun(state.ownBackups, state.schedule, { due, alias: state.alias });
  for (const due of dueBetween(from, to, state.dumpSchedule, 'UTC'))
    state.dumps = afterRun(state.dumps, state.dumpSchedule, { due, alias: 'workspace' });
  state.ownBackups = state.ownBackups.filter((record) => !isExpired(record, to));
}

function dueBetween(
  from: Date,
  to: Date,
  schedule: WireSchedule | undefined,
  timezone: string,
): readonly Date[] {
  if (schedule === undefined) return [];
  const days = Math.ceil((to.getTime() - from.getTime()) / dayMs) + 2;
  return Array.from({ length: days }, (_, index) => {
    const day = new Date(from.getTime() + (index - 1) * dayMs);
    day.setUTCHours(schedule.cronParams.hour, 0, 0, 0);
    return new Date(Date.parse(`${stampWithoutZone(day)}${utcOffset(timezone, day)}`));
  }).filter((due) => {
    const endsAt = due.getTime() + begunAfterMs + runMs;
    return endsAt > from.getTime() && endsAt <= to.getTime();
  });
}

function afterRun(
  records: readonly WireRecord[],
  schedule: WireSchedule | undefined,
  { due, alias }: { readonly due: Date; readonly alias: string },
): WireRecord[] {
  if (schedule === undefined) return [...records];
  const startedAt = new Date(due.getTime() + begunAfterMs);
  schedule.lastBackupTime = stampWithoutZone(startedAt);
  const storage = storageNames[Number(schedule.storageType)] ?? Number(schedule.storageType);
  const createdAt = new Date(startedAt.getTime() + runMs);
  return rotate([...records, backupRecord({ createdAt, startedAt, storage, alias })], schedule);
}

/** Keeps as many scheduled copies as the schedule says. */
function rotate(records: readonly WireRecord[], { backupsStored }: WireSchedule): WireRecord[] {
  const scheduled = records.filter(isScheduled).sort((a, b) => (a.createdOn < b.createdOn ? 1 : -1));
  const rotated = scheduled.slice(backupsStored ?? scheduled.length);
  return inDatabaseOrder(records.filter((record) => !rotated.includes(record)));
}

/** Its file name has the minute at which the sample portals’ nightly runs begin. */
function isScheduled({ fileName }: WireRecord): boolean {
  return fileName !== null && /_\d\d-07-00\.tar\.gz$/.test(fileName);
}

function isExpired({ expiresOn }: WireRecord, now: Date): boolean {
  return expiresOn !== neverStamp && Date.parse(`${expiresOn}Z`) <= now.getTime();
}

/** Takes away a backup in the middle of the history, as somebody with access to the storage can. Returns it. */
export function loseBackup(state: PortalState): WireRecord | undefined {
  const staying = state.ownBackups
    .filter(({ expiresOn }) => expiresOn === neverStamp)
    .sort((a, b) => (a.createdOn < b.createdOn ? 1 : -1));
  const lost = staying[Math.floor(staying.length / 4)];
  state.ownBackups = state.ownBackups.filter((record) => record !== lost);
  return lost;
}

/** Puts it back, in the place of an older scheduled copy if there are as many as are kept. */
export function restoreBackup(state: PortalState, lost: WireRecord): void {
  const all = [...state.ownBackups, lost];
  state.ownBackups = state.schedule === undefined ? all : rotate(all, state.schedule);
}
