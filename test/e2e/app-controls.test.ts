import { SocketModeClient } from '@slack/socket-mode';
import { WebClient } from '@slack/web-api';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { opsChannelId } from '../../sandbox/demo/demo-workspace.ts';
import type { JsonObject } from '../../sandbox/slack/json.ts';
import { silent } from '../sandbox/slack/slack-fixture.ts';
import { demoInBrowser, type } from './demo-in-browser.ts';
import { findBarriers } from './find-barriers.ts';
import { waitUntil } from './wait-until.ts';

const opened = demoInBrowser();
const words = (text: string) => ({ type: 'plain_text' as const, text });
const option = (text: string) => ({ text: words(text), value: text });

const settings = {
  type: 'modal' as const,
  title: words('Digest settings'),
  submit: words('Save'),
  blocks: [
    {
      type: 'input',
      block_id: 'hour',
      label: words('Hour'),
      hint: words('From 0 to 23'),
      element: { type: 'plain_text_input', action_id: 'hour' },
    },
    {
      type: 'input',
      block_id: 'days',
      optional: true,
      label: words('Days'),
      element: { type: 'checkboxes', action_id: 'days', options: [option('weekdays'), option('weekends')] },
    },
    { type: 'actions', elements: [{ type: 'button', action_id: 'more', text: words('More') }] },
  ],
};
const more = {
  type: 'modal' as const,
  title: words('More settings'),
  blocks: [{ type: 'section', text: words('None yet') }],
};

/** What reached the app. */
const heard: JsonObject[] = [];
let app: SocketModeClient;
let client: WebClient;

/** Another app instead of the bot, which has no modal yet: `/backups` opens one, whose hour must be a number. */
async function react(payload: JsonObject & { readonly trigger_id: string }): Promise<object | undefined> {
  heard.push(payload);
  const { trigger_id } = payload;
  if (payload['command'] !== undefined) await client.apiCall('views.open', { trigger_id, view: settings });
  if (payload['type'] === 'block_actions' && payload['view'] !== undefined)
    await client.apiCall('views.push', { trigger_id, view: more });
  if (payload['type'] !== 'view_submission') return undefined;
  return /"value":"\d+"/.test(JSON.stringify(payload['view']))
    ? undefined
    : { response_action: 'errors', errors: { hour: 'That is no hour' } };
}

beforeAll(async () => {
  const { bot, slack } = opened.demo;
  await bot.stop();
  client = new WebClient(slack.botToken, { slackApiUrl: slack.apiUrl, logger: silent });
  const clientOptions = { slackApiUrl: slack.apiUrl };
  app = new SocketModeClient({ appToken: slack.appToken, clientOptions, logger: silent });
  app.on('slack_event', ({ ack, body }) => void react(body).then(ack));
  await app.start();
  return () => app.disconnect();
});
beforeEach(() => {
  opened.clear();
  heard.length = 0;
});

async function post(blocks: readonly object[]): Promise<void> {
  await client.apiCall('chat.postMessage', { channel: opsChannelId, text: 'controls', blocks });
}

function actions(): readonly unknown[] {
  return heard.flatMap((payload) => (Array.isArray(payload['actions']) ? payload['actions'] : []));
}

describe('a modal', () => {
  test('is filled in, refused, corrected and submitted, and the focus is back where it was', async () => {
    const { page, complaints } = await opened.open();
    await type(page, '/backups settings');
    const dialog = page.getByRole('dialog', { name: 'Digest settings' });
    const hour = dialog.getByLabel('Hour');
    await waitUntil(page, 'document.activeElement?.matches("dialog input")');
    await hour.fill('nine');
    await page.keyboard.press('Enter');
    await dialog.getByText('That is no hour').waitFor();
    expect(await hour.getAttribute('aria-invalid')).toBe('true');
    expect(await findBarriers(page)).toEqual([]);
    await hour.fill('9');
    await dialog.getByLabel('weekends').check();
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.waitFor({ state: 'detached' });
    expect(heard.at(-1)).toMatchObject({
      type: 'view_submission',
      view: { state: { values: { hour: { hour: { value: '9' } } } } },
    });
    await waitUntil(page, 'document.activeElement?.matches("[role=combobox]")');
    expect(complaints).toEqual([]);
  });

  test('keeps what was entered while another one lies over it', async () => {
    const { page } = await opened.open();
    await type(page, '/backups settings');
    const below = page.getByRole('dialog', { name: 'Digest settings' });
    await below.getByLabel('Hour').fill('21');
    await below.getByRole('button', { name: 'More' }).click();
    const above = page.getByRole('dialog', { name: 'More settings' });
    await above.waitFor();
    expect(await below.isVisible()).toBe(false);
    await above.getByRole('button', { name: 'Close' }).first().click();
    await above.waitFor({ state: 'detached' });
    expect(await below.getByLabel('Hour').inputValue()).toBe('21');
    await page.keyboard.press('Escape');
    await below.waitFor({ state: 'detached' });
  });
});

