import type { RichTextBlock } from '@slack/types';
import type { Finding } from '../backups/finding.ts';
import type { PortalVerdict } from '../backups/verdict.ts';
import { counted } from './counts.ts';
import { describeFinding, findingsToTell } from './finding-words.ts';
import { nameElements } from './name-line.ts';
import { type PortalDetail, portalBlock } from './portal-block.ts';
import { bold, line, plain, richText } from './rich-text.ts';
import { emojiBySeverity } from './severity-words.ts';

/** One thing to tell: a portal, or several with the same trouble and no other. */
export type PortalGroup = readonly [PortalVerdict, ...PortalVerdict[]];

/** From this many on, portals with the same trouble are told together: one network fault is one thing. */
const groupFrom = 3;

/** Findings whose words hold little of the portal's own. */
const groupedKinds: ReadonlySet<Finding['kind']> = new Set<Finding['kind']>([
  ...(['cannot-read', 'no-backups', 'age-unknown', 'expiry-unknown'] as const),
  ...(['no-dumps', 'dumps-not-shown'] as const),
]);

/**
 * Puts portals with the same trouble and the same cure together, each group where its first portal stood. Fine ones
 * stay alone, and so do those that may not join.
 */
export function groupPortals(
  portals: readonly PortalVerdict[],
  now: Date,
  mayJoin: (portal: PortalVerdict) => boolean = () => true,
): PortalGroup[] {
  const groups = new Map<string | PortalVerdict, [PortalVerdict, ...PortalVerdict[]]>();
  for (const portal of portals) {
    const key = (mayJoin(portal) ? troubleOf(portal, now) : undefined) ?? portal;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [portal]);
    else group.push(portal);
  }
  return [...groups.values()].flatMap((group) =>
    group.length < groupFrom ? group.map((portal): PortalGroup => [portal]) : [group],
  );
}

/** A group in one block; see `portalBlock` for what `more` is. `names` is how many names a group may tell. */
export function renderGroup(
  group: PortalGroup,
  now: Date,
  { more, names }: { readonly more: PortalDetail; readonly names: number },
): RichTextBlock {
  return group.length === 1 ? portalBlock(group[0], now, more) : groupBlock(group, now, names);
}

/** Several portals with one trouble: what it is, who they are, what mends it. */
function groupBlock(group: PortalGroup, now: Date, names: number): RichTextBlock {
  const [{ severity, findings }] = group;
  const [finding] = findings;
  const words = finding === undefined ? undefined : describeFinding(finding, now);
  const title = line(
    plain(`${emojiBySeverity[severity]} `),
    bold(counted(group.length, 'portal')),
    plain(` · ${words?.sentence ?? 'unknown'}`),
  );
  const all = group.map(({ reading }) => reading.portal.name);
  const who = names === 0 ? [] : [line(...nameElements(all, names))];
  const cure = words === undefined || words.cure.length === 0 ? [] : [line(...words.cure)];
  return richText([title, ...who, ...cure]);
}

/** Two portals that are told in one breath have every word in common, or one's date would be told of the other. */
function troubleOf({ findings, severity }: PortalVerdict, now: Date): string | undefined {
  const [finding, ...others] = findingsToTell(findings, now);
  if (finding === undefined || others.length > 0 || severity === 'fine') return undefined;
  return groupedKinds.has(finding.kind) ? JSON.stringify(describeFinding(finding, now)) : undefined;
}
