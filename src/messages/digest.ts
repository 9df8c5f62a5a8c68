import type { ActionsBlock, KnownBlock, RichTextSection } from '@slack/types';
import { everything } from '../backups/query.ts';
import { backupsOf, isIncomplete } from '../backups/reading.ts';
import type { PortalVerdict, Verdict } from '../backups/verdict.ts';
import { actionIds } from './kit/actions.ts';
import { actions, context, header, queryButton, ruled } from './kit/blocks.ts';
import { fitMessage, type Room } from './kit/budget.ts';
import { cleanText } from './kit/clean-text.ts';
import { dateElement, dateToken, isShowable } from './kit/dates.ts';
import { shownLimits } from './kit/limits.ts';
import type { Audience, Message } from './kit/message.ts';
import { linesAsMrkdwn } from './kit/mrkdwn.ts';
import { bold, line, plain, richText } from './kit/rich-text.ts';
import { expiringButtons, withCount } from './parts/answer-buttons.ts';
import { fineItem, mostFineNames, newestFacts } from './parts/fine-line.ts';
import { moreLine } from './parts/name-line.ts';
import { countLeaving } from './parts/overview-buttons.ts';
import {
  groupPortals,
  type Item,
  itemBlocks,
  nextItem,
  type PortalGroup,
  portalItem,
} from './parts/portal-item.ts';
import { durationWords, whenWords } from './words/durations.ts';
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
  /** Set when this one is late: it was started late, or reading the portals took long. */
  readonly late: { readonly dueAt: Date; readonly reason: 'begun-late' | 'slow-portals' } | undefined;
  /** `asker`: a preview that only the asker sees, and that says so. */
  readonly audience: Audience;
  /** The failure of the last one, when it is not in the channel, or may not be. */
  readonly lastFailure: DigestFailure | undefined;
}

/** A digest that Slack did not accept, or did not confirm. `sentence`: why, and the next step, in our own words. */
export interface DigestFailure {
  readonly at: Date;
  readonly isUncertain: boolean;
  readonly sentence: string;
}

/** The daily digest: what needs attention, worst first, and the fine portals in one line. Two lines when all is well. */
export function renderDigest(input: DigestInput): Message {
  const { verdict } = input;
  const groups = groupPortals(verdict.portals.filter(({ severity }) => severity !== 'fine'));
  const telling: Telling = { now: input.now, by: 'moments' };
  const view: View = { input, groups, telling };
  const lines = [
    headlineOfAll(verdict, telling, portalName.mrkdwn),
    ...failureLines(input).map((each) => linesAsMrkdwn([each])),
    openingFacts(input).join(' · '),
    ...[...worryingItems(view, wholeRoom), ...fineItems(view)].map(({ lines: rows }) => linesAsMrkdwn(rows)),
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
  const failure = failureLines(input);
  const title = [
    header(headlineOfAll(verdict, telling, portalName.plain)),
    ...(failure.length === 0 ? [] : [richText(failure)]),
  ];
  if (groups.length === 0) return [...title, ...context([...openingFacts(input), ...closingFacts(input)])];
  const hidden = groups.slice(room.items).flat();
  return [
    ...title,
    ...context(openingFacts(input)),
    ...ruled([
      itemBlocks(worryingItems(view, room)),
      hidden.length === 0 ? [] : [richText([moreLine(hidden, room.names)])],
      itemBlocks(fineItems(view)),
    ]),
    ...buttons(verdict),
    ...context(closingFacts(input)),
  ];
}

/** As many items as there is room for. Of a single portal the headline has said what is wrong. */
function worryingItems({ input: { verdict }, groups, telling }: View, room: Room): Item[] {
  const [only, ...others] = verdict.portals;
  if (only !== undefined && others.length === 0) return nextItem(only, telling);
  return groups.slice(0, room.items).map((group) => portalItem(group, telling, room.names));
}

function fineItems({ input: { verdict }, groups, telling }: View): Item[] {
  const fine = verdict.portals.filter(({ severity }) => severity === 'fine');
  return fine.length === 0 || groups.length === 0 ? [] : [fineItem(fine, telling)];
}

/** Only a preview shows this: its reader must not think that the last digest was posted. */
function failureLines({ lastFailure }: DigestInput): RichTextSection[] {
  if (lastFailure === undefined) return [];
  const { at, sentence, isUncertain } = lastFailure;
  const verb = isUncertain ? 'may not have been' : 'was not';
  const when = isShowable(at) ? [plain(' · '), dateElement(at)] : [];
  return [
    line(
      bold(`The last digest ${verb} posted.`),
      plain(` ${cleanText(sentence, shownLimits.sentence)}`),
      ...when,
    ),
  ];
}

/** A preview and a delay are mentioned first. */
function openingFacts({ late, now, audience, verdict }: DigestInput): string[] {
  const { portals, severity } = verdict;
  const preview = audience === 'asker' ? ['*Preview*, only you see this'] : [];
  const delay = late === undefined ? [] : [lateWords(late, now)];
  const facts =
    severity === 'fine' ? [...newestFacts(portals, now), ...nothingExpires(portals)] : otherCounts(verdict);
  return [...preview, ...delay, ...facts, ...(severity === 'unknown' ? [] : dumplessWords(portals))];
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

function lateWords({ dueAt, reason }: NonNullable<DigestInput['late']>, now: Date): string {
  const due = isShowable(dueAt) ? `: it was due ${dateToken(dueAt)}` : '';
  const delay = durationWords(now.getTime() - dueAt.getTime());
  const why = {
    'begun-late': ', when the bot or Slack was not available',
    'slow-portals': '; some portals were slow to answer',
  };
  return `*Late by ${delay}*${due}${why[reason]}`;
}

/** The window, unless the opening has it, and the next digest. Only a preview names the setting. */
function closingFacts({ verdict, next, audience }: DigestInput): string[] {
  return [
    ...(verdict.severity === 'fine' ? [] : [windowFact(verdict.portals)]),
    ...memoryFact(verdict.portals),
    ...(isShowable(next) ? [`next digest: ${dateToken(next)}`] : []),
    ...(audience === 'asker' ? ['set with `DIGEST_CRON`'] : []),
  ];
}

function windowFact(portals: readonly PortalVerdict[]): string {
  const when = windowWordsOf(portals);
  return when === 'soon'
    ? 'each portal has its own warning time'
    : `warns ${when.replace('within ', '')} before a backup expires`;
}

/** With a few portals all of them; with many, only those that need attention. */
function buttons({ portals, counts }: Verdict): ActionsBlock[] {
  const notFine = portals.length - counts.fine;
  const isMany = portals.length > mostFineNames && counts.fine > 0;
  const show = isMany
    ? queryButton(
        actionIds.show,
        withCount('Show problems', notFine),
        queryValue({ ...everything, problems: true }),
      )
    : queryButton(
        actionIds.show,
        portals.length === 1 ? 'Show all backups' : 'Show all portals',
        queryValue(everything),
      );
  return actions([show, ...expiringButtons(everything, countLeaving(portals))]);
}
