import type { KnownBlock, RichTextBlock, RichTextSection } from '@slack/types';
import { findingTraits } from '../backups/finding.ts';
import { backupsOf, hasBackups, isIncomplete } from '../backups/reading.ts';
import type { OverviewSelection } from '../backups/select.ts';
import type { PortalVerdict } from '../backups/verdict.ts';
import { actions, context, divided, header } from './kit/blocks.ts';
import { fitMessage, type Room } from './kit/budget.ts';
import { capitalise } from './kit/clean-text.ts';
import { pageSizes } from './kit/limits.ts';
import type { Message } from './kit/message.ts';
import { type Page, pageNumber, pageOf } from './kit/page-of.ts';
import { bold, bulletList, line, plain, richText } from './kit/rich-text.ts';
import {
  type AnswerContext,
  answerButtons,
  expiringButton,
  pagingButtons,
  unfilterButtons,
} from './parts/answer-buttons.ts';
import { portalLine } from './parts/portal-block.ts';
import { groupPortals, type PortalGroup, renderGroup } from './parts/portal-groups.ts';
import { judgedChoice, pickBlockId, portalSelect } from './parts/portal-select.ts';
import { countBackups, counted } from './words/counts.ts';
import {
  dumplessWords,
  inPortalsWords,
  newestFact,
  readFact,
  scopeFact,
  shareWords,
  totalFact,
} from './words/facts.ts';
import { describeFinding } from './words/findings.ts';
import { headlineOfAll, textLineOf } from './words/headline.ts';
import { type NameStyle, portalName } from './words/portals.ts';
import { emojiBySeverity } from './words/severities.ts';
import { placeWords } from './words/storages.ts';

/** All portals, worst first, page by page. */
export function renderOverview(selection: OverviewSelection, answer: AnswerContext): Message {
  const { verdict, query } = selection;
  // With a storage filter, a portal that has backups is shown by itself, with how many of them are there.
  const mayJoin = ({ reading }: PortalVerdict) => query.storage === undefined || !hasBackups(reading);
  const page = pageOf(groupPortals(verdict.portals, mayJoin), query.page, pageSizes.portals);
  const view: View = { selection, answer, page, facts: listFacts(selection, answer, page) };
  const worrying = page.items.flat().filter(({ severity }) => severity !== 'fine');
  const lines = [
    titleOf(view, portalName.mrkdwn),
    view.facts.join(' · '),
    ...worrying.map((portal) => textLineOf(portal, answer.now)),
  ];
  return fitMessage(lines, (room) => renderBlocks(view, room));
}

interface View {
  readonly selection: OverviewSelection;
  readonly answer: AnswerContext;
  readonly page: Page<PortalGroup>;
  readonly facts: readonly string[];
}

function renderBlocks(view: View, room: Room): KnownBlock[] {
  const { selection, answer } = view;
  const { verdict, query } = selection;
  const isFiltered = query.storage !== undefined;
  const whole =
    isFiltered && verdict.severity !== 'fine' && isAnySeen(selection)
      ? [wholeVerdict(selection, answer.now)]
      : [];
  const body = isFiltered ? renderPortalsByStorage(view, room.names) : renderPortals(view, room.names);
  return [
    header(titleOf(view, portalName.plain)),
    ...context(view.facts),
    ...divided([...whole, ...body]),
    ...renderButtons(view),
  ];
}

/** Below a filtered title, the verdict on everything. */
function wholeVerdict({ verdict }: OverviewSelection, now: Date): RichTextBlock {
  return richText([line(bold('All storages'), plain(` · ${headlineOfAll(verdict, now, portalName.raw)}`))]);
}

/** With a storage filter the title counts what is there, if there are any backups; the whole verdict follows below. */
function titleOf({ selection, answer }: View, name: NameStyle): string {
  const { verdict, query, severity } = selection;
  if (query.storage === undefined || !isAnySeen(selection)) return headlineOfAll(verdict, answer.now, name);
  const there = [...selection.matching.values()].flat();
  const count = there.length === 0 ? 'Nothing' : countBackups(there);
  const known = verdict.portals.some(({ reading }) => isIncomplete(reading)) ? ' known' : '';
  return `${emojiBySeverity[severity]} ${count}${known} ${placeWords({ kind: query.storage })}`;
}

