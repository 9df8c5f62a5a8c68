import { beforeAll, describe, expect, test } from 'vitest';
import { digestChannelId, opsChannelId, viewerId } from '../../sandbox/demo/demo-workspace.ts';
import { demoInBrowser, type } from './demo-in-browser.ts';
import { findBarriers } from './find-barriers.ts';

const opened = demoInBrowser();
beforeAll(async () => {
  await opened.demo.slack.command({ text: 'acme', channelId: opsChannelId, userId: viewerId });
});

const desk = { width: 1280, height: 900 };
const phoneSize = { width: 375, height: 760 };
const looks = [
  { name: 'light', options: { colorScheme: 'light', viewport: desk } },
  { name: 'dark', options: { colorScheme: 'dark', viewport: desk } },
  { name: 'a light phone', options: { colorScheme: 'light', viewport: phoneSize } },
  { name: 'a dark phone', options: { colorScheme: 'dark', viewport: phoneSize } },
] as const;

describe('the page', () => {
  test('draws a quote with one bar, whether or not the app asks for a border', async () => {
    const { page, complaints } = await opened.open();
    const elements = [
      { type: 'text', text: 'acme, ' },
      { type: 'text', text: 'legal', style: { bold: true } },
    ];
    const quotes = [0, 1, undefined].map((border) => ({
      type: 'rich_text_quote',
      elements,
      ...(border === undefined ? {} : { border }),
    }));
    const { workspace, store } = opened.demo.slack;
    const draft = { channelId: opsChannelId, userId: workspace.botUserId, unfurlLinks: false };
    store.postMessage({ ...draft, text: '&gt; finance', blocks: [], origin: 'api' }, new Date());
    const blocks = [{ type: 'rich_text', elements: quotes }];
    store.postMessage({ ...draft, text: '', blocks, origin: 'api' }, new Date());
    const drawn = page.locator('blockquote');
    await drawn.nth(3).waitFor();
    expect(await drawn.allTextContents()).toEqual(['finance', ...quotes.map(() => 'acme, legal')]);
    // Its own border, and what the library draws beside the text.
    const bars = `[...document.querySelectorAll('blockquote')].map((quote) => [
      getComputedStyle(quote).borderLeftWidth,
      [...quote.children].filter((child) => child.tagName !== 'P' && child.clientWidth > 0).length,
    ])`;
    expect(await page.evaluate(bars)).toEqual([0, 1, 2, 3].map(() => ['4px', 0]));
    expect(complaints).toEqual([]);
  });

  test.each(looks)('has no barriers and fits the window in $name', async ({ options }) => {
    const { page, complaints } = await opened.open(options, digestChannelId);
    for (const channelId of [digestChannelId, opsChannelId]) {
      await page.evaluate(`location.hash = ${JSON.stringify(channelId)}`);
      await page
        .getByRole('main', { name: channelId === opsChannelId ? '#ops' : '#backups-digest' })
        .getByRole('article')
        .first()
        .waitFor();
      expect(await findBarriers(page)).toEqual([]);
    }
    await page.getByRole('combobox', { name: /^Message/ }).fill('/backups ');
    await page.getByRole('listbox').waitFor();
    expect(await findBarriers(page)).toEqual([]);
    const widths = await page.evaluate('[document.documentElement.scrollWidth, window.innerWidth]');
    expect(widths).toEqual([options.viewport.width, options.viewport.width]);
    expect(complaints).toEqual([]);
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
    const toggle = page.getByRole('button', { name: 'Stage' });
    await toggle.click();
    const stage = page.getByRole('complementary', { name: 'Stage' });
    await page.waitForFunction('document.activeElement?.ariaLabel === "Stage"');
    expect(await findBarriers(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await stage.waitFor({ state: 'hidden' });
    await page.waitForFunction('document.activeElement?.textContent === "Stage"');
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
