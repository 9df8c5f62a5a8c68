import type { Browser, BrowserContext, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { digestChannelId, opsChannelId, viewerId } from '../../sandbox/demo/demo-workspace.ts';
import { finalAnswer } from '../../sandbox/demo/final-answer.ts';
import { launchChromium } from '../../sandbox/demo/launch-chromium.ts';
import { type Demo, startDemo } from '../../sandbox/demo/start-demo.ts';

/** The demo of a test file with its first digest posted, and a browser to look at it. Usable in tests and their hooks. */
export interface DemoInBrowser {
  readonly demo: Demo;
  /** Removes every message, so that a test sees only its own. */
  clear(): void;
  /** A separate page, with nothing remembered, at `#ops`, or another channel's id. It goes when the test ends. */
  open(options?: BrowserContextOptions, channelId?: string): Promise<OpenPage>;
}

export interface OpenPage {
  readonly page: Page;
  /** Errors and warnings of the console, and what the page threw. */
  readonly complaints: readonly string[];
}

/** Starts both before the file's tests and ends them after. Without Chromium the tests fail, saying what is missing. */
export function demoInBrowser(portalCount?: number): DemoInBrowser {
  let browser: Browser | undefined;
  let demo: Demo | undefined;
  const contexts: BrowserContext[] = [];

  beforeAll(async () => {
    browser = await launchChromium(process.env['CHROMIUM_PATH']);
    demo = await startQuietDemo(portalCount);
  });
  // A page left open would draw whatever later tests post.
  afterEach(async () => {
    for (const context of contexts.splice(0)) await context.close();
  });
  afterAll(async () => {
    await browser?.close();
    await demo?.close();
  });

  return {
    get demo() {
      return present(demo);
    },
    clear() {
      const { store } = present(demo).slack;
      for (const message of store.messages()) store.deleteMessage(message);
    },
    async open(options, channelId = opsChannelId) {
      const context = await present(browser).newContext({
        viewport: { width: 1280, height: 900 },
        ...options,
      });
      contexts.push(context);
      return openPage(context, `${present(demo).page.url}#${channelId}`);
    },
  };
}

function present<Thing>(thing: Thing | undefined): Thing {
  if (thing === undefined) throw new Error('It is there only in tests');
  return thing;
}

async function startQuietDemo(portalCount: number | undefined): Promise<Demo> {
  const demo = await startDemo({
    port: 0,
    ...(portalCount !== undefined && { portalCount }),
    env: process.env,
    clock: () => new Date(),
    onBotLine: () => undefined,
    onBotLost: () => undefined,
  });
  // Tests post faster than people do.
  demo.slack.rules.enforceChannelPace = false;
  const where = { channelId: digestChannelId, userId: viewerId };
  const digest = await demo.slack.command({ text: 'digest now', ...where });
  demo.slack.store.deleteMessage(await finalAnswer(digest, 30_000));
  return demo;
}

async function openPage(context: BrowserContext, url: string): Promise<OpenPage> {
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(url);
  await page.getByRole('main').getByRole('heading', { level: 1 }).waitFor();
  return { page, complaints };
}

/** Picks an entry of a message's menu. */
export async function pick(message: Locator, entry: string): Promise<void> {
  await message.getByRole('button', { name: 'More actions' }).click();
  await message.getByRole('menuitem', { name: entry }).click();
}

/** Types a line into the composer and sends it. */
export async function type(page: Page, line: string): Promise<void> {
  const composer = page.getByRole('combobox', { name: /^Message/ });
  await composer.fill(line);
  await composer.press('Escape');
  await composer.press('Enter');
}
