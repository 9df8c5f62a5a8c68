import { SocketModeClient } from '@slack/socket-mode';
import { WebClient } from '@slack/web-api';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { digestChannelId } from '../../sandbox/demo/demo-workspace.ts';
import type { JsonObject } from '../../sandbox/slack/json.ts';
import { silent } from '../sandbox/slack/slack-fixture.ts';
import { demoInBrowser, type } from './demo-in-browser.ts';
import { findBarriers } from './find-barriers.ts';
import { waitUntil } from './wait-until.ts';

const opened = demoInBrowser();
const words = (text: string) => ({ type: 'plain_text' as const, text });
const option = (value: string, text = value, description?: string) => ({
  ...{ text: words(text), value },
  ...(description !== undefined && { description: words(description) }),
});
const zones = ['Africa', 'America', 'Europe'].map((continent) => ({
  label: words(continent),
  options: Array.from({ length: 30 }, (_, index) => option(`${continent}/City_${index + 1}`)),
}));
const berlin = option('Europe/City_7');

const input = (name: string, element: object, more: object = {}) => ({
  type: 'input',
  block_id: name,
  label: words(name),
  element: { action_id: 'value', ...element },
  ...more,
});
const tellsChanges = { dispatch_action: true };

/** A form like that of a digest. Its blocks share an action_id. */
function formWith(next: string, more: readonly object[] = []) {
  return {
    type: 'modal' as const,
    title: words('New digest'),
    submit: words('Save'),
    blocks: [
      ...more,
      input('Channel', {
        type: 'conversations_select',
        initial_conversation: digestChannelId,
        filter: { include: ['public', 'private'], exclude_bot_users: true },
      }),
      input('Time', { type: 'timepicker', initial_time: '09:00' }, tellsChanges),
      input('Zone', { type: 'static_select', option_groups: zones, initial_option: berlin }, tellsChanges),
      input(
        'Days',
        {
          type: 'radio_buttons',
          options: [option('all', 'Every day'), option('work', 'Workdays', 'Not in May')],
        },
        tellsChanges,
      ),
      { type: 'context', elements: [words(next)] },
      input('Notes', { type: 'plain_text_input' }, { optional: true, hint: words('For yourself') }),
      input('Window', { type: 'static_select', options: [option('12h'), option('48h')] }, { optional: true }),
    ],
  };
}

/** What reached the app, another one instead of the bot: it tells the last change, and refuses the time 10:00. */
const heard: JsonObject[] = [];
let client: WebClient;

async function react(payload: JsonObject & { readonly trigger_id: string }): Promise<object | undefined> {
  heard.push(payload);
  const { trigger_id, type: kind } = payload;
  if (payload['command'] !== undefined)
    await client.apiCall('views.open', { trigger_id, view: formWith('nothing changed') });
  if (kind === 'block_actions') {
    const [changed] = payload['actions'] as JsonObject[];
    const { id } = payload['view'] as JsonObject;
    const notice = { type: 'section', text: words('A line more above') };
    const view = formWith(`changed: ${String(changed?.['block_id'])}`, [notice]);
    await client.apiCall('views.update', { view_id: id, view });
  }
  if (kind !== 'view_submission' || !JSON.stringify(payload).includes('"selected_time":"10:00"'))
    return undefined;
  return { response_action: 'errors', errors: { Time: 'Taken already', Days: 'Not on these' } };
}

beforeAll(async () => {
  const { bot, slack } = opened.demo;
  await bot.stop();
  client = new WebClient(slack.botToken, { slackApiUrl: slack.apiUrl, logger: silent });
  const clientOptions = { slackApiUrl: slack.apiUrl };
  const app = new SocketModeClient({ appToken: slack.appToken, clientOptions, logger: silent });
  app.on('slack_event', ({ ack, body }) => void react(body).then(ack));
  await app.start();
  return () => app.disconnect();
});
beforeEach(() => {
  heard.length = 0;
});

async function openForm(options?: BrowserContextOptions) {
  const { page, complaints } = await opened.open(options);
  await type(page, '/backups digest');
  const dialog = page.getByRole('dialog', { name: 'New digest' });
  await dialog.waitFor();
  return { page, dialog, complaints };
}

/** What the form held, as the app was told last. */
function told(): unknown {
  const { view } = heard.at(-1) ?? {};
  const { state } = view as { state: { values: Record<string, { value: JsonObject }> } };
  const values = Object.entries(state.values).map(([block, { value }]) => {
    const { type: _, selected_option: chosen, ...rest } = value;
    return [
      block,
      chosen === undefined ? Object.values(rest)[0] : ((chosen as JsonObject | null)?.['value'] ?? null),
    ];
  });
  return Object.fromEntries(values);
}

async function close(page: Page): Promise<void> {
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
}

