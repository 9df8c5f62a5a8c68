import type { JsonObject } from '../../sandbox/slack/json.ts';

const plain = (text: string) => ({ type: 'plain_text', text, emoji: true });
const mrkdwn = (text: string) => ({ type: 'mrkdwn', text });
const option = (text: string) => ({ text: plain(text), value: text });
const options = [option('First'), option('Second')];
const leaf = (text: string, style: object = {}) => ({ type: 'text', text, style });
const section = (...elements: object[]) => ({ type: 'rich_text_section', elements });
const richText = (...elements: object[]) => ({ type: 'rich_text', elements });
const cell = (text: string) => ({ type: 'raw_text', text });
const picture = { image_url: 'https://picture.invalid/x.png', alt_text: 'A tape' };
const at = Math.floor(Date.UTC(2026, 10, 24, 9) / 1000);
const date = { type: 'date', timestamp: at, format: '{date_short_pretty} {time}', fallback: '24 Nov' };
const confirm = { title: plain('Sure?'), text: plain('Really?'), confirm: plain('Yes'), deny: plain('No') };
const rows = [
  [cell('Portal'), cell('Backups')],
  [cell('acme'), { type: 'raw_number', value: 15, text: '15' }],
];

/** Every kind of element that stands among buttons. */
const controls: readonly JsonObject[] = [
  { type: 'button', action_id: 'plain', text: plain('Older (5) ›') },
  { type: 'button', action_id: 'primary', text: plain('Ask first'), style: 'primary', confirm },
  { type: 'button', action_id: 'danger', text: plain('Remove'), style: 'danger' },
  { type: 'button', action_id: 'link', text: plain('Open'), url: 'https://portal.example' },
  { type: 'static_select', action_id: 'select', placeholder: plain('Show a portal'), options },
  {
    type: 'static_select',
    action_id: 'groups',
    placeholder: plain('Show a group'),
    option_groups: [{ label: plain('Here'), options }],
  },
  { type: 'users_select', action_id: 'user', placeholder: plain('Who') },
  { type: 'conversations_select', action_id: 'where', placeholder: plain('Where') },
  { type: 'datepicker', action_id: 'day', placeholder: plain('Day') },
  { type: 'timepicker', action_id: 'time', placeholder: plain('Time') },
  { type: 'checkboxes', action_id: 'boxes', options },
  { type: 'radio_buttons', action_id: 'one', options },
  {
    type: 'overflow',
    action_id: 'menu',
    options: [...options, { ...option('Open the portal ↗'), url: 'https://portal.example' }],
  },
];

/** What Slack takes in a message and in a Home tab. */
export const homeBlocks: readonly JsonObject[] = [
  { type: 'header', text: plain('🔴 3 of 7 portals have a problem') },
  { type: 'context', elements: [mrkdwn('2 need a look · <https://portal.example|2 fine>'), plain('plain')] },
  { type: 'section', text: mrkdwn('*Bold*, _italic_, ~struck~, `code`, <@U0SBBEN0001>\n&gt; quoted') },
  { type: 'section', fields: [mrkdwn('*Newest*\n3 h ago'), plain('a field')] },
  { type: 'divider' },
  {
    ...richText(
      section(
        { type: 'emoji', name: 'red_circle' },
        leaf(' '),
        leaf('archive', { bold: true }),
        leaf(' · all 3 backups expire\nLast one: '),
        date,
        leaf(' · '),
        { type: 'link', url: 'https://portal.example', text: 'Make one that stays' },
      ),
      {
        type: 'rich_text_quote',
        elements: [{ type: 'emoji', name: 'large_yellow_circle' }, leaf(' 4 h left')],
      },
      { type: 'rich_text_list', style: 'bullet', elements: [section(leaf('stays')), section(leaf('too'))] },
      { type: 'rich_text_list', style: 'ordered', indent: 1, elements: [section(leaf('first'))] },
      { type: 'rich_text_preformatted', elements: [leaf('acme_2026-11-24.tar.gz')] },
    ),
  },
  {
    type: 'section',
    text: mrkdwn('with a menu'),
    accessory: { type: 'overflow', action_id: 'a', options },
  },
  { type: 'actions', elements: controls },
  { type: 'image', ...picture, title: plain('A picture') },
  { type: 'card', title: mrkdwn('A card'), body: mrkdwn('with a body') },
  { type: 'carousel', elements: [{ type: 'card', title: mrkdwn('One of many') }] },
];

/** Every kind of block that Slack takes in a message. A message has one table, and the last ends as an answer does. */
export const messageBlocks: readonly (readonly JsonObject[])[] = [
  [
    ...homeBlocks,
    { type: 'table', rows: [...rows, [richText(section(date)), cell('1')]] },
    { type: 'markdown', text: '## Heading\n\n* one\n* **two**' },
    { type: 'container', title: plain('Kept'), child_blocks: [{ type: 'section', text: mrkdwn('inside') }] },
    {
      type: 'context_actions',
      elements: [{ type: 'icon_button', action_id: 'i', icon: 'trash', text: plain('Remove') }],
    },
    { type: 'task_card', task_id: '1', title: 'Read', status: 'complete' },
    {
      type: 'plan',
      title: 'A plan',
      tasks: [{ type: 'task_card', task_id: '2', title: 'Ask', status: 'pending' }],
    },
    {
      type: 'video',
      video_url: 'https://picture.invalid/v',
      thumbnail_url: picture.image_url,
      alt_text: 'A film',
      title: plain('Film'),
    },
  ],
  [{ type: 'data_table', caption: 'Backups of each portal', rows }],
  [{ type: 'actions', elements: controls.filter(({ type }) => type === 'button' || type === 'overflow') }],
];

const input = (label: string, element: JsonObject, more: JsonObject = {}): JsonObject => ({
  type: 'input',
  block_id: label,
  label: plain(label),
  element: { action_id: label, ...element },
  ...more,
});

/** A modal with every kind of field. */
export const modalBlocks: readonly JsonObject[] = [
  { type: 'alert', text: plain('Two expire soon'), level: 'warning' },
  { type: 'header', text: plain('The digest') },
  input('Hour', { type: 'plain_text_input', placeholder: plain('9') }, { hint: plain('From 0 to 23') }),
  input('Notes', { type: 'plain_text_input', multiline: true }, { optional: true }),
  input('Days', { type: 'number_input', is_decimal_allowed: false }),
  input('Zone', { type: 'static_select', options, placeholder: plain('A zone') }),
  input('Channel', { type: 'conversations_select', placeholder: plain('A channel') }),
  input('Start', { type: 'datepicker' }),
  input('Time', { type: 'timepicker' }),
  input('On', { type: 'checkboxes', options }),
  input('Which', { type: 'radio_buttons', options }),
  { type: 'actions', block_id: 'more', elements: controls },
];
