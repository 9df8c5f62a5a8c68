import { expect, it } from 'vitest';
import type { Surface } from '../../../sandbox/slack/block-kit/check.ts';
import { validateBlocks } from '../../../sandbox/slack/block-kit/validate-blocks.ts';

const plain = (text: string) => ({ type: 'plain_text', text });
const mrkdwn = (text: string) => ({ type: 'mrkdwn', text });
const button = { type: 'button', text: plain('Go') };
const actions = (...elements: object[]) => ({ type: 'actions', elements });
const section = (more: object = {}) => ({ type: 'section', text: mrkdwn('hi'), ...more });
const raw = { type: 'raw_text', text: '-' };
const option = (value: string) => ({ text: plain(value), value });
const select = { type: 'static_select', options: [option('a'), option('b')] };
const leaf = (element: object) => ({
  type: 'rich_text',
  elements: [{ type: 'rich_text_section', elements: [element] }],
});

const complaints = (blocks: unknown, surface: Surface = 'message') =>
  validateBlocks(blocks, surface).map(({ message, pointer }) => `${message} [json-pointer:${pointer}]`);

it('takes a message of everything the bot may want', () => {
  const cell = leaf({
    type: 'date',
    timestamp: 1_795_000_000,
    format: '{date_short_pretty} at {time}',
    fallback: '24 Nov',
  });
  const blocks = [
    { type: 'header', text: { ...plain('Backups'), emoji: true } },
    section({
      text: { ...mrkdwn('*hi*'), verbatim: true },
      accessory: { type: 'overflow', options: [option('a')] },
    }),
    section({ fields: [mrkdwn('*a*'), plain('b')] }),
    {
      type: 'context',
      elements: [{ type: 'image', image_url: 'https://a.example/b.png', alt_text: 'a' }, mrkdwn('b')],
    },
    { type: 'divider', block_id: 'line' },
    actions(
      { ...button, action_id: 'a', value: '1', style: 'danger' },
      { ...select, action_id: 'b', initial_option: option('b') },
    ),
    {
      type: 'table',
      rows: [[raw, raw], [cell], [{ type: 'raw_number', value: 7, text: '7' }]],
      column_settings: [null, { align: 'right', is_wrapped: true }],
    },
    leaf({ type: 'link', url: 'https://a.example', text: 'a', style: { bold: true } }),
    { type: 'image', slack_file: { id: 'F1' }, alt_text: 'a' },
  ];
  expect(complaints(blocks)).toEqual([]);
});

