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
  const desk = { viewport: { width: 980, height: 790 } };
  await typeLine(demo, '');
  await takeWindow('backups-light', await open({ ...desk, colorScheme: 'light' }, opsChannelId));
  await takeWindow('backups-dark', await open({ ...desk, colorScheme: 'dark' }, opsChannelId));

  await typeLine(demo, 'acme');
  const phone = { viewport: { width: 375, height: 720 }, colorScheme: 'dark', hasTouch: true } as const;
  await takeWindow('phone', await open(phone, opsChannelId));

  await play(demo, 'scene-3');
  await takeLastMessage('portal-unreachable', await open({ colorScheme: 'light' }, opsChannelId));
  await play(demo, 'scene-1');
  await takeLastMessage('digest-bad-day', await open({ colorScheme: 'light' }, digestChannelId));
  await play(demo, 'scene-6');
  await takeLastMessage('digest-good-day', await open({ colorScheme: 'light' }, digestChannelId));

  async function open(options: BrowserContextOptions, channelId: string): Promise<Page> {
    const viewport = { width: 940, height: 1600 };
    const context = await browser.newContext({
      viewport,
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

async function takeLastMessage(name: string, page: Page): Promise<void> {
  await page
    .getByRole('article')
    .last()
    .screenshot({ path: `${folder}${name}.png` });
  await page.context().close();
}
