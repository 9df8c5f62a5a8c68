import type { Page } from 'playwright-core';
import { expect } from 'vitest';

/**
 * Waits until the expression holds on the page. Playwright's own `waitForFunction` asks from inside the page, where the
 * Content Security Policy forbids to evaluate text; only its first try is exempt.
 */
export async function waitUntil(page: Page, expression: string): Promise<void> {
  await expect.poll(() => page.evaluate(`Boolean(${expression})`), { timeout: 10_000 }).toBe(true);
}
