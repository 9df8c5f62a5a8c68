import type { PlainTextOption, StaticSelect } from '@slack/types';
import { narrowToPortal, type Query } from '../../backups/query.ts';
import type { PortalVerdict } from '../../backups/verdict.ts';
import { actionIds } from '../kit/actions.ts';
import { plainText } from '../kit/blocks.ts';
import { partLimits } from '../kit/limits.ts';
import { portalName } from '../words/portals.ts';
import { queryValue } from '../words/queries.ts';
import { emojiBySeverity } from '../words/severities.ts';

/** Portals to pick from, in the order given; the answer keeps the query's filters. No select without options. */
export function portalSelect(
  placeholder: string,
  choices: readonly { readonly name: string; readonly label: string }[],
  query: Query,
  max: number,
): StaticSelect | undefined {
  const options = choices.slice(0, max).flatMap(({ name, label }) => option(name, label, query));
  if (options.length === 0) return undefined;
  return {
    type: 'static_select',
    action_id: actionIds.pickPortal,
    placeholder: plainText(placeholder, partLimits.optionText),
    options,
  };
}

/** A portal with its severity, to be picked. */
export function judgedChoice({ reading, severity }: PortalVerdict): { name: string; label: string } {
  const { name } = reading.portal;
  return { name, label: `${emojiBySeverity[severity]} ${portalName.plain(name)}` };
}

/** A name that is not a single word, is changed by cleaning, or is too long for an option's value can only be typed. */
function option(name: string, label: string, query: Query): PlainTextOption[] {
  const value = queryValue(narrowToPortal(query, name));
  const isWord = !name.includes(' ') && portalName.raw(name) === name;
  const isFit = isWord && value.length <= partLimits.optionValue;
  return isFit ? [{ text: plainText(label, partLimits.optionText), value }] : [];
}
