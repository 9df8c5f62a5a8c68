import type { Backup, StorageKind } from '../../backups/backup.ts';
import type { Finding } from '../../backups/finding.ts';
import { rangeLeft } from '../../backups/left.ts';
import type { Query } from '../../backups/query.ts';
import { backupsOf, isAnyRead, isIncomplete, type Part } from '../../backups/reading.ts';
import type { ExpiryCounts } from '../../backups/select.ts';
import type { PortalVerdict, Verdict } from '../../backups/verdict.ts';
import { noBreak } from '../kit/clean-text.ts';
import { allOf, backupNoun, countBackups, counted } from './counts.ts';
import { agoWords } from './durations.ts';
import { placeWords, storageKindWords } from './storages.ts';
import type { Telling } from './telling.ts';

/** `2 portals can’t be read`, and how many others whose dumps can't; nothing when everything relevant could. */
export function unreadWords(portals: readonly PortalVerdict[]): string[] {
  const unread = portals.filter(isOwnUnread).length;
  const dumps = portals.filter((portal) => !isOwnUnread(portal) && isFailed(portal, 'dumps')).length;
  return [
    ...(unread > 0 ? [`${counted(unread, 'portal')} can’t be read`] : []),
    ...(dumps > 0 ? [`${backupNoun(true)}s of ${counted(dumps, 'portal')} can’t be read`] : []),
  ];
}

/** Whether the portal's own backups are not known. */
export function isOwnUnread(portal: PortalVerdict): boolean {
  return portal.reading.histories.length === 0 || isFailed(portal, 'own');
}

function isFailed({ findings }: PortalVerdict, part: Part): boolean {
  return findings.some((finding) => finding.kind === 'cannot-read' && finding.part === part);
}

/** `1 portal has only expired backups`, and the same of dumps; nothing when there is none. */
export function allExpiredWords(portals: readonly PortalVerdict[]): string[] {
  return wordsByPart(
    portals,
    'all-expired',
    (noun, isOne) => `${isOne ? 'has' : 'have'} only expired ${noun}s`,
  );
}

/** `2 portals have no backups`, where some were expected, and the same of dumps; nothing when there is none. */
export function emptyWords(portals: readonly PortalVerdict[]): string[] {
  return wordsByPart(portals, 'no-backups', (noun, isOne) => `${isOne ? 'has' : 'have'} no ${noun}s`);
}

/** `1 portal keeps no backup`, and the same of dumps; nothing when there is none. */
export function keepNoneWords(portals: readonly PortalVerdict[]): string[] {
  return wordsByPart(portals, 'nothing-left-soon', (noun, isOne) => `${isOne ? 'keeps' : 'keep'} no ${noun}`);
}

/** The same where one portal was asked: `no backup stays`. */
export function noneStaysWords(portals: readonly PortalVerdict[]): string[] {
  return portals
    .flatMap(({ findings }) => findings)
    .filter(({ kind }) => kind === 'nothing-left-soon')
    .map(({ part }) => `no ${backupNoun(part === 'dumps')} stays`);
}

function wordsByPart(
  portals: readonly PortalVerdict[],
  kind: Finding['kind'],
  predicate: (noun: string, isOne: boolean) => string,
): string[] {
  return (['own', 'dumps'] as const).flatMap((part) => {
    const isSuch = (finding: Finding) => finding.kind === kind && finding.part === part;
    const count = portals.filter(({ findings }) => findings.some(isSuch)).length;
    const words = predicate(backupNoun(part === 'dumps'), count === 1);
    return count === 0 ? [] : [`${counted(count, 'portal')} ${words}`];
  });
}

/** `2 portals show no whole-server dumps`, where none were expected; nothing when there is none. */
export function dumplessWords(portals: readonly PortalVerdict[]): string[] {
  const count = portals.filter(isDumpless).length;
  const shows = count === 1 ? 'shows' : 'show';
  return count === 0 ? [] : [`${counted(count, 'portal')} ${shows} no ${backupNoun(true)}s`];
}

/** Whether a portal was asked for dumps and has none to show, which is not a problem. */
export function isDumpless({ findings }: PortalVerdict): boolean {
  return findings.some(({ kind }) => kind === 'no-dumps' || kind === 'dumps-not-shown');
}

/** `newest 3 h ago`; `newest known` where others have no plausible date; nothing where none has. */
export function newestFact(backups: readonly Backup[], { now, by }: Telling): string[] {
  const range = rangeLeft(backups, now);
  if (range === undefined || by === 'moments') return [];
  return [`newest ${range.areAllDated ? '' : 'known '}${agoWords(now.getTime() - range.newestAt.getTime())}`];
}

