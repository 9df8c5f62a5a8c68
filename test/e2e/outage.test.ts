import { expect, test } from 'vitest';
import { demoInBrowser } from './demo-in-browser.ts';
import { findBarriers } from './find-barriers.ts';

// In a file of its own: a bot that loses its connection again and again takes longer each time.
const opened = demoInBrowser();

test('an outage is seen, and stays readable after it is over', { timeout: 60_000 }, async () => {
  const { page, complaints } = await opened.open();
  const banner = page.getByRole('status').filter({ hasText: 'lost its connection' });
  await page.getByRole('button', { name: 'Slack drops the line' }).click();
  await banner.filter({ hasText: /lost its connection to Slack at .* It is connecting again/ }).waitFor();
  await page.getByRole('button', { name: /^reconnecting\s*DocSpace Backups/ }).waitFor();
  await page.locator('.scene [aria-busy=true]').waitFor({ state: 'detached' });
  await banner
    .filter({ hasText: /lost its connection to Slack at .* and was back after \d+\.\d\ss/ })
    .waitFor();
  await page.getByRole('button', { name: /^connected again\s*DocSpace Backups/ }).waitFor();
  // What was typed into the outage, and the answer in progress.
  const articles = page.getByRole('article');
  await articles.filter({ hasText: 'Slackbot' }).getByText('dispatch_failed').waitFor();
  await articles.filter({ hasText: 'hr' }).first().waitFor();
  expect(await findBarriers(page)).toEqual([]);
  await page.getByRole('button', { name: 'Dismiss the outage' }).click();
  await banner.waitFor({ state: 'detached' });
  expect(complaints).toEqual([]);
});

test('an outage too short to be seen leaves its mark, until something else is played', async () => {
  const { page } = await opened.open();
  const banner = page.getByRole('status').filter({ hasText: 'was back after' });
  await page.getByRole('button', { name: 'Slack drops the connection' }).click();
  await banner.waitFor();
  await page.getByRole('button', { name: 'hr makes a backup' }).click();
  await banner.waitFor({ state: 'detached' });
});
