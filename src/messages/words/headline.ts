import { type Finding, isWorrying, type Severity, severities, severityOf } from '../../backups/finding.ts';
import { rangeLeft } from '../../backups/left.ts';
import { backupsOf } from '../../backups/reading.ts';
import { countSnoozed, type PortalVerdict, type Verdict } from '../../backups/verdict.ts';
import { noBreak, uncapitalise } from '../kit/clean-text.ts';
import { backupNoun, counted } from './counts.ts';
import { agoWords } from './durations.ts';
import { dumplessWords, isDumpless, isOwnUnread } from './facts.ts';
import { describeFinding, nothingRead } from './findings.ts';
import type { NameStyle } from './portals.ts';
import { emojiBySeverity } from './severities.ts';
import type { Telling } from './telling.ts';

/**
 * The verdict on all portals in one short line: how many of how many. `group` is the one they all belong to, if they
 * were asked for by it.
 */
export function headlineOfAll(
  verdict: Verdict,
  telling: Telling,
  name: NameStyle,
  group?: string | undefined,
): string {
  const emoji = emojiBySeverity[verdict.severity];
  const [first, ...others] = verdict.portals;
  if (first === undefined) return `${emoji} No portal was read`;
  if (others.length === 0) {
    const owner = group === undefined ? [] : [name(group)];
    return `${emoji} ${[...owner, ...wordsOfOne(first, telling, name)].join(' · ')}`;
  }
  const count = [countWords(verdict), ...snoozedFact(verdict.portals)].join(' · ');
  return `${emoji} ${group === undefined ? count : `${name(group)} · ${uncapitalise(count)}`}`;
}

function countWords({ portals, severity, counts }: Verdict): string {
  if (severity === 'fine') return `${howMany(counts.fine, portals.length)} backed up`;
  const worst = portals.slice(0, counts[severity]);
  const [dumpless] = severity === 'unknown' && worst.every(isDumpless) ? dumplessWords(worst) : [];
  if (dumpless !== undefined) return dumpless;
  return `${whichPortals(worst.length, portals.length)} ${predicateOf(severity, worst)}`;
}

/** `All 7 portals are`, `1 of 7 portals is`. */
function howMany(count: number, total: number): string {
  return `${whichPortals(count, total)} ${count === 1 ? 'is' : 'are'}`;
}

function whichPortals(count: number, total: number): string {
  return count === total
    ? everyPortal(total)
    : `${count.toLocaleString('en')} of ${total.toLocaleString('en')} portals`;
}

/** `All 7 portals`, of two or more. */
function everyPortal(count: number): string {
  return count === 2 ? 'Both portals' : `All ${counted(count, 'portal')}`;
}

/** What the worst portals have in common. */
function predicateOf(severity: Severity, worst: readonly PortalVerdict[]): string {
  const isOne = worst.length === 1;
  const bad = worst.flatMap(({ findings }) => findings.filter(isBad));
  const kinds = new Set(bad.map(({ kind }) => kind));
  const isOnly = (kind: Finding['kind']) => kinds.size === 1 && kinds.has(kind);
  switch (severity) {
    case 'problem':
      if (!isOnly('cannot-read')) return shortWords(severity, worst.length);
      if (worst.every(isOwnUnread)) return 'can’t be read';
      return worst.some(isOwnUnread)
        ? shortWords(severity, worst.length)
        : `${isOne ? 'has' : 'have'} ${backupNoun(true)}s that can’t be read`;
    case 'attention':
      return isOnly('expiring')
        ? `${isOne ? 'has' : 'have'} ${backupNoun(bad.every(({ part }) => part === 'dumps'))}s that expire soon`
        : shortWords(severity, worst.length);
    case 'unknown':
      return isOne ? 'is unknown' : 'are unknown';
    case 'fine':
    case 'snoozed':
      return `${isOne ? 'is' : 'are'} ${severity}`;
  }
}

function isBad(finding: Finding): boolean {
  return severityOf(finding) !== 'fine';
}

/** The counts that the headline leaves out: `2 need a look`, `1 unknown`, `4 fine`. */
export function otherCounts({ severity, counts }: Pick<Verdict, 'severity' | 'counts'>): string[] {
  const others = severities.slice(severities.indexOf(severity) + 1).filter((each) => each !== 'snoozed');
  return others
    .filter((each) => counts[each] > 0)
    .map((each) => `${counts[each].toLocaleString('en')}${noBreak}${shortWords(each, counts[each])}`);
}

/** `1 snoozed`, at the end of every title: how many findings are silenced; nothing when none is. */
export function snoozedFact(portals: readonly PortalVerdict[]): string[] {
  const count = countSnoozed(portals);
  return count === 0 ? [] : [`${count.toLocaleString('en')}${noBreak}snoozed`];
}

/** `3 of 25 have a problem`, `all 4 are fine`: the worst of a group of portals, after the group's name. */
export function worstCount({ severity, counts, portals }: Verdict): string {
  const count = counts[severity];
  const who =
    count === portals.length
      ? count === 1
        ? 'its portal'
        : `all ${count.toLocaleString('en')}`
      : `${count.toLocaleString('en')} of ${portals.length.toLocaleString('en')}`;
  return `${who} ${predicateOf(severity, portals.slice(0, count))}`;
}

function shortWords(severity: Severity, count: number): string {
  if (severity === 'problem') return count === 1 ? 'has a problem' : 'have a problem';
  if (severity === 'attention') return count === 1 ? 'needs a look' : 'need a look';
  return severity;
}

/** The verdict on one portal: its name and its findings, at most two. */
export function headlineOfOne(verdict: PortalVerdict, telling: Telling, name: NameStyle): string {
  return `${emojiBySeverity[verdict.severity]} ${wordsOfOne(verdict, telling, name).join(' · ')}`;
}

function wordsOfOne(verdict: PortalVerdict, telling: Telling, name: NameStyle): string[] {
  const backedUp = verdict.severity === 'fine' ? [backedUpWords(verdict, telling)] : [];
  return [
    name(verdict.reading.portal.name),
    ...backedUp,
    ...titlesOf(verdict, telling),
    ...snoozedFact([verdict]),
  ];
}

function backedUpWords({ reading }: PortalVerdict, { now, by }: Telling): string {
  const range = rangeLeft(backupsOf(reading), now);
  if (range === undefined || by === 'moments') return 'backed up';
  const age = agoWords(now.getTime() - range.newestAt.getTime());
  return range.newest.dump ? `newest ${backupNoun(true)} ${age}` : `backed up ${age}`;
}

/** How many findings a title has. */
export const titleSentences = 2;

/** What is wrong with a portal, worst first: at most two sentences, and how many more there are. */
export function sentencesOf(verdict: PortalVerdict, telling: Telling): string[] {
  return wordsOf(verdict, (finding) => describeFinding(finding, telling).sentence);
}

function titlesOf(verdict: PortalVerdict, telling: Telling): string[] {
  return wordsOf(verdict, (finding) => {
    const { title, sentence } = describeFinding(finding, telling);
    return title ?? sentence;
  });
}

function wordsOf({ findings, severity }: PortalVerdict, describe: (finding: Finding) => string): string[] {
  if (findings.length === 0) return isWorrying(severity) ? [nothingRead] : [];
  const sentences = findings.map(describe);
  const rest = sentences.length - titleSentences;
  return rest > 0 ? [...sentences.slice(0, titleSentences), `${rest} more`] : sentences;
}
