import type { FindingName, Snooze } from '../backups/snooze.ts';

/** The port through which snoozes are remembered. Every method rejects while the database cannot be used. */
export interface Snoozes {
  /** Every one, also those whose time is over: `findSnooze` knows which are in force. */
  all(): Promise<Snooze[]>;
  /** Silences a finding, or silences it for another time. */
  put(snooze: Snooze): Promise<void>;
  /** Lets it count again. */
  remove(portal: string, finding: FindingName): Promise<void>;
}
