import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { opsChannelId, viewerId } from '../../sandbox/demo/demo-workspace.ts';
import { finalAnswer } from '../../sandbox/demo/final-answer.ts';
import { launchChromium } from '../../sandbox/demo/launch-chromium.ts';
import { type Demo, startDemo } from '../../sandbox/demo/start-demo.ts';

/** The demo with its first digest posted, and a browser to look at it. */
export interface OpenDemo extends AsyncDisposable {
  readonly demo: Demo;
  /** Removes every message, so that a test sees only its own. */
  clear(): void;
  /** A page of its own, with nothing remembered, at `#ops`, or another channel's id. */
  open(options?: BrowserContextOptions, channelId?: string): Promise<OpenPage>;
}

export interface OpenPage {
  readonly page: Page;
  /** Errors and warnings of the console, and what the page threw. */
  readonly complaints: readonly string[];
}

/** Rejects, saying what is missing, on a machine without Chromium. */
export async function openDemo(): Promise<OpenDemo> {
  const browser = await launchChromium(process.env['CHROMIUM_PATH']);
  const demo = await startDemo({
    port: 0,
    env: process.env,
    clock: () => new Date(),
    onBotLine: () => undefined,
    onBotLost: () => undefined,
  });
  // Tests post faster than people do.
  demo.slack.rules.enforceChannelPace = false;
  const digest = await demo.slack.command({ text: 'digest now', channelId: opsChannelId, userId: viewerId });
  await finalAnswer(digest, 30_000);
  return {
    demo,
    clear() {
      for (const message of demo.slack.store.messages()) demo.slack.store.deleteMessage(message);
    },
    open: (options, channelId = opsChannelId) => openPage(browser, `${demo.page.url}#${channelId}`, options),
    async [Symbol.asyncDispose]() {
      await browser.close();
      await demo.close();
    },
  };
}

async function openPage(browser: Browser, url: string, options?: BrowserContextOptions): Promise<OpenPage> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(url);
  await page
    .getByRole('main')
    .getByRole('combobox', { name: /^Message/ })
    .waitFor();
  return { page, complaints };
}

/** Types a line into the composer and sends it. */
export async function type(page: Page, line: string): Promise<void> {
  const composer = page.getByRole('combobox', { name: /^Message/ });
  await composer.fill(line);
  await composer.press('Escape');
  await composer.press('Enter');
}
