import { elementsOf } from '../fill-in-ids.ts';
import { asObjects, isJsonObject, type JsonObject } from '../json.ts';
import { inside, type Place, report } from './check.ts';

/** Rules that span several blocks. */
export function checkWholePayload(blocks: readonly JsonObject[], place: Place): void {
  checkUniqueBlockIds(blocks, place);
  blocks.forEach((block, index) => {
    checkUniqueActionIds(block, inside(place, index));
  });
  if (place.surface !== 'message') return;
  checkTables(blocks, place);
  checkMarkdown(blocks, place);
  if (countMessageCharacters(blocks) > mostMessageCharacters)
    report(place, 'msg_blocks_too_long', 'msg_blocks_too_long');
}

function checkUniqueBlockIds(blocks: readonly JsonObject[], place: Place): void {
  const seen = new Set<unknown>();
  blocks.forEach((block, index) => {
    const { block_id: id } = block;
    if (id === undefined || id === '') return;
    if (seen.has(id))
      report(inside(inside(place, index), 'block_id'), `\`block_id\` "${String(id)}" already exists`);
    seen.add(id);
  });
}

/** An action_id must be unique within its block. Other blocks may use it too. */
function checkUniqueActionIds(block: JsonObject, place: Place): void {
  const seen = new Set<unknown>();
  elementsOf(block).forEach((element, index) => {
    const { action_id: id } = element;
    if (id === undefined) return;
    if (seen.has(id)) {
      report(
        inside(inside(inside(place, 'elements'), index), 'action_id'),
        `\`action_id\` "${String(id)}" already exists`,
      );
    }
    seen.add(id);
  });
}

function tablesIn(blocks: readonly JsonObject[]): readonly JsonObject[] {
  const nested = blocks.flatMap((block) => asObjects(block['child_blocks']));
  return [...blocks, ...nested].filter(({ type }) => type === 'table' || type === 'data_table');
}

/** https://docs.slack.dev/reference/block-kit/blocks/table-block#limitations */
function checkTables(blocks: readonly JsonObject[], place: Place): void {
  const tables = tablesIn(blocks);
  if (tables.length > 1) report(place, 'only_one_table_allowed', 'invalid_attachments');
  for (const [type, most] of [
    ['table', 10_000],
    ['data_table', 20_000],
  ] as const) {
    const cells = tables.filter((table) => table['type'] === type).map((table) => table['rows']);
    if (cellCharacters(cells) > most)
      report(place, `must be less than ${most + 1} characters in all cells`, 'invalid_attachments');
  }
}

function cellCharacters(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, entry) => sum + cellCharacters(entry), 0);
  if (!isJsonObject(value)) return 0;
  const own = typeof value['text'] === 'string' ? value['text'].length : 0;
  return own + cellCharacters(Object.values(value).filter((entry) => typeof entry === 'object'));
}

function checkMarkdown(blocks: readonly JsonObject[], place: Place): void {
  const texts = blocks.filter(({ type }) => type === 'markdown').map(({ text }) => String(text));
  if (texts.join('').length > 12_000)
    report(place, 'must be less than 12001 characters in all markdown blocks');
}

/** Not documented. Measured, for example in bolt-js #2509, at about this many characters. */
const mostMessageCharacters = 13_200;
const perHeader = 100;
const shownKeys = new Set([
  'text',
  'title',
  'caption',
  'fallback',
  'alt_text',
  'description',
  'label',
  'hint',
]);

/** Characters of all blocks as Slack seems to count them: `&`, `<`, `>` escaped, about 100 more for each header. */
function countMessageCharacters(blocks: readonly JsonObject[]): number {
  return blocks.reduce(
    (sum, block) => sum + countShown(block) + (block['type'] === 'header' ? perHeader : 0),
    0,
  );
}

function countShown(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, entry) => sum + countShown(entry), 0);
  if (!isJsonObject(value)) return 0;
  const isData = ['text', 'raw_text', 'date'].includes(String(value['type']));
  return Object.entries(value).reduce((sum, [key, entry]) => {
    if (typeof entry !== 'string') return sum + countShown(entry);
    return shownKeys.has(key) ? sum + (isData ? escapedLength(entry) : entry.length) : sum;
  }, 0);
}

function escapedLength(text: string): number {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').length;
}
