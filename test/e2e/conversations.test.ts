import { readFile } from 'node:fs/promises';
import { beforeEach, describe, expect, test } from 'vitest';
import {
  digestChannelId,
  directChannelId,
  opsChannelId,
  teamChannelId,
} from '../../sandbox/demo/demo-workspace.ts';
import { demoInBrowser } from './demo-in-browser.ts';
import { findBarriers } from './find-barriers.ts';

const opened = demoInBrowser();
const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
const csv = '\uFEFFportal,made\nacme,2026-11-24 02:09\n';

function share(name: string, content: Buffer): void {
  const { slack } = opened.demo;
  const file = { id: `F0SB${name.length}`, name, title: name, content, userId: slack.botUserId };
  const draft = { channelId: directChannelId, userId: slack.botUserId, blocks: [], unfurlLinks: false };
  slack.store.postMessage(
    { ...draft, text: 'The history of *acme*', origin: 'api', files: [{ ...file, createdAt: new Date() }] },
    new Date(),
  );
}

describe('a file in a conversation', () => {
  beforeEach(() => opened.clear());

  test.each(['light', 'dark'] as const)(
    'shows its first lines and is saved as it is (%s)',
    async (colorScheme) => {
      const { page, complaints } = await opened.open({ colorScheme }, `${directChannelId}/messages`);
      share('acme.csv', Buffer.from(csv));
      const card = page.getByRole('figure');
      await card.getByText('acme,2026-11-24 02:09').waitFor();
      await card.getByText(`${Buffer.byteLength(csv)} bytes`).waitFor();
      expect(await findBarriers(page)).toEqual([]);
      const download = page.waitForEvent('download');
      await card.getByRole('link', { name: 'Download acme.csv' }).click();
      const saved = await download;
      expect(saved.suggestedFilename()).toBe('acme.csv');
      expect(await readFile(await saved.path(), 'utf8')).toBe(csv);
      expect(complaints).toEqual([]);
    },
  );

  test('fits on a phone, whatever it is called and holds', async () => {
    const { page } = await opened.open(phone, `${directChannelId}/messages`);
    share(`${'a-very-long-name-'.repeat(6)}.csv`, Buffer.from(`${'x,'.repeat(400)}\n`));
    share('backup.tar.gz', Buffer.from([0, 1, 2]));
    await page.getByText('3 bytes').waitFor();
    expect(await page.getByRole('figure').last().getByRole('region').count()).toBe(0);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
    expect(await findBarriers(page)).toEqual([]);
  });
});

describe('a channel', () => {
  test.each([
    ['on a desk', {}],
    ['on a phone', phone],
  ])('is archived, brought back, left by the bot and deleted from its menu, %s', async (_where, options) => {
    const { page, complaints } = await opened.open(options, teamChannelId);
    const pick = async (entry: string) => {
      await page.getByRole('button', { name: 'Channel actions' }).click();
      expect(await findBarriers(page)).toEqual([]);
      await page.getByRole('menuitem', { name: entry }).click();
    };
    await pick('Archive the channel');
    await page.getByText('#it-team is archived.').waitFor();
    expect(await page.getByRole('combobox', { name: /^Message/ }).count()).toBe(0);
    await pick('Unarchive the channel');
    await page.getByRole('combobox', { name: /^Message/ }).waitFor();
    await pick('Take the bot out');
    await expect.poll(() => opened.demo.slack.store.channel(teamChannelId)?.isMember).toBe(false);
    await pick('Invite the bot');
    await expect.poll(() => opened.demo.slack.store.channel(teamChannelId)?.isMember).toBe(true);
    await pick('Delete the channel');
    await page.getByRole('main', { name: '#backups-digest' }).waitFor();
    expect(await page.getByRole('button', { name: 'it-team' }).count()).toBe(0);
    expect(complaints).toEqual([]);
    await opened.demo.stage.run({ id: 'x', label: '', hint: '', steps: [{ kind: 'start-over' }] });
    await page
      .getByRole('button', { name: 'Channels' })
      .or(page.getByRole('button', { name: 'it-team' }))
      .first()
      .waitFor();
  });

  test('where the stage types has no such menu', async () => {
    const { page } = await opened.open({}, opsChannelId);
    await page.getByRole('main', { name: '#ops' }).waitFor();
    expect(await page.getByRole('button', { name: 'Channel actions' }).count()).toBe(0);
  });
});

describe('the next morning', () => {
  test('comes with one click: the page is a day further, and the digest of nine is there', async () => {
    const { page, complaints } = await opened.open({}, digestChannelId);
    await page.getByRole('button', { name: 'Next morning', exact: true }).click();
    await page.locator('[data-scene=next-morning][data-last=true]').waitFor();
    const tomorrow = opened.demo.clock.now();
    const day = tomorrow.toLocaleDateString('en-US', { weekday: 'long', month: 'long', day: 'numeric' });
    await page.getByText(`Here it is ${day}, 9:01`).waitFor();
    const today = page.getByRole('region', { name: 'Today' });
    await today.getByRole('article').getByRole('heading').first().waitFor();
    await today.getByText('9:01 AM').first().waitFor();
    expect(await findBarriers(page)).toEqual([]);
    expect(complaints).toEqual([]);
  });
});
