import { describe, expect, test } from 'vitest';
import { opsChannelId } from '../../sandbox/demo/demo-workspace.ts';
import type { JsonObject } from '../../sandbox/slack/json.ts';
import { demoInBrowser } from './demo-in-browser.ts';

const opened = demoInBrowser();

function post(text: string, blocks: readonly JsonObject[] = []): void {
  const { workspace, store } = opened.demo.slack;
  const draft = { channelId: opsChannelId, userId: workspace.botUserId, text, blocks };
  store.postMessage({ ...draft, origin: 'api', unfurlLinks: false }, new Date());
}

const cell = (text: string): JsonObject => ({ type: 'raw_text', text });

describe('untrusted text', () => {
  test('runs nothing and links nowhere, whatever a file is called', async () => {
    const { page, complaints } = await opened.open();
    const name = '<img src=x onerror=alert(1)>[click](javascript:alert(1))';
    const escaped = name.replaceAll('<', '&lt;').replaceAll('>', '&gt;');
    const link = { type: 'link', url: 'javascript:alert(1)', text: 'a trap' };
    page.on('dialog', () => expect.unreachable('a script ran'));
    post('', [
      { type: 'section', text: { type: 'mrkdwn', text: escaped } },
      { type: 'header', text: { type: 'plain_text', text: name } },
      {
        type: 'rich_text',
        elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: name }, link] }],
      },
    ]);
    const message = page.getByRole('article').filter({ hasText: 'a trap' });
    await message.waitFor();
    expect(await message.getByText(name).count()).toBe(3);
    expect(await message.getByRole('link').count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  test('makes no mentions or dates when it was escaped or is plain', async () => {
    const { page } = await opened.open();
    const plain = '<!date^0^{date}|then> *not bold*';
    post('', [
      { type: 'section', text: { type: 'mrkdwn', text: 'escaped &lt;!channel&gt; and &lt;@U1&gt;' } },
      { type: 'header', text: { type: 'plain_text', text: plain } },
      { type: 'table', rows: [[cell('&lt;!here&gt; `x`')]] },
    ]);
    await page.getByText('escaped <!channel> and <@U1>').waitFor();
    await page.getByText(plain).waitFor();
    await page.getByText('&lt;!here&gt; `x`').waitFor();
  });
});

describe('blocks that the page cannot draw', () => {
  test('are shown as their text', async () => {
    const { page, complaints } = await opened.open();
    const picture = { type: 'image', image_url: 'https://picture.invalid/x.png' };
    post('', [
      { type: 'table', rows: [[cell('Copies'), { type: 'raw_number', value: 4711 }]] },
      { type: 'hologram', parts: [{ text: 'seen from the side' }] },
      { type: 'data_table', caption: 'How many', rows: [[cell('of a data table')]] },
      { ...picture, alt_text: 'a picture of a tape' },
      { type: 'section', fields: [], accessory: { ...picture, alt_text: 'a small one' } },
      {
        type: 'actions',
        elements: [{ type: 'telepathy', action_id: 't', text: { text: 'think of a tape' } }],
      },
      { type: 'rich_text', elements: 'not a list, tells nothing' },
    ]);
    const texts = ['4711', 'seen from the side', 'How many', 'of a data table', 'a picture of a tape'];
    for (const text of [...texts, 'a small one', 'think of a tape']) await page.getByText(text).waitFor();
    expect(complaints).toEqual([]);
  });
});
