import type { RichTextElement } from '@slack/types';
import type { Finding } from '../backups/finding.ts';
import { backupNoun, capitalise, counted, expireWords } from './counts.ts';
import { dateElement, isShowable } from './dates.ts';
import { ageBeyondWords, windowWords } from './duration-words.ts';
import { describeFailure } from './failure-words.ts';
import type { PortalPage } from './portal-pages.ts';
import { plain } from './rich-text.ts';

/** One finding in words. */
export interface FindingWords {
  /** Follows a portal's name: small first letter, no full stop, our own words only. */
  readonly sentence: string;
  /** The one thing that mends it; empty when there is nothing to mend. */
  readonly cure: readonly RichTextElement[];
  readonly page: PortalPage | undefined;
}

export function describeFinding(finding: Finding, now: Date): FindingWords {
  const noun = backupNoun(finding.dump);
  switch (finding.kind) {
    case 'cannot-read': {
      const { sentence, cure, page } = describeFailure(finding.failure, finding.dump, now);
      const what = finding.dump ? 'whole-server dumps can’t be read' : 'can’t be read';
      return { sentence: `${what}: ${sentence}`, cure, page };
    }
    case 'no-backups':
      return {
        sentence: `no ${noun}s at all`,
        cure: [plain('Make one now, and set a schedule.')],
        page: 'data-backup',
      };
    case 'nothing-left-soon':
      return {
        sentence: lastOnesWords(finding.leaving.length, noun, finding.withinMs),
        cure: [plain('After that, none is left. Make one in a storage that keeps it.')],
        page: 'data-backup',
      };
    case 'expiring':
      return {
        sentence: `${expireWords(finding.leaving)} within ${windowWords(finding.withinMs)}`,
        cure: [],
        page: undefined,
      };
    case 'stale': {
      const ageMs = now.getTime() - finding.newestAt.getTime();
      return {
        sentence: `no ${noun} for ${ageBeyondWords(ageMs, finding.allowedMs)}`,
        cure: [
          ...(isShowable(finding.newestAt)
            ? [plain('Newest: '), dateElement(finding.newestAt), plain('. ')]
            : []),
          plain(`At most ${windowWords(finding.allowedMs)} are allowed.`),
        ],
        page: 'auto-backup',
      };
    }
    case 'age-unknown':
      return {
        sentence: `nobody can tell how old the newest ${noun} is`,
        cure: [plain('The portal told no date that makes sense. Check the list there.')],
        page: 'data-backup',
      };
  }
}

/** What there is to say of a portal of which nothing was read, so that nothing could be found. */
export const nothingRead = 'not read';

/** A finding with a capital and a full stop, to stand alone. */
export function standAlone(sentence: string): string {
  return `${capitalise(sentence)}.`;
}

function lastOnesWords(count: number, noun: string, withinMs: number): string {
  if (count === 0) return `every ${noun} in the list has expired`;
  if (count === 1) return `the last ${noun} expires within ${windowWords(withinMs)}`;
  return `the last ${counted(count, noun)} expire within ${windowWords(withinMs)}`;
}

/** Everything that leaves by these findings, counted: `2 backups expire within 48 h`, or `soon` if windows differ. */
export function leavingWords(findings: readonly Finding[]): string {
  const expiring = findings.filter((finding) => finding.kind === 'expiring');
  const windows = new Set(expiring.map(({ withinMs }) => withinMs));
  const [only] = windows;
  const when = windows.size === 1 && only !== undefined ? `within ${windowWords(only)}` : 'soon';
  return `${expireWords(expiring.flatMap(({ leaving }) => leaving))} ${when}`;
}
