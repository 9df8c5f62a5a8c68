import type { Outcome } from './simulate.ts';

const columns = ['due', 'delivered', 'late', 'marked', 'perhaps', 'skipped', 'lost', 'twice'] as const;
const nameWidth = 34;

export function heading(): string {
  return `${' '.repeat(nameWidth)} ${columns.map((name) => name.padStart(name.length + 2)).join('')}`;
}

/** One line, and one more for each fault. */
export function reportOf(name: string, { tally, ...outcome }: Outcome, tookMs: number): string {
  const counts = columns.map((column) => String(tally[column]).padStart(column.length + 2)).join('');
  const { deaths, pauses, troubles } = outcome;
  const story = `${deaths} deaths, ${pauses} pauses, ${troubles} outages, ${Math.round(tookMs / 1_000)} s`;
  return [
    `${name.padEnd(nameWidth)} ${counts}   ${story}`,
    ...tally.faults.map((fault) => `  ${fault}`),
  ].join('\n');
}
