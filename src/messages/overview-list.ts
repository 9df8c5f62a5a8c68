import type { RichTextBlock, RichTextSection } from '@slack/types';
import type { StorageKind } from '../backups/backup.ts';
import { newestAgeMs } from '../backups/left.ts';
import { backupsOf } from '../backups/reading.ts';
import type { PortalVerdict, Verdict } from '../backups/verdict.ts';
import { countBackups, counted } from './counts.ts';
import { agoWords } from './duration-words.ts';
import { isAnyRead } from './facts.ts';
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

/** One page of portals by what they have in one storage; a portal that could not be read says so instead. */
export function renderPortalsByStorage(
  groups: readonly PortalGroup[],
  storage: StorageKind,
  now: Date,
  names: number,
): RichTextBlock[] {
  const unread = groups.filter(([portal]) => !isAnyRead(portal));
  const read = groups.flat().filter(isAnyRead);
  const lines = read.map((portal) => storageLine(portal, storage, now));
  return [
    ...unread.map((group) => renderGroup(group, now, { more: 'facts', names })),
    ...bulletList(line(bold(`In ${storageKindWords(storage)}`)), lines),
  ];
}

function storageLine({ reading }: PortalVerdict, storage: StorageKind, now: Date): RichTextSection {
  const all = backupsOf(reading);
  const there = all.filter((backup) => backup.storage.kind === storage);
  const ageMs = newestAgeMs(there, now);
  const age = ageMs === undefined ? '' : ` · newest ${agoWords(ageMs)}`;
  const some = `${there.length.toLocaleString('en')} of ${countBackups(all)}`;
  const count = there.length === 0 ? noneWords(all.length) : some;
  return line(bold(portalName.raw(reading.portal.name)), plain(` · ${count}${age}`));
}

function noneWords(elsewhere: number): string {
  return elsewhere === 0 ? 'no backups at all' : `none here, ${counted(elsewhere, 'backup')} elsewhere`;
}
