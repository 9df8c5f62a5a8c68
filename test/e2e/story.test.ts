import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { digestChannelId, opsChannelId } from '../../sandbox/demo/demo-workspace.ts';
import { story } from '../../sandbox/demo/stage.ts';
import { type OpenDemo, openDemo, type } from './open-demo.ts';

let opened: OpenDemo;
beforeAll(async () => {
  opened = await openDemo();
});
afterAll(() => opened[Symbol.asyncDispose]());

async function play(page: Page, label: string): Promise<void> {
  const button = page.getByRole('button', { name: label, exact: true });
  await button.click();
  await page.locator('.scene [aria-busy=true]').waitFor({ state: 'detached', timeout: 60_000 });
}

describe('the story of a bad day', () => {
  test('opens with the digest on the screen, its verdict first', async () => {
    const { page, complaints } = await opened.open({}, digestChannelId);
    const heading = page.getByRole('article').first().getByRole('heading').first();
    expect(await heading.textContent()).toMatch(/problem/);
    expect(complaints).toEqual([]);
  });

  test('shows an outage as an outage, and its end', async () => {
    const { page } = await opened.open();
    await play(page, 'finance goes down');
    await page.getByRole('listitem').filter({ hasText: 'finance down' }).waitFor();
    await type(page, '/backups finance');
    const answer = page.getByRole('article').last();
    await answer.getByRole('button', { name: 'Refresh' }).click();
    await answer.getByText(/can’t be read/).waitFor();
    await play(page, 'finance comes back');
    await answer.getByRole('button', { name: 'Refresh' }).click();
    await answer
      .getByText(/finance_\d{4}/)
      .first()
      .waitFor();
  });

  test('is told in one click a scene', { timeout: 120_000 }, async () => {
    const { page, complaints } = await opened.open();
    for (const scene of story) {
      await play(page, scene.label);
      await page.locator(`[data-scene=${scene.id}][data-done=true]`).waitFor();
      const title = scene.lookAt === opsChannelId ? '#ops' : '#backups-digest';
      await page.getByRole('main', { name: title }).waitFor();
    }
    const heading = page.getByRole('article').last().getByRole('heading').first();
    expect(await heading.textContent()).toMatch(/fine|backed up/);
    expect(complaints).toEqual([]);
  });

  test('counts what came to a channel that is not on the screen', async () => {
    const { page } = await opened.open();
    await opened.demo.slack.command({ text: 'digest now', channelId: opsChannelId });
    await page.getByRole('button', { name: /backups-digest.*unread/ }).waitFor();
  });
});
