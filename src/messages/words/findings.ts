import type { RichTextElement } from '@slack/types';
import type { Finding, Others } from '../../backups/finding.ts';
import type { Outage } from '../../backups/reading.ts';
import { capitalise } from '../kit/clean-text.ts';
import { dateElement, isShowable } from '../kit/dates.ts';
import { joinDots, plain } from '../kit/rich-text.ts';
import { allOf, backupNoun, counted } from './counts.ts';
import { ageBeyondWords, agoWords, durationWords } from './durations.ts';
import { lastTime, leavingTimes } from './expiry-times.ts';
import { describeFailure } from './failures.ts';
import { lostLink, lostNext, lostSentence } from './lost.ts';
import type { PortalLink } from './portals.ts';
import type { Telling } from './telling.ts';

/** One finding in words. */
export interface FindingWords {
  /** Follows a portal's name: lower-case first letter, no full stop, our own words only. */
  readonly sentence: string;
  /** The same for a title, where it is clear that backups are meant. */
  readonly title?: string;
  /** What to do about it, or what must be known to decide; empty when there is nothing. */
  readonly next: readonly RichTextElement[];
  /** The one page where something can be done. */
  readonly link: PortalLink | undefined;
}

/** What a finding about one portal means, and what to do. */
export function describeFinding(finding: Finding, telling: Telling): FindingWords {
  const isDump = finding.part === 'dumps';
  const noun = backupNoun(isDump);
  switch (finding.kind) {
    case 'cannot-read': {
      const { sentence, ...words } = describeFailure(finding.failure, telling);
      return { sentence: isDump ? `${noun}s can’t be read: ${sentence}` : sentence, ...words };
    }
    case 'no-backups':
      return { sentence: `no ${noun} at all`, next: [], link: ['data-backup', 'Make one'] };
    case 'all-expired':
      return {
        sentence: `every ${noun} in the list has expired`,
        next: [plain('They may be gone at any time.')],
        link: makeOneThatStays,
      };
    case 'no-longer-listed':
      return {
        sentence: lostSentence(finding.lost),
        next: lostNext(finding.lost, telling),
        link: lostLink(finding.lost),
      };
    case 'nothing-left-soon':
      return {
        sentence: `${allWords(finding.leaving.length, noun)}, none stays`,
        ...(finding.leaving.length > 2 &&
          !isDump && { title: `all ${finding.leaving.length.toLocaleString('en')} expire, none stays` }),
        next: lastTime(finding.leaving, telling),
        link: makeOneThatStays,
      };
    case 'expiring': {
      const times = leavingTimes(finding.leaving, telling);
      const next = joinDots([...times, [plain(stayWords(finding.others, telling))]]);
      const counts = expiringCounts(finding);
      const expire = `${finding.leaving.length === 1 ? 'expires' : 'expire'} soon`;
      return {
        sentence: `${counts.of} ${counted(counts.all, noun)} ${expire}`,
        ...(!isDump && { title: `${counts.of} ${counts.all.toLocaleString('en')} ${expire}` }),
        next,
        link: undefined,
      };
    }
    case 'stale':
      return { ...describeStale(finding, noun, telling), link: ['auto-backup', 'Check the schedule'] };
    case 'age-unknown':
      return {
        sentence: `the age of the newest ${noun} is unknown`,
        next: unknownAge(finding.newestKnownAt),
        link: checkTheList,
      };
    case 'expiry-unknown':
      return {
        sentence: `how long its ${noun}s stay is unknown`,
        next: [plain('The portal sent no plausible expiry.')],
        link: checkTheList,
      };
    case 'no-dumps':
      return { sentence: `no ${noun}s; only self-hosted servers make them`, next: [], link: undefined };
    case 'dumps-not-shown':
      return {
        sentence: `no ${noun}s are shown by the portal`,
        next: [plain('Only self-hosted servers make them, and with limited access they are hidden.')],
        link: undefined,
      };
    case 'came-back':
      return {
        sentence: `${isDump ? `${noun}s` : 'it'} can be read again`,
        next: outageWords(finding.outage, telling),
        link: undefined,
      };
  }
}

const makeOneThatStays: PortalLink = ['data-backup', 'Make one that stays'];
const checkTheList: PortalLink = ['data-backup', 'Check the list'];

/** The words for a portal of which nothing was read, so that there are no findings. */
export const nothingRead = 'not read';

/** A finding with a capital and a full stop, to stand alone. */
export function standAlone(sentence: string): string {
  return `${capitalise(sentence)}.`;
}

function describeStale(
  finding: Extract<Finding, { kind: 'stale' }>,
  noun: string,
  { now }: Telling,
): Omit<FindingWords, 'link'> {
  const { newestAt, allowedMs } = finding;
  const age = ageBeyondWords(now.getTime() - newestAt.getTime(), allowedMs);
  const next = isShowable(newestAt) ? [plain('Last one '), dateElement(newestAt, 'day')] : [];
  return { sentence: `no ${noun} for ${age}`, next };
}

function unknownAge(newestKnownAt: Date | undefined): RichTextElement[] {
  return isShowable(newestKnownAt)
    ? [plain('The newest with a plausible date: '), dateElement(newestKnownAt, 'day')]
    : [plain('The portal sent no plausible date.')];
}

/** The first failure, and the next reading: how long it lasted between them is not known. */
function outageWords({ since, until }: Outage, { now, by }: Telling): RichTextElement[] {
  const [failed, again] = [plain('Could not be read '), plain(', was read again ')];
  if (by === 'durations') {
    const ago = (at: Date) => plain(agoWords(now.getTime() - at.getTime()));
    return [failed, ago(since), again, ago(until), plain('.')];
  }
  if (!isShowable(since) || !isShowable(until)) return [];
  return [failed, dateElement(since, 'brief'), again, dateElement(until, 'brief'), plain('.')];
}

/** `all 3 backups expire`. */
function allWords(count: number, noun: string): string {
  return `${allOf(count, noun)} ${count === 1 ? 'expires' : 'expire'}`;
}

/** `2 of`, and 15: how many of those that have not expired. */
function expiringCounts({ leaving, others }: Extract<Finding, { kind: 'expiring' }>) {
  const all = leaving.length + others.stayingCount + others.unknownCount;
  return { of: `${leaving.length.toLocaleString('en')} of`, all };
}

/**
 * `13 stay, the newest 5 h old`, `1 stays, 5 h old`, `12 stay, 1 unknown`, `none known to stay, 1 unknown`. What stays
 * is never guessed: an unknown expiry is called unknown.
 */
function stayWords({ stayingCount, newestStayingAt, unknownCount }: Others, { now, by }: Telling): string {
  const unknown = unknownCount === 0 ? '' : `${unknownCount.toLocaleString('en')} unknown`;
  if (stayingCount === 0) return `none known to stay, ${unknown}`;
  const ageMs = newestStayingAt === undefined ? 0 : now.getTime() - newestStayingAt.getTime();
  const newest = stayingCount === 1 ? '' : 'the newest ';
  const age = ageMs > 0 && by === 'durations' ? `, ${newest}${durationWords(ageMs)} old` : '';
  const stay = `${stayingCount.toLocaleString('en')} ${stayingCount === 1 ? 'stays' : 'stay'}`;
  return unknown === '' ? `${stay}${age}` : `${stay}, ${unknown}`;
}
