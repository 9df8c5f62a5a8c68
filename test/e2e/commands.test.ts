import type { Locator, Page } from 'playwright-core';
import { beforeEach, describe, expect, test } from 'vitest';
import { demoInBrowser, pick, type } from './demo-in-browser.ts';

const opened = demoInBrowser();
beforeEach(() => opened.clear());

/** The newest message that holds the text. */
function message(page: Page, text: string | RegExp): Locator {
  return page.getByRole('article').filter({ hasText: text }).last();
}

describe('an administrator in #ops', () => {
  test('types /backups and sees every portal, only for their own eyes', async () => {
    const { page, complaints } = await opened.open();
    await type(page, '/backups');
    const answer = message(page, /portals have a problem/);
    await answer.getByText('Only visible to you').waitFor();
    for (const name of ['acme', 'legal', 'finance']) expect(await answer.textContent()).toContain(name);
    expect(complaints).toEqual([]);
  });

  test('pages through a long history and back, in the same message', async () => {
    const { page } = await opened.open();
    await type(page, '/backups finance');
    await message(page, 'finance').getByRole('button', { name: /Older/ }).waitFor();
    const before = await page.getByRole('article').count();
    await message(page, 'finance').getByRole('button', { name: /Older/ }).click();
    await message(page, '11–20').waitFor();
    await message(page, 'finance').getByRole('button', { name: /Newer/ }).click();
    await message(page, '1–10').waitFor();
    expect(await page.getByRole('article').count()).toBe(before);
  });

  test('asks for one storage only', async () => {
    const { page } = await opened.open();
    await type(page, '/backups acme temporary');
    const answer = message(page, 'acme');
    await answer.getByText('temporary storage only').waitFor();
    await answer.getByRole('button', { name: 'All storages' }).waitFor();
  });

  test('refreshes an answer and finds the backup that was just made', async () => {
    const { page } = await opened.open();
    await type(page, '/backups design');
    const answer = message(page, /design/);
    await answer.getByRole('button', { name: 'More actions' }).waitFor();
    opened.demo.cast.makeBackup('design');
    await pick(answer, 'Refresh');
    await answer.getByText('backed up just now').waitFor();
  });

  test('shares an answer with the channel, and the private one stays', async () => {
    const { page } = await opened.open();
    await type(page, '/backups acme');
    const answer = message(page, 'acme');
    await answer.getByRole('button', { name: 'Share', exact: true }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Share' }).click();
    const shared = page
      .getByRole('article')
      .filter({ has: page.getByRole('button', { name: 'Show me the latest' }) });
    await shared.first().waitFor();
    expect(await shared.getByText('Only visible to you').count()).toBe(0);
  });

  test('picks another portal from the list', async () => {
    const { page } = await opened.open();
    await type(page, '/backups');
    const select = page.getByRole('article').getByRole('combobox').last();
    await select.waitFor();
    const label = await select.locator('option', { hasText: 'design' }).textContent();
    await select.selectOption({ label: label ?? '' });
    await message(page, /design · backed up/).waitFor();
  });

  test('sees the message of Slack when the bot is down', async () => {
    const { page } = await opened.open();
    const { slack } = opened.demo;
    slack.refuseConnections('internal_error');
    slack.dropSockets();
    await page.getByText('The bot lost its connection to Slack').waitFor();
    await type(page, '/backups acme');
    await message(page, '/backups failed with the error').waitFor();
    slack.refuseConnections(undefined);
    await slack.waitForSocket(20_000);
  });

  test('sees the message of Slack about an unknown command', async () => {
    const { page } = await opened.open();
    await type(page, '/backup-now <b>');
    await message(page, 'is not a command of this workspace').waitFor();
  });
});
