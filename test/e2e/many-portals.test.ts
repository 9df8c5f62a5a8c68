import { expect, test } from 'vitest';
import { demoInBrowser } from './demo-in-browser.ts';

const crowd = demoInBrowser(300);

test('of hundreds of portals, the stage lists those that are not up', async () => {
  const { page } = await crowd.open();
  const stage = page.getByRole('complementary', { name: 'Stage' });
  const listed = await stage.locator('.portals li').allTextContents();
  expect(listed).toHaveLength(7);
  expect(listed).toEqual(expect.arrayContaining(['field down', 'legal refuses the key', '294 others up']));
});