/** The marked option, within what the list shows of itself. */
const isInView = `(() => {
  const option = document.querySelector('[aria-selected=true]').getBoundingClientRect();
  const list = document.querySelector('.suggestions:not([hidden])').getBoundingClientRect();
  return option.top >= list.top && option.bottom <= list.bottom;
})()`;

describe('a form with every kind of input', () => {
  test('tells each change at once with all that was entered, and keeps that while the app changes it', async () => {
    const { page, dialog, complaints } = await openForm();
    await dialog.getByLabel('Notes').fill('for the night shift');
    await dialog.getByLabel('Time').fill('07:30');
    await dialog.getByText('changed: Time').waitFor();
    await dialog.getByText('A line more above').waitFor();
    expect(told()).toMatchObject({ Time: '07:30', Notes: 'for the night shift', Zone: 'Europe/City_7' });
    await dialog.getByLabel(/Workdays/).check();
    await dialog.getByText('changed: Days').waitFor();
    expect(told()).toMatchObject({ Time: '07:30', Days: 'work', Notes: 'for the night shift' });
    expect(await dialog.getByLabel('Time').inputValue()).toBe('07:30');
    expect(await dialog.getByLabel('Notes').inputValue()).toBe('for the night shift');
    await dialog.getByText('Not in May').waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.waitFor({ state: 'detached' });
    expect(told()).toEqual({
      ...{ Channel: digestChannelId, Time: '07:30', Zone: 'Europe/City_7', Days: 'work' },
      ...{ Notes: 'for the night shift', Window: null },
    });
    expect(complaints).toEqual([]);
  });

  test('searches a long list by a few letters with the keyboard, and goes on showing what was chosen', async () => {
    const { page, dialog } = await openForm();
    const zone = dialog.getByRole('combobox', { name: 'Zone' });
    expect(await zone.inputValue()).toBe('Europe/City_7');
    await zone.press('ArrowDown');
    const options = page.getByRole('listbox', { name: 'Select an option' }).getByRole('option');
    await options.nth(89).waitFor();
    const chosen = page.locator('[aria-selected=true]');
    expect(await chosen.textContent()).toBe('Europe/City_7');
    await waitUntil(page, isInView);
    await page.keyboard.press('PageDown');
    expect(await chosen.textContent()).toBe('Europe/City_15');
    expect(await findBarriers(page)).toEqual([]);
    await page.keyboard.type('afr 30');
    await expect.poll(() => options.allTextContents()).toEqual(['Africa/City_30']);
    await page.keyboard.press('Enter');
    await dialog.getByText('changed: Zone').waitFor();
    expect(told()).toMatchObject({ Zone: 'Africa/City_30' });
    expect(await zone.inputValue()).toBe('Africa/City_30');
    await zone.click();
    await page.keyboard.type('nowhere');
    await dialog.getByText('No results').waitFor();
    await page.keyboard.press('Escape');
    expect(await zone.inputValue()).toBe('Africa/City_30');
    await close(page);
  });

  test.each(['light', 'dark'] as const)('searches it by touch on a phone (%s)', async (colorScheme) => {
    const { page, dialog } = await openForm({
      ...{ viewport: { width: 390, height: 700 }, hasTouch: true, isMobile: true, colorScheme },
    });
    await dialog.getByRole('combobox', { name: 'Zone' }).tap();
    const list = page.getByRole('listbox', { name: 'Select an option' });
    await list.waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await page.getByRole('option', { name: 'Europe/City_9' }).tap();
    await dialog.getByText('changed: Zone').waitFor();
    expect(told()).toMatchObject({ Zone: 'Europe/City_9' });
    await close(page);
  });

  test('offers the channels that the app asks for, none that is archived, and can leave a field empty again', async () => {
    const { slack } = opened.demo;
    slack.store.putChannel({
      ...{ id: 'C0SBOLD0001', name: 'old', isPrivate: false, isArchived: true, isMember: true },
    });
    const { page, dialog } = await openForm();
    const offered = await dialog.getByLabel('Channel').locator('option').allTextContents();
    expect(offered).toContain('#backups-digest');
    expect(offered).not.toContain('#old');
    expect(offered).not.toContain(slack.workspace.appName);
    await dialog.getByLabel('Window').selectOption('48h');
    await dialog.getByLabel('Window').selectOption('—');
    await dialog.getByLabel('Every day').check();
    await dialog.getByText('changed: Days').waitFor();
    expect(told()).toMatchObject({ Window: null });
    await close(page);
  });

  test('shows what is wrong at each input, and has the focus there', async () => {
    const { page, dialog } = await openForm();
    await dialog.getByLabel('Every day').check();
    await dialog.getByLabel('Time').fill('10:00');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.getByText('Taken already').waitFor();
    await dialog.getByText('Not on these').waitFor();
    await waitUntil(page, 'document.activeElement?.type === "time"');
    expect(await dialog.getByRole('radiogroup').getAttribute('aria-invalid')).toBe('true');
    expect(await findBarriers(page)).toEqual([]);
    await close(page);
  });
});
