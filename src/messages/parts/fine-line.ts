import type { RichTextElement, RichTextText } from '@slack/types';
import { rangeLeft } from '../../backups/left.ts';
import { backupsOf } from '../../backups/reading.ts';
import type { PortalVerdict } from '../../backups/verdict.ts';
import { dateElement } from '../kit/dates.ts';
import { shownLimits } from '../kit/limits.ts';
import { bold, joinDots, line, plain } from '../kit/rich-text.ts';
import { backupNoun, counted } from '../words/counts.ts';
import { agoWords, lessThanWords } from '../words/durations.ts';
import { portalName } from '../words/portals.ts';
import { emojiBySeverity } from '../words/severities.ts';
import type { Telling } from '../words/telling.ts';
import type { Item } from './portal-item.ts';

/** Above this, fine portals are a number. */
export const mostFineNames = shownLimits.names;

/** The fine portals in one line, as an item: `2 portals are fine · design 5 h ago, finance 6 h ago`. */
export function fineItem(fine: readonly PortalVerdict[], telling: Telling): Item {
  const are = fine.length === 1 ? 'is' : 'are';
  const title = [plain(`${emojiBySeverity.fine} `), bold(`${counted(fine.length, 'portal')} ${are} fine`)];
  const facts = fine.length > mostFineNames ? backedUpFacts(fine, telling) : [namesWithAges(fine, telling)];
  return { severity: 'fine', lines: [line(...joinDots([title, ...facts]))] };
}

/** `each has a backup less than 12 h old`; nothing where the age of a newest backup is not known. */
export function newestFacts(fine: readonly PortalVerdict[], now: Date): string[] {
  const who = fine.length === 1 ? 'it' : 'each';
  const ranges = fine.map(({ reading }) => rangeLeft(backupsOf(reading), now));
  const nouns = new Set(ranges.map((range) => backupNoun(range?.newest.dump === true)));
  const noun = [...nouns].toSorted().join(' or ');
  return oldestNewest(fine, now).map((at) => `${who} has a ${noun} less than ${ageWords(at, now)} old`);
}

function backedUpFacts(fine: readonly PortalVerdict[], { now, by }: Telling): RichTextElement[][] {
  return oldestNewest(fine, now).map((at) =>
    by === 'durations'
      ? [plain(`backed up less than ${ageWords(at, now)} ago`)]
      : [plain('backed up since '), dateElement(at, 'brief')],
  );
}

/** When the oldest of the newest backups was made; none where one's age is not known. */
function oldestNewest(fine: readonly PortalVerdict[], now: Date): Date[] {
  let oldestMs = now.getTime();
  for (const { reading } of fine) {
    const range = rangeLeft(backupsOf(reading), now);
    if (range === undefined) return [];
    oldestMs = Math.min(oldestMs, range.newestAt.getTime());
  }
  return [new Date(oldestMs)];
}

function ageWords(at: Date, now: Date): string {
  return lessThanWords(now.getTime() - at.getTime());
}

/** Each name by itself, so that in mrkdwn one that must be quoted does not take the others with it. */
function namesWithAges(fine: readonly PortalVerdict[], { now, by }: Telling): RichTextText[] {
  return fine.flatMap(({ reading }, index) => {
    const range = by === 'durations' ? rangeLeft(backupsOf(reading), now) : undefined;
    const age = range === undefined ? '' : ` ${agoWords(now.getTime() - range.newestAt.getTime())}`;
    const name = plain(portalName.raw(reading.portal.name));
    return [...(index === 0 ? [] : [plain(', ')]), name, ...(age === '' ? [] : [plain(age)])];
  });
}
