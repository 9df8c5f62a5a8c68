import { rankOf, type Severity } from './finding.ts';
import { countSeverities, nameOrder, type PortalVerdict, type Verdict } from './verdict.ts';

/** The verdict on the portals of one group: its worst portal decides. */
export interface GroupVerdict {
  /** `undefined` for the portals without a group. */
  readonly group: string | undefined;
  readonly severity: Severity;
  readonly counts: Readonly<Record<Severity, number>>;
  /** Worst first, then by name. */
  readonly portals: readonly PortalVerdict[];
}

/** Every portal in one group: the worst group first, then by name; among equals, those without a group come last. */
export function assessGroups({ portals }: Verdict): GroupVerdict[] {
  const members = new Map<string | undefined, PortalVerdict[]>();
  for (const verdict of portals) {
    const { group } = verdict.reading.portal;
    const others = members.get(group);
    if (others === undefined) members.set(group, [verdict]);
    else others.push(verdict);
  }
  const groups = [...members].map(([group, verdicts]) => assessGroup(group, verdicts));
  return groups.toSorted((a, b) => rankOf(a.severity) - rankOf(b.severity) || compareNames(a.group, b.group));
}

function assessGroup(group: string | undefined, portals: readonly PortalVerdict[]): GroupVerdict {
  // Portals of a verdict are ordered worst first, and so is each part of them.
  return { group, severity: portals[0]?.severity ?? 'unknown', counts: countSeverities(portals), portals };
}

function compareNames(a: string | undefined, b: string | undefined): number {
  if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
  return nameOrder.compare(a, b);
}
