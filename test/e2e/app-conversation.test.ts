import { beforeEach, describe, expect, test } from 'vitest';
import { readAppManifest } from '../../sandbox/demo/app-manifest.ts';
import { demoInBrowser, type } from './demo-in-browser.ts';

const opened = demoInBrowser();
beforeEach(() => opened.clear());

function appConversation(): string {
  const found = opened.demo.slack.store.channels.find(({ directWith }) => directWith !== undefined);
  return found?.id ?? '';
}

describe('the app’s own conversation', () => {
  test('greets with what the app is for, in the manifest’s words', async () => {
    const { page, complaints } = await opened.open({}, appConversation());
    const { description, command } = await readAppManifest();
    const main = page.getByRole('main', { name: 'DocSpace Backups' });
    await main.getByText(description).waitFor();
    await main.getByRole('button', { name: command.name, exact: true }).waitFor();
    expect(complaints).toEqual([]);
  });

  test.each([
    ['/backups', 'acme'],
    ['/backups expiring 3d', 'expire'],
    ['/backups help', '/backups acme'],
  ])('asks %s with one click, and shows the answer', async (line, words) => {
    const { page } = await opened.open({ viewport: { width: 390, height: 720 } }, appConversation());
    await page.getByRole('button', { name: line, exact: true }).click();
    await page.getByRole('main', { name: '#ops' }).waitFor();
    const answer = page.getByRole('article').last();
    await answer.getByText(words).first().waitFor();
    await answer.getByText('Only visible to you').waitFor();
    const composer = page.getByRole('combobox', { name: /^Message/ });
    await composer.press('ArrowUp');
    expect(await composer.inputValue()).toBe(line);
  });

  test('takes commands and answers there, as the manifest says, and has no Home tab', async () => {
    const { page } = await opened.open({}, appConversation());
    await type(page, '/backups acme');
    await page.getByRole('article').filter({ hasText: 'acme' }).getByText('Only visible to you').waitFor();
    expect(await page.getByRole('tab').count()).toBe(0);
  });
});
