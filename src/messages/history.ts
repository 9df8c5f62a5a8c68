import type { KnownBlock, RichTextSection } from '@slack/types';
import type { Backup } from '../backups/backup.ts';
import { backupsOf, type Reading } from '../backups/reading.ts';
import { assessReading, type PortalVerdict } from '../backups/verdict.ts';
import { allPortalsButton, answerButtons, pagingButtons, unfilterButtons } from './answer-buttons.ts';
import type { AnswerInput } from './answer-input.ts';
import { actions, context, divided, header, urlButton } from './blocks.ts';
import { fitMessage, type Room } from './budget.ts';
import { backupNoun, countBackups } from './counts.ts';
import {
  isAnyRead,
  isUnread,
  onlyWords,
  readFact,
  scopeFact,
  shareWords,
  summaryFacts,
  whereWords,
} from './facts.ts';
import { describeFinding, findingsToTell } from './finding-words.ts';
import { headlineOfOne } from './headline.ts';
import { type HistoryRow, historyTextLines, pageOfHistory, renderHistoryRows } from './history-list.ts';
import type { Message } from './message.ts';
import { type Page, pageWords } from './page-of.ts';
import { cureLines, findingLines } from './portal-block.ts';
import { type NameStyle, pageUrl, portalName } from './portal-pages.ts';
import { portalSelect } from './portal-select.ts';
import { bold, line, plain, richText } from './rich-text.ts';
import { emojiBySeverity } from './severity-words.ts';
import { storageKindWords } from './storage-words.ts';

/** One portal: its verdict, what is wrong with it, what leaves soon, and all its other backups page by page. */
export function renderHistory(input: AnswerInput, reading: Reading): Message {
  const { now, query } = input;
  const verdict = assessReading(reading, now);
  const all = backupsOf(verdict.reading);
  const matching =
    query.storage === undefined ? all : all.filter(({ storage }) => storage.kind === query.storage);
  const { expiringWithinMs } = reading.portal.policy;
  const page = pageOfHistory(matching, { withinMs: expiringWithinMs, now }, query.page);
  const isRead = isAnyRead(verdict);
  // With a storage filter the title has counted them already.
  const count = matching.length > 0 && query.storage === undefined ? [countBackups(matching)] : [];
  const readFacts = [
    ...count,
    ...summaryFacts(matching, now),
    ...pageWords(page),
    ...readFact([verdict.reading], now, input.audience),
  ];
  const view: View = {
    input,
    verdict,
    isRead,
    all,
    matching,
    facts: [...scopeFact(query), ...(isRead ? readFacts : ['its backups are unknown'])],
    elsewhere: matching.length === 0 ? whereWords(all) : '',
    page,
  };
  const lines = [
    titleOf(view, portalName.mrkdwn),
    view.facts.join(' · '),
    ...historyTextLines(view.page, now),
  ];
  return fitMessage(lines, (room) => renderBlocks(view, room));
}

interface View {
  readonly input: AnswerInput;
  readonly verdict: PortalVerdict;
  /** Whether any list could be read, so that counts mean something. */
  readonly isRead: boolean;
  readonly all: readonly Backup[];
  readonly matching: readonly Backup[];
  readonly facts: readonly string[];
  /** Where the portal's backups are when none is where the query looks. */
  readonly elsewhere: string;
  readonly page: Page<HistoryRow>;
}

function renderBlocks(view: View, room: Room): KnownBlock[] {
  const { input, verdict, page } = view;
  const { expiringWithinMs } = verdict.reading.portal.policy;
  const lines = [...verdictLines(view), ...emptyLines(view)];
  return [
    header(titleOf(view, portalName.plain)),
    ...context(view.facts),
    ...divided([
      ...(lines.length > 0 ? [richText(lines)] : []),
      ...renderHistoryRows(page, expiringWithinMs, input.now),
    ]),
    ...renderButtons(view, room),
  ];
}

/** With a storage filter the title counts what was asked for; the portal's verdict keeps its colour and follows below. */
function titleOf({ input, verdict, isRead, matching, all }: View, name: NameStyle): string {
  const { storage, scope } = input.query;
  if (storage === undefined || !isRead) return headlineOfOne(verdict, input.now, name);
  const isMissing = isUnread(verdict);
  const isNone = all.length === 0 && !isMissing;
  const count = isNone ? `no ${backupNoun(scope === 'dumps')}s` : shareWords(matching, all, isMissing);
  return `${emojiBySeverity[verdict.severity]} ${name(verdict.reading.portal.name)} · ${onlyWords(storage)} · ${count}`;
}

function verdictLines({ input, verdict, isRead }: View): RichTextSection[] {
  const { reading } = verdict;
  const findings = findingsToTell(verdict.findings, input.now);
  const [first] = findings;
  if (isRead && input.query.storage !== undefined) {
    const sentences = findings.map((finding) => describeFinding(finding, input.now).sentence);
    return findings.length === 0
      ? []
      : [line(bold('The whole portal'), plain(` · ${sentences.join(' · ')}`))];
  }
  return findings.length === 1 && first !== undefined
    ? cureLines(first, reading, input.now)
    : findings.flatMap((finding) => findingLines(finding, reading, input.now));
}

function emptyLines({ input, verdict, elsewhere, matching, all }: View): RichTextSection[] {
  const { storage } = input.query;
  if (matching.length > 0 || all.length === 0 || storage === undefined) return [];
  const none = isUnread(verdict) ? 'None known' : 'Nothing';
  return [line(plain(`${none} in ${storageKindWords(storage)}. Elsewhere: ${elsewhere}.`))];
}

const pagingLabels = { back: 'Newer', on: 'Older' };

function renderButtons({ input, verdict, page }: View, room: Room): KnownBlock[] {
  const { query, audience, portalNames } = input;
  const { portal } = verdict.reading;
  const url = pageUrl(portal, 'data-backup');
  const open = url === undefined ? undefined : urlButton('Open portal', url);
  const buttons = answerButtons(query, audience);
  if (audience === 'channel') return actions([...buttons, open]);
  const paging = [...pagingButtons(query, page, pagingLabels), ...unfilterButtons(query)];
  if (portalNames.length < 2) return actions([...paging, ...buttons, open]);
  const others = portalNames.filter((name) => name !== portal.name);
  const choices = others.map((name) => ({ name, label: portalName.plain(name) }));
  const select = portalSelect('Another portal', choices, query, room.options);
  return [...actions(paging), ...actions([select, allPortalsButton(), ...buttons, open])];
}
