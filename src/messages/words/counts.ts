import type { Backup } from '../../backups/backup.ts';

/** `1 portal`, `7 portals`, `1,234 backups`. */
export function counted(count: number, noun: string): string {
  return `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;
}

/** The noun for one backup of a list: whole-server dumps are never called just backups. */
export function backupNoun(dump: boolean): string {
  return dump ? 'whole-server dump' : 'backup';
}

/** `9 backups`, `9 backups and 2 whole-server dumps`. */
export function countBackups(backups: readonly Pick<Backup, 'dump'>[]): string {
  const dumps = backups.reduce((sum, { dump }) => sum + (dump ? 1 : 0), 0);
  const own = backups.length - dumps;
  if (dumps === 0) return counted(own, backupNoun(false));
  const dumpWords = counted(dumps, backupNoun(true));
  return own === 0 ? dumpWords : `${counted(own, backupNoun(false))} and ${dumpWords}`;
}

/** `2 backups expire`, `1 backup expires`. */
export function expireWords(leaving: readonly Pick<Backup, 'dump'>[]): string {
  return `${countBackups(leaving)} ${leaving.length === 1 ? 'expires' : 'expire'}`;
}
