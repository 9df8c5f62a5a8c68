import type { ActionsBlock, KnownBlock, RichTextSection } from '@slack/types';
import { isWorrying, leavingOf } from '../backups/finding.ts';
import { everything } from '../backups/query.ts';
import { backupsOf, isIncomplete } from '../backups/reading.ts';
import type { PortalVerdict, Verdict } from '../backups/verdict.ts';
import { actionIds } from './kit/actions.ts';
import { actions, context, header, queryButton, ruled } from './kit/blocks.ts';
import { fitMessage, type Room } from './kit/budget.ts';
import { dateToken, isShowable } from './kit/dates.ts';
import { shownLimits } from './kit/limits.ts';
import type { Audience, Message } from './kit/message.ts';
import { linesAsMrkdwn } from './kit/mrkdwn.ts';
import { richText } from './kit/rich-text.ts';
import { expiringButtons, withCount } from './parts/answer-buttons.ts';
import { type DeliveryNotes, deliveryLines, lateFact } from './parts/delivery-notes.ts';
import { fineItem, mostFineNames, newestFacts } from './parts/fine-line.ts';
import { moreLine } from './parts/name-line.ts';
import { type NewsByFinding, newsFact } from './parts/news-marks.ts';
import { type ChangesSince, newsLines } from './parts/news-since.ts';
import { countLeaving } from './parts/overview-buttons.ts';
import {
  groupPortals,
  type Item,
  itemBlocks,
  nextItem,
  type PortalGroup,
  portalItem,
} from './parts/portal-item.ts';
import { snoozedItems } from './parts/snoozed-lines.ts';
import { whenWords } from './words/durations.ts';
import { dumplessWords, nothingExpiresWords, unknownExpiryFact } from './words/facts.ts';
import { headlineOfAll, otherCounts } from './words/headline.ts';
import { portalName } from './words/portals.ts';
import { queryValue } from './words/queries.ts';
import { memoryFact } from './words/read-facts.ts';
import type { Telling } from './words/telling.ts';

/** Everything a digest is rendered from. */
export interface DigestInput {
  /** The verdict on all portals, with every list that the digest judges. */
  readonly verdict: Verdict;
  readonly now: Date;
  /** When the next one is due, or `undefined` when none is planned. */
  readonly next: Date | undefined;
  /** `asker`: a preview that only the asker sees, and that says so. */
  readonly audience: Audience;
  readonly kind: DigestKind;
  /** What is used in place of each portal's own, in milliseconds. */
  readonly expiringWithinMs: number | undefined;
  readonly staleAfterMs: number | undefined;
  /** Which findings are new, and which were told before; none in the first digest, in which all would be new. */
  readonly news: NewsByFinding;
  /** What changed since the digest before; `undefined` in the first, or where it is not known. */
  readonly changes: ChangesSince | undefined;
  readonly delivery: DeliveryNotes;
}

/**
 * `problems`: of problems only, and it has one. `weekly`: it has none, and is posted because a week has passed; `silent`:
 * it has none, and at its time it would not be posted.
 */
export type DigestKind = 'all' | 'problems' | 'weekly' | 'silent';

/**
 * The digest: the verdict, what has to be said about its delivery, what needs attention, worst first, and the fine
 * portals in one line. Two lines when all is well.
 */
export function renderDigest(input: DigestInput): Message {
  const groups = groupPortals(input.verdict.portals.filter(({ severity }) => isWorrying(severity)));
  const telling: Telling = { now: input.now, by: 'moments' };
  const view: View = { input, groups, telling };
  const lines = [
    headlineOfAll(input.verdict, telling, portalName.mrkdwn),
    ...deliveryLines(input.delivery).map((each) => linesAsMrkdwn([each])),
    openingFacts(input).join(' · '),
    ...changedLines(input, wholeRoom).map((each) => linesAsMrkdwn([each])),
    ...[...worryingItems(view, wholeRoom), ...quietItems(view)].map(({ lines: rows }) => linesAsMrkdwn(rows)),
    closingFacts(input).join(' · '),
  ];
  return fitMessage(lines, (room) => renderBlocks(view, room));
}

interface View {
  readonly input: DigestInput;
  readonly groups: readonly PortalGroup[];
  readonly telling: Telling;
}

/** For the text, which is cut by its own limit. */
const wholeRoom: Room = { items: 50, names: shownLimits.names };

function renderBlocks(view: View, room: Room): KnownBlock[] {
  const { input, groups, telling } = view;
  const { verdict } = input;
  const delivery = deliveryLines(input.delivery);
  const title = [
    header(headlineOfAll(verdict, telling, portalName.plain)),
    ...(delivery.length === 0 ? [] : [richText(delivery)]),
  ];
  const changed = changedLines(input, room);
  const news = changed.length === 0 ? [] : [richText(changed)];
  if (groups.length === 0)
    return [
      ...title,
      ...news,
      ...itemBlocks(quietItems(view)),
      ...context([...openingFacts(input), ...closingFacts(input)]),
    ];
  const hidden = groups.slice(room.items).flat();
  return [
    ...title,
    ...context(openingFacts(input)),
    ...news,
    ...ruled([
      itemBlocks(worryingItems(view, room)),
      hidden.length === 0 ? [] : [richText([moreLine(hidden, room.names)])],
      itemBlocks(quietItems(view)),
    ]),
    ...buttons(input),
    ...context(closingFacts(input)),
  ];
}

