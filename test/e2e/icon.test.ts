import { readFile } from 'node:fs/promises';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchChromium } from '../../sandbox/demo/launch-chromium.ts';
import { drawIcon } from '../../sandbox/draw-icon.ts';

describe('the icon of the Slack app', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium(process.env['CHROMIUM_PATH']);
  });
  afterAll(() => browser?.close());

  test('looks like its drawing', async () => {
    const [drawn, kept] = await Promise.all([drawIcon(browser), readFile('assets/icon.png')]);
    // Another Chromium may smooth an edge differently.
    expect(await meanDifference(drawn, kept)).toBeLessThan(0.5);
  });

  /** Of two pictures, over all channels of all pixels, from 0 to 255. */
  async function meanDifference(...pictures: [Buffer, Buffer]): Promise<unknown> {
    const page = await browser.newPage();
    const sources = pictures.map((picture) => `data:image/png;base64,${picture.toString('base64')}`);
    return page.evaluate(`(async () => {
      const read = async (src) => {
        const image = Object.assign(new Image(), { src });
        await image.decode();
        const context = new OffscreenCanvas(image.width, image.height).getContext('2d');
        context.drawImage(image, 0, 0);
        return context.getImageData(0, 0, image.width, image.height).data;
      };
      const [one, other] = await Promise.all(${JSON.stringify(sources)}.map(read));
      return one.reduce((sum, value, index) => sum + Math.abs(value - other[index]), 0) / one.length;
    })()`);
  }
});
