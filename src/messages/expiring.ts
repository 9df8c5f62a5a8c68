import type { KnownBlock } from '@slack/types';
import type { Finding, Severity } from '../backups/finding.ts';
import { hasBackups } from '../backups/reading.ts';
import { assessReadings, type PortalVerdict, type Verdict } from '../backups/verdict.ts';
import { allExpiredWords, isAllExpired } from './all-expired.ts';
import { allPortalsButton, answerButtons, pagingButtons, unfilterButtons } from './answer-buttons.ts';
import type { AnswerInput } from './answer-input.ts';
import { actions, context, divided, header } from './blocks.ts';
import { fitMessage, type Room } from './budget.ts';
import { capitalise, countBackups, expireWords } from './counts.ts';
import {
  findLeaving,
  type Leaving,
  type LeavingRow,
  leavingTextLines,
  renderLeaving,
} from './expiring-list.ts';
import {
  dumplessWords,
  isUnread,
  nothingExpiresWords,
  onlyWords,
  readFact,
  scopeFact,
  totalFact,
  unknownExpiryFact,
  unreadWords,
} from './facts.ts';
import { describeFinding } from './finding-words.ts';
import { textLineOf } from './headline.ts';
import { pageSizes } from './limits.ts';
import type { Message } from './message.ts';
import { moreLine } from './name-line.ts';
import { type Page, pageOf, pageWords } from './page-of.ts';
import { portalBlock } from './portal-block.ts';
import { type NameStyle, portalName } from './portal-pages.ts';
import { richText } from './rich-text.ts';
import { emojiBySeverity } from './severity-words.ts';

/** What leaves within the window, soonest first, over all portals asked; and which portals may hide more. */
export function renderExpiring(input: AnswerInput): Message {
  const { query, readings, now } = input;
  const verdict = assessReadings(readings, now);
  const leaving = findLeaving(readings, query, now);
  const page = pageOf(leaving.rows, query.page, pageSizes.backups);
  const view: View = { input, verdict, leaving, page, troubled: troubledOf(verdict) };
  const lines = [
    titleOf(view, portalName.mrkdwn),
    ...leavingTextLines(page, now),
    ...view.troubled.map((portal) => textLineOf(portal, now)),
  ];
  return fitMessage(lines, (room) => renderBlocks(view, room));
}

interface View {
  readonly input: AnswerInput;
  readonly verdict: Verdict;
  readonly leaving: Leaving;
  readonly page: Page<LeavingRow>;
  /** Portals with a problem other than what this answer is about. */
  readonly troubled: readonly PortalVerdict[];
}

function troubledOf({ portals }: Verdict): PortalVerdict[] {
  const troubles: readonly Finding['kind'][] = ['cannot-read', 'no-backups'];
  return portals.filter(
    ({ reading, findings }) =>
      reading.histories.length === 0 ||
      findings.some((finding) => troubles.includes(finding.kind) || isAllExpired(finding)),
  );
}

function renderBlocks(view: View, room: Room): KnownBlock[] {
  const { input, page, troubled, verdict } = view;
  const shown = troubled.slice(0, room.portals);
  const hidden = troubled.slice(shown.length);
  return [
    header(titleOf(view, portalName.plain)),
    ...context(factsOf(view)),
    ...divided([
      ...renderLeaving(page, verdict.portals.length > 1, input.now),
      ...shown.map((portal) => portalBlock(portal, input.now, 'nothing')),
      ...(hidden.length > 0 ? [richText([moreLine(hidden, room.names)])] : []),
    ]),
    ...renderButtons(view),
  ];
}

/** Never green while a portal could hide something: see `severityOf`. */
function titleOf(view: View, name: NameStyle): string {
  const { input, leaving, verdict } = view;
  const { portal, storage } = input.query;
  const { rows, when, unknown } = leaving;
  const isAllKnown = unknown === 0 && !verdict.portals.some(isUnread);
  const [first = '', ...rest] = [
    ...(portal === undefined ? [] : [name(portal)]),
    ...(storage === undefined ? [] : [onlyWords(storage)]),
    rows.length > 0
      ? `${expireWords(rows.map(({ backup }) => backup))} ${when}`
      : nothingExpiresWords(when, isAllKnown),
    ...unknownExpiryFact(unknown),
    ...troubleWords(view),
  ];
  const capital = portal === undefined ? capitalise(first) : first;
  return `${emojiBySeverity[severityOf(view)]} ${[capital, ...rest].join(' · ')}`;
}

/** Of one portal that was named, its block below tells more; only that all has expired must stand beside "nothing". */
function troubleWords({ input, verdict: { portals } }: View): string[] {
  if (input.query.portal === undefined) return [...allExpiredWords(portals), ...unreadWords(portals)];
  const expired = portals.flatMap(({ findings }) => findings).filter(isAllExpired);
  return [...new Set(expired.map((finding) => describeFinding(finding, input.now).sentence))];
}

function severityOf({ verdict, troubled, leaving }: View): Severity {
  const isProblem = leaving.rows.length > 0 && verdict.severity === 'problem';
  if (isProblem || troubled.some(({ severity }) => severity === 'problem')) return 'problem';
  if (leaving.rows.length > 0) return 'attention';
  const { portals } = verdict;
  const isKnown = leaving.unknown === 0 && troubled.length === 0 && !portals.some(isUnread);
  const isSeen = portals.length > 0 && portals.every(({ reading }) => hasBackups(reading));
  return isKnown && isSeen ? 'fine' : 'unknown';
}

function factsOf({ input, leaving, page, verdict }: View): string[] {
  const { searched } = leaving;
  const found = searched.length === 0 ? [] : [countBackups(searched)];
  const looked = input.query.storage === undefined ? totalFact(verdict) : found;
  return [
    ...scopeFact(input.query),
    ...looked.map((fact) => `looked at ${fact}`),
    ...dumplessWords(verdict.portals),
    ...pageWords(page),
    ...readFact(input.readings, input.now, input.audience),
  ];
}

const pagingLabels = { back: 'Sooner', on: 'Later' };

function renderButtons({ input, page }: View): KnownBlock[] {
  const { query, audience, portalNames } = input;
  const buttons = answerButtons(query, audience);
  if (audience === 'channel') return actions(buttons);
  const all = portalNames.length > 1 ? [allPortalsButton()] : [];
  return actions([
    ...pagingButtons(query, page, pagingLabels),
    ...unfilterButtons(query),
    ...buttons,
    ...all,
  ]);
}
