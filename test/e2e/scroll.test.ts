import type { Page } from 'playwright-core';
import { beforeEach, describe, expect, test } from 'vitest';
import { digestChannelId, opsChannelId, viewerId } from '../../sandbox/demo/demo-workspace.ts';
import type { JsonObject } from '../../sandbox/slack/json.ts';
import { demoInBrowser, type } from './demo-in-browser.ts';

const opened = demoInBrowser();
beforeEach(() => opened.clear());

function say(text: string, lines = 1, more: { readonly ephemeralTo?: string } = {}) {
  const { botUserId, store } = opened.demo.slack;
  const body = Array.from({ length: lines }, (_, index) => `${text}, line ${index + 1}`).join('\n');
  const draft = {
    channelId: opsChannelId,
    userId: botUserId,
    text: body,
    blocks: [] as JsonObject[],
    ...more,
  };
  return store.postMessage({ ...draft, origin: 'api', unfurlLinks: false }, new Date());
}

/** Whether the first line of the last text with this beginning is in the visible part of the messages. */
async function seesStartOf(page: Page, text: string): Promise<boolean> {
  const row = page.locator('.message').filter({ hasText: text }).last();
  const [inner, outer] = [await row.boundingBox(), await page.locator('.history-scroll').boundingBox()];
  if (inner === null || outer === null) return false;
  // Avatar, name and first line.
  return inner.y >= outer.y && inner.y + 70 <= outer.y + outer.height;
}

async function readOldMessages(page: Page): Promise<void> {
  for (let number = 1; number <= 60; number += 1) say(`old ${number}`);
  await page.getByRole('article').nth(59).waitFor();
  await page.getByRole('region', { name: 'Messages in #ops' }).press('Home');
  await expect.poll(() => seesStartOf(page, 'old 1,')).toBe(true);
}

describe.each([
  { name: 'a desk', viewport: { width: 1280, height: 700 } },
  { name: 'a phone', viewport: { width: 390, height: 560 } },
])('on $name', ({ viewport }) => {
  test('a command goes to its answer, wherever the reader was', async () => {
    const { page } = await opened.open({ viewport });
    await readOldMessages(page);
    await type(page, '/backups finance');
    const older = page.getByRole('article').last().getByRole('button', { name: /Older/ });
    await older.waitFor();
    await expect.poll(() => seesStartOf(page, 'finance')).toBe(true);
    await older.click();
    await page.getByRole('article').last().getByRole('button', { name: /Newer/ }).waitFor();
    await expect.poll(() => seesStartOf(page, 'finance')).toBe(true);
  });

  test('an answer taller than the window begins with its first line', async () => {
    const { page } = await opened.open({ viewport });
    await readOldMessages(page);
    say('the answer', 80, { ephemeralTo: viewerId });
    await expect.poll(() => seesStartOf(page, 'the answer')).toBe(true);
  });

  test('an answer that is replaced shows its first line, also below newer messages', async () => {
    const { page } = await opened.open({ viewport });
    const answer = say('page one', 80, { ephemeralTo: viewerId });
    say('said by somebody else', 3);
    await page.getByRole('article').nth(1).waitFor();
    await page.getByRole('region', { name: 'Messages in #ops' }).press('End');
    await expect.poll(() => seesStartOf(page, 'said by somebody else')).toBe(true);
    const text = Array.from({ length: 90 }, () => 'page two').join('\n');
    opened.demo.slack.store.updateMessage(answer, { text }, new Date());
    await expect.poll(() => seesStartOf(page, 'page two')).toBe(true);
  });

  test('an answer that grows above a newer message leaves both in view when both fit', async () => {
    const { page } = await opened.open({ viewport });
    for (let number = 1; number <= 20; number += 1) say(`old ${number}`);
    const answer = say('short', 1, { ephemeralTo: viewerId });
    say('an error of Slack');
    await expect.poll(() => seesStartOf(page, 'an error of Slack')).toBe(true);
    const text = Array.from({ length: 6 }, () => 'grown').join('\n');
    opened.demo.slack.store.updateMessage(answer, { text }, new Date());
    await page.getByText('grown').first().waitFor();
    await expect.poll(() => seesStartOf(page, 'an error of Slack')).toBe(true);
    expect(await seesStartOf(page, 'grown')).toBe(true);
  });

  test('a long answer stays while others write', async () => {
    const { page } = await opened.open({ viewport });
    say('the answer', 80, { ephemeralTo: viewerId });
    await expect.poll(() => seesStartOf(page, 'the answer')).toBe(true);
    say('said by somebody else', 5);
    await page.getByRole('button', { name: 'New message' }).waitFor();
    expect(await seesStartOf(page, 'the answer')).toBe(true);
    await page.getByRole('button', { name: 'New message' }).click();
    await expect.poll(() => seesStartOf(page, 'said by somebody else')).toBe(true);
  });

  test('a reader of old messages stays there while others write', async () => {
    const { page } = await opened.open({ viewport });
    await readOldMessages(page);
    say('said by somebody else', 5);
    await page.getByRole('button', { name: 'New message' }).waitFor();
    expect(await seesStartOf(page, 'old 1,')).toBe(true);
  });

  test('a button of the stage goes to what it caused', async () => {
    const { page } = await opened.open({ viewport }, digestChannelId);
    const { stage } = opened.demo;
    const digest = {
      kind: 'type',
      text: 'digest now',
      channelId: digestChannelId,
      afterwards: 'dismiss',
    } as const;
    await stage.run({ id: 'test', label: '', hint: '', steps: [digest, digest] });
    await page.getByRole('article').nth(1).waitFor();
    await page.getByRole('region', { name: 'Messages in #backups-digest' }).press('Home');
    await stage.run({ id: 'test', label: '', hint: '', steps: [digest] });
    await page.getByRole('article').nth(2).waitFor();
    const isShown = async (): Promise<boolean> => {
      const box = await page.getByRole('article').nth(2).boundingBox();
      return box !== null && box.y > 0 && box.y < viewport.height - 120;
    };
    await expect.poll(isShown).toBe(true);
  });
});
