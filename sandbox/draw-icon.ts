import { readFile } from 'node:fs/promises';
import type { Browser } from 'playwright-core';

const drawing = new URL('../assets/icon.svg', import.meta.url);
/** Slack takes square icons of 512 to 2000 pixels. */
const side = 1024;

/** The icon of the Slack app as a PNG, drawn from `assets/icon.svg`. */
export async function drawIcon(browser: Browser): Promise<Buffer> {
  const page = await browser.newPage({ viewport: { width: side, height: side } });
  await page.setContent(`<style>body { margin: 0 }</style>${await readFile(drawing, 'utf8')}`);
  const picture = await page.screenshot();
  await page.close();
  return picture;
}
