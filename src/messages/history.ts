import type { KnownBlock, RichTextBlock, RichTextSection } from '@slack/types';
import { type Backup, pickNewest } from '../backups/backup.ts';
import { isAnyRead, isIncomplete } from '../backups/reading.ts';
import type { PortalSelection } from '../backups/select.ts';
import { actions, context, divided, header, urlButton } from './kit/blocks.ts';
import { fitMessage } from './kit/budget.ts';
import { capitalise, quoteMrkdwn } from './kit/clean-text.ts';
import { pageSizes } from './kit/limits.ts';
import type { Message } from './kit/message.ts';
import { type Page, pageFrom, pageWords } from './kit/page-of.ts';
import { bold, bulletList, line, plain, richText } from './kit/rich-text.ts';
import {
  type AnswerContext,
  allPortalsButton,
  answerButtons,
  pagingButtons,
  unfilterButtons,
} from './parts/answer-buttons.ts';
import {
  ageWords,
  expiredWords,
  fileNameOf,
  findSharedFacts,
  keptRow,
  leavingRow,
  oddExpiryWords,
  sharedHeading,
} from './parts/backup-row.ts';
import { findingLines, remedyLines } from './parts/portal-block.ts';
import { pickBlockId, portalSelect } from './parts/portal-select.ts';
import { backupNoun, countBackups } from './words/counts.ts';
import { inWords, windowWords } from './words/durations.ts';
import { onlyWords, readFact, scopeFact, shareWords, summaryFacts, whereWords } from './words/facts.ts';
import { describeFinding } from './words/findings.ts';
import { headlineOfOne } from './words/headline.ts';
import { type NameStyle, pageUrl, portalName } from './words/portals.ts';
import { emojiBySeverity } from './words/severities.ts';
import { placeWords } from './words/storages.ts';

/** One portal: its verdict, what is wrong with it, what expires soon, and all its other backups page by page. */
export function renderHistory(selection: PortalSelection, answer: AnswerContext): Message {
  const page = pageOfHistory(selection);
  const view: View = { selection, answer, page, facts: factsOf(selection, answer, page) };
  const lines = [
    titleOf(view, portalName.mrkdwn),
    view.facts.join(' · '),
    ...page.items.map((row) => textLineOf(row, answer.now)),
  ];
  return fitMessage(lines, () => renderBlocks(view));
}

type Fate = 'leaving' | 'staying' | 'expired';

/** One row of a history. */
interface HistoryRow {
  readonly backup: Backup;
  readonly fate: Fate;
}

interface View {
  readonly selection: PortalSelection;
  readonly answer: AnswerContext;
  readonly page: Page<HistoryRow>;
  readonly facts: readonly string[];
}

/** What expires soon first, soonest on top; then what stays, newest on top; what has expired comes last. */
function pageOfHistory({ leaving, staying, expired, matching, query }: PortalSelection): Page<HistoryRow> {
  const rows = (backups: readonly Backup[], fate: Fate) => backups.map((backup) => ({ backup, fate }));
  const newest = (backups: readonly Backup[], count: number) => pickNewest(backups, Math.max(0, count));
  const first = (count: number) => [
    ...rows(leaving, 'leaving'),
    ...rows(newest(staying, count - leaving.length), 'staying'),
    ...rows(newest(expired, count - leaving.length - staying.length), 'expired'),
  ];
  return pageFrom({ total: matching.length, asked: query.page, size: pageSizes.backups, first });
}

function factsOf(
  { query, matching, verdict }: PortalSelection,
  { now, audience }: AnswerContext,
  page: Page<unknown>,
): string[] {
  const readAt = readFact([verdict], now, audience);
  if (!isAnyRead(verdict.reading)) return [...scopeFact(query), 'its backups are unknown', ...readAt];
  // With a storage filter the title already has the count.
  const count = matching.length > 0 && query.storage === undefined ? [countBackups(matching)] : [];
  return [...scopeFact(query), ...count, ...summaryFacts(matching, now), ...pageWords(page), ...readAt];
}

function renderBlocks(view: View): KnownBlock[] {
  const lines = [...verdictLines(view), ...emptyLines(view)];
  return [
    header(titleOf(view, portalName.plain)),
    ...context(view.facts),
    ...divided([...(lines.length > 0 ? [richText(lines)] : []), ...renderRows(view)]),
    ...renderButtons(view),
  ];
}

