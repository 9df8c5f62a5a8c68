import { describe, expect, it } from 'vitest';
import type { Surface } from '../../../sandbox/slack/block-kit/check.ts';
import { validateBlocks } from '../../../sandbox/slack/block-kit/validate-blocks.ts';

const x = (length: number): string => 'x'.repeat(length);
const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));
const plain = (length: number) => ({ type: 'plain_text', text: x(length) });
const mrkdwn = (length: number) => ({ type: 'mrkdwn', text: x(length) });
const option = (more: object = {}) => ({ text: plain(1), value: 'v', ...more });
const options = (count: number) => times(count, (index) => option({ value: String(index) }));
const button = (more: object = {}) => ({ type: 'button', text: plain(1), ...more });
const actions = (...elements: object[]) => ({ type: 'actions', elements });
const select = (more: object = {}) => ({ type: 'static_select', options: options(1), ...more });
const input = (element: object, more: object = {}) => ({ type: 'input', label: plain(1), element, ...more });
const picture = (more: object = {}) => ({
  type: 'image',
  image_url: 'https://a.example/b.png',
  alt_text: 'a',
  ...more,
});
const link = (length: number): string => `https://a.example/${x(length - 'https://a.example/'.length)}`;
const raw = (length = 1) => ({ type: 'raw_text', text: x(length) });
const rows = (count: number, width: number) => times(count, () => times(width, () => raw()));
const table = (more: object) => ({ type: 'table', rows: rows(1, 1), ...more });
const dataTable = (more: object) => ({ type: 'data_table', caption: 'c', rows: rows(2, 1), ...more });
const confirm = (more: object) => actions(button({ confirm: { text: plain(1), ...more } }));
const richText = (...elements: object[]) => ({
  type: 'rich_text',
  elements: [{ type: 'rich_text_section', elements }],
});
const richPart = (part: object) => ({ type: 'rich_text', elements: [part] });
const leaf = { type: 'text', text: 'a' };
const line = { type: 'rich_text_section', elements: [leaf] };
const bullets = { type: 'rich_text_list', style: 'bullet', elements: [line] };
const divider = { type: 'divider' };

/** Name, the largest (or smallest) number that is fine, the first that is not, and the blocks for a number. */
type Limit = readonly [
  name: string,
  fine: number,
  refused: number,
  make: (count: number) => object[],
  surface?: Surface,
];

