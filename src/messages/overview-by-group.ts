import type { KnownBlock, StaticSelect } from '@slack/types';
import { isWorrying } from '../backups/finding.ts';
import type { GroupVerdict } from '../backups/groups.ts';
import type { Query } from '../backups/query.ts';
import type { OverviewSelection } from '../backups/select.ts';
import { actionIds } from './kit/actions.ts';
import { context, header, plainText, queryButton } from './kit/blocks.ts';
import { fitMessage } from './kit/budget.ts';
import { pageSizes, partLimits, shownLimits } from './kit/limits.ts';
import type { Message } from './kit/message.ts';
import { linesAsMrkdwn } from './kit/mrkdwn.ts';
import { type Page, pageNumber, pageOf } from './kit/page-of.ts';
import { bold, line, plain } from './kit/rich-text.ts';
import { type AnswerContext, withCount } from './parts/answer-buttons.ts';
import { nameElements } from './parts/name-line.ts';
import { overviewButtons } from './parts/overview-buttons.ts';
import { type Item, itemBlocks } from './parts/portal-item.ts';
import { sharedByBlock, sharedByFacts } from './parts/shared-by.ts';
import { snoozedItems } from './parts/snoozed-lines.ts';
import { counted } from './words/counts.ts';
import { scopeFact } from './words/facts.ts';
import { headlineOfAll, otherCounts, worstCount } from './words/headline.ts';
import { portalName } from './words/portals.ts';
import { queryValue } from './words/queries.ts';
import { overallReachFacts } from './words/reach.ts';
import { readingFacts } from './words/read-facts.ts';
import { emojiBySeverity } from './words/severities.ts';
import { type Telling, tellingFor } from './words/telling.ts';

/** An overview with the groups of its portals. */
export interface GroupedSelection extends OverviewSelection {
  readonly groups: readonly GroupVerdict[];
}

/** Many portals, summed up by group: a line for each that is not fine, worst first; the fine ones in one line. */
export function renderOverviewByGroup(selection: GroupedSelection, answer: AnswerContext): Message {
  const telling = tellingFor(answer.audience, answer.now);
  const worrying = selection.groups.filter(({ severity }) => isWorrying(severity));
  const page = pageOf(worrying, selection.query.page, pageSizes.portals);
  const view: View = { selection, answer, telling, page };
  const lines = [
    headlineOfAll(selection.verdict, telling, portalName.mrkdwn),
    factsOf(view).join(' · '),
    ...itemsOf(view, shownLimits.names).map((item) => linesAsMrkdwn(item.lines)),
    ...sharedByFacts(answer.sharedBy),
  ];
  return fitMessage(lines, (room) => renderBlocks(view, room.names));
}

interface View {
  readonly selection: GroupedSelection;
  readonly answer: AnswerContext;
  readonly telling: Telling;
  readonly page: Page<GroupVerdict>;
}

function renderBlocks(view: View, names: number): KnownBlock[] {
  const { selection, answer, telling, page } = view;
  const { groups, verdict } = selection;
  const notFine = verdict.portals.filter(({ severity }) => isWorrying(severity)).length;
  const problems = queryValue({ ...selection.query, problems: true, page: 1 });
  return [
    header(headlineOfAll(verdict, telling, portalName.plain)),
    ...context(factsOf(view)),
    ...itemBlocks(itemsOf(view, names)),
    ...overviewButtons(selection, page, answer, [
      ...(notFine > 0 ? [queryButton(actionIds.show, withCount('Show problems', notFine), problems)] : []),
      ...groupSelect(groups, selection.query),
    ]),
    ...sharedByBlock(answer.sharedBy),
  ];
}

function factsOf({ selection: { query, verdict, groups }, telling, page }: View): string[] {
  const named = groups.filter(({ group }) => group !== undefined).length;
  return [
    ...scopeFact(query),
    ...otherCounts(verdict),
    `in ${counted(named, 'group')}`,
    ...pageNumber(page),
    ...overallReachFacts(verdict.portals, telling),
    ...readingFacts(verdict.portals, telling),
  ];
}

function itemsOf({ selection, page, telling }: View, names: number): Item[] {
  const items = page.items.map(groupItem);
  const fine = selection.groups.filter(({ severity }) => severity === 'fine');
  if (page.number < page.pages) return items;
  return [
    ...items,
    ...(fine.length > 0 ? [fineGroupsItem(fine, names)] : []),
    ...snoozedItems(selection.verdict.portals, telling),
  ];
}

/** `north · 3 of 25 have a problem · 1 needs a look · 21 fine`. */
function groupItem(group: GroupVerdict): Item {
  const { severity } = group;
  const words = [worstCount(group), ...otherCounts(group)].join(' · ');
  const name = bold(groupName(group));
  return { severity, lines: [line(plain(`${emojiBySeverity[severity]} `), name, plain(` · ${words}`))] };
}

function fineGroupsItem(fine: readonly GroupVerdict[], most: number): Item {
  const { fine: emoji } = emojiBySeverity;
  const title = [
    plain(`${emoji} `),
    bold(`${counted(fine.length, 'group')} ${fine.length === 1 ? 'is' : 'are'} fine`),
  ];
  const names = most === 0 ? [] : [plain(' · '), ...nameElements(fine.map(groupName), most)];
  return { severity: 'fine', lines: [line(...title, ...names)] };
}

function groupName({ group }: GroupVerdict): string {
  return group === undefined ? 'Without a group' : portalName.raw(group);
}

/** The first hundred, worst first, as many as Slack allows; any other can be typed. The answer keeps the query's filters. */
function groupSelect(groups: readonly GroupVerdict[], query: Query): StaticSelect[] {
  const options = groups.flatMap(({ group, severity }) => {
    if (group === undefined) return [];
    const label = `${emojiBySeverity[severity]} ${portalName.plain(group)}`;
    return [
      { text: plainText(label, partLimits.optionText), value: queryValue({ ...query, group, page: 1 }) },
    ];
  });
  const [first, ...others] = options.slice(0, partLimits.options);
  if (first === undefined) return [];
  const placeholder = plainText('Show a group', partLimits.optionText);
  return [
    { type: 'static_select', action_id: actionIds.pickGroup, placeholder, options: [first, ...others] },
  ];
}
