import type { RichTextBlock } from '@slack/types';
import { assessExpiry, type Backup, orderSoonestFirst, pickNewest } from '../backups/backup.ts';
import {
  ageWords,
  fileNameOf,
  findSharedFacts,
  keptRow,
  leavingRow,
  oddExpiryWords,
  sharedHeading,
} from './backup-row.ts';
import { quoteMrkdwn } from './clean-text.ts';
import { inWords, windowWords } from './duration-words.ts';
import { pageSizes } from './limits.ts';
import { type Page, pageFrom } from './page-of.ts';
import { bulletList } from './rich-text.ts';

/** One row of a history: it leaves within the window, or it stays. */
export interface HistoryRow {
  readonly backup: Backup;
  readonly leaves: boolean;
}

/** A page of a history: what leaves within the window first, soonest on top; then the rest, newest on top. */
export function pageOfHistory(
  backups: readonly Backup[],
  window: { readonly withinMs: number; readonly now: Date },
  asked: number,
): Page<HistoryRow> {
  const leaves = (backup: Backup) => assessExpiry(backup.expiry, window.now, window.withinMs) === 'expiring';
  const leaving = orderSoonestFirst(backups.filter(leaves)).map((backup) => ({ backup, leaves: true }));
  const staying = leaving.length === 0 ? backups : backups.filter((backup) => !leaves(backup));
  const first = (count: number) => [
    ...leaving,
    ...pickNewest(staying, Math.max(0, count - leaving.length)).map((backup) => ({ backup, leaves: false })),
  ];
  return pageFrom({ total: backups.length, asked, size: pageSizes.backups, first });
}

/** The page as up to two lists, each below a heading that tells what its rows have in common. */
export function renderHistoryRows(page: Page<HistoryRow>, withinMs: number, now: Date): RichTextBlock[] {
  const leaving = page.items.filter(({ leaves }) => leaves).map(({ backup }) => backup);
  const staying = page.items.filter(({ leaves }) => !leaves).map(({ backup }) => backup);
  const leavingFacts = findSharedFacts(leaving);
  const stayingFacts = findSharedFacts(staying);
  const stayingTitle = stayingFacts.neverExpires ? 'Kept until removed' : 'Newest first';
  const tell = { portal: undefined, age: true };
  return [
    ...bulletList(
      sharedHeading(`Expires within ${windowWords(withinMs)}`, leavingFacts),
      leaving.map((backup) => leavingRow(backup, leavingFacts, now, tell)),
    ),
    ...bulletList(
      sharedHeading(stayingTitle, stayingFacts),
      staying.map((backup) => keptRow(backup, stayingFacts, now)),
    ),
  ];
}

/** The page as lines of mrkdwn, for notifications and screen readers. */
export function historyTextLines(page: Page<HistoryRow>, now: Date): string[] {
  return page.items.map(({ backup, leaves }) => {
    const file = quoteMrkdwn(fileNameOf(backup));
    const { createdAt, expiry } = backup;
    if (leaves && expiry.kind === 'at')
      return `${file} · expires ${inWords(expiry.at.getTime() - now.getTime())}`;
    const odd = oddExpiryWords(expiry, now);
    return [file, ageWords(createdAt, now), ...(odd === undefined ? [] : [odd])].join(' · ');
  });
}
