import type { KnownBlock, RichTextBlock } from '@slack/types';
import type { ExpiringSelection, OwnedBackup } from '../backups/select.ts';
import { actions, context, divided, header } from './kit/blocks.ts';
import { fitMessage, type Room } from './kit/budget.ts';
import { capitalise, quoteMrkdwn } from './kit/clean-text.ts';
import { pageSizes } from './kit/limits.ts';
import type { Message } from './kit/message.ts';
import { type Page, pageOf, pageWords } from './kit/page-of.ts';
import { bulletList, richText } from './kit/rich-text.ts';
import {
  type AnswerContext,
  allPortalsButton,
  answerButtons,
  pagingButtons,
  unfilterButtons,
} from './parts/answer-buttons.ts';
import { fileNameOf, findSharedFacts, leavingRow, sharedHeading } from './parts/backup-row.ts';
import { moreLine } from './parts/name-line.ts';
import { portalBlock } from './parts/portal-block.ts';
import { countBackups, expireWords } from './words/counts.ts';
import { inWords, whenWords } from './words/durations.ts';
import {
  allExpiredWords,
  dumplessWords,
  nothingExpiresWords,
  onlyWords,
  readFact,
  scopeFact,
  totalFact,
  unknownExpiryFact,
  unreadWords,
} from './words/facts.ts';
import { describeFinding } from './words/findings.ts';
import { textLineOf } from './words/headline.ts';
import { type NameStyle, portalName } from './words/portals.ts';
import { emojiBySeverity } from './words/severities.ts';

/** What expires within the window, soonest first, in all portals asked; and which portals may have more. */
export function renderExpiring(selection: ExpiringSelection, answer: AnswerContext): Message {
  const page = pageOf(selection.leaving, selection.query.page, pageSizes.backups);
  const view: View = { selection, answer, page };
  const lines = [
    titleOf(view, portalName.mrkdwn),
    ...page.items.map((row) => rowAsText(row, answer.now)),
    ...selection.troubled.map((portal) => textLineOf(portal, answer.now)),
  ];
  return fitMessage(lines, (room) => renderBlocks(view, room));
}

interface View {
  readonly selection: ExpiringSelection;
  readonly answer: AnswerContext;
  readonly page: Page<OwnedBackup>;
}

function renderBlocks(view: View, room: Room): KnownBlock[] {
  const { selection, answer } = view;
  const shown = selection.troubled.slice(0, room.portals);
  const hidden = selection.troubled.slice(shown.length);
  return [
    header(titleOf(view, portalName.plain)),
    ...context(factsOf(view)),
    ...divided([
      ...renderLeaving(view),
      ...shown.map((portal) => portalBlock(portal, answer.now, 'nothing')),
      ...(hidden.length > 0 ? [richText([moreLine(hidden, room.names)])] : []),
    ]),
    ...renderButtons(view),
  ];
}

function titleOf({ selection, answer }: View, name: NameStyle): string {
  const { query, leaving, severity, unknownCount, isAllKnown, windowsMs } = selection;
  const { portal, storage } = query;
  const when = whenWords(windowsMs);
  const [first = '', ...rest] = [
    ...(portal === undefined ? [] : [name(portal)]),
    ...(storage === undefined ? [] : [onlyWords(storage)]),
    leaving.length > 0
      ? `${expireWords(leaving.map(({ backup }) => backup))} ${when}`
      : nothingExpiresWords(when, isAllKnown),
    ...unknownExpiryFact(unknownCount),
    ...troubleWords(selection, answer.now),
  ];
  const capital = portal === undefined ? capitalise(first) : first;
  return `${emojiBySeverity[severity]} ${[capital, ...rest].join(' · ')}`;
}

/** For a named portal the block below says more; here, "nothing" only needs the addition that all has expired. */
function troubleWords({ query, verdict: { portals } }: ExpiringSelection, now: Date): string[] {
  if (query.portal === undefined) return [...allExpiredWords(portals), ...unreadWords(portals)];
  const expired = portals.flatMap(({ findings }) => findings).filter(({ kind }) => kind === 'all-expired');
  return [...new Set(expired.map((finding) => describeFinding(finding, now).sentence))];
}

function factsOf({ selection, answer, page }: View): string[] {
  const { query, searched, verdict } = selection;
  const found = searched.length === 0 ? [] : [countBackups(searched)];
  const looked = query.storage === undefined ? totalFact(verdict) : found;
  return [
    ...scopeFact(query),
    ...looked.map((fact) => `looked at ${fact}`),
    ...hiddenFact(selection),
    ...dumplessWords(verdict.portals),
    ...pageWords(page),
    ...readFact(verdict.portals, answer.now, answer.audience),
  ];
}

/** What a storage filter hides must not look as if it were kept. */
function hiddenFact({ hiddenCount, leaving }: ExpiringSelection): string[] {
  if (hiddenCount === 0) return [];
  const more = leaving.length === 0 ? '' : ' more';
  const expire = hiddenCount === 1 ? 'expires' : 'expire';
  return [`${hiddenCount.toLocaleString('en')}${more} ${expire} in other storages`];
}

/** One page of what expires. Rows name their portal when there are several. */
function renderLeaving({ selection, answer, page }: View): RichTextBlock[] {
  const isOfSeveral = selection.verdict.portals.length > 1;
  const shared = findSharedFacts(page.items.map(({ backup }) => backup));
  const items = page.items.map(({ backup, portal }) =>
    leavingRow(backup, shared, answer.now, { portal: isOfSeveral ? portal : undefined, age: !isOfSeveral }),
  );
  return bulletList(sharedHeading('Soonest first', shared), items);
}

function rowAsText({ backup, portal }: OwnedBackup, now: Date): string {
  const left = backup.expiry.kind === 'at' ? inWords(backup.expiry.at.getTime() - now.getTime()) : '';
  return `${left} · ${portalName.mrkdwn(portal)} · ${quoteMrkdwn(fileNameOf(backup))}`;
}

const pagingLabels = { back: 'Sooner', on: 'Later' };

function renderButtons({ selection: { query }, answer, page }: View): KnownBlock[] {
  const buttons = answerButtons(query, answer.audience);
  if (answer.audience === 'channel') return actions(buttons);
  const all = answer.portalNames.length > 1 ? [allPortalsButton()] : [];
  return actions([
    ...pagingButtons(query, page, pagingLabels),
    ...unfilterButtons(query),
    ...buttons,
    ...all,
  ]);
}
