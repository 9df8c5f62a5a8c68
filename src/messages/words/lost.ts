import type { RichTextElement } from '@slack/types';
import { lostForMs } from '../../backups/assess-past.ts';
import { expiryMs, type Storage } from '../../backups/backup.ts';
import type { Lost } from '../../backups/changes.ts';
import { dateElement, isShowable } from '../kit/dates.ts';
import { joinWith, plain } from '../kit/rich-text.ts';
import { allOf, backupNoun, counted } from './counts.ts';
import { agoWords, durationWords } from './durations.ts';
import type { PortalLink } from './portals.ts';
import { placeWords } from './storages.ts';
import type { Telling } from './telling.ts';

/** `2 backups are no longer listed`, `all 5 backups in third-party storage are no longer listed`. */
export function lostSentence({ backups, emptied }: Lost): string {
  const noun = backupNoun(backups[0].backup.dump);
  const are = backups.length === 1 ? 'is' : 'are';
  const [first, ...others] = emptied;
  if (first === undefined) return `${counted(backups.length, noun)} ${are} no longer listed`;
  if (first.count === backups.length)
    return `${allOf(first.count, noun)} ${ourPlace(first.storage)} are no longer listed`;
  const places = [first, ...others].map(({ storage }) => ourPlace(storage));
  return `${counted(backups.length, noun)} are no longer listed, among them all ${places.join(' and ')}`;
}

/** The same of several portals, after `no longer list`: `some backups`, `any backups in third-party storage`. */
export function lostWhat({ emptied }: Lost, noun: string): string {
  if (emptied.length === 0) return `some ${noun}s`;
  return `any ${noun}s ${emptied.map(({ storage }) => ourPlace(storage)).join(' and ')}`;
}

/** When they were listed for the last time, and what may be wrong. */
export function lostNext({ backups, emptied }: Lost, { now, by }: Telling): RichTextElement[] {
  const at = latest(backups.map(({ lastSeenAt }) => lastSeenAt));
  const [{ backup }] = backups;
  const places = new Set(backups.map((each) => ourPlace(each.backup.storage)));
  const place = places.size === 1 && emptied.length === 0 ? ` ${ourPlace(backup.storage)}` : '';
  const ago = () => plain(agoWords(now.getTime() - at.getTime()));
  const when = isShowable(at) ? [by === 'durations' ? ago() : dateElement(at, 'brief')] : [];
  const advice = places.size === 1 ? adviceFor(backup.storage) : undefined;
  return joinWith(' ', [
    ...when.map((moment) => [plain('Last listed '), moment, plain(`${place}.`)]),
    ...(advice === undefined ? [] : [[plain(advice)]]),
  ]);
}

/** How long it is told that they are missing; one group of elements, or none. Whoever may snooze it is told so. */
export function lostUntil({ backups }: Lost, { now, by }: Telling): RichTextElement[][] {
  const until = latest(
    backups.map(
      ({ backup, missingSince }) => new Date(Math.min(missingSince.getTime() + lostForMs, expiryMs(backup))),
    ),
  );
  const leftMs = until.getTime() - now.getTime();
  if (by === 'durations') return [[plain(`told for ${durationWords(leftMs)} more, or until snoozed`)]];
  return isShowable(until) ? [[plain('told until '), dateElement(until, 'day')]] : [];
}

/** Where something can be done. */
export function lostLink({ backups }: Lost): PortalLink {
  const isThirdParty = backups.every(({ backup: { storage } }) => storage.kind === 'third-party');
  return isThirdParty ? ['storages', 'Check the storage'] : ['data-backup', 'Check the list'];
}

/** What makes DocSpace drop records by itself: it lists only backups whose file it finds. */
function adviceFor({ kind }: Storage): string | undefined {
  switch (kind) {
    case 'room':
      return 'Are the files in the trash?';
    case 'drive':
      return 'Is the drive still connected?';
    case 'third-party':
      return 'Are the bucket and the keys still there?';
    case 'local':
      return 'Are the files still on the server?';
    case 'temporary':
    case 'unknown':
      return undefined;
  }
}

/** A storage that we do not know has a label that is not ours. */
function ourPlace(storage: Storage): string {
  return storage.kind === 'unknown' ? 'in an unknown storage' : placeWords(storage);
}

function latest(dates: readonly Date[]): Date {
  return new Date(Math.max(...dates.map((date) => date.getTime())));
}
