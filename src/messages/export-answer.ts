import type { RichTextBlock, RichTextText } from '@slack/types';
import type { Export } from './export-files.ts';
import { messageLimits } from './kit/limits.ts';
import type { Message } from './kit/message.ts';
import { elementAsMrkdwn } from './kit/mrkdwn.ts';
import { bold, code, line, plain, richText } from './kit/rich-text.ts';
import { counted } from './words/counts.ts';

/**
 * What became of an export. `failed`: `code` is Slack's. `refused`: trying again is no use. `not-allowed`: the app lacks
 * the optional scopes.
 */
export type ExportOutcome =
  | { readonly kind: 'sent' | 'not-allowed' }
  | { readonly kind: 'failed' | 'refused' | 'uncertain'; readonly code: string };

/** Where the files are, or the CSV itself where they cannot be sent and it fits, and what to do. */
export function renderExportAnswer(exported: Export, outcome: ExportOutcome): Message {
  const elements = describe(exported, outcome);
  const text = elements.map(elementAsMrkdwn).join('');
  const block = richText([line(...elements)]);
  if (outcome.kind !== 'not-allowed' || !fits(exported)) return { text, blocks: [block] };
  const preformatted: RichTextBlock['elements'][number] = {
    type: 'rich_text_preformatted',
    elements: [plain(inline(exported))],
  };
  return { text, blocks: [{ ...block, elements: [...block.elements, preformatted] }] };
}

/** The comment that goes with the files. Our own words only. */
export function exportComment(exported: Export): string {
  return `${contents(exported)}. The CSV is for spreadsheets, the JSON for programs.`;
}

function describe(exported: Export, outcome: ExportOutcome): RichTextText[] {
  switch (outcome.kind) {
    case 'sent':
      return [
        bold('The history is in your direct messages with this bot.'),
        plain(` ${contents(exported)}, as ${exported.csv.name} and ${exported.json.name}.`),
      ];
    case 'not-allowed':
      return fits(exported)
        ? [bold(`${contents(exported)}.`), plain(' To get it as files, '), ...lacksScopes]
        : [
            bold(`${contents(exported)}: too much for a message.`),
            plain(' To get it as files, '),
            ...lacksScopes,
          ];
    case 'uncertain':
      return [
        bold('The files may be in your direct messages with this bot, or not.'),
        plain(` Slack did not confirm them (${outcome.code}). Look there before you try again.`),
      ];
    case 'refused':
      return [
        bold('The files could not be sent.'),
        plain(
          ` Slack refuses them (${outcome.code}). Ask a workspace admin whether apps may send files here.`,
        ),
      ];
    case 'failed':
      return [
        bold('The files could not be sent.'),
        plain(` Slack did not accept them (${outcome.code}). Try again in a minute.`),
      ];
  }
}

const lacksScopes: readonly RichTextText[] = [
  plain('have the optional scopes '),
  code('files:write'),
  plain(' and '),
  code('im:write'),
  plain(' added to the Slack app.'),
];

function contents({ backupCount, unreadCount }: Export): string {
  const unread = unreadCount === 0 ? '' : `, ${counted(unreadCount, 'list')} could not be read`;
  return `${counted(backupCount, 'backup')}${unread}`;
}

function fits(exported: Export): boolean {
  return inline(exported).length <= messageLimits.text;
}

function inline({ csv }: Export): string {
  return csv.content.replace('\uFEFF', '').trimEnd().replaceAll('\r\n', '\n');
}
