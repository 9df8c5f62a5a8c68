import type { Fate } from './try-mutant.ts';

/** What became of some mutants. */
export interface Tally {
  readonly killed: number;
  /** Without those that do not compile. */
  readonly tried: number;
  /** From 0 to 1; 0 when nothing was tried. */
  readonly share: number;
  readonly counts: Readonly<Record<Fate, number>>;
}

export function tally(fates: readonly Fate[]): Tally {
  const counts: Record<Fate, number> = { killed: 0, survived: 0, untested: 0, invalid: 0, untried: 0 };
  for (const fate of fates) counts[fate] += 1;
  const { killed, survived, untested } = counts;
  const tried = killed + survived + untested;
  return { killed, tried, share: tried === 0 ? 0 : killed / tried, counts };
}

/** One line; the share is rounded down, so that it never looks better than it is. */
export function describeTally({ killed, tried, share, counts }: Tally): string {
  const percent = (Math.floor(share * 1_000) / 10).toFixed(1);
  return (
    `${killed} of ${tried} killed (${percent} %). ` +
    `${counts.survived} survived, ${counts.untested} are run by no test, ${counts.invalid} do not compile.`
  );
}
