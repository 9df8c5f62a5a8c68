import type { KnownBlock } from '@slack/types';
import { leavingOf } from '../../backups/finding.ts';
import type { OverviewSelection } from '../../backups/select.ts';
import type { PortalVerdict } from '../../backups/verdict.ts';
import { actions } from '../kit/blocks.ts';
import type { Page } from '../kit/page-of.ts';
import {
  type AnswerContext,
  allPortalsButton,
  expiringButtons,
  jumpRarely,
  latestButton,
  pagingButtons,
  rareControls,
  refreshRarely,
  shareButton,
  unfilterButtons,
} from './answer-buttons.ts';
import { judgedChoice, pickBlockId, portalSelect } from './portal-select.ts';

const pagingLabels = { back: 'Back', on: 'More' };

/** What can be pressed below an overview; `beside` stands beside the pages. */
export function overviewButtons(
  { query, verdict, counts }: OverviewSelection,
  page: Page<unknown>,
  { audience, now }: AnswerContext,
  beside: Parameters<typeof actions>[0] = [],
): KnownBlock[] {
  if (audience === 'channel') return actions([latestButton(query)]);
  const { portals } = verdict;
  const leaving = query.storage === undefined ? countLeaving(portals) : counts.expiring;
  const isPart = query.group !== undefined || query.problems;
  return [
    ...actions([...pagingButtons(query, page, pagingLabels), ...beside, ...unfilterButtons(query)]),
    ...actions(
      [
        portalSelect('Show a portal', portals.map(judgedChoice), query),
        ...expiringButtons(query, leaving),
        ...(isPart ? [allPortalsButton()] : []),
        shareButton(query),
        ...rareControls([refreshRarely(query), ...jumpRarely(query, page)]),
      ],
      pickBlockId(query, now),
    ),
  ];
}

/** How many backups expire within the portals' own windows. */
export function countLeaving(portals: readonly PortalVerdict[]): number {
  return portals
    .flatMap(({ findings }) => findings)
    .reduce((sum, finding) => sum + leavingOf(finding).length, 0);
}
