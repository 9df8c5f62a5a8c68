import { boolean, byType, type Check, integer, list, matching, object, oneOf, string } from './check.ts';
import { blockId, linkUrl } from './text-objects.ts';

type Fields = Readonly<Record<string, Check>>;

const style = object(
  {},
  { bold: boolean, italic: boolean, strike: boolean, underline: boolean, code: boolean },
);
const mentionStyle = object(
  {},
  {
    bold: boolean,
    italic: boolean,
    strike: boolean,
    underline: boolean,
    highlight: boolean,
    client_highlight: boolean,
    unlink: boolean,
  },
);
const id = string({ min: 1 });
/** Without colons. Custom ones may be in any script, and a skin tone may follow. */
const emojiName = matching(/^[^\s:\p{Lu}]+(::skin-tone-[2-6])?$/u, 'emoji name');

/** https://docs.slack.dev/messaging/formatting-message-text#date-formatting */
const dateTokens = [
  ...['date_num', 'date_slash', 'date', 'date_short', 'date_long', 'date_long_full', 'day_divider_pretty'],
  ...['date_pretty', 'date_short_pretty', 'date_long_pretty', 'time', 'time_secs', 'ago'],
];
/** What Slack does with unknown tokens is not documented. A reader would see them as they are, so they are refused. */
const dateFormat = matching(new RegExp(`^([^{}]|\\{(${dateTokens.join('|')})\\})+$`), 'date format');

/** https://docs.slack.dev/reference/block-kit/blocks/rich-text-block#element-types */
const leaves: Fields = {
  text: object({ text: string({ min: 1 }) }, { style }),
  link: object({ url: linkUrl }, { text: string(), unsafe: boolean, style }),
  emoji: object({ name: emojiName }, { unicode: string(), url: string(), skin_tone: integer(1, 6), style }),
  date: object(
    { timestamp: integer(-8_640_000_000_000, 8_640_000_000_000), format: dateFormat },
    { url: linkUrl, fallback: string({ min: 1 }), timezone: string({ min: 1 }), style },
  ),
  user: object({ user_id: id }, { style: mentionStyle }),
  channel: object({ channel_id: id }, { style: mentionStyle }),
  usergroup: object({ usergroup_id: id }, { style: mentionStyle }),
  team: object({ team_id: id }, { style: mentionStyle }),
  broadcast: object({ range: oneOf('here', 'channel', 'everyone') }, { style }),
  color: object({ value: string({ min: 4, max: 7 }) }, { style }),
};

const anyLeaf = list(byType(leaves), 0, 1000);
const section = object({ elements: anyLeaf });
const border = integer(0, 1);

/** A whole rich_text block: https://docs.slack.dev/reference/block-kit/blocks/rich-text-block */
export const richText = byType({
  rich_text: object(
    {
      elements: list(
        byType({
          rich_text_section: section,
          rich_text_list: object(
            {
              style: oneOf('bullet', 'ordered'),
              elements: list(byType({ rich_text_section: section }), 1, 1000),
            },
            { indent: integer(0, 8), offset: integer(0, 100_000), border },
          ),
          rich_text_quote: object({ elements: anyLeaf }, { border }),
          rich_text_preformatted: object(
            { elements: list(byType(leaves, ['text', 'link']), 0, 1000) },
            { border, language: string({ min: 1 }) },
          ),
        }),
        1,
        1000,
      ),
    },
    { block_id: blockId },
  ),
});
