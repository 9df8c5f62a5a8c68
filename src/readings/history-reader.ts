import type { Portal } from '../backups/portal.ts';
import type { HistoryAnswer } from '../backups/reading.ts';

/** The port that `docspace/` implements. Resolves with the failure as a value; rejects only when we made a mistake. */
export interface HistoryReader {
  /** Asks the portal for one list: its own backups, or the dumps of its server. */
  readHistory(portal: Portal, list: { readonly dump: boolean }): Promise<HistoryAnswer>;
}
