import type { ExternalSelect, PlainTextOption, StaticSelect } from '@slack/types';
import { narrowToPortal, type Query } from '../../backups/query.ts';
import type { PortalVerdict } from '../../backups/verdict.ts';
import { formatQuery, parseExactQuery } from '../../commands/parse-query.ts';
import { actionIds } from '../kit/actions.ts';
import { plainText } from '../kit/blocks.ts';
import { partLimits } from '../kit/limits.ts';
import { portalName } from '../words/portals.ts';
import { queryValue } from '../words/queries.ts';
import { emojiBySeverity } from '../words/severities.ts';

/** A list that a phone shows without much scrolling. In a longer one, typing finds a portal sooner. */
const mostListed = 20;

/**
 * Portals to pick from, in the order given; the answer keeps the query's filters. More than 20 are found by their
 * letters instead: Slack asks the bot for them (`suggestPortals`), which takes the filters from the `pickBlockId` of the
 * actions block with the select. No select without portals.
 */
export function portalSelect(
  placeholder: string,
  choices: readonly { readonly name: string; readonly label: string }[],
  query: Query,
): StaticSelect | ExternalSelect | undefined {
  const options = choices.flatMap(({ name, label }) => option(name, label, query));
  if (options.length === 0) return undefined;
  const select = {
    action_id: actionIds.pickPortal,
    placeholder: plainText(placeholder, partLimits.optionText),
  };
  return options.length <= mostListed
    ? { type: 'static_select', ...select, options }
    : { type: 'external_select', ...select, min_query_length: 0 };
}

/** A portal with its severity, to be picked. */
export function judgedChoice({ reading, severity }: PortalVerdict): { name: string; label: string } {
  const { name } = reading.portal;
  return { name, label: `${emojiBySeverity[severity]} ${portalName.plain(name)}` };
}

/** The options for portals that were found by their letters, as many as Slack takes, in the order given. */
export function suggestPortals(portalNames: readonly string[], query: Query): PlainTextOption[] {
  return portalNames
    .flatMap((name) => option(name, portalName.plain(name), query))
    .slice(0, partLimits.options);
}

const pickPrefix = 'backups.pick';

/**
 * The `block_id` of the actions block with the select: the filters of its message, because Slack sends nothing else of
 * it with what is typed. The moment keeps Slack from showing the last choice in the message that replaces this one.
 */
export function pickBlockId(query: Query, now: Date): string {
  return `${pickPrefix} ${now.getTime()} ${formatQuery(filtersOf(query))}`.trimEnd();
}

/** The filters in a `pickBlockId`; `undefined` for any other `block_id`. */
export function readPickBlockId(blockId: string): Query | undefined {
  const [prefix, moment = '', ...words] = blockId.split(' ');
  if (prefix !== pickPrefix || !/^-?\d+$/.test(moment)) return undefined;
  const { query, problems } = parseExactQuery(words, { portals: [], groups: [] });
  return problems.length > 0 ? undefined : query;
}

/** What stays when another portal is picked. */
function filtersOf(query: Query): Query {
  return { ...narrowToPortal(query, ''), portal: undefined };
}

/** A name that is not a single word, or is changed by cleaning, can only be typed. */
function option(name: string, label: string, query: Query): PlainTextOption[] {
  const isWord = !name.includes(' ') && portalName.raw(name) === name;
  return isWord ? [{ text: plainText(label, partLimits.optionText), value: optionValue(name, query) }] : [];
}

/** The names of files are the first to go when an option cannot hold everything. */
function optionValue(name: string, query: Query): string {
  const narrowed = narrowToPortal(query, name);
  const value = queryValue(narrowed);
  return value.length <= partLimits.optionValue ? value : queryValue({ ...narrowed, files: false });
}
