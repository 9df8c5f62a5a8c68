import type { KnownBlock, RichTextBlock, RichTextElement } from '@slack/types';
import { joinLines } from './budget.ts';
import { cleanText, quoteMrkdwn } from './clean-text.ts';
import { messageLimits } from './limits.ts';
import type { Message } from './message.ts';
import { elementAsMrkdwn } from './mrkdwn.ts';

/** The facts of a message's blocks as one text, at most 4,000 characters, for when Slack refuses the blocks. */
export function renderPlainText(message: Message): { text: string } {
  const lines = message.blocks.flatMap(linesOf).filter((line) => line.trim() !== '');
  const text = joinLines(lines, messageLimits.plainText);
  return { text: text === '' ? message.text : text };
}

/** Buttons are dropped: they have no facts, and everything they do can be typed. */
function linesOf(block: KnownBlock): string[] {
  if (block.type === 'header') return [`*${quoteMrkdwn(cleanText(block.text.text, messageLimits.text))}*`];
  if (block.type === 'context')
    return block.elements.flatMap((element) => (element.type === 'mrkdwn' ? [element.text] : []));
  return block.type === 'rich_text' ? linesOfRichText(block) : [];
}

function linesOfRichText({ elements }: RichTextBlock): string[] {
  return elements.flatMap((element) => {
    if (element.type === 'rich_text_section') return [textOf(element.elements)];
    if (element.type === 'rich_text_list')
      return element.elements.map((item) => `• ${textOf(item.elements)}`);
    if (element.type !== 'rich_text_quote') return [];
    const rows = textOf(element.elements).split('\n');
    return rows.map((row) => `> ${row}`);
  });
}

function textOf(elements: readonly RichTextElement[]): string {
  return elements.map(elementAsMrkdwn).join('');
}
