import type { RichTextElement, RichTextSection } from '@slack/types';
import type { SnoozedFinding } from '../../backups/snooze.ts';
import type { PortalVerdict } from '../../backups/verdict.ts';
import { dateElement, isShowable } from '../kit/dates.ts';
import { bold, line, plain } from '../kit/rich-text.ts';
import { describeFinding } from '../words/findings.ts';
import { portalName } from '../words/portals.ts';
import { emojiBySeverity } from '../words/severities.ts';
import type { Telling } from '../words/telling.ts';
import type { Item } from './portal-item.ts';

/** Above this, what is snoozed is a number. */
const mostLines = 5;

/** What is silenced, by whom and until when; nothing when nothing is. */
export function snoozedItems(portals: readonly PortalVerdict[], telling: Telling): Item[] {
  const rows = portals.flatMap(({ reading, snoozed }) =>
    snoozed.map((each) => {
      const name = bold(portalName.raw(reading.portal.name));
      return line(plain(`${emojiBySeverity.snoozed} `), name, plain(' · '), ...snoozedWords(each, telling));
    }),
  );
  if (rows.length === 0) return [];
  const rest = rows.length - mostLines;
  const more = rest > 0 ? [line(plain(`+ ${rest.toLocaleString('en')} more snoozed`))] : [];
  return [{ severity: 'snoozed', lines: [...rows.slice(0, mostLines), ...more] }];
}

/** The same of one, where it is clear which portal is meant. */
export function snoozedLine(snoozed: SnoozedFinding, telling: Telling): RichTextSection {
  return line(plain(`${emojiBySeverity.snoozed} `), ...snoozedWords(snoozed, telling));
}

/** `no backup for 9 days · snoozed by @ann until tomorrow at 09:00`. */
function snoozedWords({ finding, snooze }: SnoozedFinding, telling: Telling): RichTextElement[] {
  const { sentence } = describeFinding(finding, telling);
  return [plain(`${sentence} · snoozed`), ...byWords(snooze.by), ...untilWords(snooze.until)];
}

function byWords(user: string): RichTextElement[] {
  return /^[UW][A-Z0-9]{2,}$/.test(user) ? [plain(' by '), { type: 'user', user_id: user }] : [];
}

function untilWords(until: SnoozedFinding['snooze']['until']): RichTextElement[] {
  if (until.kind === 'change') return [plain(' until it changes')];
  return isShowable(until.at) ? [plain(' until '), dateElement(until.at)] : [];
}
