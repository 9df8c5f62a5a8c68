import { verdictEmoji } from './emoji.ts';
import { formatSlackDate } from './format-slack-date.ts';
import type { ReaderView } from './reader-view.ts';

/** The style of a piece of text, with Block Kit's names. */
export interface InlineStyle {
  readonly bold?: boolean;
  readonly italic?: boolean;
  readonly strike?: boolean;
  readonly code?: boolean;
}

/** An inline element of a rich_text block. Its texts are data and are never parsed as mrkdwn. */
export type Inline =
  | { readonly type: 'text'; readonly text: string; readonly style?: InlineStyle }
  | { readonly type: 'link'; readonly url: string; readonly text?: string; readonly style?: InlineStyle }
  | { readonly type: 'emoji'; readonly name: string }
  | { readonly type: 'user'; readonly user_id: string }
  | { readonly type: 'channel'; readonly channel_id: string }
  | { readonly type: 'broadcast'; readonly range: string }
  | {
      readonly type: 'date';
      readonly timestamp: number;
      readonly format: string;
      readonly url?: string;
      readonly fallback?: string;
      readonly style?: InlineStyle;
    };

/** A part of a rich_text block that holds inline elements. */
export interface RichPart {
  readonly type: 'rich_text_section' | 'rich_text_quote' | 'rich_text_preformatted';
  readonly elements: readonly Inline[];
}

/** Inline elements as plain text, with the reader's names and times. */
export function inlineText(elements: readonly Inline[], view: ReaderView): string {
  return elements.map((element) => oneText(element, view)).join('');
}

function oneText(element: Inline, view: ReaderView): string {
  switch (element.type) {
    case 'text':
      return element.text;
    case 'link':
      return element.text === undefined || element.text === '' ? element.url : element.text;
    case 'emoji':
      return verdictEmoji.get(element.name)?.character ?? `:${element.name}:`;
    case 'user':
      return `@${view.userName(element.user_id)}`;
    case 'channel':
      return `#${view.channelName(element.channel_id)}`;
    case 'broadcast':
      return `@${element.range}`;
    case 'date':
      return formatSlackDate(element.timestamp, element.format, view);
  }
}
