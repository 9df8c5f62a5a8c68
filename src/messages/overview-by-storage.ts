import type { KnownBlock, RichTextSection } from '@slack/types';
import { findingTraits } from '../backups/finding.ts';
import { backupsOf, hasBackups, isIncomplete } from '../backups/reading.ts';
import type { OverviewSelection } from '../backups/select.ts';
import type { PortalVerdict } from '../backups/verdict.ts';
import { context, header, ruled } from './kit/blocks.ts';
import { fitMessage, type Room } from './kit/budget.ts';
import { capitalise } from './kit/clean-text.ts';
import { pageSizes, shownLimits } from './kit/limits.ts';
import type { Message } from './kit/message.ts';
import { linesAsMrkdwn } from './kit/mrkdwn.ts';
import { type Page, pageNumber, pageOf } from './kit/page-of.ts';
import { bold, bullets, line, plain, richText } from './kit/rich-text.ts';
import type { AnswerContext } from './parts/answer-buttons.ts';
import { overviewButtons } from './parts/overview-buttons.ts';
import { groupPortals, type Item, itemBlocks, type PortalGroup, portalItem } from './parts/portal-item.ts';
import { sharedByBlock, sharedByFacts } from './parts/shared-by.ts';
import { countBackups } from './words/counts.ts';
import {
  dumplessWords,
  inPortalsWords,
  newestFact,
  scopeFact,
  shareWords,
  storedWords,
  totalFact,
} from './words/facts.ts';
import { describeFinding } from './words/findings.ts';
import { headlineOfAll, snoozedFact } from './words/headline.ts';
import { type NameStyle, portalName } from './words/portals.ts';
import { readingFacts } from './words/read-facts.ts';
import { emojiBySeverity } from './words/severities.ts';
import { placeWords } from './words/storages.ts';
import { type Telling, tellingFor } from './words/telling.ts';

/** All portals by what they have in one storage; what has no backup at all is shown with why. */
export function renderOverviewByStorage(selection: OverviewSelection, answer: AnswerContext): Message {
  const telling = tellingFor(answer.audience, answer.now);
  const isEmpty = ({ reading }: PortalVerdict) => !hasBackups(reading);
  const empty = groupPortals(selection.listed.filter(isEmpty));
  const filled = selection.listed.filter((portal) => !isEmpty(portal)).map((portal): PortalGroup => [portal]);
  const page = pageOf([...empty, ...filled], selection.query.page, pageSizes.portals);
  const view: View = { selection, answer, telling, page };
  const lines = [
    titleOf(view, portalName.mrkdwn),
    factsOf(view).join(' · '),
    ...wholeVerdict(view).map((row) => linesAsMrkdwn([row])),
    ...emptyItems(view, shownLimits.names).map((item) => linesAsMrkdwn(item.lines)),
    ...storageRows(view).map((row) => linesAsMrkdwn([row])),
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
  const { selection, answer, page } = view;
  const { storage } = selection.query;
  const whole = wholeVerdict(view);
  const heading = storage === undefined ? [] : [line(bold(capitalise(placeWords({ kind: storage }))))];
  const rows = bullets(storageRows(view));
  return [
    header(titleOf(view, portalName.plain)),
    ...context(factsOf(view)),
    ...ruled([
      whole.length === 0 ? [] : [richText(whole)],
      itemBlocks(emptyItems(view, room.names)),
      rows === undefined ? [] : [richText(heading, rows)],
    ]),
    ...overviewButtons(selection, page, answer),
    ...sharedByBlock(answer.sharedBy),
  ];
}

/** Below a title about one storage, the verdict on everything. */
function wholeVerdict({ selection: { verdict }, telling }: View): RichTextSection[] {
  if (verdict.severity === 'fine') return [];
  const words = headlineOfAll(verdict, telling, portalName.raw);
  return [line(bold('All storages'), plain(` · ${words}`))];
}

/** The title counts what is there; the colour is about that only. */
function titleOf({ selection }: View, name: NameStyle): string {
  const { verdict, query, severity } = selection;
  const there = [...selection.matching.values()].flat();
  const nothing = query.group === undefined ? 'Nothing' : 'nothing';
  const count = there.length === 0 ? nothing : countBackups(there);
  const known = verdict.portals.some(({ reading }) => isIncomplete(reading)) ? ' known' : '';
  const where = query.storage === undefined ? '' : ` ${placeWords({ kind: query.storage })}`;
  const group = query.group === undefined ? '' : `${name(query.group)} · `;
  const words = [
    `${group}${count}${known}${where}`,
    ...storedWords(selection.counts),
    ...snoozedFact(verdict.portals),
  ];
  return `${emojiBySeverity[severity]} ${words.join(' · ')}`;
}

function factsOf({ selection, telling, page }: View): string[] {
  const { query, verdict } = selection;
  const { portals } = verdict;
  return [
    ...scopeFact(query),
    ...countFacts(selection),
    ...dumplessWords(portals),
    ...pageNumber(page),
    ...readingFacts(portals, telling),
  ];
}

/** The title has the count: what remains is out of how many, if there are more. */
function countFacts({ verdict, matching }: OverviewSelection): string[] {
  const { portals } = verdict;
  const isAll = portals.every((portal) => matching.get(portal)?.length === backupsOf(portal.reading).length);
  return isAll ? [inPortalsWords(portals)] : totalFact(verdict).map((fact) => `looked at ${fact}`);
}

function emptyItems({ telling, page }: View, names: number): Item[] {
  return page.items
    .filter(([portal]) => !hasBackups(portal.reading))
    .map((group) => portalItem(group, telling, names));
}

function storageRows({ selection, telling, page }: View): RichTextSection[] {
  return page.items
    .flat()
    .filter(({ reading }) => hasBackups(reading))
    .map((portal) => storageRow(portal, selection, telling));
}

function storageRow(portal: PortalVerdict, selection: OverviewSelection, telling: Telling): RichTextSection {
  const { reading, findings } = portal;
  const all = backupsOf(reading);
  const there = selection.matching.get(portal) ?? [];
  const isMissing = isIncomplete(reading);
  const none = `none ${isMissing ? 'known ' : ''}here, ${countBackups(all)} elsewhere`;
  const words = [
    there.length === 0 ? none : shareWords(there, all, isMissing),
    ...newestFact(there, telling),
    ...findings
      .filter(({ kind }) => findingTraits[kind].hidesList)
      .map((finding) => describeFinding(finding, telling).sentence),
  ];
  return line(bold(portalName.raw(reading.portal.name)), plain(` · ${words.join(' · ')}`));
}
