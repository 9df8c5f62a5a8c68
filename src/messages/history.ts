import type { KnownBlock, RichTextBlock, RichTextSection } from '@slack/types';
import { type Backup, pickNewest, type StorageKind } from '../backups/backup.ts';
import { type Finding, leavingOf } from '../backups/finding.ts';
import { assessReach } from '../backups/reach.ts';
import { isAnyRead, isIncomplete } from '../backups/reading.ts';
import type { PortalSelection } from '../backups/select.ts';
import { isSnoozable } from '../backups/snooze.ts';
import { context, header } from './kit/blocks.ts';
import { fitMessage } from './kit/budget.ts';
import { pageSizes } from './kit/limits.ts';
import type { Message } from './kit/message.ts';
import { linesAsMrkdwn } from './kit/mrkdwn.ts';
import { type Page, pageFrom, pageWords } from './kit/page-of.ts';
import { bold, bullets, line, plain, quote, richText } from './kit/rich-text.ts';
import { type AnswerContext, listButtons, openRarely, snoozeRarely } from './parts/answer-buttons.ts';
import { findSharedFacts, keptRow, lastBackups, leavingRow, sharedHeading } from './parts/backup-row.ts';
import { lostRows } from './parts/lost-rows.ts';
import { nextLine } from './parts/portal-item.ts';
import { sharedByBlock, sharedByFacts } from './parts/shared-by.ts';
import { snoozedLine } from './parts/snoozed-lines.ts';
import { countBackups } from './words/counts.ts';
import { oddFact, onlyWords, scopeFact, shareWords, storedWords, whereWords } from './words/facts.ts';
import { describeFinding, type FindingWords, standAlone } from './words/findings.ts';
import { headlineOfOne, snoozedFact, titleSentences } from './words/headline.ts';
import { type NameStyle, pageUrl, portalName } from './words/portals.ts';
import { reachFacts } from './words/reach.ts';
import { readingFacts } from './words/read-facts.ts';
import { emojiBySeverity } from './words/severities.ts';
import { placeWords } from './words/storages.ts';
import { type Telling, tellingFor } from './words/telling.ts';

/** One portal: its verdict, what to do, what expires soon, and all its other backups page by page. */
export function renderHistory(selection: PortalSelection, answer: AnswerContext): Message {
  const telling = tellingFor(answer.audience, answer.now);
  const view: View = { selection, answer, telling, page: pageOfHistory(selection) };
  // A history may be long, so both forms of the message share what was found in it.
  const body: Body = {
    facts: factsOf(view),
    lines: [...verdictLines(view), ...snoozedLines(view), ...emptyLines(view)],
    lists: [...listsOf(view), ...lostList(view)],
  };
  const lines = [
    titleOf(view, portalName.mrkdwn),
    body.facts.join(' · '),
    ...body.lines.map((row) => linesAsMrkdwn([row])),
    ...body.lists.flatMap(({ heading, rows }) => [heading, ...rows].map((row) => linesAsMrkdwn([row]))),
    ...sharedByFacts(answer.sharedBy),
  ];
  return fitMessage(lines, () => renderBlocks(view, body));
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
  readonly telling: Telling;
  readonly page: Page<HistoryRow>;
}

