import { asObjects, isJsonObject, type JsonObject } from '../../../slack/json.ts';
import { type Inline, inlineText } from './inline.ts';
import { parseMrkdwn } from './parse-mrkdwn.ts';
import type { ReaderView } from './reader-view.ts';

/** A line of plain text, and its role, so that the terminal can style it. */
export interface TextLine {
  readonly kind: 'title' | 'text' | 'muted' | 'controls';
  readonly text: string;
}

/** A message's blocks as lines of plain text, or its text when it has no blocks. */
export function describeMessage(
  { text, blocks }: { readonly text: string; readonly blocks: readonly JsonObject[] },
  view: ReaderView,
): readonly TextLine[] {
  return blocks.length === 0
    ? lines('text', mrkdwnText(text, view))
    : blocks.flatMap((block) => describeBlock(block, view));
}

/** A block as lines of plain text. For an unknown block, every text in it. */
export function describeBlock(block: JsonObject, view: ReaderView): readonly TextLine[] {
  switch (block['type']) {
    case 'header':
      return lines('title', objectText(block['text'], view));
    case 'divider':
      return [{ kind: 'muted', text: '────────' }];
    case 'section':
      return describeSection(block, view);
    case 'context':
      return lines(
        'muted',
        asObjects(block['elements'])
          .map((element) => objectText(element, view))
          .join('  '),
      );
    case 'actions':
      return lines('controls', asObjects(block['elements']).map(controlText).join('  '));
    case 'rich_text':
      return asObjects(block['elements']).flatMap((part) => describeRichPart(part, view));
    case 'table':
    case 'data_table':
      return describeTable(block, view);
    default:
      return lines('text', everyText(block).join('\n'));
  }
}

/** A text object, an image's description, or mrkdwn, as plain text. */
function objectText(object: unknown, view: ReaderView): string {
  if (!isJsonObject(object)) return '';
  const text = String(object['text'] ?? object['alt_text'] ?? '');
  return object['type'] === 'mrkdwn' ? mrkdwnText(text, view) : text;
}

function mrkdwnText(source: string, view: ReaderView): string {
  return parseMrkdwn(source)
    .map(({ type, elements }) => markQuote(type, inlineText(elements, view)))
    .join('\n');
}

function describeSection(block: JsonObject, view: ReaderView): readonly TextLine[] {
  const { accessory } = block;
  return [
    ...lines('text', objectText(block['text'], view)),
    ...asObjects(block['fields']).flatMap((field) => lines('text', objectText(field, view))),
    ...(isJsonObject(accessory) ? lines('controls', controlText(accessory)) : []),
  ];
}

function describeRichPart(part: JsonObject, view: ReaderView): readonly TextLine[] {
  const elements = asObjects(part['elements']);
  if (part['type'] !== 'rich_text_list')
    return lines('text', markQuote(part['type'], richText(elements, view)));
  const indent = '  '.repeat(Number(part['indent'] ?? 0));
  return elements.flatMap((item, index) => {
    const mark = part['style'] === 'ordered' ? `${index + 1}.` : '•';
    const text = richText(asObjects(item['elements']), view).replaceAll(
      '\n',
      `\n${indent}${' '.repeat(mark.length + 1)}`,
    );
    return lines('text', `${indent}${mark} ${text}`);
  });
}

/** Marks each line of a quote, as in a mail. Other parts stay as they are. */
function markQuote(type: unknown, text: string): string {
  return type === 'rich_text_quote' ? text.replaceAll(/^/gm, '> ') : text;
}

function richText(elements: readonly JsonObject[], view: ReaderView): string {
  return inlineText(elements as unknown as readonly Inline[], view);
}

function describeTable(block: JsonObject, view: ReaderView): readonly TextLine[] {
  const rows = Array.isArray(block['rows']) ? block['rows'] : [];
  const cells = rows.map((row) => asObjects(row).map((cell) => cellText(cell, view)));
  const widths: number[] = [];
  for (const row of cells)
    row.forEach((cell, column) => {
      widths[column] = Math.max(widths[column] ?? 0, cell.length);
    });
  return cells.map((row, index) => ({
    kind: index === 0 ? 'muted' : 'text',
    text: row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  }));
}

function cellText(cell: JsonObject, view: ReaderView): string {
  if (cell['type'] !== 'rich_text') return String(cell['text'] ?? cell['value'] ?? '');
  return describeBlock(cell, view)
    .map(({ text }) => text)
    .join(' ');
}

function controlText(element: JsonObject): string {
  const label = [element['text'], element['placeholder']].find(isJsonObject)?.['text'];
  const chosen = isJsonObject(element['initial_option']) ? element['initial_option']['text'] : undefined;
  const shown = isJsonObject(chosen) ? chosen['text'] : label;
  if (element['type'] === 'overflow') return `[ ⋯ ${optionTexts(element).join(' · ')} ]`;
  if (element['type'] === 'button') return `[ ${String(shown)} ]`;
  // The dots stand for letters to type.
  const dots = element['type'] === 'external_select' ? '…' : '';
  return `[ ${String(shown ?? '')}${dots} ▾ ]`;
}

function optionTexts(menu: JsonObject): readonly string[] {
  return asObjects(menu['options']).map(({ text }) => (isJsonObject(text) ? String(text['text']) : ''));
}

function everyText(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(everyText);
  if (!isJsonObject(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const isText = typeof inner === 'string' && /^(text|alt_text|title|caption|fallback|value)$/.test(key);
    return isText ? [inner] : everyText(inner);
  });
}

function lines(kind: TextLine['kind'], text: string): readonly TextLine[] {
  return text === '' ? [] : text.split('\n').map((line) => ({ kind, text: line }));
}
