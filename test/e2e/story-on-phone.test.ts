import { expect, test } from 'vitest';
import { story } from '../../sandbox/demo/story.ts';
import { demoInBrowser } from './demo-in-browser.ts';

const opened = demoInBrowser();

test('the story guides the reader where the stage is hidden', { timeout: 120_000 }, async () => {
  const { page, complaints } = await opened.open({ viewport: { width: 375, height: 720 } });
  const caption = page.getByRole('region', { name: 'The story' });
  await caption.getByRole('button', { name: 'Start' }).click();
  for (const scene of story) {
    await caption.getByText(scene.hint).waitFor({ timeout: 60_000 });
    // A page that is opened later goes on where the story is.
    if (scene === story[1]) await page.reload();
    if (scene !== story.at(-1)) await caption.getByRole('button', { name: 'Next scene' }).click();
  }
  expect(await caption.getByRole('button', { name: 'Next scene' }).count()).toBe(0);
  await caption.getByRole('button', { name: 'Play again' }).click();
  await caption.getByText(story[0]?.hint ?? '').waitFor({ timeout: 60_000 });
  await caption.getByRole('button', { name: 'Dismiss' }).click();
  await caption.waitFor({ state: 'detached' });
  expect(complaints).toEqual([]);
});
