import { expect, test } from 'vitest';
import { demoInBrowser } from './demo-in-browser.ts';
import { findBarriers } from './find-barriers.ts';

const crowd = demoInBrowser(300);

test('of hundreds of portals, the stage lists those that are not up', async () => {
  const { page } = await crowd.open();
  const stage = page.getByRole('complementary', { name: 'Stage' });
  const listed = await stage.locator('.portals li').allTextContents();
  expect(listed).toHaveLength(7);
  expect(listed).toEqual(expect.arrayContaining(['field down', 'legal refuses the key', '294 others up']));
});

test('hundreds of portals keep the page small, and each is found by its letters', async () => {
  const { page, complaints } = await crowd.open({ viewport: { width: 390, height: 720 } });
  const field = page.getByRole('combobox', { name: /^Message/ });
  await field.fill('/backups ');
  await page.getByText(/Type on to find one of \d+ more portals/).waitFor();
  expect(await page.getByRole('listbox', { name: 'Suggestions' }).getByRole('option').count()).toBeLessThan(
    40,
  );
  expect(await page.evaluate('document.querySelectorAll("*").length')).toBeLessThan(1_500);
  expect(await findBarriers(page)).toEqual([]);
  await field.fill('/backups customer-123');
  await field.press('Escape');
  await field.press('Enter');
  await page.getByRole('article').filter({ hasText: 'customer-123' }).waitFor();
  expect(complaints).toEqual([]);
});
