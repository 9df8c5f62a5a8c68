import type { RichTextElement } from '@slack/types';
import { type Backup, expiryMs } from '../../backups/backup.ts';
import { type Finding, leavingOf } from '../../backups/finding.ts';
import { joinDots, plain } from '../kit/rich-text.ts';
import { backupNoun } from './counts.ts';
import { durationWords } from './durations.ts';
import { firstTime } from './expiry-times.ts';
import { describeFailure } from './failures.ts';
import { lostWhat } from './lost.ts';
import type { Telling } from './telling.ts';

/** Findings of one cause, one of each portal: at least two. */
export type SameFindings = readonly [Finding, ...Finding[]];

/** What is wrong with several portals, to follow `3 portals`: ` have no recent backup`, `: the key was refused`. */
export function groupPredicate(findings: SameFindings, telling: Telling): string {
  const [first] = findings;
  if (first.kind !== 'cannot-read') return ` ${predicateOf(first)}`;
  const { sentence } = describeFailure(first.failure, telling);
  return first.part === 'dumps' ? `: ${backupNoun(true)}s can’t be read, ${sentence}` : `: ${sentence}`;
}

function predicateOf(finding: Exclude<Finding, { kind: 'cannot-read' }>): string {
  const noun = backupNoun(finding.part === 'dumps');
  switch (finding.kind) {
    case 'no-backups':
      return `have no ${noun} at all`;
    case 'all-expired':
      return `have only expired ${noun}s`;
    case 'nothing-left-soon':
      return `lose their last ${noun} soon`;
    case 'no-longer-listed':
      return `no longer list ${lostWhat(finding.lost, noun)}`;
    case 'expiring':
      return `have ${noun}s that expire soon`;
    case 'stale':
      return `have no recent ${noun}`;
    case 'age-unknown':
      return `have a newest ${noun} of unknown age`;
    case 'expiry-unknown':
      return `do not say how long their ${noun}s stay`;
    case 'no-dumps':
      return `have no ${noun}s`;
    case 'dumps-not-shown':
      return `show no ${noun}s`;
    case 'came-back':
      return 'can be read again';
  }
}

/** What to do about it, or what must be known to decide; empty when there is nothing. */
export function groupNext(findings: SameFindings, telling: Telling): readonly RichTextElement[] {
  const [first] = findings;
  switch (first.kind) {
    case 'cannot-read':
      return describeFailure(first.failure, telling).next;
    case 'no-backups':
      return [plain('Make one in each.')];
    case 'all-expired':
      return [plain('They may be gone at any time. Make one that stays.')];
    case 'nothing-left-soon':
      return joinDots([...firstTime(leavingOfAll(findings), telling), [plain('make one that stays')]]);
    case 'no-longer-listed':
      return [
        plain(
          `${lostCount(findings)} in all, which neither expiry nor newer backups explain. Check the lists there.`,
        ),
      ];
    case 'expiring':
      return joinDots([...firstTime(leavingOfAll(findings), telling), [plain(othersWords(findings))]]);
    case 'stale':
      return [plain(`${worstAge(findings, telling.now)} · check the schedules`)];
    case 'age-unknown':
    case 'expiry-unknown':
      return [plain('The portals sent no plausible dates. Check the lists there.')];
    case 'no-dumps':
      return [plain('Only self-hosted servers make them.')];
    case 'dumps-not-shown':
      return [plain('Only self-hosted servers make them, and with limited access they are hidden.')];
    case 'came-back':
      return [];
  }
}

/** When the first of these expires, said of what: `the first whole-server dump expires in 1 h`; nothing where none does. */
export function firstOf(findings: SameFindings, telling: Telling): RichTextElement[][] {
  const noun = backupNoun(findings[0].part === 'dumps');
  return firstTime(leavingOfAll(findings), telling, `the first ${noun} expires`);
}

function leavingOfAll(findings: SameFindings): Backup[] {
  return findings.flatMap(leavingOf).toSorted((a, b) => expiryMs(a) - expiryMs(b));
}

function lostCount(findings: SameFindings): string {
  const counts = findings.map((finding) =>
    finding.kind === 'no-longer-listed' ? finding.lost.backups.length : 0,
  );
  return counts.reduce((sum, count) => sum + count, 0).toLocaleString('en');
}

/** What does not expire stays, unless it is unknown. */
function othersWords(findings: SameFindings): string {
  const others = findings.flatMap((finding) => (finding.kind === 'expiring' ? [finding.others] : []));
  return others.some(({ unknownCount }) => unknownCount > 0) ? 'others stay, or may' : 'others stay';
}

/** `None for 9 days at worst`. */
function worstAge(findings: SameFindings, now: Date): string {
  const ages = findings.flatMap((finding) =>
    finding.kind === 'stale' ? [now.getTime() - finding.newestAt.getTime()] : [],
  );
  return `None for ${durationWords(Math.max(...ages))} at worst`;
}
