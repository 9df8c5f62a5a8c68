import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { digestChannelId, opsChannelId } from './demo/demo-workspace.ts';
import { play, startDrivenDemo, typeLine } from './demo/driven-demo.ts';
import { launchChromium } from './demo/launch-chromium.ts';
import type { Demo } from './demo/start-demo.ts';
import { drawIcon } from './draw-icon.ts';

const folder = fileURLToPath(new URL('../docs/images/', import.meta.url));
const iconFile = new URL('../assets/icon.png', import.meta.url);
const colorSchemes = ['light', 'dark'] as const;

await mkdir(folder, { recursive: true });
const browser = await launchChromium(process.env['CHROMIUM_PATH']).catch((error: Error) => {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
});
const demo = await startDrivenDemo();
try {
  await writeFile(iconFile, await drawIcon(browser));
  await takeAll(browser, demo);
} finally {
  await browser.close();
  await demo.close();
}

async function takeAll(browser: Browser, demo: Demo): Promise<void> {
  const desk = { viewport: { width: 980, height: 690 } };
  await typeLine(demo, '');
  for (const colorScheme of colorSchemes)
    await takeWindow(`backups-${colorScheme}`, await open({ ...desk, colorScheme }, opsChannelId));

  await typeLine(demo, 'acme');
  const phone = { viewport: { width: 375, height: 608 }, colorScheme: 'dark', hasTouch: true } as const;
  await takeWindow('phone', await open(phone, opsChannelId));

  await typeLine(demo, 'field');
  await takeLastMessage('unreachable', opsChannelId);
  await play(demo, 'scene-1');
  await takeLastMessage('digest', digestChannelId);
  await play(demo, 'scene-11');
  await takeLastMessage('good-day', digestChannelId);

  async function takeLastMessage(name: string, channelId: string): Promise<void> {
    for (const colorScheme of colorSchemes) {
      const page = await open({ viewport: { width: 780, height: 1600 }, colorScheme }, channelId);
      const path = `${folder}${name}-${colorScheme}.png`;
      await page.getByRole('article').last().screenshot({ path });
      await page.context().close();
    }
  }

  async function open(options: BrowserContextOptions, channelId: string): Promise<Page> {
    const context = await browser.newContext({
      deviceScaleFactor: 2,
      timezoneId: 'Europe/Berlin',
      ...options,
    });
    const page = await context.newPage();
    await page.goto(`${demo.page.url}#${channelId}`);
    await page.getByRole('article').last().waitFor();
    await page.getByRole('combobox', { name: /^Message/ }).blur();
    return page;
  }
}

async function takeWindow(name: string, page: Page): Promise<void> {
  await page.getByRole('region', { name: 'The story' }).getByRole('button', { name: 'Dismiss' }).click();
  await page.locator('body').hover({ position: { x: 1, y: 1 } });
  await page.screenshot({ path: `${folder}${name}.png` });
  await page.context().close();
}
