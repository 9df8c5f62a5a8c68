import type { RichTextBlock, RichTextSection } from '@slack/types';
import type { StorageKind } from '../backups/backup.ts';
import type { Finding } from '../backups/finding.ts';
import { backupsOf, hasBackups } from '../backups/reading.ts';
import type { PortalVerdict, Verdict } from '../backups/verdict.ts';
import { countBackups, counted } from './counts.ts';
import { isUnread, newestFact, shareWords } from './facts.ts';
import { describeFinding } from './finding-words.ts';
import { portalLine } from './portal-block.ts';
import { type PortalGroup, renderGroup } from './portal-groups.ts';
import { portalName } from './portal-pages.ts';
import { bold, bulletList, line, plain } from './rich-text.ts';
import { emojiBySeverity } from './severity-words.ts';
import { storageKindWords } from './storage-words.ts';

/** One page of portals: those that need attention with what mends them, then the fine ones, a line each. */
export function renderPortals(
  groups: readonly PortalGroup[],
  { counts, severity }: Verdict,
  now: Date,
  names: number,
): RichTextBlock[] {
  const worrying = groups.filter(([portal]) => portal.severity !== 'fine');
  const fine = groups.flat().filter((portal) => portal.severity === 'fine');
  const fineTitle = line(plain(`${emojiBySeverity.fine} `), bold(`${counted(counts.fine, 'portal')} fine`));
  const fineLines = fine.map((portal) => portalLine(portal, now));
  return [
    ...worrying.map((group) => renderGroup(group, now, { more: 'facts', names })),
    ...bulletList(severity === 'fine' ? undefined : fineTitle, fineLines),
  ];
}

/** One page of portals by what they have in one storage; a portal without any backup tells why instead. */
export function renderPortalsByStorage(
  groups: readonly PortalGroup[],
  storage: StorageKind,
  now: Date,
  names: number,
): RichTextBlock[] {
  const empty = groups.filter(([portal]) => !hasBackups(portal.reading));
  const lines = groups
    .flat()
    .filter(({ reading }) => hasBackups(reading))
    .map((portal) => storageLine(portal, storage, now));
  return [
    ...empty.map((group) => renderGroup(group, now, { more: 'facts', names })),
    ...bulletList(line(bold(`In ${storageKindWords(storage)}`)), lines),
  ];
}

function storageLine(portal: PortalVerdict, storage: StorageKind, now: Date): RichTextSection {
  const { reading, findings } = portal;
  const all = backupsOf(reading);
  const there = all.filter((backup) => backup.storage.kind === storage);
  const isMissing = isUnread(portal);
  const none = `none ${isMissing ? 'known ' : ''}here, ${countBackups(all)} elsewhere`;
  const count = there.length === 0 ? none : shareWords(there, all, isMissing);
  const words = [
    count,
    ...newestFact(there, now),
    ...findings.filter(isAboutWholeList).map((finding) => describeFinding(finding, now).sentence),
  ];
  return line(bold(portalName.raw(reading.portal.name)), plain(` · ${words.join(' · ')}`));
}

/** Counts by storage tell nothing of a list that is missing or empty. */
function isAboutWholeList({ kind }: Finding): boolean {
  return kind === 'cannot-read' || kind === 'no-backups';
}
