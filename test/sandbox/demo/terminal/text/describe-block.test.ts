import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { describeBlock, describeMessage } from '../../../../../sandbox/demo/terminal/text/describe-block.ts';

const view = {
  channelName: () => 'ops',
  userName: () => 'Anna',
  now: new Date('2026-11-24T09:30:00Z'),
  timeZone: 'UTC',
};
const plain = (text: string) => ({ type: 'plain_text', text });
const text = (words: string) => ({ type: 'text', text: words });

function lines(block: object): readonly string[] {
  return describeBlock({ ...block }, view).map((line) => line.text);
}

describe('describeBlock', () => {
  test('shows the texts of headers, sections and context', () => {
    expect(describeBlock({ type: 'header', text: plain('Verdict') }, view)).toEqual([
      { kind: 'title', text: 'Verdict' },
    ]);
    expect(lines({ type: 'section', text: { type: 'mrkdwn', text: '*a* &amp; b' } })).toEqual(['a & b']);
    expect(lines({ type: 'context', elements: [plain('one'), plain('two')] })).toEqual(['one  two']);
  });

  test('indents the second line of a list item', () => {
    const item = { type: 'rich_text_section', elements: [text('made today\nacme.tar.gz')] };
    const list = { type: 'rich_text_list', style: 'bullet', elements: [item] };
    expect(lines({ type: 'rich_text', elements: [list] })).toEqual(['• made today', '  acme.tar.gz']);
  });

  test('marks every line of a quote', () => {
    const quote = {
      type: 'rich_text_quote',
      elements: [text('acme\nalso '), { type: 'emoji', name: 'wave' }],
    };
    const section = { type: 'rich_text_section', elements: [text('before')] };
    expect(lines({ type: 'rich_text', elements: [section, quote] })).toEqual([
      'before',
      '> acme',
      '> also :wave:',
    ]);
    const mrkdwn = { type: 'mrkdwn', text: 'before\n&gt; acme &amp; co\n&gt; legal\nafter' };
    expect(lines({ type: 'section', text: mrkdwn })).toEqual(['before', '> acme & co', '> legal', 'after']);
  });

  test('aligns the columns of a table', () => {
    const rows = [
      [plain('Name'), plain('Copies')],
      [plain('finance'), { type: 'raw_number', value: 7 }],
    ];
    expect(lines({ type: 'table', rows })).toEqual(['Name     Copies', 'finance  7']);
  });

  test('shows buttons and selects', () => {
    const elements = [
      { type: 'button', text: plain('Refresh') },
      { type: 'static_select', placeholder: plain('Show a portal') },
      { type: 'external_select', placeholder: plain('Find a portal') },
      { type: 'static_select', initial_option: { text: plain('acme') } },
    ];
    expect(lines({ type: 'actions', elements })).toEqual([
      '[ Refresh ]  [ Show a portal ▾ ]  [ Find a portal… ▾ ]  [ acme ▾ ]',
    ]);
  });

  test('shows what a menu offers', () => {
    const options = ['Refresh', 'Open the portal ↗'].map((label) => ({ text: plain(label), value: label }));
    const menu = { type: 'overflow', options };
    expect(lines({ type: 'actions', elements: [menu] })).toEqual(['[ ⋯ Refresh · Open the portal ↗ ]']);
    const section = { type: 'section', text: plain('acme'), accessory: menu };
    expect(lines(section)).toEqual(['acme', '[ ⋯ Refresh · Open the portal ↗ ]']);
  });

  test('shows the emoji of verdicts, in sections, lists and quotes', () => {
    const dot = { type: 'emoji', name: 'red_circle' };
    const item = { type: 'rich_text_section', elements: [dot, text(' acme')] };
    const parts = [
      item,
      { type: 'rich_text_list', style: 'bullet', elements: [item] },
      { type: 'rich_text_quote', elements: [{ type: 'emoji', name: 'large_yellow_circle' }, text(' hr')] },
    ];
    expect(lines({ type: 'rich_text', elements: parts })).toEqual(['🔴 acme', '• 🔴 acme', '> 🟡 hr']);
    const mrkdwn = { type: 'mrkdwn', text: ':white_circle: legal :constructor:' };
    expect(lines({ type: 'section', text: mrkdwn })).toEqual(['⚪ legal :constructor:']);
  });

  test('shows every text of an unknown block', () => {
    expect(lines({ type: 'hologram', left: { text: 'one' }, right: [{ text: 'two' }] })).toEqual([
      'one',
      'two',
    ]);
  });

  test('falls back to the text of a message without blocks', () => {
    expect(describeMessage({ text: '_Hello_', blocks: [] }, view)).toEqual([{ kind: 'text', text: 'Hello' }]);
  });

  test('never throws', () => {
    const types = ['header', 'section', 'context', 'actions', 'rich_text', 'table', 'hologram'];
    const block = fc.tuple(
      fc.constantFrom(...types),
      fc.dictionary(fc.constantFrom('text', 'elements', 'rows'), fc.jsonValue()),
    );
    fc.assert(fc.property(block, ([type, fields]) => void describeBlock({ ...fields, type }, view)));
  });
});