describe('controls in a message', () => {
  test('ask first when the app wants it, and then do nothing or what was asked', async () => {
    const { page } = await opened.open();
    const confirm = {
      title: words('Sure?'),
      text: words('Really?'),
      confirm: words('Yes'),
      deny: words('No'),
    };
    await post([
      { type: 'actions', elements: [{ type: 'button', action_id: 'drop', text: words('Drop it'), confirm }] },
    ]);
    const dialog = page.getByRole('dialog', { name: 'Sure?' });
    await page.getByRole('button', { name: 'Drop it' }).click();
    await dialog.getByRole('button', { name: 'No' }).click();
    await dialog.waitFor({ state: 'detached' });
    await waitUntil(page, 'document.activeElement?.textContent === "Drop it"');
    expect(actions()).toEqual([]);
    await page.getByRole('button', { name: 'Drop it' }).click();
    await dialog.getByRole('button', { name: 'Yes' }).click();
    await expect.poll(actions).toMatchObject([{ action_id: 'drop' }]);
  });

  test('send what was picked: a person, a date, a box, an entry of a menu', async () => {
    const { page } = await opened.open({ viewport: { width: 375, height: 720 } });
    await post([
      {
        type: 'actions',
        elements: [
          { type: 'overflow', action_id: 'menu', options: [option('Keep it'), option('Drop it')] },
          { type: 'users_select', action_id: 'who', placeholder: words('Who') },
          { type: 'datepicker', action_id: 'day', placeholder: words('Day') },
          { type: 'checkboxes', action_id: 'box', options: [option('Only mine')] },
        ],
      },
    ]);
    await page.getByRole('button', { name: 'More actions' }).press('Enter');
    expect((await page.getByRole('menu').boundingBox())?.x).toBeGreaterThan(0);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByLabel('Who').selectOption('Ben Berger');
    await page.getByLabel('Day', { exact: true }).fill('2026-11-30');
    await page.getByLabel('Only mine').check();
    await expect.poll(actions).toMatchObject([
      { action_id: 'menu', selected_option: { value: 'Drop it' } },
      { action_id: 'who', selected_user: 'U0SBBEN0001' },
      { action_id: 'day', selected_date: '2026-11-30' },
      { action_id: 'box', selected_options: [{ value: 'Only mine' }] },
    ]);
  });

  test('open the address of an entry of a menu in a tab of its own, and tell the app', async () => {
    const { page } = await opened.open();
    // Nothing outside this machine is asked for.
    const address = new URL('/icon.svg', opened.demo.page.url).href;
    const options = [option('Refresh'), { ...option('Open the portal ↗'), url: address }];
    await post([{ type: 'actions', elements: [{ type: 'overflow', action_id: 'more', options }] }]);
    await page.getByRole('button', { name: 'More actions' }).click();
    const tab = page.context().waitForEvent('page');
    await page.getByRole('menuitem', { name: 'Open the portal' }).click();
    expect((await tab).url()).toBe(address);
    expect(await (await tab).evaluate('window.opener')).toBeNull();
    await expect.poll(actions).toMatchObject([{ selected_option: { value: 'Open the portal ↗' } }]);
  });

  test('open a menu at the end of the messages without moving its button, and mark one entry', async () => {
    const { page } = await opened.open({ viewport: { width: 390, height: 500 } });
    const options = [option('Refresh'), option('Show file names'), option('Last page')];
    for (let number = 0; number < 8; number += 1)
      await post([{ type: 'actions', elements: [{ type: 'overflow', action_id: 'more', options }] }]);
    const button = page.getByRole('button', { name: 'More actions' }).last();
    await page.getByRole('article').nth(7).waitFor();
    await button.hover();
    const before = await button.boundingBox();
    await button.click();
    await page.getByRole('menu').waitFor();
    expect(await button.boundingBox()).toEqual(before);
    await page.getByRole('menuitem', { name: 'Last page' }).hover();
    const colors = await page.evaluate<string[]>(
      '[...document.querySelectorAll("[role=menuitem]")].map((item) => getComputedStyle(item).color)',
    );
    expect(colors[0]).toBe(colors[1]);
    expect(colors[2]).not.toBe(colors[1]);
  });

  test('say so when the app does not respond', async () => {
    const { page } = await opened.open();
    await post([{ type: 'actions', elements: [{ type: 'button', action_id: 'x', text: words('Do it') }] }]);
    await app.disconnect();
    await page.getByRole('button', { name: 'Do it' }).click();
    await page
      .getByRole('alert')
      .filter({ hasText: /did not respond/ })
      .waitFor();
    await app.start();
  });
});