function isAnySeen({ verdict }: OverviewSelection): boolean {
  return verdict.portals.some(({ reading }) => hasBackups(reading));
}

function listFacts(
  selection: OverviewSelection,
  { now, audience }: AnswerContext,
  page: Page<unknown>,
): string[] {
  const { query, verdict } = selection;
  const { portals } = verdict;
  return [
    ...scopeFact(query),
    ...countFacts(selection),
    ...(isAnySeen(selection) ? dumplessWords(portals) : []),
    ...pageNumber(page),
    ...readFact(portals, now, audience),
  ];
}

/** With a storage filter the title has the count: what remains is out of how many, if there are more. */
function countFacts(selection: OverviewSelection): string[] {
  const { query, verdict, matching } = selection;
  if (query.storage === undefined || !isAnySeen(selection)) return totalFact(verdict);
  const { portals } = verdict;
  const isAll = portals.every((portal) => matching.get(portal)?.length === backupsOf(portal.reading).length);
  return isAll ? [inPortalsWords(portals)] : totalFact(verdict).map((fact) => `looked at ${fact}`);
}

/** One page of portals: those that need attention with their remedy, then the fine ones, a line each. */
function renderPortals({ selection, answer, page }: View, names: number): RichTextBlock[] {
  const { counts, severity } = selection.verdict;
  const worrying = page.items.filter(([portal]) => portal.severity !== 'fine');
  const fine = page.items.flat().filter((portal) => portal.severity === 'fine');
  const fineTitle = line(plain(`${emojiBySeverity.fine} `), bold(`${counted(counts.fine, 'portal')} fine`));
  const fineLines = fine.map((portal) => portalLine(portal, answer.now));
  return [
    ...worrying.map((group) => renderGroup(group, answer.now, { more: 'facts', names })),
    ...bulletList(severity === 'fine' ? undefined : fineTitle, fineLines),
  ];
}

/** One page of portals by what they have in one storage; a portal without any backup shows why instead. */
function renderPortalsByStorage({ selection, answer, page }: View, names: number): RichTextBlock[] {
  const { storage } = selection.query;
  const empty = page.items.filter(([portal]) => !hasBackups(portal.reading));
  const lines = page.items
    .flat()
    .filter(({ reading }) => hasBackups(reading))
    .map((portal) => storageLine(portal, selection, answer.now));
  const heading = storage === undefined ? undefined : line(bold(capitalise(placeWords({ kind: storage }))));
  return [
    ...empty.map((group) => renderGroup(group, answer.now, { more: 'facts', names })),
    ...bulletList(heading, lines),
  ];
}

function storageLine(portal: PortalVerdict, selection: OverviewSelection, now: Date): RichTextSection {
  const { reading, findings } = portal;
  const all = backupsOf(reading);
  const there = selection.matching.get(portal) ?? [];
  const isMissing = isIncomplete(reading);
  const none = `none ${isMissing ? 'known ' : ''}here, ${countBackups(all)} elsewhere`;
  const words = [
    there.length === 0 ? none : shareWords(there, all, isMissing),
    ...newestFact(there, now),
    ...findings
      .filter(({ kind }) => findingTraits[kind].hidesList)
      .map((finding) => describeFinding(finding, now).sentence),
  ];
  return line(bold(portalName.raw(reading.portal.name)), plain(` · ${words.join(' · ')}`));
}

const pagingLabels = { back: 'Back', on: 'More portals' };

function renderButtons({ selection, answer, page }: View): KnownBlock[] {
  const { query, verdict } = selection;
  const buttons = answerButtons(query, answer.audience);
  if (answer.audience === 'channel') return actions(buttons);
  const select = portalSelect('Show a portal', verdict.portals.map(judgedChoice), query);
  return [
    ...actions([...pagingButtons(query, page, pagingLabels), ...unfilterButtons(query)]),
    ...actions([select, expiringButton(query), ...buttons], pickBlockId(query, answer.now)),
  ];
}