const limits: readonly Limit[] = [
  ['blocks of a message', 50, 51, (n) => times(n, () => divider)],
  ['blocks of a modal', 100, 101, (n) => times(n, () => divider), 'modal'],
  ['blocks of a Home tab', 100, 101, (n) => times(n, () => divider), 'home'],
  ['characters of a block_id', 255, 256, (n) => [{ type: 'divider', block_id: x(n) }]],
  ['characters of an action_id', 255, 256, (n) => [actions(button({ action_id: x(n) }))]],
  ['section text, at most', 3000, 3001, (n) => [{ type: 'section', text: mrkdwn(n) }]],
  ['section text, at least', 1, 0, (n) => [{ type: 'section', text: mrkdwn(n) }]],
  ['section fields', 10, 11, (n) => [{ type: 'section', fields: times(n, () => mrkdwn(1)) }]],
  ['section fields, at least', 1, 0, (n) => [{ type: 'section', fields: times(n, () => mrkdwn(1)) }]],
  ['characters of a field', 2000, 2001, (n) => [{ type: 'section', fields: [mrkdwn(n)] }]],
  ['characters of a header', 150, 151, (n) => [{ type: 'header', text: plain(n) }]],
  ['level of a header', 4, 5, (n) => [{ type: 'header', text: plain(1), level: n }]],
  ['context elements', 10, 11, (n) => [{ type: 'context', elements: times(n, () => mrkdwn(1)) }]],
  ['context elements, at least', 1, 0, (n) => [{ type: 'context', elements: times(n, () => mrkdwn(1)) }]],
  ['actions elements', 25, 26, (n) => [actions(...times(n, () => button()))]],
  ['actions elements, at least', 1, 0, (n) => [actions(...times(n, () => button()))]],
  ['button text', 75, 76, (n) => [actions(button({ text: plain(n) }))]],
  ['button text, at least', 1, 0, (n) => [actions(button({ text: plain(n) }))]],
  ['button value', 2000, 2001, (n) => [actions(button({ value: x(n) }))]],
  ['button url', 3000, 3001, (n) => [actions(button({ url: link(n) }))]],
  ['button accessibility label', 75, 76, (n) => [actions(button({ accessibility_label: x(n) }))]],
  ['confirm title', 100, 101, (n) => [confirm({ title: plain(n) })]],
  ['confirm text', 300, 301, (n) => [confirm({ text: plain(n) })]],
  ['confirm button', 30, 31, (n) => [confirm({ confirm: plain(n) })]],
  ['deny button', 30, 31, (n) => [confirm({ deny: plain(n) })]],
  ['confirm title, at least', 1, 0, (n) => [confirm({ title: plain(n) })]],
  ['confirm text, at least', 1, 0, (n) => [confirm({ text: plain(n) })]],
  ['confirm button, at least', 1, 0, (n) => [confirm({ confirm: plain(n) })]],
  ['select options', 100, 101, (n) => [actions(select({ options: options(n) }))]],
  ['select options, at least', 1, 0, (n) => [actions(select({ options: options(n) }))]],
  [
    'option groups',
    100,
    101,
    (n) => [
      actions({
        type: 'static_select',
        option_groups: times(n, () => ({ label: plain(1), options: options(1) })),
      }),
    ],
  ],
  [
    'options of a group',
    100,
    101,
    (n) => [actions({ type: 'static_select', option_groups: [{ label: plain(1), options: options(n) }] })],
  ],
  [
    'group label',
    75,
    76,
    (n) => [actions({ type: 'static_select', option_groups: [{ label: plain(n), options: options(1) }] })],
  ],
  ['placeholder', 150, 151, (n) => [actions(select({ placeholder: plain(n) }))]],
  ['option text', 75, 76, (n) => [actions(select({ options: [option({ text: plain(n) })] }))]],
  ['option value', 75, 76, (n) => [actions(select({ options: [option({ value: x(n) })] }))]],
  ['option description', 75, 76, (n) => [actions(select({ options: [option({ description: plain(n) })] }))]],
  ['overflow options', 5, 6, (n) => [actions({ type: 'overflow', options: options(n) })]],
  ['overflow options, at least', 1, 0, (n) => [actions({ type: 'overflow', options: options(n) })]],
  [
    'overflow option text',
    75,
    76,
    (n) => [actions({ type: 'overflow', options: [option({ text: plain(n) })] })],
  ],
  [
    'overflow option value',
    75,
    76,
    (n) => [actions({ type: 'overflow', options: [option({ value: x(n) })] })],
  ],
  ['overflow url', 3000, 3001, (n) => [actions({ type: 'overflow', options: [option({ url: link(n) })] })]],
  ['checkboxes', 10, 11, (n) => [actions({ type: 'checkboxes', options: options(n) })]],
  ['radio buttons', 10, 11, (n) => [actions({ type: 'radio_buttons', options: options(n) })]],
  ['image url', 3000, 3001, (n) => [picture({ image_url: link(n) })]],
  ['image alt text', 2000, 2001, (n) => [picture({ alt_text: x(n) })]],
  ['image title', 2000, 2001, (n) => [picture({ title: plain(n) })]],
  ['input label', 2000, 2001, (n) => [input({ type: 'plain_text_input' }, { label: plain(n) })]],
  ['input hint', 2000, 2001, (n) => [input({ type: 'plain_text_input' }, { hint: plain(n) })]],
  ['plain_text_input max_length', 3000, 3001, (n) => [input({ type: 'plain_text_input', max_length: n })]],
  [
    'context_actions elements',
    5,
    6,
    (n) => [
      {
        type: 'context_actions',
        elements: times(n, () => ({ type: 'icon_button', icon: 'trash', text: plain(1) })),
      },
    ],
  ],
  ['alert text', 200, 201, (n) => [{ type: 'alert', text: plain(n) }], 'modal'],
  ['card title', 150, 151, (n) => [{ type: 'card', title: mrkdwn(n) }]],
  ['card body', 200, 201, (n) => [{ type: 'card', body: mrkdwn(n) }]],
  ['card actions', 3, 4, (n) => [{ type: 'card', actions: times(n, () => button()) }]],
  ['carousel cards', 10, 11, (n) => [{ type: 'carousel', elements: times(n, () => ({ type: 'card' })) }]],
  ['container children', 10, 11, (n) => [{ type: 'container', child_blocks: times(n, () => divider) }]],
  [
    'video title',
    200,
    201,
    (n) => [{ type: 'video', video_url: link(30), thumbnail_url: link(30), alt_text: 'a', title: plain(n) }],
  ],
  ['markdown', 12_000, 12_001, (n) => [{ type: 'markdown', text: x(n) }]],
  [
    'markdown in all blocks',
    12_000,
    12_001,
    (n) => [
      { type: 'markdown', text: x(6000) },
      { type: 'markdown', text: x(n - 6000) },
    ],
  ],
  ['table rows', 100, 101, (n) => [table({ rows: rows(n, 1) })]],
  ['table rows, at least', 1, 0, (n) => [table({ rows: rows(n, 1) })]],
  ['table cells in a row', 20, 21, (n) => [table({ rows: rows(1, n) })]],
  ['table column settings', 20, 21, (n) => [table({ column_settings: times(n, () => null) })]],
  ['characters of a table', 10_000, 10_001, (n) => [table({ rows: [[raw(5000), raw(n - 5000)]] })]],
  ['characters of a cell, at least', 1, 0, (n) => [table({ rows: [[raw(n)]] })]],
  ['tables in a message', 1, 2, (n) => times(n, () => table({}))],
  ['data_table rows', 201, 202, (n) => [dataTable({ rows: rows(n, 1) })]],
  ['data_table rows, at least', 2, 1, (n) => [dataTable({ rows: rows(n, 1) })]],
  ['data_table columns', 20, 21, (n) => [dataTable({ rows: rows(2, n) })]],
  ['data_table page size', 100, 101, (n) => [dataTable({ page_size: n })]],
  ['rich text, at least', 1, 0, (n) => [richText({ type: 'text', text: x(n) })]],
  ['border of a quote', 1, 2, (n) => [richPart({ type: 'rich_text_quote', elements: [leaf], border: n })]],
  [
    'border of preformatted text',
    1,
    2,
    (n) => [richPart({ type: 'rich_text_preformatted', elements: [leaf], border: n })],
  ],
  ['border of a list', 1, 2, (n) => [richPart({ ...bullets, border: n })]],
  ['offset of a list, at least', 0, -1, (n) => [richPart({ ...bullets, offset: n })]],
  ['items of a list, at least', 1, 0, (n) => [richPart({ ...bullets, elements: times(n, () => line) })]],
  [
    'list indent',
    8,
    9,
    (n) => [
      {
        type: 'rich_text',
        elements: [
          {
            type: 'rich_text_list',
            style: 'bullet',
            indent: n,
            elements: [{ type: 'rich_text_section', elements: [] }],
          },
        ],
      },
    ],
  ],
  [
    'characters of all blocks',
    13_200,
    13_201,
    (n) => [
      ...times(4, () => ({ type: 'section', text: mrkdwn(3000) })),
      { type: 'section', text: mrkdwn(n - 12_000) },
    ],
  ],
  [
    'characters of all blocks, a header counting 100 more',
    13_200,
    13_201,
    (n) => [
      { type: 'header', text: plain(100) },
      ...times(4, () => ({ type: 'section', text: mrkdwn(3000) })),
      { type: 'section', text: mrkdwn(n - 12_200) },
    ],
  ],
];

