import type { Button } from '@slack/types';
import { everything, narrowToExpiring, type Query } from '../../backups/query.ts';
import { actionIds } from '../kit/actions.ts';
import { queryButton } from '../kit/blocks.ts';
import type { Audience } from '../kit/message.ts';
import type { Page } from '../kit/page-of.ts';
import { queryValue } from '../words/queries.ts';

/** Who an answer is for, when, and the names of all configured portals. */
export interface AnswerContext {
  readonly portalNames: readonly string[];
  readonly now: Date;
  readonly audience: Audience;
  /** The app's own command, such as `/backups`. */
  readonly command: string;
}

/** What the two directions of a list are called. */
export interface PagingLabels {
  readonly back: string;
  readonly on: string;
}

/** Buttons to the previous and the next page, where there is one. */
export function pagingButtons(query: Query, page: Page<unknown>, labels: PagingLabels): Button[] {
  const to = (number: number) => queryValue({ ...query, page: number });
  const back = page.number > 1 ? [queryButton(actionIds.newer, `‹ ${labels.back}`, to(page.number - 1))] : [];
  const on =
    page.number < page.pages ? [queryButton(actionIds.older, `${labels.on} ›`, to(page.number + 1))] : [];
  return [...back, ...on];
}

/** Read again, and share to the channel; in a shared copy, only a button that shows its user the current state. */
export function answerButtons(query: Query, audience: Audience): Button[] {
  const value = queryValue(query);
  if (audience === 'channel') return [queryButton(actionIds.show, 'Show me the latest', value)];
  return [
    queryButton(actionIds.refresh, 'Refresh', value),
    queryButton(actionIds.share, 'Share to channel', value),
  ];
}

/** From one storage back to all. */
export function unfilterButtons(query: Query): Button[] {
  if (query.storage === undefined) return [];
  return [queryButton(actionIds.show, 'All storages', queryValue({ ...query, storage: undefined, page: 1 }))];
}

/** To the overview of all portals. */
export function allPortalsButton(): Button {
  return queryButton(actionIds.allPortals, 'All portals', queryValue(everything));
}

/** To the expiring ones of these, within each portal's own window. */
export function expiringButton(query: Query): Button {
  return queryButton(actionIds.expiring, 'Expiring soon', queryValue(narrowToExpiring(query)));
}
