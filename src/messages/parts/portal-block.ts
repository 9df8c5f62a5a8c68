import type { RichTextBlock, RichTextElement, RichTextSection } from '@slack/types';
import { type Backup, orderSoonestFirst } from '../../backups/backup.ts';
import { type Finding, leavingOf } from '../../backups/finding.ts';
import { everything } from '../../backups/query.ts';
import { backupsOf, type Reading } from '../../backups/reading.ts';
import type { PortalVerdict } from '../../backups/verdict.ts';
import { dateElement, isShowable } from '../kit/dates.ts';
import { bold, code, joinDots, line, plain, richText } from '../kit/rich-text.ts';
import { countBackups } from '../words/counts.ts';
import { inWords } from '../words/durations.ts';
import { newestFact } from '../words/facts.ts';
import { describeFinding, nothingRead, standAlone } from '../words/findings.ts';
import { pageLink, portalName } from '../words/portals.ts';
import { queryCommand } from '../words/queries.ts';
import { emojiBySeverity } from '../words/severities.ts';
import { storageKindWords } from '../words/storages.ts';
import { findSharedFacts, leavingRow } from './backup-row.ts';

/** What a portal's block shows besides what is wrong. */
export type PortalDetail = 'nothing' | 'facts' | LeavingDetail;

/** At most `rows` backups that expire, and the command that shows the others. */
export interface LeavingDetail {
  readonly rows: number;
  readonly command: string;
}

/**
 * A portal that needs attention: what is wrong, the one thing that fixes it, and what `more` says: its facts in a line;
 * or what expires soon, soonest first, in that many rows; or nothing.
 */
export function portalBlock(verdict: PortalVerdict, now: Date, more: PortalDetail): RichTextBlock {
  const { reading, severity, findings } = verdict;
  const [worst, ...others] = findings;
  const title = line(
    plain(`${emojiBySeverity[severity]} `),
    bold(portalName.raw(reading.portal.name)),
    plain(` · ${worst === undefined ? nothingRead : describeFinding(worst, now).sentence}`),
  );
  const lines = [
    title,
    ...(worst === undefined ? [] : remedyLines(worst, reading, now)),
    ...others.flatMap((finding) => [
      line(plain(`Also: ${describeFinding(finding, now).sentence}`)),
      ...remedyLines(finding, reading, now),
    ]),
  ];
  if (more === 'nothing') return richText(lines);
  if (more === 'facts') return richText([...lines, ...factsLine(verdict, now)]);
  return richText(lines, leavingItems(verdict, now, more));
}

/** What fixes a finding, with a link to where; no line when there is nothing to fix. */
export function remedyLines(finding: Finding, { portal }: Reading, now: Date): RichTextSection[] {
  const { remedy, page } = describeFinding(finding, now);
  if (remedy.length === 0) return [];
  const links = page === undefined ? [] : pageLink(portal, page);
  return [line(...remedy, ...(links.length > 0 ? [plain(' '), ...links] : []))];
}

/** A finding as a sentence with its remedy, where no title has stated it yet. */
export function findingLines(finding: Finding, reading: Reading, now: Date): RichTextSection[] {
  return [
    line(bold(standAlone(describeFinding(finding, now).sentence))),
    ...remedyLines(finding, reading, now),
  ];
}

/** `hr · newest 3 h ago · 7 backups`: a portal in one line. */
export function portalLine({ reading }: PortalVerdict, now: Date): RichTextSection {
  return line(bold(portalName.raw(reading.portal.name)), plain(` · ${factsWords(backupsOf(reading), now)}`));
}

function factsWords(backups: readonly Backup[], now: Date): string {
  return [...newestFact(backups, now), countBackups(backups)].join(' · ');
}

/** What the findings have not stated yet: what expires first, the age of the newest, how many there are. */
function factsLine({ findings, reading }: PortalVerdict, now: Date): RichTextSection[] {
  const backups = backupsOf(reading);
  const isSaid = backups.length === 0 || findings.some(({ kind }) => kind === 'stale');
  if (isSaid) return [];
  const [first] = orderSoonestFirst(findings.flatMap(leavingOf));
  const expiry = first?.expiry;
  const leaves = expiry?.kind === 'at' && isShowable(expiry.at) ? [firstLeaves(expiry.at, now)] : [];
  return [line(...joinDots([...leaves, [plain(factsWords(backups, now))]]))];
}

function firstLeaves(at: Date, now: Date): RichTextElement[] {
  return [plain(`First ${inWords(at.getTime() - now.getTime())}, `), dateElement(at)];
}

function leavingItems(
  { findings, reading }: PortalVerdict,
  now: Date,
  detail: LeavingDetail,
): RichTextSection[] {
  const leaving = findings.flatMap(leavingOf);
  const rows = orderSoonestFirst(leaving).slice(0, detail.rows);
  // Only temporary storage expires by itself, so only another storage is named.
  const shared = { ...findSharedFacts(rows), storage: storageKindWords('temporary') };
  const items = rows.map((backup) => leavingRow(backup, shared, now, { portal: undefined, age: false }));
  const hidden = leaving.length - rows.length;
  return hidden > 0 ? [...items, line(...moreElements(hidden, reading, detail.command))] : items;
}

/** For the digest, which judges the same lists as a query that names none. */
function moreElements(count: number, { portal }: Reading, command: string): RichTextElement[] {
  const query = { ...everything, portal: portalName.raw(portal.name), expiring: 'window' } as const;
  return [plain(`${count.toLocaleString('en')} more · `), code(queryCommand(query, command))];
}
