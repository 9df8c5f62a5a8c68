import type { Finding } from '../backups/finding.ts';
import type { PortalVerdict } from '../backups/verdict.ts';
import { backupNoun, counted } from './counts.ts';

/** Whether a list holds only backups that have expired: nothing of it expires soon, and nothing of it is left. */
export function isAllExpired(finding: Finding): boolean {
  return finding.kind === 'nothing-left-soon' && finding.leaving.length === 0;
}

/** `1 portal has only expired backups`, and the same of dumps; nothing where that is true of no portal. */
export function allExpiredWords(portals: readonly PortalVerdict[]): string[] {
  return [false, true].flatMap((dump) => {
    const isSuch = (finding: Finding) => finding.dump === dump && isAllExpired(finding);
    const count = portals.filter(({ findings }) => findings.some(isSuch)).length;
    const has = count === 1 ? 'has' : 'have';
    return count === 0 ? [] : [`${counted(count, 'portal')} ${has} only expired ${backupNoun(dump)}s`];
  });
}
