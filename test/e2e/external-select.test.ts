import { SocketModeClient } from '@slack/socket-mode';
import { WebClient } from '@slack/web-api';
import type { Page } from 'playwright-core';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { opsChannelId } from '../../sandbox/demo/demo-workspace.ts';
import type { JsonObject } from '../../sandbox/slack/json.ts';
import { silent } from '../sandbox/slack/slack-fixture.ts';
import { demoInBrowser } from './demo-in-browser.ts';
import { findBarriers } from './find-barriers.ts';

const opened = demoInBrowser();
const words = (text: string) => ({ type: 'plain_text' as const, text });
const option = (text: string) => ({ text: words(text), value: `${text} dumps` });
const cities = Array.from({ length: 40 }, (_, index) => `site-${index + 1}`);
const select = {
  type: 'external_select',
  action_id: 'city',
  placeholder: words('Show a portal'),
  min_query_length: 0,
};

/** What reached the app, another one instead of the bot, and how it answers what is typed. */
const heard: JsonObject[] = [];
let suggest: (typed: string) => Promise<object | undefined>;
const suggestFitting = async (typed: string) => ({
  options: cities.filter((city) => city.includes(typed)).map(option),
});

async function react(payload: JsonObject): Promise<object | undefined> {
  heard.push(payload);
  return payload['type'] === 'block_suggestion' ? suggest(String(payload['value'])) : undefined;
}

beforeAll(async () => {
  const { bot, slack } = opened.demo;
  await bot.stop();
  const clientOptions = { slackApiUrl: slack.apiUrl };
  const app = new SocketModeClient({ appToken: slack.appToken, clientOptions, logger: silent });
  app.on('slack_event', ({ ack, body }) => void react(body).then(ack));
  await app.start();
  return () => app.disconnect();
});
beforeEach(() => {
  opened.clear();
  heard.length = 0;
  suggest = suggestFitting;
});

async function post(page: Page, element: object = select) {
  const { slack } = opened.demo;
  const client = new WebClient(slack.botToken, { slackApiUrl: slack.apiUrl, logger: silent });
  const button = { type: 'button', action_id: 'other', text: words('Refresh') };
  const blocks = [{ type: 'actions', block_id: 'pick', elements: [element, button] }];
  await client.apiCall('chat.postMessage', { channel: opsChannelId, text: 'controls', blocks });
  const field = page.getByRole('combobox', { name: 'Show a portal' });
  await field.waitFor();
  return field;
}

function typed(): readonly unknown[] {
  return heard.filter(({ type }) => type === 'block_suggestion').map(({ value }) => value);
}

function picked(): readonly unknown[] {
  return heard.flatMap(({ actions }) => (Array.isArray(actions) ? actions : []));
}

