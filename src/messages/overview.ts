import type { KnownBlock, RichTextBlock } from '@slack/types';
import type { Backup, StorageKind } from '../backups/backup.ts';
import type { Query } from '../backups/query.ts';
import { backupsOf, hasBackups } from '../backups/reading.ts';
import { assessReadings, type PortalVerdict, type Verdict } from '../backups/verdict.ts';
import { answerButtons, expiringButton, pagingButtons, unfilterButtons } from './answer-buttons.ts';
import type { AnswerInput } from './answer-input.ts';
import { actions, context, divided, header } from './blocks.ts';
import { fitMessage, type Room } from './budget.ts';
import { countBackups } from './counts.ts';
import { dumplessWords, inPortalsWords, isUnread, readFact, scopeFact, totalFact } from './facts.ts';
import { headlineOfAll, textLineOf } from './headline.ts';
import { pageSizes } from './limits.ts';
import type { Message } from './message.ts';
import { renderPortals, renderPortalsByStorage } from './overview-list.ts';
import { type Page, pageNumber, pageOf } from './page-of.ts';
import { groupPortals, type PortalGroup } from './portal-groups.ts';
import { type NameStyle, portalName } from './portal-pages.ts';
import { judgedChoice, portalSelect } from './portal-select.ts';
import { bold, line, plain, richText } from './rich-text.ts';
import { emojiBySeverity } from './severity-words.ts';
import { storageKindWords } from './storage-words.ts';

/** All portals, worst first, page by page. */
export function renderOverview(input: AnswerInput): Message {
  const verdict = assessReadings(input.readings, input.now);
  // By storage, a portal that has backups is told by how many of its own are there.
  const mayJoin = ({ reading }: PortalVerdict) => input.query.storage === undefined || !hasBackups(reading);
  const groups = groupPortals(verdict.portals, input.now, mayJoin);
  const page = pageOf(groups, input.query.page, pageSizes.portals);
  const view: View = { input, verdict, page, facts: listFacts(input, verdict, page) };
  const worrying = page.items.flat().filter(({ severity }) => severity !== 'fine');
  const lines = [
    titleOf(view, portalName.mrkdwn),
    view.facts.join(' · '),
    ...worrying.map((portal) => textLineOf(portal, input.now)),
  ];
  return fitMessage(lines, (room) => renderBlocks(view, room));
}

interface View {
  readonly input: AnswerInput;
  readonly verdict: Verdict;
  readonly page: Page<PortalGroup>;
  readonly facts: readonly string[];
}

function renderBlocks(view: View, room: Room): KnownBlock[] {
  const { input, verdict, page, facts } = view;
  const { storage } = input.query;
  const body =
    storage === undefined
      ? renderPortals(page.items, verdict, input.now, room.names)
      : renderPortalsByStorage(page.items, storage, input.now, room.names);
  const whole =
    storage !== undefined && verdict.severity !== 'fine' && isAnySeen(verdict)
      ? [wholeVerdict(verdict, input.now)]
      : [];
  return [
    header(titleOf(view, portalName.plain)),
    ...context(facts),
    ...divided([...whole, ...body]),
    ...renderButtons(view, room),
  ];
}

/** Below a filtered title, the verdict on everything. */
function wholeVerdict(verdict: Verdict, now: Date): RichTextBlock {
  return richText([line(bold('All storages'), plain(` · ${headlineOfAll(verdict, now, portalName.raw)}`))]);
}

/** With a storage filter the title counts what is there, if anything is anywhere; the whole verdict follows below. */
function titleOf({ input, verdict }: View, name: NameStyle): string {
  const { storage } = input.query;
  const { portals, severity } = verdict;
  if (storage === undefined || !isAnySeen(verdict)) return headlineOfAll(verdict, input.now, name);
  const there = storedIn(verdict, storage);
  const count = there.length === 0 ? 'Nothing' : countBackups(there);
  const known = portals.some(isUnread) ? ' known' : '';
  return `${emojiBySeverity[severity]} ${count}${known} in ${storageKindWords(storage)}`;
}

function storedIn({ portals }: Verdict, storage: StorageKind): Backup[] {
  return portals
    .flatMap(({ reading }) => backupsOf(reading))
    .filter((backup) => backup.storage.kind === storage);
}

/** By storage, the title has counted already what is there: what is left to say is among how many, if there are more. */
function countFacts({ storage }: Query, verdict: Verdict): string[] {
  if (storage === undefined || !isAnySeen(verdict)) return totalFact(verdict);
  const { portals } = verdict;
  const all = portals.reduce((sum, { reading }) => sum + backupsOf(reading).length, 0);
  const isAll = storedIn(verdict, storage).length === all;
  return isAll ? [inPortalsWords(portals)] : totalFact(verdict).map((fact) => `looked at ${fact}`);
}

function isAnySeen({ portals }: Verdict): boolean {
  return portals.some(({ reading }) => hasBackups(reading));
}

function listFacts(
  { query, readings, now, audience }: AnswerInput,
  verdict: Verdict,
  page: Page<unknown>,
): string[] {
  return [
    ...scopeFact(query),
    ...countFacts(query, verdict),
    ...(isAnySeen(verdict) ? dumplessWords(verdict.portals) : []),
    ...pageNumber(page),
    ...readFact(readings, now, audience),
  ];
}

const pagingLabels = { back: 'Back', on: 'More portals' };

function renderButtons({ input, verdict, page }: View, room: Room): KnownBlock[] {
  const { query, audience } = input;
  const buttons = answerButtons(query, audience);
  if (audience === 'channel') return actions(buttons);
  const select = portalSelect('Show a portal', verdict.portals.map(judgedChoice), query, room.options);
  const isListed = (select?.options?.length ?? 0) >= verdict.portals.length;
  const hint = 'Any portal by name, or the beginning of it: `/backups name`';
  return [
    ...actions([...pagingButtons(query, page, pagingLabels), ...unfilterButtons(query)]),
    ...actions([select, expiringButton(query), ...buttons]),
    ...(isListed ? [] : context([hint])),
  ];
}
