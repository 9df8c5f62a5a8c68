import type { RichTextSection } from '@slack/types';
import type { StorageKind } from '../../backups/backup.ts';
import type { Finding } from '../../backups/finding.ts';
import { line, plain } from '../kit/rich-text.ts';
import { findSharedFacts, keptRow, type RowStyle, sharedHeading } from './backup-row.ts';

/** More are a number. */
const mostRows = 5;

/** The backups of a portal that are no longer listed, newest first, below a heading; nothing when there are none. */
export function lostRows(
  findings: readonly Finding[],
  style: Omit<RowStyle, 'shared'>,
  storage: StorageKind | undefined,
): { readonly heading: RichTextSection; readonly rows: readonly RichTextSection[] } | undefined {
  const backups = findings
    .flatMap((finding) => (finding.kind === 'no-longer-listed' ? finding.lost.backups : []))
    .map(({ backup }) => backup)
    .filter((backup) => storage === undefined || backup.storage.kind === storage);
  if (backups.length === 0) return undefined;
  const shared = { ...findSharedFacts(backups), neverExpires: true };
  const rest = backups.length - mostRows;
  return {
    heading: sharedHeading('No longer listed', shared),
    rows: [
      ...backups.slice(0, mostRows).map((backup) => keptRow(backup, { ...style, shared })),
      ...(rest > 0 ? [line(plain(`and ${rest.toLocaleString('en')} more`))] : []),
    ],
  };
}
