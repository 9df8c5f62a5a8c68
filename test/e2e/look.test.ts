import { describe, expect, test } from 'vitest';
import { opsChannelId } from '../../sandbox/demo/demo-workspace.ts';
import { demoInBrowser, type } from './demo-in-browser.ts';
import { waitUntil } from './wait-until.ts';

const opened = demoInBrowser();

const phoneSize = { width: 375, height: 760 };

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
      getComputedStyle(quote, '::before').display,
    ])`;
    expect(await page.evaluate(bars)).toEqual([0, 1, 2, 3].map(() => ['4px', 0, 'none']));
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
    await waitUntil(page, 'document.activeElement?.ariaLabel === "Stage"');
    await page.keyboard.press('Escape');
    await stage.waitFor({ state: 'hidden' });
    await waitUntil(page, 'document.activeElement?.textContent === "Stage"');
  });

  test('answers as on a big screen', async () => {
    const { page } = await opened.open(phone);
    await type(page, '/backups design');
    await page.getByRole('article').filter({ hasText: 'design · backed up' }).waitFor();
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