describe.each(limits.map(([name, ...limit]) => ({ name, limit })))('$name', ({ limit }) => {
  const [fine, refused, make, surface = 'message'] = limit;

  it(`takes ${fine}`, () => {
    expect(validateBlocks(make(fine), surface)).toEqual([]);
  });

  it(`refuses ${refused}`, () => {
    expect(validateBlocks(make(refused), surface)).not.toEqual([]);
  });
});

it.each<[string, object[]]>([
  ['msg_blocks_too_long', times(5, () => ({ type: 'section', text: mrkdwn(2700) }))],
  ['invalid_attachments', [table({}), table({})]],
  ['invalid_attachments', [table({ rows: [[raw(10_001)]] })]],
  ['invalid_blocks', [{ type: 'header', text: plain(151) }]],
])('leads to %s', (code, blocks) => {
  expect(validateBlocks(blocks, 'message').map((error) => error.code)).toEqual([code]);
});

it('counts characters that Slack escapes as it stores them', () => {
  const cells = (text: string) => [
    ...times(3, () => ({ type: 'section', text: mrkdwn(3000) })),
    richText({ type: 'text', text }),
  ];
  expect(validateBlocks(cells('&'.repeat(840)), 'message')).toEqual([]);
  expect(validateBlocks(cells('&'.repeat(841)), 'message')).toMatchObject([{ code: 'msg_blocks_too_long' }]);
});
