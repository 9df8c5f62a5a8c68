/** The value that this share of all values, from 0 to 1, does not exceed. Throws when there is none. */
export function percentileOf(values: readonly number[], share: number): number {
  const rank = Math.max(0, Math.ceil(values.length * share) - 1);
  const found = values.toSorted((a, b) => a - b)[rank];
  if (found === undefined) throw new Error('nothing was measured');
  return found;
}

/** The middle value. Throws when there is none. */
export function medianOf(values: readonly number[]): number {
  return percentileOf(values, 0.5);
}

/** One number of the report, with its aim where it has one. */
export interface Row {
  readonly what: string;
  /** A ratio to something measured in the same run, unless it has a unit. */
  readonly value: number;
  readonly unit?: 'ms' | 'MiB';
  readonly aim?: number;
  /** The numbers behind it. */
  readonly detail?: string;
}

export function report({ what, value, unit, aim, detail }: Row): void {
  const shown = `${value.toFixed(2)}${unit === undefined ? '' : ` ${unit}`}`;
  const verdict = aim === undefined ? '' : `aim ${aim}: ${value <= aim ? 'met' : 'MISSED'}`;
  console.log(`${what.padEnd(60)} ${shown.padStart(8)}  ${verdict.padEnd(16)} ${detail ?? ''}`.trimEnd());
}

/** The measured times of the bot, and of what it is compared with. */
export interface Times {
  readonly real: readonly number[];
  readonly bare: readonly number[];
}

/** Two rows: how the medians compare, and how the slowest of a hundred compare, or of all where there are fewer. */
export function reportRatios(
  what: string,
  { real, bare }: Times,
  aims: { p50?: number; p99?: number },
): void {
  const slowest = Math.min(real.length, bare.length) < 100 ? 'slowest' : 'p99';
  for (const [name, share, aim] of [
    ['p50', 0.5, aims.p50],
    [slowest, 0.99, aims.p99],
  ] as const) {
    const [realMs, bareMs] = [percentileOf(real, share), percentileOf(bare, share)];
    const row = {
      what: `${what}, ${name}`,
      value: realMs / bareMs,
      detail: `${inMs(realMs)} / ${inMs(bareMs)}`,
    };
    report(aim === undefined ? row : { ...row, aim });
  }
}

export function inMs(ms: number): string {
  return `${ms.toFixed(ms < 10 ? 2 : 0)} ms`;
}
