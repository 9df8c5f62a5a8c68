import { beforeEach, describe, expect, test } from 'vitest';
import { demoInBrowser, type } from './demo-in-browser.ts';
import { waitUntil } from './wait-until.ts';

const opened = demoInBrowser();
beforeEach(() => opened.clear());

describe('a user without a mouse', () => {
  test('can type at once, completes with Tab and sends with Enter', async () => {
    const { page } = await opened.open();
    await page.keyboard.type('/ba');
    await page.keyboard.press('Enter');
    await page.keyboard.type('des');
    await page.keyboard.press('Tab');
    const composer = page.getByRole('combobox', { name: /^Message/ });
    expect(await composer.inputValue()).toBe('/backups design ');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Enter');
    await page.getByRole('article').filter({ hasText: 'design · backed up' }).waitFor();
    expect(await composer.inputValue()).toBe('');
  });

  test('reaches the messages and the message field first, past everything else', async () => {
    const { page } = await opened.open({ viewport: { width: 390, height: 720 } });
    await page.keyboard.press('Tab');
    const first = page.getByRole('link', { name: 'Skip to the messages' });
    expect((await first.boundingBox())?.y).toBeGreaterThan(0);
    await waitUntil(page, 'document.activeElement?.textContent === "Skip to the messages"');
    await page.keyboard.press('Enter');
    await waitUntil(page, 'document.activeElement?.ariaLabel === "Messages in #ops"');
    await page.getByRole('link', { name: 'Skip to the message field' }).press('Enter');
    await page.keyboard.type('/backups he');
    expect(await page.getByRole('combobox', { name: /^Message/ }).inputValue()).toBe('/backups he');
    await page.getByRole('main', { name: '#ops' }).waitFor();
  });

  test('chooses a suggestion with the arrows', async () => {
    const { page } = await opened.open();
    await page.keyboard.type('/backups ');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    const second = await page
      .getByRole('listbox')
      .getByRole('option')
      .nth(1)
      .locator('span')
      .first()
      .textContent();
    await page.keyboard.press('Enter');
    expect(await page.getByRole('combobox', { name: /^Message/ }).inputValue()).toBe(`/backups ${second} `);
  });

  test('sees the suggestion that the arrows chose, however long the list', async () => {
    const { page } = await opened.open({ viewport: { width: 1280, height: 480 } });
    await page.keyboard.type('/backups ');
    const list = page.getByRole('listbox');
    for (let times = await list.getByRole('option').count(); times > 0; times -= 1)
      await page.keyboard.press('ArrowDown');
    const isWhole = `(() => {
      const inner = document.querySelector('[aria-selected=true]').getBoundingClientRect();
      const outer = document.querySelector('[role=listbox]').getBoundingClientRect();
      return inner.top >= outer.top && inner.bottom <= outer.bottom;
    })()`;
    await waitUntil(page, isWhole);
  });

  test('plays scene after scene without losing the place on the stage', async () => {
    const { page } = await opened.open();
    await page.getByRole('button', { name: 'Post today’s digest now' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('main', { name: '#backups-digest' }).waitFor();
    await page.locator('.scene [aria-busy=true]').waitFor({ state: 'detached' });
    expect(await page.evaluate('document.activeElement?.textContent')).toBe('Post today’s digest now');
  });

  test('recalls what was sent before with Up, and leaves with Down', async () => {
    const { page } = await opened.open();
    await type(page, 'first');
    await type(page, 'second');
    const composer = page.getByRole('combobox', { name: /^Message/ });
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowUp');
    expect(await composer.inputValue()).toBe('first');
    await page.keyboard.press('ArrowDown');
    expect(await composer.inputValue()).toBe('second');
    await page.keyboard.press('ArrowDown');
    expect(await composer.inputValue()).toBe('');
  });

  test('closes the suggestions with Escape and keeps the text', async () => {
    const { page } = await opened.open();
    await page.keyboard.type('/backups ');
    await page.getByRole('listbox').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('listbox').waitFor({ state: 'detached' });
    expect(await page.getByRole('combobox', { name: /^Message/ }).inputValue()).toBe('/backups ');
  });

  test('keeps the focus on a button whose message was replaced', async () => {
    const { page } = await opened.open();
    await type(page, '/backups finance');
    await page.getByRole('article').filter({ hasText: '1–10' }).last().waitFor();
    await page.getByRole('article').last().getByRole('button', { name: 'More actions' }).focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    await page.locator('[aria-busy=true]').waitFor({ state: 'detached' });
    await waitUntil(page, 'document.activeElement?.ariaLabel === "More actions"');
  });

  test('hears about new messages', async () => {
    const { page } = await opened.open();
    await type(page, '/backups help');
    await page
      .locator('[aria-live=polite]')
      .filter({ hasText: 'DocSpace Backups:' })
      .waitFor({ state: 'attached' });
  });
});
