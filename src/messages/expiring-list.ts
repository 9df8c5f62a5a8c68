import type { RichTextBlock } from '@slack/types';
import { assessExpiry, type Backup } from '../backups/backup.ts';
import type { Query } from '../backups/query.ts';
import { backupsOf, type Reading } from '../backups/reading.ts';
import { fileNameOf, findSharedFacts, leavingRow, sharedHeading } from './backup-row.ts';
import { quoteMrkdwn } from './clean-text.ts';
import { inWords, whenWords } from './duration-words.ts';
import type { Page } from './page-of.ts';
import { portalName } from './portal-pages.ts';
import { bulletList } from './rich-text.ts';

/** A backup that leaves, and whose it is. */
export interface LeavingRow {
  readonly backup: Backup;
  readonly portal: string;
}

/** What a query for leaving backups found. */
export interface Leaving {
  /** Soonest first. */
  readonly rows: readonly LeavingRow[];
  /** All that were looked at. */
  readonly searched: readonly Backup[];
  /** How many of them have an expiry that nobody understands. */
  readonly unknown: number;
  /** `within 48 h`, or `soon` where the portals' windows differ. */
  readonly when: string;
}

/** Everything that leaves within the query's window, or each portal's own. Already expired backups do not count. */
export function findLeaving(readings: readonly Reading[], query: Query, now: Date): Leaving {
  const windowOf = ({ portal }: Reading) =>
    typeof query.expiring === 'object' ? query.expiring.withinMs : portal.policy.expiringWithinMs;
  const found: (LeavingRow & { readonly atMs: number })[] = [];
  const searched: Backup[] = [];
  let unknown = 0;
  for (const reading of readings) {
    for (const backup of backupsOf(reading)) {
      if (query.storage !== undefined && backup.storage.kind !== query.storage) continue;
      const { expiry } = backup;
      const state = assessExpiry(expiry, now, windowOf(reading));
      searched.push(backup);
      if (state === 'unknown') unknown += 1;
      if (state !== 'expiring' || expiry.kind !== 'at') continue;
      found.push({ backup, portal: reading.portal.name, atMs: expiry.at.getTime() });
    }
  }
  const rows = found.toSorted((a, b) => a.atMs - b.atMs);
  return { rows, searched, unknown, when: whenWords(readings.map(windowOf)) };
}

/** One page of them. Portals are named where there are several. */
export function renderLeaving(page: Page<LeavingRow>, severalPortals: boolean, now: Date): RichTextBlock[] {
  const shared = findSharedFacts(page.items.map(({ backup }) => backup));
  const items = page.items.map(({ backup, portal }) =>
    leavingRow(backup, shared, now, { portal: severalPortals ? portal : undefined, age: !severalPortals }),
  );
  return bulletList(sharedHeading('Soonest first', shared), items);
}

/** The page as lines of mrkdwn. */
export function leavingTextLines(page: Page<LeavingRow>, now: Date): string[] {
  return page.items.map(({ backup, portal }) => {
    const left = backup.expiry.kind === 'at' ? inWords(backup.expiry.at.getTime() - now.getTime()) : '';
    return `${left} · ${portalName.mrkdwn(portal)} · ${quoteMrkdwn(fileNameOf(backup))}`;
  });
}
