import type { RichTextBlock } from '@slack/types';
import { causeOf } from '../../backups/finding.ts';
import type { PortalVerdict } from '../../backups/verdict.ts';
import { bold, line, plain, richText } from '../kit/rich-text.ts';
import { counted } from '../words/counts.ts';
import { describeFinding } from '../words/findings.ts';
import { emojiBySeverity } from '../words/severities.ts';
import { nameElements } from './name-line.ts';
import { type PortalDetail, portalBlock } from './portal-block.ts';

/** One item to show: a portal, or several with the same problem and no other. */
export type PortalGroup = readonly [PortalVerdict, ...PortalVerdict[]];

/** From this many on, portals with the same problem are shown together: one network fault is one problem. */
const groupFrom = 3;

/**
 * Groups portals with the same problem and the same remedy, each group at the position of its first portal. Fine ones
 * are not grouped, nor are those that may not join.
 */
export function groupPortals(
  portals: readonly PortalVerdict[],
  mayJoin: (portal: PortalVerdict) => boolean = () => true,
): PortalGroup[] {
  const groups = new Map<string | PortalVerdict, [PortalVerdict, ...PortalVerdict[]]>();
  for (const portal of portals) {
    const key = (mayJoin(portal) ? problemOf(portal) : undefined) ?? portal;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [portal]);
    else group.push(portal);
  }
  return [...groups.values()].flatMap((group) =>
    group.length < groupFrom ? group.map((portal): PortalGroup => [portal]) : [group],
  );
}

/** A group in one block; see `portalBlock` for what `more` is. `names` is how many names a group may show. */
export function renderGroup(
  group: PortalGroup,
  now: Date,
  { more, names }: { readonly more: PortalDetail; readonly names: number },
): RichTextBlock {
  return group.length === 1 ? portalBlock(group[0], now, more) : groupBlock(group, now, names);
}

/** Several portals with one problem: what it is, their names, what fixes it. */
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
  const remedy = words === undefined || words.remedy.length === 0 ? [] : [line(...words.remedy)];
  return richText([title, ...who, ...remedy]);
}

/** `undefined` for portals that are shown by themselves. */
function problemOf({ findings, severity }: PortalVerdict): string | undefined {
  const [finding, ...others] = findings;
  if (finding === undefined || others.length > 0 || severity === 'fine') return undefined;
  return causeOf(finding);
}
