import type { RichTextElement, RichTextSection } from '@slack/types';
import type { Backup, Expiry } from '../../backups/backup.ts';
import { isAhead } from '../../backups/left.ts';
import { cleanText } from '../kit/clean-text.ts';
import { dateElement, isShowable } from '../kit/dates.ts';
import { shownLimits } from '../kit/limits.ts';
import { bold, joinDots, line, plain } from '../kit/rich-text.ts';
import { backupNoun } from '../words/counts.ts';
import { agoWords, inWords, oldWords } from '../words/durations.ts';
import { portalName } from '../words/portals.ts';
import { storageWords } from '../words/storages.ts';

/** What the rows of a list have in common: the heading says it once, a row only where it differs. */
export interface SharedFacts {
  /** Where most of them are. */
  readonly storage: string | undefined;
  readonly storageIsOfAll: boolean;
  readonly neverExpires: boolean;
  readonly dump: boolean;
}

/** Finds what most of these rows have in common. */
export function findSharedFacts(rows: readonly Backup[]): SharedFacts {
  const counts = new Map<string, number>();
  for (const { storage } of rows)
    counts.set(storageWords(storage), (counts.get(storageWords(storage)) ?? 0) + 1);
  const [most] = [...counts].toSorted(([, a], [, b]) => b - a);
  const isShared = most !== undefined && most[1] > rows.length / 2;
  return {
    storage: isShared ? most[0] : undefined,
    storageIsOfAll: counts.size === 1,
    neverExpires: rows.every(({ expiry }) => expiry.kind === 'never'),
    dump: rows.every(({ dump }) => dump),
  };
}

/** A list's heading with what its rows have in common. */
export function sharedHeading(title: string, shared: SharedFacts): RichTextSection {
  const storage = shared.storageIsOfAll ? shared.storage : `mostly ${shared.storage}`;
  const facts = [
    shared.storage === undefined ? undefined : storage,
    shared.dump ? `${backupNoun(true)}s` : undefined,
  ];
  return line(bold(title), ...facts.filter((fact) => fact !== undefined).map((fact) => plain(` · ${fact}`)));
}

/**
 * A backup that is kept: its age first, then where it is and how long it is kept; the file's name on a separate line.
 */
export function keptRow(backup: Backup, shared: SharedFacts, now: Date): RichTextSection {
  const kept = shared.neverExpires ? [] : [expiryElements(backup.expiry, now)];
  return row(backup, [...ageGroups(backup.createdAt, now), ...placeGroups(backup, shared), ...kept]);
}

/** A backup that expires: the time left first. `portal` is set where one list has rows of several portals. */
export function leavingRow(
  backup: Backup,
  shared: SharedFacts,
  now: Date,
  shown: { readonly portal: string | undefined; readonly age: boolean },
): RichTextSection {
  const age = shown.age ? madeGroups(backup.createdAt, now) : [];
  const portal = shown.portal === undefined ? [] : [[plain(portalName.raw(shown.portal))]];
  const at = backup.expiry.kind === 'at' ? backup.expiry.at : now;
  return row(backup, [
    [bold(inWords(at.getTime() - now.getTime()))],
    ...portal,
    ...(isShowable(at) ? [[dateElement(at)]] : []),
    ...placeGroups(backup, shared),
    ...age,
  ]);
}

/** The file's name, cleaned; untrusted text, not yet escaped. */
export function fileNameOf(backup: Backup): string {
  return knownFileName(backup) || `${unnamed} ${backupNoun(backup.dump)}`;
}

const unnamed = 'unnamed';

function knownFileName({ fileName }: Backup): string {
  return cleanText(fileName ?? '', shownLimits.fileName);
}

/** A missing name is one of the facts, and takes no separate line. */
function row(backup: Backup, groups: readonly RichTextElement[][]): RichTextSection {
  const fileName = knownFileName(backup);
  return fileName === ''
    ? line(...joinDots([...groups, [plain(unnamed)]]))
    : line(...joinDots(groups), plain(`\n${fileName}`));
}

/** How long ago a backup was made: `6 h ago`, or that its date is unknown or in the future. */
export function ageWords(createdAt: Date | undefined, now: Date): string {
  if (!isShowable(createdAt)) return 'date unknown';
  return isAhead(createdAt, now) ? 'in the future' : agoWords(now.getTime() - createdAt.getTime());
}

/** For a backup that has expired. */
export const expiredWords = 'expired, still listed';

/** What must be said about an expiry wherever the backup is shown; `undefined` when nothing is odd. */
export function oddExpiryWords(expiry: Expiry, now: Date): string | undefined {
  if (expiry.kind === 'unknown') return 'expiry unknown';
  return expiry.kind === 'at' && expiry.at <= now ? expiredWords : undefined;
}

function ageGroups(createdAt: Date | undefined, now: Date): RichTextElement[][] {
  const age = [bold(ageWords(createdAt, now))];
  return isShowable(createdAt) ? [age, [dateElement(createdAt)]] : [age];
}

function madeGroups(createdAt: Date | undefined, now: Date): RichTextElement[][] {
  const ageMs = isShowable(createdAt) ? now.getTime() - createdAt.getTime() : 0;
  return [[plain(ageMs < minuteMs ? ageWords(createdAt, now) : `${oldWords(ageMs)} old`)]];
}

const minuteMs = 60_000;

function placeGroups(backup: Backup, shared: SharedFacts): RichTextElement[][] {
  const words = storageWords(backup.storage);
  const storage = words === shared.storage ? [] : [[plain(words)]];
  return backup.dump && !shared.dump ? [...storage, [plain(backupNoun(true))]] : storage;
}

function expiryElements(expiry: Expiry, now: Date): RichTextElement[] {
  const odd = oddExpiryWords(expiry, now);
  if (odd !== undefined) return [plain(odd)];
  const isDated = expiry.kind === 'at' && isShowable(expiry.at);
  return isDated ? [plain('kept until '), dateElement(expiry.at, 'day')] : [plain('kept')];
}
