import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { digestChannelId } from '../../sandbox/demo/demo-workspace.ts';
import { story } from '../../sandbox/demo/story.ts';
import { demoInBrowser, pick } from './demo-in-browser.ts';

const opened = demoInBrowser();

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
    const answer = page.getByRole('article').last();
    await answer.getByText(/connection was refused/).waitFor();
    await opened.demo.cast.bringBack('finance');
    await pick(answer, 'Refresh');
    await answer.getByText(/finance · backed up/).waitFor();
  });

  test('shows what the bot says about everything else that can happen to portals', async () => {
    const { page, complaints } = await opened.open();
    const answer = page.getByRole('article').last();
    for (const [label, words] of [
      ['design refuses the key', /key was refused/],
      ['design accepts the key again', /design · backed up/],
      ['hr makes a backup', /hr · backed up just now/],
      ['A backup of design expires soon', /expires? within 1\sh/],
      ['Start over', /3 of 7 portals have a problem/],
    ] as const) {
      await play(page, label);
      await answer.getByText(words).first().waitFor();
    }
    expect(complaints).toEqual([]);
  });

  test('takes one click per scene, and each shows something new', { timeout: 120_000 }, async () => {
    const { page, complaints } = await opened.open();
    const shown: string[] = [];
    const startedAt = performance.now();
    for (const scene of story) {
      await play(page, scene.label);
      await page.locator(`[data-scene=${scene.id}][data-last=true]`).waitFor();
      await page.locator(`main[data-channel=${scene.lookAt}]`).waitFor();
      // Without who wrote it and when.
      const parts = page.locator('.message').last().locator('.blocks, .library');
      shown.push((await parts.allInnerTexts()).join());
    }
    expect(performance.now() - startedAt).toBeLessThan(60_000);
    expect(new Set(shown).size).toBe(story.length);
    const heading = page.getByRole('article').last().getByRole('heading').first();
    expect(await heading.textContent()).toMatch(/fine|backed up/);
    expect(complaints).toEqual([]);
  });

  test('counts what came to a channel that is not on the screen', async () => {
    const { page } = await opened.open();
    await opened.demo.slack.command({ text: 'digest now', channelId: digestChannelId });
    await page.getByRole('button', { name: /backups-digest.*unread/ }).waitFor();
  });
});
