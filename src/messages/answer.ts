import type { AnswerInput } from './answer-input.ts';
import { renderExpiring } from './expiring.ts';
import { renderHistory } from './history.ts';
import type { Message } from './message.ts';
import { renderOverview } from './overview.ts';

/** The answer to a query: what expires, one portal's history, or all portals. With one portal there is no overview. */
export function renderAnswer(input: AnswerInput): Message {
  const { query, readings, portalNames } = input;
  if (query.expiring !== undefined) return renderExpiring(input);
  const isAboutOne = query.portal !== undefined || portalNames.length === 1;
  const [only] = readings;
  return isAboutOne && only !== undefined ? renderHistory(input, only) : renderOverview(input);
}