interface Body {
  readonly facts: readonly string[];
  readonly lines: readonly RichTextSection[];
  readonly lists: readonly List[];
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

function renderBlocks(view: View, { facts, lines, lists }: Body): KnownBlock[] {
  return [
    header(titleOf(view, portalName.plain)),
    ...context(facts),
    ...(lines.length > 0 ? [richText(lines)] : []),
    ...renderLists(lists),
    ...renderButtons(view),
    ...sharedByBlock(view.answer.sharedBy),
  ];
}

/**
 * With a storage filter the title is about that storage only, and the verdict on the whole portal follows below. Where
 * nothing is stored anywhere, why not is the answer.
 */
function titleOf({ selection, telling }: View, name: NameStyle): string {
  const { verdict, matching, counts, all, severity } = selection;
  const { reading } = verdict;
  const storage = shownStorage(selection);
  if (storage === undefined) return headlineOfOne(verdict, telling, name);
  const share = shareWords(matching, all, isIncomplete(reading));
  const said = [name(reading.portal.name), onlyWords(storage), share, ...storedWords(counts)];
  const words = [...said, ...snoozedFact([verdict])];
  return `${emojiBySeverity[severity]} ${words.join(' · ')}`;
}

/** The storage that the message is about, if it is about one. */
function shownStorage({ query, all }: PortalSelection): StorageKind | undefined {
  return all.length > 0 ? query.storage : undefined;
}

function factsOf({ selection, telling, page }: View): string[] {
  const { query, matching, all, verdict } = selection;
  const { reading } = verdict;
  const readAt = readingFacts([verdict], telling);
  const only = query.storage !== undefined && all.length === 0 ? [onlyWords(query.storage)] : [];
  const asked = [...scopeFact(query), ...only];
  if (!isAnyRead(reading)) return [...asked, 'its backups are unknown', ...readAt];
  const uncounted = uncountedOf(selection);
  const count = uncounted.length > 0 ? [countBackups(uncounted)] : [];
  const reach =
    matching.length === 0
      ? []
      : reachFacts(assessReach(matching, isIncomplete(reading), telling.now), telling);
  return [...asked, ...count, ...reach, ...pageWords(page), ...readAt];
}

/** What the title has not counted: with a storage filter it counts all, otherwise the lists of which some expire. */
function uncountedOf({ query, matching, verdict }: PortalSelection): readonly Backup[] {
  if (query.storage !== undefined) return [];
  const counted = new Set(
    verdict.findings.filter((each) => leavingOf(each).length > 0).map(({ part }) => part),
  );
  return counted.size === 0 ? matching : matching.filter(({ dump }) => !counted.has(dump ? 'dumps' : 'own'));
}

/** What to do. The title has said what is wrong; what it has no room for, or needs a next step, has a line each. */
function verdictLines({ selection, telling }: View): RichTextSection[] {
  const { findings, reading } = selection.verdict;
  const [first, ...others] = findings;
  if (first === undefined) return [];
  if (shownStorage(selection) !== undefined) {
    const sentences = findings.map((finding) => describeFinding(finding, telling).sentence);
    return [line(bold('The whole portal'), plain(` · ${sentences.join(' · ')}`))];
  }
  if (others.length === 0) return nextLine(wordsBesideRows(first, telling), reading.portal);
  return findings.flatMap((finding, index) => {
    const words = wordsBesideRows(finding, telling);
    const next = nextLine(words, reading.portal).flatMap(({ elements }) => [plain(' '), ...elements]);
    const isSaid = next.length === 0 && index < titleSentences;
    return isSaid ? [] : [line(bold(standAlone(words.sentence)), ...next)];
  });
}

function snoozedLines({ selection: { verdict }, telling }: View): RichTextSection[] {
  return verdict.snoozed.map((each) => snoozedLine(each, telling));
}

/** The rows below tell when something expires, and what stays. */
function wordsBesideRows(finding: Finding, telling: Telling): FindingWords {
  const words = describeFinding(finding, telling);
  return leavingOf(finding).length > 0 ? { ...words, next: [] } : words;
}

function emptyLines({ selection: { query, verdict, matching, all } }: View): RichTextSection[] {
  if (matching.length > 0 || all.length === 0 || query.storage === undefined) return [];
  const none = isIncomplete(verdict.reading) ? 'None known' : 'Nothing';
  return [line(plain(`${none} ${placeWords({ kind: query.storage })}. Elsewhere: ${whereWords(all)}.`))];
}

interface List {
  readonly fate: Fate | 'lost';
  readonly heading: RichTextSection;
  readonly rows: readonly RichTextSection[];
}

/** The page as up to three lists, each below a heading with what its rows have in common. */
function listsOf({ selection, telling, page }: View): List[] {
  const { query, verdict } = selection;
  const last = lastBackups([verdict]);
  return (['leaving', 'staying', 'expired'] as const).flatMap((fate) => {
    const backups = page.items.filter((row) => row.fate === fate).map(({ backup }) => backup);
    if (backups.length === 0) return [];
    const found = findSharedFacts(backups);
    const heading = headingOf(fate, backups);
    const shared = heading === expiryUnknown || fate === 'expired' ? { ...found, neverExpires: true } : found;
    const style = { ...telling, shared, files: query.files };
    const rows = backups.map((backup) =>
      fate === 'leaving' ? leavingRow(backup, style, { isLast: last.has(backup) }) : keptRow(backup, style),
    );
    const until = fate === 'staying' && found.neverExpires ? ['until removed'] : [];
    return [{ fate, heading: sharedHeading(heading, shared, ...until, ...oddFact(backups)), rows }];
  });
}

/** On the first page, for these are not among those that the pages count. */
function lostList({ selection: { query, verdict }, telling, page }: View): List[] {
  if (page.number > 1) return [];
  const lists = lostRows(verdict.findings, { ...telling, files: query.files }, query.storage);
  return lists.map((list) => ({ fate: 'lost', ...list }));
}

const expiryUnknown = 'Expiry unknown';

/** A heading never says of a backup that it is kept when that is not known. */
function headingOf(fate: Fate, backups: readonly Backup[]): string {
  if (fate === 'leaving') return 'Expiring soon';
  if (fate === 'expired') return 'Expired, still listed';
  const unknown = backups.filter(({ expiry }) => expiry.kind === 'unknown').length;
  if (unknown === 0) return 'Kept';
  return unknown === backups.length ? expiryUnknown : 'Kept, or expiry unknown';
}

function renderLists(lists: readonly List[]): RichTextBlock[] {
  return lists.map(({ fate, heading, rows }) =>
    richText([heading], fate === 'leaving' ? quote(rows) : bullets(rows)),
  );
}

const pagingLabels = { back: 'Newer', on: 'Older' };

function renderButtons({ selection, answer, page }: View): KnownBlock[] {
  const { query, verdict } = selection;
  const url = pageUrl(verdict.reading.portal, 'portal');
  const open = url === undefined ? [] : [openRarely('Open the portal ↗', url)];
  const canSnooze = verdict.snoozed.length > 0 || verdict.findings.some(isSnoozable);
  const snooze = canSnooze ? snoozeRarely(verdict.reading.portal.name) : [];
  return listButtons(query, page, pagingLabels, answer, [...snooze, ...open]);
}
