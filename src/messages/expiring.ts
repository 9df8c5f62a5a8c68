import type { KnownBlock, RichTextSection } from '@slack/types';
import { type Finding, findingTraits } from '../backups/finding.ts';
import { isIncomplete } from '../backups/reading.ts';
import type { ExpiringSelection, OwnedBackup } from '../backups/select.ts';
import type { PortalVerdict } from '../backups/verdict.ts';
import { context, header, ruled } from './kit/blocks.ts';
import { fitMessage, type Room } from './kit/budget.ts';
import { capitalise } from './kit/clean-text.ts';
import { pageSizes, shownLimits } from './kit/limits.ts';
import type { Message } from './kit/message.ts';
import { linesAsMrkdwn } from './kit/mrkdwn.ts';
import { type Page, pageOf, pageWords } from './kit/page-of.ts';
import { quote, richText } from './kit/rich-text.ts';
import { type AnswerContext, listButtons } from './parts/answer-buttons.ts';
import { findSharedFacts, lastBackups, leavingRow, sharedHeading } from './parts/backup-row.ts';
import { moreLine } from './parts/name-line.ts';
import { groupPortals, type Item, itemBlocks, portalItem } from './parts/portal-item.ts';
import { sharedByBlock, sharedByFacts } from './parts/shared-by.ts';
import { backupNoun, countBackups, expireWords } from './words/counts.ts';
import { whenWords } from './words/durations.ts';
import {
  allExpiredWords,
  dumplessWords,
  emptyWords,
  keepNoneWords,
  noneStaysWords,
  nothingExpiresWords,
  onlyWords,
  scopeFact,
  totalFact,
  unknownExpiryFact,
  unreadWords,
} from './words/facts.ts';
import { describeFinding } from './words/findings.ts';
import { snoozedFact } from './words/headline.ts';
import { type NameStyle, portalName } from './words/portals.ts';
import { readingFacts } from './words/read-facts.ts';
import { emojiBySeverity } from './words/severities.ts';
import { type Telling, tellingFor } from './words/telling.ts';

/** What expires within the window, soonest first, in all portals asked; and which portals may have more. */
export function renderExpiring(selection: ExpiringSelection, answer: AnswerContext): Message {
  const telling = tellingFor(answer.audience, answer.now);
  const page = pageOf(selection.leaving, selection.query.page, pageSizes.backups);
  const view: View = { selection, answer, telling, page };
  const lines = [
    titleOf(view, portalName.mrkdwn),
    factsOf(view).join(' · '),
    ...[...headingOf(view), ...rowsOf(view)].map((row) => linesAsMrkdwn([row])),
    ...troubledItems(view, shownLimits.names).map((item) => linesAsMrkdwn(item.lines)),
    ...sharedByFacts(answer.sharedBy),
  ];
  return fitMessage(lines, (room) => renderBlocks(view, room));
}

interface View {
  readonly selection: ExpiringSelection;
  readonly answer: AnswerContext;
  readonly telling: Telling;
  readonly page: Page<OwnedBackup>;
}

function renderBlocks(view: View, room: Room): KnownBlock[] {
  const { answer, page } = view;
  const rows = quote(rowsOf(view));
  const troubled = troubledItems(view, room.names);
  const hidden = groupPortals(troubledOf(view.selection)).slice(room.items).flat();
  return [
    header(titleOf(view, portalName.plain)),
    ...context(factsOf(view)),
    ...ruled([
      rows === undefined ? [] : [richText(headingOf(view), rows)],
      itemBlocks(troubled.slice(0, room.items)),
      hidden.length === 0 ? [] : [richText([moreLine(hidden, room.names)])],
    ]),
    ...listButtons(view.selection.query, page, pagingLabels, answer),
    ...sharedByBlock(answer.sharedBy),
  ];
}

function titleOf({ selection, telling }: View, name: NameStyle): string {
  const { query, severity, windowsMs } = selection;
  const { portal, group, storage } = query;
  const owner = portal ?? group;
  const when = whenWords(windowsMs);
  const [first = '', ...rest] = [
    ...(owner === undefined ? [] : [name(owner)]),
    ...(storage === undefined ? [] : [onlyWords(storage)]),
    ...leavingWords(selection, when),
    ...troubleWords(selection, telling),
    ...snoozedFact(selection.verdict.portals),
  ];
  const capital = owner === undefined ? capitalise(first) : first;
  return `${emojiBySeverity[severity]} ${[capital, ...rest].join(' · ')}`;
}