/** `1 record incomplete`: how many have a field that was not understood; nothing when none has. */
export function oddFact(backups: readonly Backup[]): string[] {
  const count = backups.reduce((sum, { oddFields }) => sum + (oddFields.length > 0 ? 1 : 0), 0);
  return count === 0 ? [] : [`${counted(count, 'record').replaceAll(' ', noBreak)} incomplete`];
}

/**
 * `74 backups in 7 portals`, or `in 6 of 7 portals` where one could not be read. Nothing without backups: the findings
 * say why.
 */
export function totalFact({ portals }: Verdict): string[] {
  const backups = portals.flatMap(({ reading }) => backupsOf(reading));
  if (backups.length === 0) return [];
  const isHalfRead = portals.some(({ reading }) => isAnyRead(reading) && isIncomplete(reading));
  return [`${countBackups(backups)} ${isHalfRead ? 'known ' : ''}${inPortalsWords(portals)}`];
}

/** `in 7 portals`, `in 6 of 7 portals`: how many could be read, at least in part. */
export function inPortalsWords(portals: readonly PortalVerdict[]): string {
  const read = portals.filter(({ reading }) => isAnyRead(reading)).length;
  const of = read === portals.length ? '' : `${read.toLocaleString('en')} of `;
  return `in ${of}${counted(portals.length, 'portal')}`;
}

/**
 * `2 of 5 backups`, `all 5 backups here`: how many of all pass a filter, dumps separately. Where a list is missing,
 * only what is *known*: never all, never none.
 */
export function shareWords(there: readonly Backup[], all: readonly Backup[], isMissing: boolean): string {
  if (there.length === 0) return isMissing ? 'none known' : `none of ${countBackups(all)}`;
  const shares = [false, true].flatMap((dump) => {
    const count = (list: readonly Backup[]) => list.filter((backup) => backup.dump === dump).length;
    return count(there) === 0 ? [] : [shareOf(count(there), count(all), dump, isMissing)];
  });
  return `${shares.join(' and ')}${isMissing ? ' known' : ''}`;
}

function shareOf(part: number, whole: number, dump: boolean, isMissing: boolean): string {
  const noun = backupNoun(dump);
  if (isMissing || part < whole) return `${part.toLocaleString('en')} of ${counted(whole, noun)}`;
  return `${allOf(whole, noun)} here`;
}

/**
 * What else must be known of the backups in one storage, so that the words say as much as the colour: `2 expire soon`,
 * `all have expired`, `expiry unknown`; nothing where they are kept, or where none is there.
 */
export function storedWords({ expiring, expired, unknown, kept }: ExpiryCounts): string[] {
  if (expiring > 0) return [`${expiring.toLocaleString('en')} ${expiring === 1 ? 'expires' : 'expire'} soon`];
  if (kept > 0) return [];
  if (unknown > 0) return ['expiry unknown'];
  return expired > 0 ? [expired === 1 ? 'it has expired' : 'all have expired'] : [];
}

/** `nothing expires within 48 h`, or `nothing known to expire` where a list is missing or expiries are unknown. */
export function nothingExpiresWords(when: string, isAllKnown: boolean): string {
  return `${isAllKnown ? 'nothing expires' : 'nothing known to expire'} ${when}`;
}

/** `2 with unknown expiry`, where there are any. */
export function unknownExpiryFact(count: number): string[] {
  return count === 0 ? [] : [`${count.toLocaleString('en')} with unknown expiry`];
}

/** Which lists were asked for, unless the usual ones. */
export function scopeFact({ scope }: Query): string[] {
  if (scope === 'own') return [];
  return [scope === 'dumps' ? 'whole-server dumps only' : 'with whole-server dumps'];
}

/** A storage filter in words. */
export function onlyWords(storage: StorageKind): string {
  return `${storageKindWords(storage)} only`;
}

/** Where backups are, the most first: `7 in third-party storage, 2 in temporary storage`. Not yet escaped. */
export function whereWords(backups: readonly Backup[]): string {
  const counts = new Map<string, number>();
  for (const { storage } of backups) {
    const place = placeWords(storage);
    counts.set(place, (counts.get(place) ?? 0) + 1);
  }
  const ranked = [...counts].toSorted(([, a], [, b]) => b - a).slice(0, 6);
  return ranked.map(([place, count]) => `${count.toLocaleString('en')} ${place}`).join(', ');
}
