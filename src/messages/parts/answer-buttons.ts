import type { ActionsBlock, Button, PlainTextOption } from '@slack/types';
import { everything, narrowToExpiring, type Query } from '../../backups/query.ts';
import { openChoice, refreshChoice } from '../../commands/menu-choice.ts';
import { snoozeValue } from '../../commands/snooze-command.ts';
import { actionIds } from '../kit/actions.ts';
import { actions, confirmation, overflow, plainText, queryButton, urlButton } from '../kit/blocks.ts';
import { partLimits } from '../kit/limits.ts';
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
  /** The id of the user who shared it, in what everybody in a channel sees. */
  readonly sharedBy: string | undefined;
}

/** What the two directions of a list are called. */
export interface PagingLabels {
  readonly back: string;
  readonly on: string;
}

/** Buttons to the previous and the next page, where there is one, with how many rows are there. */
export function pagingButtons(query: Query, page: Page<unknown>, labels: PagingLabels): Button[] {
  const before = page.first - 1;
  const after = page.total - page.last;
  return [
    ...(before > 0
      ? [
          queryButton(
            actionIds.newer,
            `‹ ${withCount(labels.back, before)}`,
            pageValue(query, page.number - 1),
          ),
        ]
      : []),
    ...(after > 0
      ? [queryButton(actionIds.older, `${withCount(labels.on, after)} ›`, pageValue(query, page.number + 1))]
      : []),
  ];
}

/** `Older (5)`: a number says what is behind a button. */
export function withCount(label: string, count: number): string {
  return `${label} (${count.toLocaleString('en')})`;
}

function pageValue(query: Query, number: number): string {
  return queryValue({ ...query, page: number });
}

/** Asks first: what is shared cannot be taken back by the one who shared it. */
export function shareButton(query: Query): Button {
  return {
    ...queryButton(actionIds.share, 'Share', queryValue(query)),
    confirm: confirmation({
      title: 'Share with this channel?',
      text: 'Everybody here will see this answer, and that you shared it.',
      confirm: 'Share',
    }),
  };
}

/** In a shared copy: shows its user the current state. */
export function latestButton(query: Query): Button {
  return queryButton(actionIds.show, 'Show me the latest', queryValue(query));
}

/** One entry of the ⋯ menu; as a button it has the action id. */
export interface RareChoice {
  readonly label: string;
  readonly button: () => Button;
  /** What the menu sends. */
  readonly value: string;
  readonly url?: string;
}

/** Asks the portals again. */
export function refreshRarely(query: Query): RareChoice {
  const value = queryValue(query);
  return {
    label: 'Refresh',
    button: () => queryButton(actionIds.refresh, 'Refresh', value),
    value: refreshChoice(value),
  };
}

/** Opens a page in the browser. */
export function openRarely(label: string, url: string): RareChoice {
  return { label, button: () => urlButton(label, url), value: openChoice, url };
}

/** What a configuration allows, so that a value reads back as it was meant. */
const configurableName = /^[\p{L}\p{M}\p{N}._-]{1,40}$/u;

/** Shows what of a portal can be snoozed, and what is; not for a name that no configuration allows. */
export function snoozeRarely(portal: string): RareChoice[] {
  if (!configurableName.test(portal)) return [];
  const label = 'Snooze…';
  const value = snoozeValue({ kind: 'choose', portal });
  const button = () => queryButton(`${actionIds.show}.3`, label, value);
  return [{ label, button, value }];
}

/** Shows another query. The action ids of buttons in one message must differ. */
function showRarely(label: string, query: Query, index: number): RareChoice {
  const value = queryValue(query);
  return { label, button: () => queryButton(`${actionIds.show}.${index}`, label, value), value };
}

/** Shows the rows with the names of their files, or without them again. */
function filesRarely(query: Query): RareChoice {
  const label = query.files ? 'Hide file names' : 'Show file names';
  return showRarely(label, { ...query, files: !query.files }, 0);
}

/** To the first and the last page, where the buttons beside do not lead there. */
export function jumpRarely(query: Query, { number, pages }: Page<unknown>): RareChoice[] {
  return [
    ...(number > 2 ? [showRarely('First page', { ...query, page: 1 }, 1)] : []),
    ...(number < pages - 1 ? [showRarely('Last page', { ...query, page: pages }, 2)] : []),
  ];
}

/**
 * What is seldom pressed goes behind ⋯. What its options cannot carry becomes a button; so does a single one, for a menu
 * of one would hide it for nothing.
 */
export function rareControls(choices: readonly RareChoice[]): ActionsBlock['elements'] {
  const fitting = choices.filter(({ value }) => value.length <= partLimits.optionValue);
  const inMenu = fitting.length > 1 ? fitting.slice(0, partLimits.overflowOptions) : [];
  const beside = choices.filter((choice) => !inMenu.includes(choice));
  const menu = inMenu.length > 0 ? [overflow(inMenu.map(optionOf))] : [];
  return [...beside.map(({ button }) => button()), ...menu];
}

function optionOf({ label, value, url }: RareChoice): PlainTextOption {
  const option = { text: plainText(label, partLimits.optionText), value };
  return url === undefined ? option : { ...option, url };
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

/** What can be pressed below a list of backups; `rare` comes last behind ⋯. */
export function listButtons(
  query: Query,
  page: Page<unknown>,
  labels: PagingLabels,
  { audience, portalNames }: AnswerContext,
  rare: readonly RareChoice[] = [],
): ActionsBlock[] {
  if (audience === 'channel') return actions([latestButton(query)]);
  return actions([
    ...pagingButtons(query, page, labels),
    ...unfilterButtons(query),
    ...(portalNames.length > 1 ? [allPortalsButton()] : []),
    shareButton(query),
    ...rareControls([
      refreshRarely(query),
      ...(page.total > 0 ? [filesRarely(query)] : []),
      ...jumpRarely(query, page),
      ...rare,
    ]),
  ]);
}

/** To what expires soon of these, within each portal's own window or within a time; none when nothing does. */
export function expiringButtons(query: Query, count: number, withinMs?: number | undefined): Button[] {
  if (count === 0) return [];
  const narrow = narrowToExpiring(query);
  const value = queryValue(withinMs === undefined ? narrow : { ...narrow, expiring: { withinMs } });
  return [queryButton(actionIds.expiring, withCount('Expiring soon', count), value)];
}
