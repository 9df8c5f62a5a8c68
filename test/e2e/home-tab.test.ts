import { SocketModeClient } from '@slack/socket-mode';
import { WebClient } from '@slack/web-api';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startCast } from '../../sandbox/cast.ts';
import { createBotKeeper } from '../../sandbox/demo/bot-keeper.ts';
import { createDemoClock } from '../../sandbox/demo/demo-clock.ts';
import { demoWorkspace, viewerId } from '../../sandbox/demo/demo-workspace.ts';
import { launchChromium } from '../../sandbox/demo/launch-chromium.ts';
import { type PageServer, startPageServer } from '../../sandbox/demo/page-server/start-page-server.ts';
import { createStageRunner } from '../../sandbox/demo/run-stage.ts';
import { type SandboxSlack, startSlack } from '../../sandbox/slack/slack-server.ts';
import { silent } from '../sandbox/slack/slack-fixture.ts';
import { homeBlocks } from './every-block.ts';
import { findBarriers } from './find-barriers.ts';
import { waitUntil } from './wait-until.ts';

const clock = createDemoClock(() => new Date());
const nothing = async (): Promise<void> => undefined;
const undo: (() => Promise<unknown>)[] = [];
let slack: SandboxSlack;
let server: PageServer;
let browser: Browser;
let client: WebClient;
/** The tabs that the app was told of, and what was pressed in its Home tab. */
const heard: string[] = [];

/** A workspace whose Home tab is on, and an app that knows what to do with it. */
beforeAll(async () => {
  browser = await launchChromium(process.env['CHROMIUM_PATH']);
  slack = await startSlack({ clock: clock.now, workspace: { ...demoWorkspace, homeTabEnabled: true } });
  const cast = await startCast({ clock: clock.now });
  const launch = () => {
    throw new Error('the app of this test runs in its own process');
  };
  const bot = createBotKeeper({ slack, launch, forget: nothing, onLost: () => undefined });
  const stage = createStageRunner({ slack, cast, bot, clock });
  server = await startPageServer({ slack, cast, bot, stage, clock, port: 0 });
  client = new WebClient(slack.botToken, { slackApiUrl: slack.apiUrl, logger: silent });
  const clientOptions = { slackApiUrl: slack.apiUrl };
  const app = new SocketModeClient({ appToken: slack.appToken, clientOptions, logger: silent });
  app.on('app_home_opened', ({ ack, event }) => {
    heard.push(event.tab);
    void ack();
  });
  app.on('interactive', ({ ack, body }) => {
    heard.push(body.actions[0].action_id);
    void ack();
  });
  await app.start();
  const parts = [
    app.disconnect.bind(app),
    server.close,
    cast.close,
    slack.close,
    browser.close.bind(browser),
  ];
  undo.push(...parts);
});
afterAll(async () => {
  for (const step of undo) await step();
});

async function openApp(width: number): Promise<Page> {
  const channel = slack.store.channels.find(({ directWith }) => directWith !== undefined);
  const page = await browser.newPage({ viewport: { width, height: 800 } });
  await page.goto(`${server.url}#${channel?.id}`);
  return page;
}

test('a Home tab says that the app has published nothing yet', async () => {
  const page = await openApp(1280);
  await page.getByRole('tabpanel', { name: 'Home' }).getByText('has not published').waitFor();
  await page.close();
});

test.each([1280, 390])('the Home tab is opened, drawn, used and changed (%i pixels wide)', async (width) => {
  heard.length = 0;
  const page = await openApp(width);
  const panel = page.getByRole('tabpanel', { name: 'Home' });
  await panel.waitFor();
  await expect.poll(() => heard).toEqual(['home']);
  await client.apiCall('views.publish', { user_id: viewerId, view: { type: 'home', blocks: homeBlocks } });
  await panel.getByRole('heading', { name: /3 of 7 portals have a problem/ }).waitFor();
  expect(await findBarriers(page)).toEqual([]);
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
  await panel.getByRole('button', { name: 'Older (5) ›' }).click();
  await expect.poll(() => heard).toEqual(['home', 'plain']);
  const blocks = [{ type: 'section', text: { type: 'mrkdwn', text: 'all fine now' } }];
  await client.apiCall('views.publish', { user_id: viewerId, view: { type: 'home', blocks } });
  await panel.getByText('all fine now').waitFor();
  await page.close();
});

test('the tabs are moved through by keyboard, kept by a reload, and the app is told of each', async () => {
  heard.length = 0;
  const page = await openApp(1280);
  const home = page.getByRole('tab', { name: 'Home' });
  await home.press('ArrowRight');
  await waitUntil(page, 'document.activeElement?.textContent === "Messages"');
  await page.getByRole('heading', { name: 'DocSpace Backups', level: 2 }).waitFor();
  await expect.poll(() => heard).toEqual(['home', 'messages']);
  expect(await findBarriers(page)).toEqual([]);
  await page.reload();
  await page.locator('[role=tab][aria-selected=true]').getByText('Messages').waitFor();
  await page.getByRole('tab', { name: 'Home' }).click();
  await page.getByRole('tabpanel', { name: 'Home' }).waitFor();
  await expect.poll(() => heard.at(-1)).toBe('home');
  await page.close();
});
