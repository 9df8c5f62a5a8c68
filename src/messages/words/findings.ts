import type { RichTextElement } from '@slack/types';
import type { Finding } from '../../backups/finding.ts';
import { capitalise } from '../kit/clean-text.ts';
import { dateElement, isShowable } from '../kit/dates.ts';
import { plain } from '../kit/rich-text.ts';
import { backupNoun, counted, expireWords } from './counts.ts';
import { ageBeyondWords, whenWords, windowWords } from './durations.ts';
import { describeFailure } from './failures.ts';
import type { PortalPage } from './portals.ts';

/** One finding in words. */
export interface FindingWords {
  /** Follows a portal's name: lower-case first letter, no full stop, our own words only. */
  readonly sentence: string;
  /** The one thing that fixes it; empty when there is nothing to fix. */
  readonly remedy: readonly RichTextElement[];
  readonly page: PortalPage | undefined;
}

/** What a finding means, and what fixes it, in our own words. */
export function describeFinding(finding: Finding, now: Date): FindingWords {
  const isDump = finding.part === 'dumps';
  const noun = backupNoun(isDump);
  switch (finding.kind) {
    case 'cannot-read': {
      const { sentence, remedy, page } = describeFailure(finding.failure, now);
      const what = isDump ? 'whole-server dumps can’t be read' : 'can’t be read';
      return { sentence: `${what}: ${sentence}`, remedy, page };
    }
    case 'no-backups':
      return {
        sentence: `no ${noun}s at all`,
        remedy: [plain('Make one now, and set a schedule.')],
        page: 'data-backup',
      };
    case 'all-expired':
      return {
        sentence: `every ${noun} in the list has expired`,
        remedy: [plain('They may be gone at any time. Make one outside temporary storage.')],
        page: 'data-backup',
      };
    case 'nothing-left-soon':
      return {
        sentence: lastOnesWords(finding.leaving.length, noun, finding.withinMs),
        remedy: [plain('After that, none is left. Make one outside temporary storage.')],
        page: 'data-backup',
      };
    case 'expiring':
      return {
        sentence: `${expireWords(finding.leaving)} within ${windowWords(finding.withinMs)}`,
        remedy: [],
        page: undefined,
      };
    case 'stale': {
      const ageMs = now.getTime() - finding.newestAt.getTime();
      return {
        sentence: `no ${noun} for ${ageBeyondWords(ageMs, finding.allowedMs)}`,
        remedy: [
          ...datedWords('Newest: ', finding.newestAt),
          plain(`The limit is ${windowWords(finding.allowedMs)}.`),
        ],
        page: 'auto-backup',
      };
    }
    case 'age-unknown':
      return {
        sentence: `the age of the newest ${noun} is unknown`,
        remedy: [...unknownAge(finding.newestKnownAt), plain('Check the list there.')],
        page: 'data-backup',
      };
    case 'expiry-unknown':
      return {
        sentence: `how long its ${noun}s are kept is unknown`,
        remedy: [plain('The portal sent no plausible expiry. Check the list there.')],
        page: 'data-backup',
      };
    case 'no-dumps':
      return { sentence: `no ${noun}s; only self-hosted servers make them`, remedy: [], page: undefined };
    case 'dumps-not-shown':
      return {
        sentence: `no ${noun}s are shown by the portal`,
        remedy: [
          plain('Only self-hosted servers make them, and portals with limited access cannot see them.'),
        ],
        page: undefined,
      };
  }
}

/** The words for a portal of which nothing was read, so that there are no findings. */
export const nothingRead = 'not read';

/** A finding with a capital and a full stop, to stand alone. */
export function standAlone(sentence: string): string {
  return `${capitalise(sentence)}.`;
}

function unknownAge(newestKnownAt: Date | undefined): RichTextElement[] {
  if (newestKnownAt === undefined) return [plain('The portal sent no plausible date. ')];
  return [...datedWords('Newest with a date: ', newestKnownAt), plain('Others have no plausible one. ')];
}

function datedWords(what: string, at: Date): RichTextElement[] {
  return isShowable(at) ? [plain(what), dateElement(at), plain('. ')] : [];
}

function lastOnesWords(count: number, noun: string, withinMs: number): string {
  if (count === 1) return `the last ${noun} expires within ${windowWords(withinMs)}`;
  return `the last ${counted(count, noun)} expire within ${windowWords(withinMs)}`;
}

/** Everything that expires by these findings, counted: `2 backups expire within 48 h`, or `soon` if windows differ. */
export function leavingWords(findings: readonly Finding[]): string {
  const expiring = findings.filter((finding) => finding.kind === 'expiring');
  const when = whenWords(expiring.map(({ withinMs }) => withinMs));
  return `${expireWords(expiring.flatMap(({ leaving }) => leaving))} ${when}`;
}
