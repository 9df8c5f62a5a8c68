import type { KnownBlock } from '@slack/types';
import { everything } from '../backups/query.ts';
import { isSnoozable, nameOf } from '../backups/snooze.ts';
import type { PortalVerdict } from '../backups/verdict.ts';
import { type SnoozeTerm, snoozeTerms, snoozeValue } from '../commands/snooze-command.ts';
import { actionIds } from './kit/actions.ts';
import { actions, header, queryButton } from './kit/blocks.ts';
import { fitMessage } from './kit/budget.ts';
import type { Message } from './kit/message.ts';
import { linesAsMrkdwn } from './kit/mrkdwn.ts';
import { bold, line, plain, richText } from './kit/rich-text.ts';
import { snoozedLine } from './parts/snoozed-lines.ts';
import { describeFinding, standAlone } from './words/findings.ts';
import { portalName } from './words/portals.ts';
import { queryValue } from './words/queries.ts';
import { emojiBySeverity } from './words/severities.ts';
import { tellingFor } from './words/telling.ts';

/** What of one portal can be snoozed, and what is. */
export function renderSnooze(verdict: PortalVerdict, now: Date): Message {
  const telling = tellingFor('asker', now);
  const portal = verdict.reading.portal.name;
  const title = (name: string) => `${emojiBySeverity.snoozed} Snooze ${name}`;
  const open = verdict.findings.filter(isSnoozable);
  const nothing = open.length + verdict.snoozed.length === 0 ? ['There is nothing to snooze.'] : [];
  const rows: { text: ReturnType<typeof line>; controls: KnownBlock[] }[] = [
    ...open.map((finding) => ({
      text: line(bold(standAlone(describeFinding(finding, telling).sentence))),
      controls: actions(
        snoozeTerms.map((term, index) =>
          queryButton(
            `${actionIds.show}.${index}`,
            termLabels[term],
            snoozeValue({ kind: 'put', portal, finding: nameOf(finding), term }),
          ),
        ),
      ),
    })),
    ...verdict.snoozed.map((each) => ({
      text: snoozedLine(each, telling),
      controls: actions([
        queryButton(
          actionIds.show,
          'Undo',
          snoozeValue({ kind: 'undo', portal, finding: nameOf(each.finding) }),
        ),
      ]),
    })),
  ];
  const explained = open.length > 0 ? [explanation] : nothing;
  const lines = [
    title(portalName.mrkdwn(portal)),
    ...rows.map(({ text }) => linesAsMrkdwn([text])),
    ...explained,
  ];
  return fitMessage(lines, () => [
    header(title(portalName.plain(portal))),
    ...(explained.length === 0 ? [] : [richText(explained.map((words) => line(plain(words))))]),
    ...rows.flatMap(({ text, controls }) => [richText([text]), ...controls]),
    ...actions([queryButton(actionIds.show, '‹ Back', queryValue({ ...everything, portal }))]),
  ]);
}

const explanation =
  'What you snooze is silent for everybody, in answers and in digests. It is still counted as snoozed.';

const termLabels: Readonly<Record<SnoozeTerm, string>> = {
  '1d': 'For a day',
  '7d': 'For a week',
  change: 'Until it changes',
};
