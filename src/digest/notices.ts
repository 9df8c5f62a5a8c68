import type { GivenNotice, NoticeKey } from '../backups/notices.ts';

/** The port through which is remembered what a subscription has told. It rejects while the database cannot be used. */
export interface Notices {
  /** What was told and was still open when `keep` was called last. */
  given(subscriptionId: string): Promise<GivenNotice[]>;
  /**
   * Only these are open at `at`: those not told before count as told then; all others are removed, so that they are
   * news the next time. No key comes twice.
   */
  keep(subscriptionId: string, open: readonly NoticeKey[], at: Date): Promise<void>;
}
