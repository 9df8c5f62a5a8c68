import type { KnownBlock, RichTextSection } from '@slack/types';
import { isWorrying } from '../backups/finding.ts';
import { backupsOf } from '../backups/reading.ts';
import type { OverviewSelection } from '../backups/select.ts';
import type { PortalVerdict } from '../backups/verdict.ts';
import { context, header } from './kit/blocks.ts';
import { fitMessage, type Room } from './kit/budget.ts';
import { pageSizes, shownLimits } from './kit/limits.ts';
import type { Message } from './kit/message.ts';
import { linesAsMrkdwn } from './kit/mrkdwn.ts';
import { type Page, pageNumber, pageOf } from './kit/page-of.ts';
import { bold, bullets, line, plain, richText } from './kit/rich-text.ts';
import type { AnswerContext } from './parts/answer-buttons.ts';
import { fineItem, mostFineNames } from './parts/fine-line.ts';
import { overviewButtons } from './parts/overview-buttons.ts';
import {
  groupPortals,
  type Item,
  itemBlocks,
  nextItem,
  type PortalGroup,
  portalItem,
} from './parts/portal-item.ts';
import { sharedByBlock, sharedByFacts } from './parts/shared-by.ts';
import { snoozedItems } from './parts/snoozed-lines.ts';
import { countBackups } from './words/counts.ts';
import { dumplessWords, newestFact, scopeFact } from './words/facts.ts';
import { headlineOfAll, otherCounts } from './words/headline.ts';
import { portalName } from './words/portals.ts';
import { overallReachFacts } from './words/reach.ts';
import { readingFacts } from './words/read-facts.ts';
import { type Telling, tellingFor } from './words/telling.ts';

/** All portals, or those of a group: what is not fine with the next step, worst first; then the fine ones. */
export function renderOverview(selection: OverviewSelection, answer: AnswerContext): Message {
  const telling = tellingFor(answer.audience, answer.now);
  const worrying = selection.listed.filter(({ severity }) => isWorrying(severity));
  const page = pageOf(groupPortals(worrying), selection.query.page, pageSizes.portals);
  const view: View = { selection, answer, telling, page };
  const lines = [
    headlineOfAll(selection.verdict, telling, portalName.mrkdwn, selection.query.group),
    factsOf(view).join(' · '),
    ...itemsOf(view, shownLimits.names).map((item) => linesAsMrkdwn(item.lines)),
    ...fineRows(view).map((row) => linesAsMrkdwn([row])),
    ...snoozedOnLastPage(view).map((item) => linesAsMrkdwn(item.lines)),
    ...sharedByFacts(answer.sharedBy),
  ];
  return fitMessage(lines, (room) => renderBlocks(view, room));
}

interface View {
  readonly selection: OverviewSelection;
  readonly answer: AnswerContext;
  readonly telling: Telling;
  readonly page: Page<PortalGroup>;
}

function renderBlocks(view: View, room: Room): KnownBlock[] {
  const { selection, answer, telling, page } = view;
  const { verdict, query } = selection;
  const rows = bullets(fineRows(view));
  return [
    header(headlineOfAll(verdict, telling, portalName.plain, query.group)),
    ...context(factsOf(view)),
    ...itemBlocks(itemsOf(view, room.names)),
    ...(rows === undefined ? [] : [richText([], rows)]),
    ...itemBlocks(snoozedOnLastPage(view)),
    ...overviewButtons(selection, page, answer),
    ...sharedByBlock(answer.sharedBy),
  ];
}

function factsOf({ selection, telling, page }: View): string[] {
  const { query, verdict } = selection;
  const { portals, severity } = verdict;
  return [
    ...scopeFact(query),
    ...otherCounts(verdict),
    ...(severity === 'unknown' ? [] : dumplessWords(portals)),
    ...pageNumber(page),
    ...overallReachFacts(portals, telling),
    ...readingFacts(portals, telling),
  ];
}

/** One page of what is not fine; the last page ends with what is, unless everything is. */
function itemsOf({ selection, telling, page }: View, names: number): Item[] {
  const [only, ...others] = selection.verdict.portals;
  if (only !== undefined && others.length === 0) return nextItem(only, telling);
  const items = page.items.map((group) => portalItem(group, telling, names));
  const fine = fineOf(selection);
  const isShown = fine.length > 0 && page.number === page.pages && selection.verdict.severity !== 'fine';
  return isShown ? [...items, fineItem(fine, telling)] : items;
}

function snoozedOnLastPage({ selection, telling, page }: View): Item[] {
  return page.number === page.pages ? snoozedItems(selection.verdict.portals, telling) : [];
}

/** Where all is well, a few portals have a line each; many are the number in the headline. */
function fineRows({ selection, telling }: View): RichTextSection[] {
  const fine = fineOf(selection);
  const isShown = selection.verdict.severity === 'fine' && fine.length <= mostFineNames;
  return isShown ? fine.map((portal) => fineRow(portal, telling)) : [];
}

function fineOf({ listed }: OverviewSelection): PortalVerdict[] {
  return listed.filter(({ severity }) => severity === 'fine');
}

/** `design · newest 5 h ago · 30 backups and 7 whole-server dumps`. */
function fineRow({ reading }: PortalVerdict, telling: Telling): RichTextSection {
  const backups = backupsOf(reading);
  const facts = [...newestFact(backups, telling), countBackups(backups)];
  return line(bold(portalName.raw(reading.portal.name)), plain(` · ${facts.join(' · ')}`));
}
