import { hasBackups } from '../backups/reading.ts';
import type { OverviewSelection, Selection } from '../backups/select.ts';
import { renderExpiring } from './expiring.ts';
import { renderHistory } from './history.ts';
import type { Message } from './kit/message.ts';
import { renderOverview } from './overview.ts';
import { renderOverviewByGroup } from './overview-by-group.ts';
import { renderOverviewByStorage } from './overview-by-storage.ts';
import type { AnswerContext } from './parts/answer-buttons.ts';

/** The answer to a query: what expires, one portal's history, or all portals. */
export function renderAnswer(selection: Selection, context: AnswerContext): Message {
  switch (selection.kind) {
    case 'overview':
      return renderAll(selection, context);
    case 'portal':
      return renderHistory(selection, context);
    case 'expiring':
      return renderExpiring(selection, context);
  }
}

function renderAll(selection: OverviewSelection, context: AnswerContext): Message {
  const { groups, query, verdict } = selection;
  if (groups !== undefined) return renderOverviewByGroup({ ...selection, groups }, context);
  // Where nothing is stored anywhere, why not is the answer.
  const isFiltered =
    query.storage !== undefined && verdict.portals.some(({ reading }) => hasBackups(reading));
  return isFiltered ? renderOverviewByStorage(selection, context) : renderOverview(selection, context);
}
