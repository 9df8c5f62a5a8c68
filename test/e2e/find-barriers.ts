import axe from 'axe-core';
import type { Page } from 'playwright-core';

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string }[];
}

/** WCAG 2.2 at level AA, and what axe counts as good practice or is still trying out. */
const tags = [
  ...['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
  ...['best-practice', 'experimental'],
];

/** Everything that axe finds on the page as it is now, of any impact, with the elements. */
export async function findBarriers(page: Page): Promise<readonly string[]> {
  await page.evaluate(`globalThis.axe === undefined && (() => { ${axe.source} })()`);
  // A wide table takes the focus, so that it scrolls by keyboard. The rule wants a landmark there.
  const rules = { 'focus-order-semantics': { enabled: false } };
  const options = JSON.stringify({ runOnly: { type: 'tag', values: tags }, rules });
  const run = `axe.run(${options}).then((result) => result.violations)`;
  const violations = (await page.evaluate(run)) as Violation[];
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}
