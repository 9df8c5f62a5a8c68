import { asObjects, type JsonObject } from '../../../slack/json.ts';
import { withEmoji } from './emoji-elements.ts';

/** Blocks that slack-blocks-to-jsx draws as Slack does. Images are left out: the page loads nothing from other hosts. */
const shown = new Set([
  ...['divider', 'rich_text', 'table', 'markdown', 'alert', 'card', 'carousel', 'container'],
  ...['context_actions', 'plan', 'task_card', 'data_visualization'],
]);

/**
 * The block in a form that slack-blocks-to-jsx 1.1.1 draws correctly, or `undefined` if it cannot draw it. The library
 * throws on raw_number cells, parses mrkdwn in raw_text cells, and has no data_table.
 */
export function prepareBlock(block: JsonObject): JsonObject | undefined {
  // The library would use it as an element's id, which must be unique on the page.
  const { block_id: _, ...rest } = block;
  if (rest['type'] === 'data_table') return { type: 'table', rows: prepareRows(rest['rows']) };
  if (!shown.has(String(rest['type']))) return undefined;
  if (rest['type'] === 'rich_text') return { ...rest, elements: withEmoji(rest['elements']) };
  return rest['type'] === 'table' ? { ...rest, rows: prepareRows(rest['rows']) } : rest;
}

function prepareRows(rows: unknown): readonly (readonly JsonObject[])[] {
  return Array.isArray(rows) ? rows.map((row) => asObjects(row).map(prepareCell)) : [];
}

/** As rich text, so that nothing in the cell is parsed. */
function prepareCell(cell: JsonObject): JsonObject {
  if (cell['type'] === 'rich_text') return { ...cell, elements: withEmoji(cell['elements']) };
  const text = String(cell['text'] ?? cell['value'] ?? '');
  return {
    type: 'rich_text',
    elements: withEmoji([{ type: 'rich_text_section', elements: [{ type: 'text', text }] }]),
  };
}