/** With a storage filter the title is about that storage only; the verdict on the whole portal follows below. */
function titleOf({ selection, answer }: View, name: NameStyle): string {
  const { query, verdict, matching, all, severity } = selection;
  const { reading } = verdict;
  if (query.storage === undefined || !isAnyRead(reading)) return headlineOfOne(verdict, answer.now, name);
  const isMissing = isIncomplete(reading);
  const isNone = all.length === 0 && !isMissing;
  const count = isNone ? `no ${backupNoun(query.scope === 'dumps')}s` : shareWords(matching, all, isMissing);
  return `${emojiBySeverity[severity]} ${name(reading.portal.name)} · ${onlyWords(query.storage)} · ${count}`;
}

function verdictLines({ selection, answer: { now } }: View): RichTextSection[] {
  const { findings, reading } = selection.verdict;
  const [first, ...others] = findings;
  if (first === undefined) return [];
  if (isAnyRead(reading) && selection.query.storage !== undefined) {
    const sentences = findings.map((finding) => describeFinding(finding, now).sentence);
    return [line(bold('The whole portal'), plain(` · ${sentences.join(' · ')}`))];
  }
  return others.length === 0
    ? remedyLines(first, reading, now)
    : findings.flatMap((finding) => findingLines(finding, reading, now));
}

function emptyLines({ selection: { query, verdict, matching, all } }: View): RichTextSection[] {
  if (matching.length > 0 || all.length === 0 || query.storage === undefined) return [];
  const none = isIncomplete(verdict.reading) ? 'None known' : 'Nothing';
  return [line(plain(`${none} ${placeWords({ kind: query.storage })}. Elsewhere: ${whereWords(all)}.`))];
}

/** The page as up to three lists, each below a heading with what its rows have in common. */
function renderRows({ selection, answer: { now }, page }: View): RichTextBlock[] {
  const { expiringWithinMs } = selection.verdict.reading.portal.policy;
  const [leaving, staying, expired] = (['leaving', 'staying', 'expired'] as const).map((fate) => {
    const backups = page.items.filter((row) => row.fate === fate).map(({ backup }) => backup);
    return { backups, shared: findSharedFacts(backups) };
  });
  const shown = { portal: undefined, age: true };
  return [
    ...list(leaving, `Expires within ${windowWords(expiringWithinMs)}`, (backup, shared) =>
      leavingRow(backup, shared, now, shown),
    ),
    ...list(staying, staying?.shared.neverExpires ? 'Kept until removed' : 'Newest first', (backup, shared) =>
      keptRow(backup, shared, now),
    ),
    ...list(expired, capitalise(expiredWords), (backup, shared) =>
      keptRow(backup, { ...shared, neverExpires: true }, now),
    ),
  ];
}

type RowsAlike = { readonly backups: readonly Backup[]; readonly shared: ReturnType<typeof findSharedFacts> };

function list(
  rows: RowsAlike | undefined,
  title: string,
  render: (backup: Backup, shared: RowsAlike['shared']) => RichTextSection,
): RichTextBlock[] {
  if (rows === undefined) return [];
  return bulletList(
    sharedHeading(title, rows.shared),
    rows.backups.map((backup) => render(backup, rows.shared)),
  );
}

/** A row as mrkdwn, for notifications and screen readers. */
function textLineOf({ backup, fate }: HistoryRow, now: Date): string {
  const file = quoteMrkdwn(fileNameOf(backup));
  const { createdAt, expiry } = backup;
  if (fate === 'leaving' && expiry.kind === 'at')
    return `${file} · expires ${inWords(expiry.at.getTime() - now.getTime())}`;
  const odd = oddExpiryWords(expiry, now);
  return [file, ageWords(createdAt, now), ...(odd === undefined ? [] : [odd])].join(' · ');
}

const pagingLabels = { back: 'Newer', on: 'Older' };

function renderButtons({ selection, answer, page }: View): KnownBlock[] {
  const { query, verdict } = selection;
  const { portal } = verdict.reading;
  const url = pageUrl(portal, 'data-backup');
  const open = url === undefined ? undefined : urlButton('Open portal', url);
  const buttons = answerButtons(query, answer.audience);
  if (answer.audience === 'channel') return actions([...buttons, open]);
  const paging = [...pagingButtons(query, page, pagingLabels), ...unfilterButtons(query)];
  if (answer.portalNames.length < 2) return actions([...paging, ...buttons, open]);
  const others = answer.portalNames.filter((name) => name !== portal.name);
  const choices = others.map((name) => ({ name, label: portalName.plain(name) }));
  const select = portalSelect('Another portal', choices, query);
  const rest = actions([select, allPortalsButton(), ...buttons, open], pickBlockId(query, answer.now));
  return [...actions(paging), ...rest];
}
