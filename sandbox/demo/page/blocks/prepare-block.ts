import { asObjects, type JsonObject } from '../../../slack/json.ts';
import { withEmoji } from './emoji-elements.ts';

/** Blocks that slack-blocks-to-jsx shows as Slack does, once prepared. No images: the page loads nothing from elsewhere. */
const shown = new Set([
  ...['divider', 'rich_text', 'table', 'markdown', 'alert', 'card', 'carousel', 'container'],
  ...['context_actions', 'plan', 'task_card', 'data_visualization'],
]);

/**
 * The block in a form that slack-blocks-to-jsx 1.1.1 shows truly, or `undefined` when it cannot show it. It throws on
 * raw_number cells, reads mrkdwn in raw_text cells, and has no data_table.
 */
export function prepareBlock(block: JsonObject): JsonObject | undefined {
  // It would become an element's id, which a page may have only once.
  const { block_id: _, ...rest } = block;
  if (rest['type'] === 'data_table') return { type: 'table', rows: prepareRows(rest['rows']) };
  if (!shown.has(String(rest['type']))) return undefined;
  if (rest['type'] === 'rich_text') return { ...rest, elements: withEmoji(rest['elements']) };
  return rest['type'] === 'table' ? { ...rest, rows: prepareRows(rest['rows']) } : rest;
}

function prepareRows(rows: unknown): readonly (readonly JsonObject[])[] {
  return Array.isArray(rows) ? rows.map((row) => asObjects(row).map(prepareCell)) : [];
}

/** Rich text is data: nothing in it is parsed. */
function prepareCell(cell: JsonObject): JsonObject {
  if (cell['type'] === 'rich_text') return { ...cell, elements: withEmoji(cell['elements']) };
  const text = String(cell['text'] ?? cell['value'] ?? '');
  return {
    type: 'rich_text',
    elements: withEmoji([{ type: 'rich_text_section', elements: [{ type: 'text', text }] }]),
  };
}
