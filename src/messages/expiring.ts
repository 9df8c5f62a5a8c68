import type { KnownBlock } from '@slack/types';
import type { Severity } from '../backups/finding.ts';
import { assessReadings, type PortalVerdict, type Verdict } from '../backups/verdict.ts';
import { allPortalsButton, answerButtons, pagingButtons, unfilterButtons } from './answer-buttons.ts';
import type { AnswerInput } from './answer-input.ts';
import { actions, context, divided, header } from './blocks.ts';
import { fitBlocks, joinLines, type Room } from './budget.ts';
import { capitalise, counted, expireWords } from './counts.ts';
import {
  findLeaving,
  type Leaving,
  type LeavingRow,
  leavingTextLines,
  renderLeaving,
} from './expiring-list.ts';
import { isAnyRead, onlyWords, readFact, scopeFact, totalFact } from './facts.ts';
import { textLineOf } from './headline.ts';
import { messageLimits, pageSizes } from './limits.ts';
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
  return {
    text: joinLines(lines, messageLimits.text),
    blocks: fitBlocks((room) => renderBlocks(view, room)),
  };
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
  return portals.filter(
    (portal) => isUnread(portal) || portal.findings.some(({ kind }) => kind === 'no-backups'),
  );
}

function renderBlocks(view: View, room: Room): KnownBlock[] {
  const { input, page, troubled, verdict } = view;
  const shown = troubled.slice(0, room.portals);
  const hidden = troubled.slice(shown.length).map(({ reading }) => reading.portal.name);
  return [
    header(titleOf(view, portalName.plain)),
    ...context(factsOf(view)),
    ...divided([
      ...renderLeaving(page, verdict.portals.length > 1, input.now),
      ...shown.map((portal) => portalBlock(portal, input.now, 0)),
      ...(hidden.length > 0 ? [richText([moreLine(hidden, 'with problems', room.names)])] : []),
    ]),
    ...renderButtons(view),
  ];
}

/** Never green while a portal could hide something: see `severityOf`. */
function titleOf(view: View, name: NameStyle): string {
  const { input, leaving, verdict } = view;
  const { portal, storage } = input.query;
  const { rows, when, unknown } = leaving;
  const unread = verdict.portals.filter(isUnread).length;
  const nothing = unread > 0 ? 'nothing known to expire' : 'nothing expires';
  const words = [
    portal === undefined ? '' : name(portal),
    storage === undefined ? '' : onlyWords(storage),
    rows.length > 0 ? `${expireWords(rows.map(({ backup }) => backup))} ${when}` : `${nothing} ${when}`,
    unknown > 0 ? `${unknown.toLocaleString('en')} with unknown expiry` : '',
    portal === undefined && unread > 0 ? `${counted(unread, 'portal')} can’t be read` : '',
  ].filter((part) => part !== '');
  const [first = '', ...rest] = words;
  const capital = portal === undefined ? capitalise(first) : first;
  return `${emojiBySeverity[severityOf(view)]} ${[capital, ...rest].join(' · ')}`;
}

function severityOf({ verdict, troubled, leaving }: View): Severity {
  const isProblem = leaving.rows.length > 0 && verdict.severity === 'problem';
  if (isProblem || troubled.some(({ severity }) => severity === 'problem')) return 'problem';
  if (leaving.rows.length > 0) return 'attention';
  const isKnown = leaving.unknown === 0 && troubled.length === 0 && verdict.portals.length > 0;
  return isKnown ? 'fine' : 'unknown';
}

/** Whether some list of the portal could not be read, so that it may hide something. */
function isUnread(portal: PortalVerdict): boolean {
  return !isAnyRead(portal) || portal.findings.some(({ kind }) => kind === 'cannot-read');
}

function factsOf({ input, leaving, page, verdict }: View): string[] {
  const looked =
    input.query.storage === undefined ? totalFact(verdict) : [counted(leaving.searched, 'backup')];
  return [
    ...scopeFact(input.query),
    ...looked.map((fact) => `looked at ${fact}`),
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
