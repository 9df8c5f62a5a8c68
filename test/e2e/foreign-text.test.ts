import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { opsChannelId, viewerId } from '../../sandbox/demo/demo-workspace.ts';
import type { JsonObject } from '../../sandbox/slack/json.ts';
import { type OpenDemo, openDemo } from './open-demo.ts';

let opened: OpenDemo;
beforeAll(async () => {
  opened = await openDemo();
});
afterAll(() => opened[Symbol.asyncDispose]());

function post(text: string, blocks: readonly JsonObject[] = []): void {
  const { workspace, store } = opened.demo.slack;
  const draft = { channelId: opsChannelId, userId: workspace.botUserId, text, blocks };
  store.postMessage({ ...draft, origin: 'api', unfurlLinks: false }, new Date());
}

const cell = (text: string): JsonObject => ({ type: 'raw_text', text });

describe('text from elsewhere', () => {
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

  test('mentions nobody and dates nothing when it was escaped or is plain', async () => {
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
    const { page } = await opened.open();
    post('', [
      { type: 'table', rows: [[cell('Copies'), { type: 'raw_number', value: 4711 }]] },
      { type: 'hologram', parts: [{ text: 'seen from the side' }] },
      { type: 'data_table', caption: 'Copies', rows: [[cell('of a data table')]] },
      { type: 'rich_text', elements: 'not a list, tells nothing' },
    ]);
    for (const text of ['4711', 'seen from the side', 'of a data table'])
      await page.getByText(text).waitFor();
  });
});

describe('a modal', () => {
  test('is shown over the page and goes with Escape', async () => {
    const { page } = await opened.open();
    const content = {
      type: 'modal',
      title: { type: 'plain_text', text: 'Digest settings' },
      blocks: [
        {
          type: 'input',
          block_id: 'hour',
          label: { type: 'plain_text', text: 'Hour' },
          element: { type: 'plain_text_input', action_id: 'hour' },
        },
      ],
    };
    const view = { id: 'V1', type: 'modal', userId: viewerId, hash: '1', content, rootViewId: 'V1' } as const;
    opened.demo.slack.store.putModals(viewerId, [{ ...view, errors: { hour: 'That is no hour' } }]);
    const dialog = page.getByRole('dialog', { name: 'Digest settings' });
    await dialog.getByLabel('Hour').fill('25');
    await dialog.getByText('That is no hour').waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    expect(opened.demo.slack.store.modals(viewerId)).toEqual([]);
  });
});

describe('controls of an app', () => {
  const words = (text: string): JsonObject => ({ type: 'plain_text', text });
  const confirm = { title: words('Sure?'), text: words('Really?'), confirm: words('Yes'), deny: words('No') };
  const button = { type: 'button', action_id: 'drop', text: words('Drop it'), confirm };
  const option = { text: words('Keep it'), value: 'keep' };
  const menu = { type: 'overflow', action_id: 'menu', options: [option] };

  test('ask first when the app wants it, and then do nothing or what was asked', async () => {
    const { page } = await opened.open();
    post('', [{ type: 'actions', block_id: 'b', elements: [button] }]);
    const sent: string[] = [];
    opened.demo.slack.onChange((change) => {
      if (change.kind === 'interaction-sent') sent.push(change.what);
    });
    const dialog = page.getByRole('dialog', { name: 'Sure?' });
    await page.getByRole('button', { name: 'Drop it' }).click();
    await dialog.getByRole('button', { name: 'No' }).click();
    await dialog.waitFor({ state: 'detached' });
    expect(sent).toEqual([]);
    await page.getByRole('button', { name: 'Drop it' }).click();
    await dialog.getByRole('button', { name: 'Yes' }).click();
    await expect.poll(() => sent).toEqual(['drop']);
  });

  test('say so when the app does not respond', async () => {
    const { page } = await opened.open();
    opened.demo.slack.rules.ackDeadlineMs = 300;
    post('', [{ type: 'section', block_id: 's', text: words('A menu'), accessory: menu }]);
    await page.getByRole('button', { name: 'More actions' }).press('Enter');
    await page.getByRole('menuitem', { name: 'Keep it' }).press('Enter');
    await page.getByRole('alert').filter({ hasText: 'did not respond (operation_timeout)' }).waitFor();
    opened.demo.slack.rules.ackDeadlineMs = 3_000;
  });
});