/** `2 of 15 backups expire within 48 h`. */
function leavingWords(selection: ExpiringSelection, when: string): string[] {
  const { leaving, left, unknownCount, isAllKnown, severity, verdict } = selection;
  const isWhole = !verdict.portals.some(({ reading }) => isIncomplete(reading));
  const backups = leaving.map(({ backup }) => backup);
  const words =
    backups.length > 0
      ? `${expireWords(backups, left, isWhole)} ${when}`
      : nothingExpiresWords(when, isAllKnown && severity !== 'unknown');
  return [words, ...unknownExpiryFact(unknownCount)];
}

/** Why the title is not fine, or worse than the counts alone. For a named portal the block below says more. */
function troubleWords(selection: ExpiringSelection, telling: Telling): string[] {
  const { query, verdict } = selection;
  const { portals } = verdict;
  const losing = losingWords(selection);
  if (query.portal === undefined) {
    return [...losing, ...emptyWords(portals), ...allExpiredWords(portals), ...unreadWords(portals)];
  }
  const hiding = troubledOf(selection).flatMap(({ findings }) => findings);
  return [...losing, ...new Set(hiding.map((finding) => hidingWords(finding, telling)))];
}

/** Why a list cannot show what expires. Why it could not be read is below. */
function hidingWords(finding: Finding, telling: Telling): string {
  return finding.kind === 'cannot-read'
    ? `${backupNoun(finding.part === 'dumps')}s can’t be read`
    : describeFinding(finding, telling).sentence;
}

/** The portals that may have more, each with why. What else is wrong with them the rows have told, or nobody asked. */
function troubledOf({ troubled }: ExpiringSelection): PortalVerdict[] {
  return troubled.map((portal) => ({
    ...portal,
    findings: portal.findings.filter(({ kind }) => findingTraits[kind].hidesList),
  }));
}

/** Of the portals with rows, those that keep nothing. A storage filter does not judge that. */
function losingWords({ query, verdict, leaving, left }: ExpiringSelection): string[] {
  if (query.storage !== undefined) return [];
  const owners = new Set(leaving.map(({ portal }) => portal));
  const losing = verdict.portals.filter(({ reading }) => owners.has(reading.portal.name));
  if (verdict.portals.length > 1) return keepNoneWords(losing);
  // "All expire" has said it.
  return leaving.length < left.length || losing.some(({ reading }) => isIncomplete(reading))
    ? noneStaysWords(losing)
    : [];
}

function factsOf({ selection, telling, page }: View): string[] {
  const { query, searched, verdict } = selection;
  const found = searched.length === 0 ? [] : [countBackups(searched)];
  const looked = query.storage === undefined ? totalFact(verdict) : found;
  return [
    ...scopeFact(query),
    ...looked.map((fact) => `looked at ${fact}`),
    ...hiddenFact(selection),
    ...dumplessWords(verdict.portals),
    ...pageWords(page),
    ...readingFacts(verdict.portals, telling),
  ];
}

/** What a storage filter hides must not look as if it were kept. */
function hiddenFact({ hiddenCount, leaving }: ExpiringSelection): string[] {
  if (hiddenCount === 0) return [];
  const more = leaving.length === 0 ? '' : ' more';
  const expire = hiddenCount === 1 ? 'expires' : 'expire';
  return [`${hiddenCount.toLocaleString('en')}${more} ${expire} in other storages`];
}

function headingOf({ page }: View): RichTextSection[] {
  const backups = page.items.map(({ backup }) => backup);
  return backups.length === 0 ? [] : [sharedHeading('Soonest first', findSharedFacts(backups))];
}

/** One page of what expires. Rows name their portal when there are several. */
function rowsOf({ selection, telling, page }: View): RichTextSection[] {
  const { verdict, query } = selection;
  const isOfSeveral = verdict.portals.length > 1;
  const last = query.storage === undefined ? lastBackups(verdict.portals) : new Set<never>();
  const shared = findSharedFacts(page.items.map(({ backup }) => backup));
  return page.items.map(({ backup, portal }) =>
    leavingRow(
      backup,
      { ...telling, shared, files: query.files },
      { isLast: last.has(backup), portal: isOfSeveral ? portal : undefined },
    ),
  );
}

function troubledItems({ selection, telling }: View, names: number): Item[] {
  return groupPortals(troubledOf(selection)).map((group) => portalItem(group, telling, names));
}

const pagingLabels = { back: 'Sooner', on: 'Later' };
