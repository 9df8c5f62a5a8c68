import type { RichTextElement, RichTextSection } from '@slack/types';
import type { Backup } from '../../backups/backup.ts';
import { leavingOf } from '../../backups/finding.ts';
import { isAhead } from '../../backups/left.ts';
import type { PortalVerdict } from '../../backups/verdict.ts';
import { cleanText } from '../kit/clean-text.ts';
import { dateElement, isShowable } from '../kit/dates.ts';
import { shownLimits } from '../kit/limits.ts';
import { bold, joinDots, line, plain } from '../kit/rich-text.ts';
import { backupNoun } from '../words/counts.ts';
import { agoWords, leftWords } from '../words/durations.ts';
import { portalName } from '../words/portals.ts';
import { emojiBySeverity } from '../words/severities.ts';
import { storageWords } from '../words/storages.ts';
import type { Telling } from '../words/telling.ts';

/** What the rows of a list have in common: the heading says it once, a row only where it differs. */
export interface SharedFacts {
  /** Where most of them are. */
  readonly storage: string | undefined;
  readonly storageIsOfAll: boolean;
  readonly neverExpires: boolean;
  readonly dump: boolean;
}

/** How the rows of one list are shown. */
export interface RowStyle extends Telling {
  readonly shared: SharedFacts;
  /** The file's name on a line of its own. */
  readonly files: boolean;
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

/** A list's heading with what its rows have in common, and then `more`. */
export function sharedHeading(
  title: string,
  shared: SharedFacts,
  ...more: readonly string[]
): RichTextSection {
  const storage = shared.storageIsOfAll ? shared.storage : `mostly ${shared.storage}`;
  const facts = [
    ...(shared.storage === undefined ? [] : [storage]),
    ...(shared.dump ? [`${backupNoun(true)}s`] : []),
    ...more,
  ];
  return line(bold(title), ...facts.map((fact) => plain(` · ${fact}`)));
}

/** A backup that stays, or has expired: how old it is, and whatever its list's heading does not say. */
export function keptRow(backup: Backup, style: RowStyle): RichTextSection {
  const { shared } = style;
  const kept = shared.neverExpires ? [] : expiryGroups(backup);
  return row(backup, style, [...ageGroups(backup, style), ...placeGroups(backup, shared), ...kept]);
}

/** The last backup of each portal whose backups all expire soon: after it nothing is left. */
export function lastBackups(portals: readonly PortalVerdict[]): ReadonlySet<Backup> {
  const findings = portals.flatMap((portal) => portal.findings);
  const losing = findings.filter(({ kind }) => kind === 'nothing-left-soon');
  return new Set(losing.flatMap((finding) => leavingOf(finding).slice(-1)));
}

/**
 * A backup that expires: a dot, the time left, and when. `isLast`: nothing is left afterwards. `portal` is set where one
 * list has rows of several portals.
 */
export function leavingRow(
  backup: Backup,
  style: RowStyle,
  { isLast, portal }: { readonly isLast: boolean; readonly portal?: string | undefined },
): RichTextSection {
  const { expiry } = backup;
  const at = expiry.kind === 'at' && isShowable(expiry.at) ? expiry.at : undefined;
  const left =
    at !== undefined && style.by === 'durations'
      ? [[bold(leftWords(at.getTime() - style.now.getTime()))]]
      : [];
  const owner = portal === undefined ? [] : [[plain(portalName.raw(portal))]];
  // Beside a portal's name a phone has room for little else.
  const when = at === undefined ? [] : [[dateElement(at, portal === undefined ? 'moment' : 'brief')]];
  const after = isLast ? [[plain('the last one')]] : [];
  const place = placeGroups(backup, style.shared);
  const { elements } = row(backup, style, [...left, ...owner, ...when, ...place, ...after]);
  return line(plain(`${emojiBySeverity[isLast ? 'problem' : 'attention']} `), ...elements);
}

/** How long ago a backup was made: `6 h ago`, or that its date is unknown or in the future. */
function ageWords(createdAt: Date | undefined, now: Date): string {
  if (!isShowable(createdAt)) return 'date unknown';
  return isAhead(createdAt, now) ? 'in the future' : agoWords(now.getTime() - createdAt.getTime());
}

function row(
  backup: Backup,
  { files }: RowStyle,
  groups: readonly (readonly RichTextElement[])[],
): RichTextSection {
  if (!files) return line(...joinDots(groups));
  const name = cleanText(backup.fileName ?? '', shownLimits.fileName);
  return line(...joinDots(groups), plain(`\n${name || 'file name unknown'}`));
}

/** The age, and the moment beside it; only when it was made where the message stays. */
function ageGroups({ createdAt }: Backup, { now, by }: Telling): RichTextElement[][] {
  const words = ageWords(createdAt, now);
  if (!isShowable(createdAt)) return [[bold(words)]];
  const isTold = by === 'durations' || isAhead(createdAt, now);
  return isTold ? [[bold(words)], [dateElement(createdAt)]] : [[plain('made '), dateElement(createdAt)]];
}

function placeGroups(backup: Backup, shared: SharedFacts): RichTextElement[][] {
  const words = storageWords(backup.storage);
  const storage = words === shared.storage ? [] : [[plain(words)]];
  return backup.dump && !shared.dump ? [...storage, [plain(backupNoun(true))]] : storage;
}

function expiryGroups({ expiry }: Backup): RichTextElement[][] {
  if (expiry.kind === 'unknown') return [[plain('expiry unknown')]];
  const isDated = expiry.kind === 'at' && isShowable(expiry.at);
  return isDated ? [[plain('until '), dateElement(expiry.at, 'day')]] : [];
}
