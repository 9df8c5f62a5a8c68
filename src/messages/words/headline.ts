import { type FindingTraits, findingTraits, severityOf } from '../../backups/finding.ts';
import { rangeLeft } from '../../backups/left.ts';
import { backupsOf } from '../../backups/reading.ts';
import type { PortalVerdict, Verdict } from '../../backups/verdict.ts';
import { capitalise, noBreak } from '../kit/clean-text.ts';
import { backupNoun, counted } from './counts.ts';
import { agoWords } from './durations.ts';
import { dumplessWords, isDumpless, unreadWords } from './facts.ts';
import { describeFinding, leavingWords, nothingRead } from './findings.ts';
import { type NameStyle, portalName } from './portals.ts';
import { emojiBySeverity } from './severities.ts';

/** The verdict on all portals in one line with numbers: what matters most first, the fine ones counted last. */
export function headlineOfAll(verdict: Verdict, now: Date, name: NameStyle): string {
  const [worst] = verdict.portals;
  if (worst === undefined) return `${emojiBySeverity.unknown} No portal was read`;
  const words =
    verdict.severity === 'fine'
      ? [fineWords(verdict, now, name)]
      : [leadWords(verdict, now, name), ...restWords(verdict)];
  return `${emojiBySeverity[verdict.severity]} ${words.join(' · ')}`;
}

/** The verdict on one portal: its name and its findings, at most two. */
export function headlineOfOne(verdict: PortalVerdict, now: Date, name: NameStyle): string {
  const { reading, severity } = verdict;
  const backedUp = severity === 'fine' ? [backedUpWords(verdict, now)] : [];
  const sentences = [...backedUp, ...sentencesOf(verdict, now)];
  const more = sentences.length > 2 ? [`${sentences.length - 2} more`] : [];
  const words = [name(reading.portal.name), ...sentences.slice(0, 2), ...more];
  return `${emojiBySeverity[severity]} ${words.join(' · ')}`;
}

function leadWords({ severity, portals, counts }: Verdict, now: Date, name: NameStyle): string {
  const worst = portals.slice(0, counts[severity]);
  const findings = worst
    .flatMap((portal) => portal.findings)
    .filter((finding) => severityOf(finding) !== 'fine');
  const whatCounts = new Set(findings.map(({ kind }) => findingTraits[kind].counts));
  const isAll = (what: FindingTraits['counts']) => whatCounts.size === 1 && whatCounts.has(what);
  if (isAll('leaving')) return leavingWords(findings);
  const [first] = worst;
  if (worst.length === 1 && first !== undefined) return worstFindingOf(first, now, name);
  const count = counted(worst.length, 'portal');
  if (severity === 'attention') return `${count} need a look`;
  if (severity === 'unknown') return findings.length === 0 ? quietWords(worst) : `${count} unknown`;
  const [unread, ...more] = isAll('unread') ? unreadWords(worst) : [];
  return unread !== undefined && more.length === 0 ? capitalise(unread) : `${count} have problems`;
}

/** Portals of which nothing is known, good or bad. */
function quietWords(portals: readonly PortalVerdict[]): string {
  const [words] = portals.every(isDumpless) ? dumplessWords(portals) : [];
  return words ?? `${counted(portals.length, 'portal')} unknown`;
}

function worstFindingOf(portal: PortalVerdict, now: Date, name: NameStyle): string {
  const [finding] = portal.findings;
  const who = name(portal.reading.portal.name);
  if (finding?.kind === 'cannot-read' && finding.part === 'own') return `${who} can’t be read`;
  return `${who} · ${finding === undefined ? nothingRead : describeFinding(finding, now).sentence}`;
}

function restWords({ severity, counts }: Verdict): string[] {
  const { attention, unknown, fine } = counts;
  return [
    severity === 'problem' && attention > 0 ? `${attention.toLocaleString('en')}${noBreak}to look at` : '',
    severity !== 'unknown' && unknown > 0 ? `${unknown.toLocaleString('en')} unknown` : '',
    fine > 0 ? `${counted(fine, 'portal')} fine` : '',
  ].filter((words) => words !== '');
}

function fineWords({ portals }: Verdict, now: Date, name: NameStyle): string {
  const [only] = portals;
  return portals.length === 1 && only !== undefined
    ? `${name(only.reading.portal.name)} · ${backedUpWords(only, now)}`
    : `All ${counted(portals.length, 'portal')} are backed up`;
}

function backedUpWords({ reading }: PortalVerdict, now: Date): string {
  const range = rangeLeft(backupsOf(reading), now);
  if (range === undefined) return 'backed up';
  const age = agoWords(now.getTime() - range.newestAt.getTime());
  return range.newest.dump ? `newest ${backupNoun(true)} ${age}` : `backed up ${age}`;
}

/** `🔴 hr · no backup for 9 days`: one portal with all its findings, as mrkdwn. */
export function textLineOf(portal: PortalVerdict, now: Date): string {
  const name = portalName.mrkdwn(portal.reading.portal.name);
  return `${emojiBySeverity[portal.severity]} ${[name, ...sentencesOf(portal, now)].join(' · ')}`;
}

function sentencesOf({ findings, severity }: PortalVerdict, now: Date): string[] {
  const shown = findings;
  if (shown.length > 0) return shown.map((finding) => describeFinding(finding, now).sentence);
  return severity === 'fine' ? [] : [nothingRead];
}
