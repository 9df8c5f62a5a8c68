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

/**
 * `2 of 15 backups expire`, `all 3 backups expire`: of those that are left, dumps separately. Where a list is missing,
 * of the known ones.
 */
export function expireWords(leaving: readonly Backup[], left: readonly Backup[], isWhole: boolean): string {
  const shares = [false, true].flatMap((dump) => {
    const [part, whole] = [leaving, left].map((list) => list.filter((each) => each.dump === dump).length);
    return part ? [shareOf(part, whole ?? 0, backupNoun(dump), isWhole)] : [];
  });
  return `${shares.join(' and ')} ${leaving.length === 1 ? 'expires' : 'expire'}`;
}

function shareOf(part: number, whole: number, noun: string, isWhole: boolean): string {
  if (!isWhole) return `${part.toLocaleString('en')} of ${counted(whole, `known ${noun}`)}`;
  if (part < whole) return `${part.toLocaleString('en')} of ${counted(whole, noun)}`;
  return allOf(whole, noun);
}

/** `the only backup`, `both backups`, `all 3 backups`. */
export function allOf(count: number, noun: string): string {
  if (count === 1) return `the only ${noun}`;
  return count === 2 ? `both ${noun}s` : `all ${counted(count, noun)}`;
}