it.each<[string, unknown]>([
  ['must provide an array [json-pointer:/blocks]', {}],
  ['must provide an object [json-pointer:/blocks/0]', ['hi']],
  ['missing required field: type [json-pointer:/blocks/0]', [{}]],
  ['unsupported type: sektion [json-pointer:/blocks/0/type]', [{ type: 'sektion' }]],
  [
    'unsupported type: file [json-pointer:/blocks/0/type]',
    [{ type: 'file', source: 'remote', external_id: 'x' }],
  ],
  ['invalid additional property: color [json-pointer:/blocks/0]', [section({ color: 'red' })]],
  [
    'invalid additional property: emoji [json-pointer:/blocks/0/text]',
    [section({ text: { ...mrkdwn('a'), emoji: true } })],
  ],
  ['must define either `text` or `fields` [json-pointer:/blocks/0]', [{ type: 'section' }]],
  ['missing required field: text [json-pointer:/blocks/0]', [{ type: 'header' }]],
  ['unsupported type: mrkdwn [json-pointer:/blocks/0/text/type]', [{ type: 'header', text: mrkdwn('a') }]],
  ['must provide an object [json-pointer:/blocks/0/text]', [section({ text: 'a' })]],
  [
    'must provide a string [json-pointer:/blocks/0/text/text]',
    [section({ text: { type: 'mrkdwn', text: 1 } })],
  ],
  [
    'unsupported type: image [json-pointer:/blocks/0/elements/0/type]',
    [actions({ type: 'image', image_url: 'https://a.example', alt_text: 'a' })],
  ],
  [
    'unsupported type: plain_text_input [json-pointer:/blocks/0/accessory/type]',
    [section({ accessory: { type: 'plain_text_input' } })],
  ],
  [
    'unsupported type: button [json-pointer:/blocks/0/element/type]',
    [{ type: 'input', label: plain('a'), element: button }],
  ],
  [
    'must be a valid enum value [json-pointer:/blocks/0/elements/0/style]',
    [actions({ ...button, style: 'default' })],
  ],
  ['invalid url [json-pointer:/blocks/0/elements/0/url]', [actions({ ...button, url: 'a.example/x' })]],
  [
    'invalid url [json-pointer:/blocks/0/elements/0/url]',
    [actions({ ...button, url: 'javascript:alert(1)' })],
  ],
  [
    'invalid url [json-pointer:/blocks/0/elements/0/url]',
    [actions({ ...button, url: 'https://a.example/x y' })],
  ],
  [
    'invalid url [json-pointer:/blocks/0/image_url]',
    [{ type: 'image', image_url: 'mailto:a@b.example', alt_text: 'a' }],
  ],
  [
    'missing required field: alt_text [json-pointer:/blocks/0]',
    [{ type: 'image', image_url: 'https://a.example' }],
  ],
  [
    'must define either `image_url` or `slack_file` [json-pointer:/blocks/0]',
    [{ type: 'image', alt_text: 'a' }],
  ],
  [
    'missing required field: value [json-pointer:/blocks/0/elements/0/options/0]',
    [actions({ type: 'overflow', options: [{ text: plain('a') }] })],
  ],
  [
    'unsupported type: mrkdwn [json-pointer:/blocks/0/elements/0/options/0/text/type]',
    [actions({ type: 'overflow', options: [{ ...option('a'), text: mrkdwn('a') }] })],
  ],
  [
    'invalid additional property: url [json-pointer:/blocks/0/elements/0/options/0]',
    [actions({ type: 'static_select', options: [{ ...option('a'), url: 'https://a.example' }] })],
  ],
  [
    'must define either `options` or `option_groups` [json-pointer:/blocks/0/elements/0]',
    [actions({ type: 'static_select' })],
  ],
  [
    'initial option(s) must match options [json-pointer:/blocks/0/elements/0]',
    [actions({ ...select, initial_option: option('c') })],
  ],
  [
    'must be a valid date [json-pointer:/blocks/0/elements/0/initial_date]',
    [actions({ type: 'datepicker', initial_date: '24.11.2026' })],
  ],
  [
    'missing required field: text [json-pointer:/blocks/0/elements/0/confirm]',
    [actions({ ...button, confirm: { title: plain('a') } })],
  ],
  [
    '`block_id` "a" already exists [json-pointer:/blocks/1/block_id]',
    [
      { type: 'divider', block_id: 'a' },
      { type: 'divider', block_id: 'a' },
    ],
  ],
  [
    '`action_id` "a" already exists [json-pointer:/blocks/0/elements/1/action_id]',
    [actions({ ...button, action_id: 'a' }, { ...button, action_id: 'a' })],
  ],
  [
    'unsupported type: plain_text [json-pointer:/blocks/0/rows/0/0/type]',
    [{ type: 'table', rows: [[plain('a')]] }],
  ],
  [
    'only_one_table_allowed [json-pointer:/blocks]',
    [
      { type: 'table', rows: [[raw]] },
      { type: 'data_table', caption: 'c', rows: [[raw], [raw]] },
    ],
  ],
  [
    'must have as many cells as the header row [json-pointer:/blocks/0/rows/1]',
    [{ type: 'data_table', caption: 'c', rows: [[raw], [raw, raw]] }],
  ],
  [
    'unsupported type: rich_text [json-pointer:/blocks/0/rows/0/0]',
    [{ type: 'data_table', caption: 'c', rows: [[leaf({ type: 'text', text: 'a' })], [raw]] }],
  ],
  [
    'missing required field: caption [json-pointer:/blocks/0]',
    [{ type: 'data_table', rows: [[raw], [raw]] }],
  ],
  [
    'unsupported type: smiley [json-pointer:/blocks/0/elements/0/elements/0/type]',
    [leaf({ type: 'smiley' })],
  ],
  [
    'missing required field: format [json-pointer:/blocks/0/elements/0/elements/0]',
    [leaf({ type: 'date', timestamp: 1 })],
  ],
  ...[':red_circle:', 'Red_Circle', 'red circle', ''].map((name): [string, unknown] => [
    'must be a valid emoji name [json-pointer:/blocks/0/elements/0/elements/0/name]',
    [leaf({ type: 'emoji', name })],
  ]),
  ...['{date_shrt} {time}', '{date', 'date}', ''].map((format): [string, unknown] => [
    'must be a valid date format [json-pointer:/blocks/0/elements/0/elements/0/format]',
    [leaf({ type: 'date', timestamp: 1, format })],
  ]),
  [
    'invalid additional property: border [json-pointer:/blocks/0/elements/0]',
    [{ type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [], border: 1 }] }],
  ],
  [
    'must provide an integer [json-pointer:/blocks/0/elements/0/elements/0/timestamp]',
    [leaf({ type: 'date', timestamp: '1', format: '{date}' })],
  ],
  [
    'unsupported type: emoji [json-pointer:/blocks/0/elements/0/elements/0/type]',
    [
      {
        type: 'rich_text',
        elements: [{ type: 'rich_text_preformatted', elements: [{ type: 'emoji', name: 'a' }] }],
      },
    ],
  ],
])('complains: %s', (complaint, blocks) => {
  expect(complaints(blocks)).toEqual([complaint]);
});