describe('a select whose options the app suggests', () => {
  test('is opened, searched and used with the keyboard', async () => {
    const { page, complaints } = await opened.open();
    const field = await post(page);
    const options = page.getByRole('option');
    await field.focus();
    expect(await field.getAttribute('aria-expanded')).toBe('false');
    expect(typed()).toEqual([]);
    await page.keyboard.press('ArrowDown');
    await options.nth(39).waitFor();
    expect(await field.getAttribute('aria-expanded')).toBe('true');
    await page.keyboard.type('site-3');
    await expect.poll(() => options.count()).toBe(11);
    expect(typed().at(-1)).toBe('site-3');
    await page.keyboard.press('ArrowDown');
    const chosen = page.locator('[aria-selected=true]');
    await page.keyboard.press('ArrowDown');
    expect(await chosen.textContent()).toBe('site-31');
    expect(await field.getAttribute('aria-activedescendant')).toBe(await chosen.getAttribute('id'));
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Enter');
    await expect
      .poll(picked)
      .toMatchObject([{ type: 'external_select', block_id: 'pick', selected_option: option('site-30') }]);
    expect(await options.count()).toBe(0);
    expect([await field.inputValue(), complaints]).toEqual(['', []]);
  });

  test('takes the first option on Enter after some letters, and none before any', async () => {
    const { page } = await opened.open();
    const field = await post(page);
    await field.press('Enter');
    await page.getByRole('option').first().waitFor();
    await page.keyboard.press('Enter');
    await page.keyboard.type('site-40');
    await page.getByText('1 result').waitFor({ state: 'attached' });
    await page.keyboard.press('Enter');
    await expect.poll(picked).toMatchObject([{ selected_option: option('site-40') }]);
  });

  test('closes on Escape, and when the focus leaves', async () => {
    const { page } = await opened.open();
    const field = await post(page);
    await field.press('ArrowDown');
    await page.getByRole('option').first().waitFor();
    await page.keyboard.press('Escape');
    expect(await page.getByRole('option').count()).toBe(0);
    expect(await field.evaluate('document.activeElement?.getAttribute("aria-label")')).toBe('Show a portal');
    await field.click();
    await page.getByRole('option').first().waitFor();
    await page.getByRole('button', { name: 'Refresh' }).focus();
    await page.getByRole('option').first().waitFor({ state: 'detached' });
    expect(picked()).toEqual([]);
  });

  test('says that it is loading, that there is nothing, and what went wrong', async () => {
    const { page } = await opened.open();
    const field = await post(page);
    const status = field.locator('xpath=..').getByRole('status');
    let answer: (value: object | undefined) => void = () => undefined;
    suggest = () =>
      new Promise((resolve) => {
        answer = resolve;
      });
    await field.fill('x');
    await status.getByText('Loading…').waitFor();
    await expect.poll(typed).toEqual(['x']);
    answer({ options: [] });
    await status.getByText('No results').waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await field.fill('xy');
    await expect.poll(typed).toEqual(['x', 'xy']);
    answer({ options: [{ text: words('y'.repeat(76)), value: 'y' }] });
    await status.getByText(/Slack refuses .* less than 76 characters/).waitFor();
    opened.demo.slack.rules.ackDeadlineMs = 50;
    await field.fill('xyz');
    await status.getByText(/did not respond \(operation_timeout\)/).waitFor();
    opened.demo.slack.rules.ackDeadlineMs = 3_000;
  });

  test('shows the answer to what was typed last, whichever comes last', async () => {
    const { page } = await opened.open();
    const field = await post(page);
    const answers = new Map<string, () => void>();
    suggest = (asked) =>
      new Promise((resolve) => {
        answers.set(asked, () => resolve({ options: [option(`about ${asked}`)] }));
      });
    await field.fill('a');
    await field.fill('ab');
    await expect.poll(() => answers.size).toBe(2);
    answers.get('ab')?.();
    await page.getByRole('option', { name: 'about ab' }).waitFor();
    const late = page.waitForResponse((response) => response.url().endsWith('/api/suggest'));
    answers.get('a')?.();
    await (await late).finished();
    await page.evaluate(
      'new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))',
    );
    expect(await page.getByRole('option').allTextContents()).toEqual(['about ab']);
  });

  test('asks only for enough letters', async () => {
    const { page } = await opened.open();
    const field = await post(page, { ...select, min_query_length: 2 });
    await field.click();
    await page.getByText('Type at least 2 letters').waitFor();
    await page.keyboard.type('40');
    await page.getByRole('option', { name: 'site-40' }).waitFor();
    expect(typed()).toEqual(['40']);
  });

  test.each(['light', 'dark'] as const)('works by touch on a phone (%s)', async (colorScheme) => {
    const { page, complaints } = await opened.open({
      ...{ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, colorScheme },
    });
    const field = await post(page);
    await field.tap();
    await page.getByRole('option').first().waitFor();
    const popup = await page
      .getByRole('listbox', { name: 'Show a portal' })
      .locator('xpath=..')
      .boundingBox();
    expect(popup?.x).toBeGreaterThanOrEqual(0);
    expect((popup?.x ?? 0) + (popup?.width ?? 0)).toBeLessThanOrEqual(390);
    expect((popup?.y ?? 0) + (popup?.height ?? 0)).toBeLessThanOrEqual(844);
    expect(await findBarriers(page)).toEqual([]);
    await page.keyboard.type('site-2');
    await page.getByRole('option', { name: 'site-25' }).tap();
    await expect.poll(picked).toMatchObject([{ selected_option: option('site-25') }]);
    await page.getByRole('option').first().waitFor({ state: 'detached' });
    expect(complaints).toEqual([]);
  });
});
