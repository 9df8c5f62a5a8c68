import type { Tally } from './judge.ts';

const columns = ['due', 'delivered', 'late', 'marked', 'perhaps', 'skipped', 'lost', 'twice'] as const;
const nameWidth = 24;

export function heading(): string {
  return `${' '.repeat(nameWidth)}${columns.map((name) => name.padStart(name.length + 2)).join('')}`;
}

/** One line: the counts, and what happened meanwhile. One more for each fault. */
export function reportOf(name: string, tally: Tally, story: string): string {
  const counts = columns.map((column) => String(tally[column]).padStart(column.length + 2)).join('');
  const faults = tally.faults.map((fault) => `  ${fault}`);
  return [`${name.padEnd(nameWidth)}${counts}  ${story}`, ...faults].join('\n');
}
