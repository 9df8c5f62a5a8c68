import { assessHistory } from './assess-history.ts';
import { assessPast } from './assess-past.ts';
import {
  causeOf,
  compareFindings,
  type Finding,
  kindRankOf,
  rankOf,
  type Severity,
  severityOf,
} from './finding.ts';
import { hasBackups, type Reading } from './reading.ts';
import { findSnooze, type Snooze, type SnoozedFinding } from './snooze.ts';

/** Orders names: `branch-2` comes before `branch-10`. */
export const nameOrder = new Intl.Collator('en', { numeric: true });

/** The verdict on one portal: its worst finding decides. */
export interface PortalVerdict {
  readonly reading: Reading;
  readonly severity: Severity;
  /** Worst first; each cause once. */
  readonly findings: readonly Finding[];
  /** Those that somebody silenced, which do not count. */
  readonly snoozed: readonly SnoozedFinding[];
}

/** The verdict on all portals together. */
export interface Verdict {
  /** The worst of all; `unknown` when there is no portal to judge. */
  readonly severity: Severity;
  /** Worst portal first; equally bad ones by their worst finding, then by name. */
  readonly portals: readonly PortalVerdict[];
  readonly counts: Readonly<Record<Severity, number>>;
}

/**
 * Judges one portal by its own policy at the moment `now`. A portal without any backup is never fine, and neither is one
 * of which something is silenced.
 */
export function assessReading(reading: Reading, now: Date, snoozes: readonly Snooze[] = []): PortalVerdict {
  const all = reading.histories.flatMap((history) => [
    ...assessHistory(history, reading.portal, now),
    ...assessPast(reading, history, now),
  ]);
  const findings: Finding[] = [];
  const snoozed: SnoozedFinding[] = [];
  for (const finding of withoutRepeatedCauses(all).toSorted(compareFindings)) {
    const snooze = findSnooze(finding, reading.portal.name, { snoozes, now });
    if (snooze === undefined) findings.push(finding);
    else snoozed.push({ finding, snooze });
  }
  const severity = severityOfPortal({ reading, findings, snoozed });
  return { reading, findings, snoozed, severity };
}

function severityOfPortal({ reading, findings, snoozed }: Omit<PortalVerdict, 'severity'>): Severity {
  const [worst] = findings;
  const severity = worst === undefined ? 'fine' : severityOf(worst);
  if (severity !== 'fine') return severity;
  if (snoozed.length > 0) return 'snoozed';
  return hasBackups(reading) ? 'fine' : 'unknown';
}

/** Judges every portal and orders them worst first. */
export function assessReadings(
  readings: readonly Reading[],
  now: Date,
  snoozes: readonly Snooze[] = [],
): Verdict {
  const portals = readings.map((reading) => assessReading(reading, now, snoozes)).toSorted(compareVerdicts);
  return { severity: portals[0]?.severity ?? 'unknown', portals, counts: countSeverities(portals) };
}

/** How many of the portals are how bad. */
export function countSeverities(portals: readonly PortalVerdict[]): Record<Severity, number> {
  const counts: Record<Severity, number> = { problem: 0, attention: 0, unknown: 0, fine: 0, snoozed: 0 };
  for (const { severity } of portals) counts[severity] += 1;
  return counts;
}

/** How many findings are silenced. */
export function countSnoozed(portals: readonly PortalVerdict[]): number {
  return portals.reduce((sum, { snoozed }) => sum + snoozed.length, 0);
}

function withoutRepeatedCauses(findings: readonly Finding[]): Finding[] {
  const seen = new Set<string>();
  return findings.filter((finding) => {
    const cause = causeOf(finding);
    const isNew = !seen.has(cause);
    seen.add(cause);
    return isNew;
  });
}

function compareVerdicts(a: PortalVerdict, b: PortalVerdict): number {
  return (
    rankOf(a.severity) - rankOf(b.severity) ||
    worstKind(a) - worstKind(b) ||
    nameOrder.compare(a.reading.portal.name, b.reading.portal.name)
  );
}

/** What only informs does not order portals. */
function worstKind({ findings: [worst] }: PortalVerdict): number {
  return worst === undefined || severityOf(worst) === 'fine' ? -1 : kindRankOf(worst);
}
