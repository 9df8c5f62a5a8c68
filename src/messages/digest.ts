import type { ActionsBlock, KnownBlock, RichTextBlock, RichTextSection } from '@slack/types';
import { rangeLeft } from '../backups/left.ts';
import { everything } from '../backups/query.ts';
import { backupsOf, isIncomplete } from '../backups/reading.ts';
import type { PortalVerdict, Verdict } from '../backups/verdict.ts';
import { actionIds } from './kit/actions.ts';
import { actions, context, divided, header, queryButton } from './kit/blocks.ts';
import { fitMessage, type Room } from './kit/budget.ts';
import { cleanText } from './kit/clean-text.ts';
import { dateElement, dateToken, dayIn, isShowable } from './kit/dates.ts';
import { shownLimits } from './kit/limits.ts';
import type { Audience, Message } from './kit/message.ts';
import { elementAsMrkdwn } from './kit/mrkdwn.ts';
import { bold, line, plain, richText } from './kit/rich-text.ts';
import { expiringButton } from './parts/answer-buttons.ts';
import { moreLine, nameElements } from './parts/name-line.ts';
import { groupPortals, type PortalGroup, renderGroup } from './parts/portal-groups.ts';
import { counted } from './words/counts.ts';
import { agoRangeWords, durationWords, whenWords } from './words/durations.ts';
import { nothingExpiresWords, readFact, totalFact, unknownExpiryFact } from './words/facts.ts';
import { headlineOfAll, textLineOf } from './words/headline.ts';
import { type NameStyle, portalName } from './words/portals.ts';
import { queryValue } from './words/queries.ts';
import { emojiBySeverity } from './words/severities.ts';

/** Everything a digest is rendered from. */
export interface DigestInput {
  /** The verdict on all portals, with every list that the digest judges. */
  readonly verdict: Verdict;
  readonly now: Date;
  /** IANA name, for the day in the headline. */
  readonly timeZone: string;
  /** When the next one is due, or `undefined` when none is planned. */
  readonly next: Date | undefined;
  /** Set when this one is late: it was started late, or reading the portals took long. */
  readonly late: { readonly dueAt: Date; readonly reason: 'begun-late' | 'slow-portals' } | undefined;
  /** `asker`: a preview that only the asker sees, and that says so. */
  readonly audience: Audience;
  /** The failure of the last one, when it is not in the channel, or may not be. */
  readonly lastFailure: DigestFailure | undefined;
  /** The app's own command, such as `/backups`. */
  readonly command: string;
}

/** A digest that Slack did not accept, or did not confirm. `sentence`: why, and the next step, in our own words. */
export interface DigestFailure {
  readonly at: Date;
  readonly isUncertain: boolean;
  readonly sentence: string;
}

/** The daily digest: what needs attention, worst first, and the fine portals in one line. Short when all is well. */
export function renderDigest(input: DigestInput): Message {
  const { verdict } = input;
  const worrying = verdict.portals.filter(({ severity }) => severity !== 'fine');
  const items = groupPortals(worrying);
  const lines = [
    titleOf(input, verdict, portalName.mrkdwn),
    ...failureLines(input).map(({ elements }) => elements.map(elementAsMrkdwn).join('')),
    openingFacts(input, verdict).join(' · '),
    ...worrying.map((portal) => textLineOf(portal, input.now)),
  ];
  return fitMessage(lines, (room) => renderBlocks(input, verdict, items, room));
}

function renderBlocks(
  input: DigestInput,
  verdict: Verdict,
  items: readonly PortalGroup[],
  room: Room,
): KnownBlock[] {
  const { now } = input;
  const failure = failureLines(input);
  const title = [
    header(titleOf(input, verdict, portalName.plain)),
    ...(failure.length === 0 ? [] : [richText(failure)]),
  ];
  const opening = openingFacts(input, verdict);
  if (items.length === 0) {
    const change = input.audience === 'asker' ? [changeFact(input)] : [];
    return [...title, ...context([...opening, ...nextFacts(input), ...change]), ...buttons()];
  }
  const fine = verdict.portals.filter(({ severity }) => severity === 'fine');
  return [
    ...title,
    ...context(opening),
    ...divided([...renderItems(items, input, room), ...renderFine(fine, now, room)]),
    ...buttons(),
    ...context([
      ...readFact(verdict.portals, now, 'channel'),
      windowFact(verdict.portals),
      ...nextFacts(input),
      changeFact(input),
    ]),
  ];
}

