import type {
  RichTextBlock,
  RichTextElement,
  RichTextLink,
  RichTextList,
  RichTextQuote,
  RichTextSection,
  RichTextText,
} from '@slack/types';

/** Rich text shows its text elements as they are, so untrusted names need no escaping here, only `cleanText`. */
export function plain(text: string): RichTextText {
  return { type: 'text', text };
}

/** The part of a line that readers look for. */
export function bold(text: string): RichTextText {
  return { type: 'text', text, style: { bold: true } };
}

/** Text to be typed or copied exactly. */
export function code(text: string): RichTextText {
  return { type: 'text', text, style: { code: true } };
}

/** A link with its own text. */
export function link(url: string, text: string): RichTextLink {
  return { type: 'link', url, text };
}

/** One line; in a list, one item. */
export function line(...elements: readonly RichTextElement[]): RichTextSection {
  return { type: 'rich_text_section', elements: [...elements] };
}

/** Lines, then what stands out from them, in one block. */
export function richText(
  lines: readonly RichTextSection[],
  rows?: RichTextQuote | RichTextList | undefined,
): RichTextBlock {
  const above = lines.length > 0 ? [line(...joinLines(lines))] : [];
  return { type: 'rich_text', elements: rows === undefined ? above : [...above, rows] };
}

/** Rows behind a bar; `undefined` without rows. */
export function quote(rows: readonly RichTextSection[]): RichTextQuote | undefined {
  return rows.length === 0 ? undefined : { type: 'rich_text_quote', elements: joinLines(rows) };
}

/** Bulleted rows; `undefined` without rows. */
export function bullets(rows: readonly RichTextSection[]): RichTextList | undefined {
  return rows.length === 0 ? undefined : { type: 'rich_text_list', style: 'bullet', elements: [...rows] };
}

/** Adjacent sections run together in some clients; line breaks within one section do not. */
function joinLines(lines: readonly RichTextSection[]): RichTextElement[] {
  return joinWith(
    '\n',
    lines.map(({ elements }) => elements),
  );
}

/** Groups of elements with ` · ` between them. */
export function joinDots(groups: readonly (readonly RichTextElement[])[]): RichTextElement[] {
  return joinWith(' · ', groups);
}

/** Groups of elements with a text between them. */
export function joinWith(text: string, groups: readonly (readonly RichTextElement[])[]): RichTextElement[] {
  return groups.flatMap((group, index) => (index === 0 ? group : [plain(text), ...group]));
}
