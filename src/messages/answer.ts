import type { Selection } from '../backups/select.ts';
import { renderExpiring } from './expiring.ts';
import { renderHistory } from './history.ts';
import type { Message } from './kit/message.ts';
import { renderOverview } from './overview.ts';
import type { AnswerContext } from './parts/answer-buttons.ts';

/** The answer to a query: what expires, one portal's history, or all portals. */
export function renderAnswer(selection: Selection, context: AnswerContext): Message {
  switch (selection.kind) {
    case 'overview':
      return renderOverview(selection, context);
    case 'portal':
      return renderHistory(selection, context);
    case 'expiring':
      return renderExpiring(selection, context);
  }
}