function titleOf({ now, timeZone }: DigestInput, verdict: Verdict, name: NameStyle): string {
  return `${headlineOfAll(verdict, now, name)} · ${dayIn(timeZone, now)}`;
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

/** A preview and a delay are mentioned first; on a green day this line has everything. */
function openingFacts(input: DigestInput, verdict: Verdict): string[] {
  const { late, now, audience } = input;
  const preview = audience === 'asker' ? ['*Preview*, only you see this'] : [];
  const delay = late === undefined ? [] : [lateWords(late, now)];
  return [...preview, ...delay, ...countFacts(verdict, now)];
}

function countFacts(verdict: Verdict, now: Date): string[] {
  const { portals, severity } = verdict;
  return severity === 'fine' ? [newestRange(portals, now), ...nothingExpires(portals)] : totalFact(verdict);
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

function windowFact(portals: readonly PortalVerdict[]): string {
  const when = windowWordsOf(portals);
  return when === 'soon' ? 'each portal has its own warning time' : `warns about expiry ${when}`;
}

function nextFacts({ next }: DigestInput): string[] {
  return isShowable(next) ? [`next digest ${dateToken(next)}`] : [];
}

/** A setting's name means nothing to most readers of a channel, so only the preview shows it. */
function changeFact({ audience, command }: DigestInput): string {
  return audience === 'asker' ? 'set with `DIGEST_CRON`' : `to change it: \`${command} digest\``;
}

function buttons(): ActionsBlock[] {
  return actions([
    queryButton(actionIds.show, 'Show all backups', queryValue(everything)),
    expiringButton(everything),
  ]);
}

/** As many items as there is room for, and a line that names the rest. */
function renderItems(
  items: readonly PortalGroup[],
  { now, command }: DigestInput,
  room: Room,
): RichTextBlock[] {
  const shown = items.slice(0, room.portals);
  const hidden = items.slice(shown.length).flat();
  const blocks = shown.map((item) =>
    renderGroup(item, now, { more: { rows: room.leaving, command }, names: room.names }),
  );
  return hidden.length === 0 ? blocks : [...blocks, richText([moreLine(hidden, room.names)])];
}

/** `🟢 4 portals fine · design, finance, ops, support · newest 3–11 h ago`. */
function renderFine(fine: readonly PortalVerdict[], now: Date, room: Room): RichTextBlock[] {
  if (fine.length === 0) return [];
  const all = fine.map(({ reading }) => reading.portal.name);
  const names = room.names === 0 ? [] : [plain(' · '), ...nameElements(all, room.names)];
  const title = [plain(`${emojiBySeverity.fine} `), bold(`${counted(fine.length, 'portal')} fine`)];
  return [richText([line(...title, ...names, plain(` · ${newestRange(fine, now)}`))])];
}

/** How old the newest backups of these portals are: `newest 3–11 h ago`. */
function newestRange(portals: readonly PortalVerdict[], now: Date): string {
  const ranges = portals
    .map(({ reading }) => rangeLeft(backupsOf(reading), now))
    .filter((range) => range !== undefined);
  const ages = ranges.map(({ newestAt }) => now.getTime() - newestAt.getTime());
  const known = ranges.every(({ areAllDated }) => areAllDated) ? '' : 'known ';
  const youngest = ages.reduce((min, age) => Math.min(min, age), Number.POSITIVE_INFINITY);
  const oldest = ages.reduce((max, age) => Math.max(max, age), Number.NEGATIVE_INFINITY);
  return ages.length === 0 ? 'newest unknown' : `newest ${known}${agoRangeWords(youngest, oldest)}`;
}
