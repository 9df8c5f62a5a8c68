import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { digestChannelId, opsChannelId, viewerId } from '../../sandbox/demo/demo-workspace.ts';
import { finalAnswer } from '../../sandbox/demo/final-answer.ts';
import { validateBlocks } from '../../sandbox/slack/block-kit/validate-blocks.ts';
import type { JsonObject } from '../../sandbox/slack/json.ts';
import { demoInBrowser } from './demo-in-browser.ts';
import { messageBlocks, modalBlocks } from './every-block.ts';
import { findBarriers } from './find-barriers.ts';

const opened = demoInBrowser();
const looks = (['light', 'dark'] as const).flatMap((colorScheme) =>
  [1280, 760, 390].map((width) => ({ colorScheme, width })),
);

beforeAll(async () => {
  const { slack } = opened.demo;
  for (const text of ['', 'acme']) {
    const outcome = await slack.command({ text, channelId: opsChannelId, userId: viewerId });
    await finalAnswer(outcome, 30_000);
  }
  for (const blocks of messageBlocks) {
    expect(validateBlocks(blocks, 'message')).toEqual([]);
    const draft = { channelId: opsChannelId, userId: slack.botUserId, text: '', origin: 'api' } as const;
    slack.store.postMessage({ ...draft, blocks, unfurlLinks: false }, new Date());
  }
});

/** Opens a dialog as views.open would, without an app behind it. */
function openModal(blocks: readonly JsonObject[]): void {
  expect(validateBlocks(blocks, 'modal')).toEqual([]);
  const title = { type: 'plain_text', text: 'Digest settings' };
  const content = { type: 'modal', title, submit: { type: 'plain_text', text: 'Save' }, blocks };
  const ids = { id: 'V1', rootViewId: 'V1', hash: '1.a' };
  const view = {
    ...ids,
    type: 'modal',
    userId: viewerId,
    content,
    errors: { Hour: 'That is no hour' },
  } as const;
  opened.demo.slack.store.putModals(viewerId, [view]);
}

async function expectNone(page: Page): Promise<void> {
  expect(await findBarriers(page)).toEqual([]);
}

describe.each(looks)(
  'a page of $width pixels in $colorScheme has no barriers and nothing is cut off',
  ({ colorScheme, width }) => {
    const look = { colorScheme, viewport: { width, height: 800 } };

    test('in any channel, with the stage open and closed, whatever the blocks', async () => {
      const { page, complaints } = await opened.open(look, digestChannelId);
      for (const { id } of opened.demo.slack.store.channels) {
        await page.evaluate(`location.hash = ${JSON.stringify(id)}`);
        await page.locator(`main[data-channel=${id}]`).waitFor();
        await expectNone(page);
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
      }
      await page.getByRole('button', { name: 'Stage' }).click();
      await expectNone(page);
      expect(complaints).toEqual([]);
    });

    test('with a drawer, the suggestions, a menu, a question or a dialog open', async () => {
      const { page, complaints } = await opened.open(look);
      const channels = page.getByRole('button', { name: 'Channels' });
      if (await channels.isVisible()) {
        await channels.click();
        await expectNone(page);
        await page.keyboard.press('Escape');
      }
      await page.getByRole('combobox', { name: /^Message/ }).fill('/backups ');
      await page.getByRole('listbox').waitFor();
      await page.keyboard.press('ArrowDown');
      await expectNone(page);
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'More actions' }).last().click();
      await page.getByRole('menu').waitFor();
      await expectNone(page);
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'Ask first' }).last().click();
      await page.getByRole('dialog', { name: 'Sure?' }).waitFor();
      await expectNone(page);
      await page.keyboard.press('Escape');
      openModal(modalBlocks);
      await page.getByRole('dialog', { name: 'Digest settings' }).waitFor();
      await expectNone(page);
      opened.demo.slack.store.putModals(viewerId, []);
      expect(complaints).toEqual([]);
    });
  },
);
