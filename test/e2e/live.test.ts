import { beforeEach, expect, test } from 'vitest';
import { opsChannelId } from '../../sandbox/demo/demo-workspace.ts';
import { startPageServer } from '../../sandbox/demo/page-server/start-page-server.ts';
import { demoInBrowser } from './demo-in-browser.ts';

const opened = demoInBrowser();
beforeEach(() => opened.clear());

function say(text: string): void {
  const { workspace, store } = opened.demo.slack;
  const draft = { channelId: opsChannelId, userId: workspace.botUserId, text, blocks: [] };
  store.postMessage({ ...draft, origin: 'api', unfurlLinks: false }, new Date());
}

test('a page draws many messages at once, and stays where the newest is', async () => {
  const { page, complaints } = await opened.open();
  for (let number = 1; number <= 400; number += 1) say(`message ${number}`);
  const last = page.getByRole('article').nth(399);
  await last.waitFor();
  await expect.poll(async () => (await last.boundingBox())?.y).toBeLessThan(900);
  expect(complaints).toEqual([]);
});

test('a page leaves a reader alone who has scrolled away, and brings them to what is new', async () => {
  const { page } = await opened.open();
  for (let number = 1; number <= 60; number += 1) say(`line ${number}`);
  await page.getByRole('article').nth(59).waitFor();
  const first = page.getByRole('article').first();
  await page.getByRole('region', { name: 'Messages in #ops' }).press('Home');
  await expect.poll(async () => (await first.boundingBox())?.y).toBeGreaterThan(0);
  say('the newest');
  await page.getByRole('button', { name: 'New message' }).click();
  await expect.poll(async () => (await first.boundingBox())?.y).toBeLessThan(0);
});

test('a page says that the demo has stopped, and goes on when it is there again', async () => {
  const { page } = await opened.open();
  const { slack, cast, bot, stage, clock, page: server } = opened.demo;
  const { port } = new URL(server.url);
  await server.close();
  await page.getByText('The demo has stopped').waitFor();
  say('said meanwhile');
  const again = await startPageServer({ slack, cast, bot, stage, clock, port: Number(port) });
  try {
    await page.getByRole('article').filter({ hasText: 'said meanwhile' }).waitFor();
    await page.getByText('The demo has stopped').waitFor({ state: 'detached' });
  } finally {
    await page.close();
    await again.close();
  }
});
