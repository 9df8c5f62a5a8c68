import type { RichTextElement, RichTextSection } from '@slack/types';
import { escapeText, quoteMrkdwn } from './clean-text.ts';

/** Lines of rich text as one line of mrkdwn, with ` · ` between them. */
export function linesAsMrkdwn(lines: readonly RichTextSection[]): string {
  return lines.map(({ elements }) => elements.map(elementAsMrkdwn).join('')).join(' · ');
}

/**
 * A rich text element as mrkdwn that looks the same. Text that mrkdwn would interpret as formatting becomes code; the
 * white space around it, including line breaks, is kept.
 */
export function elementAsMrkdwn(element: RichTextElement): string {
  switch (element.type) {
    case 'text':
      return textAsMrkdwn(element.text, element.style ?? {});
    case 'link':
      return `<${escapeText(element.url)}|${escapeText(element.text ?? element.url)}>`;
    case 'date':
      return `<!date^${element.timestamp}^${element.format}|${escapeText(element.fallback ?? '')}>`;
    case 'channel':
      return `<#${element.channel_id}>`;
    case 'user':
      return `<@${element.user_id}>`;
    case 'broadcast':
    case 'color':
    case 'emoji':
    case 'team':
    case 'usergroup':
      return '';
  }
}

function textAsMrkdwn(text: string, style: { bold?: boolean; code?: boolean }): string {
  const [, before = '', core = '', after = ''] = /^(\s*)(.*?)(\s*)$/su.exec(text) ?? [];
  return `${before}${styled(core, style)}${after}`;
}

function styled(core: string, style: { bold?: boolean; code?: boolean }): string {
  if (core === '') return '';
  if (style.code === true) return `\`${escapeText(core.replaceAll('`', '´'))}\``;
  const quoted = quoteMrkdwn(core);
  return style.bold === true ? `*${quoted}*` : quoted;
}
