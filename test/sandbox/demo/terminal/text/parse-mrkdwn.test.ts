import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { inlineText } from '../../../../../sandbox/demo/terminal/text/inline.ts';
import { parseMrkdwn } from '../../../../../sandbox/demo/terminal/text/parse-mrkdwn.ts';

const view = {
  channelName: (id: string) => `channel-${id}`,
  userName: (id: string) => `user-${id}`,
  now: new Date('2026-11-24T12:00:00Z'),
  timeZone: 'UTC',
};

function read(source: string): string {
  return parseMrkdwn(source)
    .map((part) => inlineText(part.elements, view))
    .join('\n');
}

function elementsOf(source: string) {
  return parseMrkdwn(source).flatMap((part) => part.elements);
}

describe('parseMrkdwn', () => {
  test.each([
    ['*bold*', { bold: true }],
    ['_italic_', { italic: true }],
    ['~gone~', { strike: true }],
    ['`code`', { code: true }],
    ['*_both_*', { bold: true, italic: true }],
  ])('reads %s as styled text', (source, style) => {
    expect(elementsOf(source)).toEqual([{ type: 'text', text: source.replaceAll(/[*_~`]/g, ''), style }]);
  });

  test.each([
    '2*3*4',
    'snake_case_name',
    '* no *',
    '**',
    'a ~ b ~ c',
    '*open',
    '09:00: 7',
    '[a](https://b.c)',
  ])('leaves %s alone', (source) => {
    expect(elementsOf(source)).toEqual([{ type: 'text', text: source, style: {} }]);
  });

  test('never takes escaped text for syntax', () => {
    const elements = elementsOf('&lt;!channel&gt; &lt;@U1&gt; &lt;https://a.b|c&gt; &amp;lt;');
    expect(elements).toEqual([{ type: 'text', text: '<!channel> <@U1> <https://a.b|c> &lt;', style: {} }]);
  });

  test('reads links, mentions, broadcasts, emoji and dates', () => {
    const source = '<https://a.b/?x&amp;y|here> <@U1> <#C1> <!here> :wave: <!date^0^{date_num}|then>';
    expect(read(source)).toBe('here @user-U1 #channel-C1 @here :wave: 1970-01-01');
    expect(elementsOf(source)[0]).toEqual({ type: 'link', url: 'https://a.b/?x&y', text: 'here', style: {} });
  });

  test('distinguishes quotes and fences from the lines around them', () => {
    const types = parseMrkdwn('a\n&gt; b\n&gt; c\nd\n```\n*e*\n```').map(({ type }) => type);
    expect(types).toEqual([
      'rich_text_section',
      'rich_text_quote',
      'rich_text_section',
      'rich_text_preformatted',
    ]);
    expect(read('```\n*e*\n```')).toBe('*e*');
  });

  test('shows escaped text as it was, whatever it is', () => {
    const plain = fc.string({ unit: fc.constantFrom(...'ab &<>|!@#^:;."1\n') });
    fc.assert(
      fc.property(plain, (text) => {
        const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
        fc.pre(!/^&gt;/m.test(escaped) && !/:[a-z]+:/.test(text));
        expect(read(escaped)).toBe(text.replaceAll(/^$/g, ''));
      }),
    );
  });

  test('never throws', () => {
    const wild = fc.string({
      unit: fc.constantFrom(...'a1 *_~`<>|!@#^:\n', '&lt;', '&amp;', '<!date^', '```'),
    });
    fc.assert(fc.property(wild, (source) => void read(source)));
  });
});
