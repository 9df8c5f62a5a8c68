import type { RichTextBlock } from '@slack/types';
import { rangeLeft } from '../backups/left.ts';
import { backupsOf } from '../backups/reading.ts';
import type { PortalVerdict } from '../backups/verdict.ts';
import type { Room } from './budget.ts';
import { counted } from './counts.ts';
import { agoRangeWords } from './duration-words.ts';
import { moreLine, nameElements } from './name-line.ts';
import { type PortalGroup, renderGroup } from './portal-groups.ts';
import { bold, line, plain, richText } from './rich-text.ts';
import { emojiBySeverity } from './severity-words.ts';

/** As many items as there is room for, and a line that names the rest. */
export function renderItems(items: readonly PortalGroup[], now: Date, room: Room): RichTextBlock[] {
  const shown = items.slice(0, room.portals);
  const hidden = items.slice(shown.length).flat();
  const blocks = shown.map((item) => renderGroup(item, now, { more: room.leaving, names: room.names }));
  return hidden.length === 0 ? blocks : [...blocks, richText([moreLine(hidden, room.names)])];
}

/** `🟢 4 portals fine · design, finance, ops, support · newest 3–11 h ago`. */
export function renderFine(fine: readonly PortalVerdict[], now: Date, room: Room): RichTextBlock[] {
  if (fine.length === 0) return [];
  const all = fine.map(({ reading }) => reading.portal.name);
  const names = room.names === 0 ? [] : [plain(' · '), ...nameElements(all, room.names)];
  const title = [plain(`${emojiBySeverity.fine} `), bold(`${counted(fine.length, 'portal')} fine`)];
  return [richText([line(...title, ...names, plain(` · ${newestRange(fine, now)}`))])];
}

/** How old the newest backups of these portals are: `newest 3–11 h ago`. */
export function newestRange(portals: readonly PortalVerdict[], now: Date): string {
  const ranges = portals
    .map(({ reading }) => rangeLeft(backupsOf(reading), now))
    .filter((range) => range !== undefined);
  const ages = ranges.map(({ newestAt }) => now.getTime() - newestAt.getTime());
  const known = ranges.every(({ areAllDated }) => areAllDated) ? '' : 'known ';
  const youngest = ages.reduce((min, age) => Math.min(min, age), Number.POSITIVE_INFINITY);
  const oldest = ages.reduce((max, age) => Math.max(max, age), Number.NEGATIVE_INFINITY);
  return ages.length === 0 ? 'newest unknown' : `newest ${known}${agoRangeWords(youngest, oldest)}`;
}
