import type { RichTextSection } from '@slack/types';
import type { StorageKind } from '../../backups/backup.ts';
import type { Lost } from '../../backups/changes.ts';
import type { Finding } from '../../backups/finding.ts';
import { joinDots, line, plain } from '../kit/rich-text.ts';
import { lostUntil } from '../words/lost.ts';
import { findSharedFacts, keptRow, type RowStyle, sharedHeading } from './backup-row.ts';

/** More are a number. */
const mostRows = 5;

/** Backups that are no longer listed, below a heading. */
export interface LostRows {
  readonly heading: RichTextSection;
  readonly rows: readonly RichTextSection[];
}

/** The backups of a portal that are no longer listed, newest first, one list for each that lost some. */
export function lostRows(
  findings: readonly Finding[],
  style: Omit<RowStyle, 'shared'>,
  storage: StorageKind | undefined,
): LostRows[] {
  return findings
    .flatMap((finding) => (finding.kind === 'no-longer-listed' ? [finding.lost] : []))
    .flatMap((lost) => rowsOf(lost, style, storage));
}

function rowsOf(lost: Lost, style: Omit<RowStyle, 'shared'>, storage: StorageKind | undefined): LostRows[] {
  const backups = lost.backups
    .map(({ backup }) => backup)
    .filter((backup) => storage === undefined || backup.storage.kind === storage);
  if (backups.length === 0) return [];
  const shared = { ...findSharedFacts(backups), neverExpires: true };
  const { elements } = sharedHeading('No longer listed', shared);
  const rest = backups.length - mostRows;
  const rows = backups.slice(0, mostRows).map((backup) => keptRow(backup, { ...style, shared }));
  return [
    {
      heading: line(...joinDots([elements, ...lostUntil(lost, style)])),
      rows: [...rows, ...(rest > 0 ? [line(plain(`and ${rest.toLocaleString('en')} more`))] : [])],
    },
  ];
}
