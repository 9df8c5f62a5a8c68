import type { Backup, StorageKind } from '../backups/backup.ts';
import { rangeLeft } from '../backups/left.ts';
import type { Query } from '../backups/query.ts';
import { backupsOf, type Reading, readAtOf } from '../backups/reading.ts';
import type { PortalVerdict, Verdict } from '../backups/verdict.ts';
import { countBackups, counted } from './counts.ts';
import { dateToken, isShowable } from './dates.ts';
import { agoWords, readAgoWords } from './duration-words.ts';
import { storageKindWords, storageWords } from './storage-words.ts';

/** Whether at least one list of the portal could be read, so that counts mean something. */
export function isAnyRead({ reading }: PortalVerdict): boolean {
  return reading.histories.some(({ answer }) => answer.kind === 'read');
}

/** How many, how new, how far back: for the grey line below a headline, in mrkdwn. */
export function summaryFacts(backups: readonly Backup[], now: Date): string[] {
  const oddCount = backups.reduce((sum, { oddFields }) => sum + (oddFields.length > 0 ? 1 : 0), 0);
  const odd = oddCount === 0 ? [] : [`${counted(oddCount, 'record')} could not be read fully`];
  const range = rangeLeft(backups, now);
  if (range === undefined) return [countBackups(backups), ...odd];
  const { newestAt, oldestAt } = range;
  const age = `newest ${agoWords(now.getTime() - newestAt.getTime())}`;
  const reach =
    oldestAt < newestAt && isShowable(oldestAt) ? [`reaches back to ${dateToken(oldestAt, 'day')}`] : [];
  return [countBackups(backups), age, ...reach, ...odd];
}

/** `74 backups in 7 portals`, or `in 6 of 7 portals` where one could not be read; nothing where none could. */
export function totalFact({ portals }: Verdict): string[] {
  const read = portals.filter(isAnyRead);
  if (read.length === 0) return [];
  const of = read.length === portals.length ? '' : `${read.length.toLocaleString('en')} of `;
  const backups = read.flatMap(({ reading }) => backupsOf(reading));
  return [`${countBackups(backups)} in ${of}${counted(portals.length, 'portal')}`];
}

/** When it was read: in words for whoever just asked, as a date in a message that stays. */
export function readFact(readings: readonly Reading[], now: Date, audience: 'asker' | 'channel'): string[] {
  const [oldest] = readings
    .map(readAtOf)
    .filter(isShowable)
    .toSorted((a, b) => a.getTime() - b.getTime());
  if (oldest === undefined) return [];
  return audience === 'asker'
    ? [`read ${readAgoWords(now.getTime() - oldest.getTime())}`]
    : [`read ${dateToken(oldest)}`];
}

/** Which lists were asked for, where it is not the usual ones. */
export function scopeFact({ scope }: Query): string[] {
  if (scope === 'own') return [];
  return [scope === 'dumps' ? 'whole-server dumps only' : 'with whole-server dumps'];
}

/** A storage filter in words. */
export function onlyWords(storage: StorageKind): string {
  return `${storageKindWords(storage)} only`;
}

/** Where backups are, the most first: `7 in cloud storage, 2 in temporary storage`. Not yet escaped. */
export function whereWords(backups: readonly Backup[]): string {
  const counts = new Map<string, number>();
  for (const { storage } of backups) {
    const words = storageWords(storage);
    counts.set(words, (counts.get(words) ?? 0) + 1);
  }
  const ranked = [...counts].toSorted(([, a], [, b]) => b - a).slice(0, 6);
  return ranked.map(([words, count]) => `${count.toLocaleString('en')} in ${words}`).join(', ');
}