it('takes every name of an emoji and every form of a date that Slack has', () => {
  const names = ['red_circle', '+1', 'flag-de', 'wave::skin-tone-3', 'ありがとう', 'e-mail', "man's_shoe"];
  const formats = ['{date_short_pretty} {time}', '{date_short_pretty} at {time}', '{ago}', 'on {date_num}'];
  const blocks = [
    ...names.map((name) => leaf({ type: 'emoji', name })),
    ...formats.map((format) => leaf({ type: 'date', timestamp: 1, format, fallback: 'then' })),
  ];
  expect(complaints(blocks)).toEqual([]);
});

it('lets two blocks use the same action_id', () => {
  const block = actions({ ...button, action_id: 'a' });
  expect(complaints([block, block])).toEqual([]);
});

const everywhere: readonly Surface[] = ['message', 'modal', 'home'];
const card = { type: 'card', title: mrkdwn('a') };
const samples: Readonly<Record<string, readonly [object, readonly Surface[]]>> = {
  section: [section(), everywhere],
  input: [{ type: 'input', label: plain('a'), element: { type: 'plain_text_input' } }, everywhere],
  rich_text: [leaf({ type: 'text', text: 'a' }), everywhere],
  card: [card, everywhere],
  carousel: [{ type: 'carousel', elements: [card] }, ['message', 'home']],
  table: [{ type: 'table', rows: [[raw]] }, ['message']],
  data_table: [{ type: 'data_table', caption: 'c', rows: [[raw], [raw]] }, ['message']],
  markdown: [{ type: 'markdown', text: 'a' }, ['message']],
  container: [{ type: 'container', child_blocks: [section()] }, ['message']],
  plan: [{ type: 'plan', title: 'a' }, ['message']],
  task_card: [{ type: 'task_card', task_id: 'a', title: 'a', status: 'complete' }, ['message']],
  alert: [{ type: 'alert', text: plain('a') }, ['modal']],
};

it.each(Object.entries(samples))('takes %s only where Slack shows it', (type, [block, surfaces]) => {
  for (const surface of everywhere) {
    const expected = surfaces.includes(surface)
      ? []
      : [`unsupported type: ${type} [json-pointer:/blocks/0/type]`];
    expect(complaints([block], surface)).toEqual(expected);
  }
});
