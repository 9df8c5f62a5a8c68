import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { digestChannelId, opsChannelId, viewerId } from '../../sandbox/demo/demo-workspace.ts';
import { type OpenDemo, openDemo, type } from './open-demo.ts';

let opened: OpenDemo;
beforeAll(async () => {
  opened = await openDemo();
  await opened.demo.slack.command({ text: 'acme', channelId: opsChannelId, userId: viewerId });
});
afterAll(() => opened[Symbol.asyncDispose]());

interface Violation {
  readonly id: string;
  readonly impact: string;
  readonly nodes: readonly { readonly html: string }[];
}

/** What axe calls serious or critical. */
async function findBarriers(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  const violations = (await page.evaluate('axe.run().then((result) => result.violations)')) as Violation[];
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}

const desk = { width: 1280, height: 900 };
const phoneSize = { width: 375, height: 760 };
const looks = [
  { name: 'light', options: { colorScheme: 'light', viewport: desk } },
  { name: 'dark', options: { colorScheme: 'dark', viewport: desk } },
  { name: 'a light phone', options: { colorScheme: 'light', viewport: phoneSize } },
  { name: 'a dark phone', options: { colorScheme: 'dark', viewport: phoneSize } },
] as const;

describe.each(looks)('the page in $name', ({ options }) => {
  test.each([digestChannelId, opsChannelId])(
    'has no barriers and fits the window (%s)',
    async (channelId) => {
      const { page, complaints } = await opened.open(options, channelId);
      await page.getByRole('article').first().waitFor();
      expect(await findBarriers(page)).toEqual([]);
      const widths = await page.evaluate('[document.documentElement.scrollWidth, window.innerWidth]');
      expect(widths).toEqual([options.viewport.width, options.viewport.width]);
      expect(complaints).toEqual([]);
    },
  );

  test('has no barriers with suggestions open', async () => {
    const { page } = await opened.open(options);
    await page.getByRole('combobox', { name: /^Message/ }).fill('/backups ');
    await page.getByRole('listbox').waitFor();
    expect(await findBarriers(page)).toEqual([]);
  });
});

describe('the page on a phone', () => {
  const phone = { viewport: phoneSize, hasTouch: true };

  test('keeps channels and stage in drawers that Escape closes', async () => {
    const { page } = await opened.open(phone);
    const channels = page.getByRole('navigation', { name: 'Channels' });
    expect(await channels.isVisible()).toBe(false);
    await page.getByRole('button', { name: 'Channels' }).click();
    await channels.getByRole('button', { name: 'backups-digest' }).click();
    await page.getByRole('main', { name: '#backups-digest' }).waitFor();
    await channels.waitFor({ state: 'hidden' });
    await page.getByRole('button', { name: 'Stage' }).click();
    await page.getByRole('complementary', { name: 'Stage' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('complementary', { name: 'Stage' }).waitFor({ state: 'hidden' });
  });

  test('answers as on a big screen', async () => {
    const { page } = await opened.open(phone);
    await type(page, '/backups design');
    await page.getByRole('article').filter({ hasText: 'design_' }).waitFor();
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(375);
  });
});

describe('the reader', () => {
  test('chooses the colours, also for the next visit', async () => {
    const { page } = await opened.open({ colorScheme: 'light' });
    await page.getByRole('button', { name: 'Switch to dark colours' }).click();
    await page.reload();
    await page.locator('html[data-theme=dark]').waitFor({ state: 'attached' });
  });

  test('sees times in their own zone', async () => {
    const at = Math.floor(Date.UTC(2026, 0, 15, 12, 0) / 1000);
    const token = `<!date^${at}^{date_num} {time}|then>`;
    const { workspace, store } = opened.demo.slack;
    const draft = {
      channelId: opsChannelId,
      userId: workspace.botUserId,
      text: `It was ${token}`,
      blocks: [],
    };
    store.postMessage({ ...draft, origin: 'api', unfurlLinks: false }, new Date());
    const { page } = await opened.open({ timezoneId: 'Asia/Tokyo' });
    await page.getByText('It was 2026-01-15 9:00').waitFor();
  });
});
