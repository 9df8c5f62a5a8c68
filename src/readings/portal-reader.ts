import type { Portal } from '../backups/portal.ts';
import type { HistoryAnswer, Part } from '../backups/reading.ts';

/** The port that `docspace/` implements. Resolves with the failure as a value; rejects only because of a bug. */
export interface PortalReader {
  /** Asks the portal for one list: its own backups, or the dumps of its server. */
  readHistory(portal: Portal, part: Part): Promise<HistoryAnswer>;
}
