import type {
  RichTextBlock,
  RichTextElement,
  RichTextLink,
  RichTextList,
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

/** Lines, then bulleted items, in one block. */
export function richText(
  lines: readonly RichTextSection[],
  items: readonly RichTextSection[] = [],
): RichTextBlock {
  const list: RichTextList = { type: 'rich_text_list', style: 'bullet', elements: [...items] };
  const elements = [...(lines.length > 0 ? [joinLines(lines)] : []), ...(items.length > 0 ? [list] : [])];
  return { type: 'rich_text', elements };
}

/** Adjacent sections run together in some clients; line breaks within one section do not. */
function joinLines(lines: readonly RichTextSection[]): RichTextSection {
  return line(
    ...lines.flatMap(({ elements }, index) => (index === 0 ? elements : [plain('\n'), ...elements])),
  );
}

/** A heading and bulleted items; no block without items. */
export function bulletList(
  heading: RichTextSection | undefined,
  items: readonly RichTextSection[],
): RichTextBlock[] {
  return items.length === 0 ? [] : [richText(heading === undefined ? [] : [heading], items)];
}

/** Groups of elements with ` · ` between them. */
export function joinDots(groups: readonly (readonly RichTextElement[])[]): RichTextElement[] {
  return joinWith(' · ', groups);
}

/** Groups of elements with a text between them. */
function joinWith(text: string, groups: readonly (readonly RichTextElement[])[]): RichTextElement[] {
  return groups.flatMap((group, index) => (index === 0 ? group : [plain(text), ...group]));
}