function changedLines({ changes, verdict }: DigestInput, room: Room): RichTextSection[] {
  const readings = verdict.portals.map(({ reading }) => reading);
  return changes === undefined ? [] : newsLines(changes, readings, room.names);
}

/** As many items as there is room for. Of a single portal the headline has said what is wrong. */
function worryingItems({ input, groups, telling }: View, room: Room): Item[] {
  const only = onlyPortal(input);
  if (only !== undefined) return nextItem(only, telling);
  return groups.slice(0, room.items).map((group) => portalItem(group, telling, room.names, input.news));
}

function onlyPortal({ verdict: { portals } }: DigestInput): PortalVerdict | undefined {
  return portals.length === 1 ? portals[0] : undefined;
}

/** Who wants problems only is told the number of the others, in the opening. */
function fineItems({ input: { verdict, kind }, groups, telling }: View): Item[] {
  const fine = verdict.portals.filter(({ severity }) => severity === 'fine');
  return fine.length === 0 || groups.length === 0 || kind !== 'all' ? [] : [fineItem(fine, telling)];
}

/** What needs nobody: the fine portals, and what somebody has silenced. */
function quietItems(view: View): Item[] {
  return [...fineItems(view), ...snoozedItems(view.input.verdict.portals, view.telling)];
}

/** A preview, the kind and a delay are mentioned first. */
function openingFacts(input: DigestInput): string[] {
  const { delivery, now, audience, verdict, news } = input;
  const { portals, severity } = verdict;
  const only = onlyPortal(input);
  const facts = severity === 'fine' ? goodDayFacts(portals, now) : otherCounts(verdict);
  return [
    ...(audience === 'asker' ? ['*Preview*, only you see this'] : []),
    ...kindFacts(input),
    ...lateFact(delivery, now),
    ...(only === undefined ? [] : newsFact(only, news, now)),
    ...facts,
    ...(severity === 'unknown' ? [] : dumplessWords(portals)),
  ];
}

function kindFacts({ kind, verdict, audience }: DigestInput): string[] {
  switch (kind) {
    case 'all':
      return [];
    case 'problems':
      return ['*Problems only*'];
    case 'weekly':
      return [`*Problems only*: the weekly ${verdict.severity === 'fine' ? 'all-clear' : 'report'}`];
    case 'silent':
      return [`*Problems only*${audience === 'asker' ? ': would not be posted now' : ''}`];
  }
}

/** Of what is snoozed something may expire. */
function goodDayFacts(portals: readonly PortalVerdict[], now: Date): string[] {
  const fine = portals.filter(({ severity }) => severity === 'fine');
  const isSilenced = portals.some(({ snoozed }) =>
    snoozed.some((each) => leavingOf(each.finding).length > 0),
  );
  return [...newestFacts(fine, now), ...(isSilenced ? [] : nothingExpires(fine))];
}

function windowWordsOf(portals: readonly PortalVerdict[]): string {
  return whenWords(portals.map(({ reading }) => reading.portal.policy.expiringWithinMs));
}

function nothingExpires(portals: readonly PortalVerdict[]): string[] {
  const unknown = portals
    .flatMap(({ reading }) => backupsOf(reading))
    .filter(({ expiry }) => expiry.kind === 'unknown').length;
  const isAllKnown = unknown === 0 && !portals.some(({ reading }) => isIncomplete(reading));
  return [nothingExpiresWords(windowWordsOf(portals), isAllKnown), ...unknownExpiryFact(unknown)];
}

/** The window, unless the opening has it, whether what changed is known, and the next digest. */
function closingFacts({ verdict, next }: DigestInput): string[] {
  return [
    ...(verdict.severity === 'fine' ? [] : [windowFact(verdict.portals)]),
    ...memoryFact(verdict.portals),
    ...(isShowable(next) ? [`next digest: ${dateToken(next)}`] : []),
  ];
}

function windowFact(portals: readonly PortalVerdict[]): string {
  const when = windowWordsOf(portals);
  return when === 'soon'
    ? 'each portal has its own warning time'
    : `warns ${when.replace('within ', '')} before a backup expires`;
}

/**
 * With a few portals all of them; with many, only those that need attention. Their number is left out where this digest
 * judges by limits of its own.
 */
function buttons({
  verdict: { portals, counts },
  expiringWithinMs,
  staleAfterMs,
}: DigestInput): ActionsBlock[] {
  const isMany = portals.length > mostFineNames && counts.fine > 0;
  const areTheirLimits = expiringWithinMs === undefined && staleAfterMs === undefined;
  const show = isMany
    ? queryButton(
        actionIds.show,
        areTheirLimits
          ? withCount('Show problems', portals.filter(({ severity }) => isWorrying(severity)).length)
          : 'Show problems',
        queryValue({ ...everything, problems: true }),
      )
    : queryButton(
        actionIds.show,
        portals.length === 1 ? 'Show all backups' : 'Show all portals',
        queryValue(everything),
      );
  return actions([show, ...expiringButtons(everything, countLeaving(portals), expiringWithinMs)]);
}
