import type { ActionsBlock, KnownBlock } from '@slack/types';
import { everything } from '../backups/query.ts';
import { backupsOf, type Reading } from '../backups/reading.ts';
import { assessReadings, type PortalVerdict, type Verdict } from '../backups/verdict.ts';
import { actionIds } from './actions.ts';
import { expiringButton } from './answer-buttons.ts';
import type { Audience } from './answer-input.ts';
import { actions, context, divided, header, queryButton } from './blocks.ts';
import { fitMessage, type Room } from './budget.ts';
import { dateToken, dayIn, isShowable } from './dates.ts';
import { newestRange, renderFine, renderItems } from './digest-items.ts';
import { durationWords, whenWords } from './duration-words.ts';
import { isUnread, nothingExpiresWords, readFact, totalFact, unknownExpiryFact } from './facts.ts';
import { headlineOfAll, textLineOf } from './headline.ts';
import type { Message } from './message.ts';
import { groupPortals, type PortalGroup } from './portal-groups.ts';
import { type NameStyle, portalName } from './portal-pages.ts';
import { queryValue } from './query-value.ts';

/** All that a digest is made of. */
export interface DigestInput {
  /** All portals, with every list that the digest judges. */
  readonly readings: readonly Reading[];
  readonly now: Date;
  /** IANA name, for the day in the headline. */
  readonly timeZone: string;
  /** When the next one is due, or `undefined` when none is planned. */
  readonly next: Date | undefined;
  /** Set when this one comes later than it should: it was begun late, or reading the portals took its time. */
  readonly late: { readonly dueAt: Date; readonly reason: 'begun-late' | 'slow-portals' } | undefined;
  /** `asker`: a preview that only they see, and that says so. */
  readonly audience: Audience;
}

/** The daily digest: what needs attention, worst first, and the fine portals in one line. Short when all is well. */
export function renderDigest(input: DigestInput): Message {
  const verdict = assessReadings(input.readings, input.now);
  const worrying = verdict.portals.filter(({ severity }) => severity !== 'fine');
  const items = groupPortals(worrying, input.now);
  const lines = [
    titleOf(input, verdict, portalName.mrkdwn),
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
  const title = header(titleOf(input, verdict, portalName.plain));
  const opening = openingFacts(input, verdict);
  if (items.length === 0) {
    const change = input.audience === 'asker' ? [changeFact(input)] : [];
    return [title, ...context([...opening, ...nextFacts(input), ...change]), ...buttons()];
  }
  const fine = verdict.portals.filter(({ severity }) => severity === 'fine');
  return [
    title,
    ...context(opening),
    ...divided([...renderItems(items, now, room), ...renderFine(fine, now, room)]),
    ...buttons(),
    ...context([
      ...readFact(input.readings, now, 'channel'),
      windowFact(verdict.portals),
      ...nextFacts(input),
      changeFact(input),
    ]),
  ];
}

function titleOf({ now, timeZone }: DigestInput, verdict: Verdict, name: NameStyle): string {
  return `${headlineOfAll(verdict, now, name)} · ${dayIn(timeZone, now)}`;
}

/** A preview and a delay are told at once; on a green day this line holds all there is to say. */
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
  const isAllKnown = unknown === 0 && !portals.some(isUnread);
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
  return when === 'soon' ? 'each portal has its own warning time' : `warns of what expires ${when}`;
}

function nextFacts({ next }: DigestInput): string[] {
  return isShowable(next) ? [`next digest ${dateToken(next)}`] : [];
}

/** A setting's name means nothing to most readers of a channel, so only the preview tells it. */
function changeFact({ audience }: DigestInput): string {
  return audience === 'asker' ? 'set with `DIGEST_CRON`' : 'to change it: `/backups digest`';
}

function buttons(): ActionsBlock[] {
  return actions([
    queryButton(actionIds.show, 'Show all backups', queryValue(everything)),
    expiringButton(everything),
  ]);
}
