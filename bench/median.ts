/** The middle value. Throws when there is none. */
export function medianOf(values: readonly number[]): number {
  const middle = values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
  if (middle === undefined) throw new Error('nothing was measured');
  return middle;
}

/** One line of the report. Only the ratio means something on another machine. */
export function report(what: string, ratio: number, aim: number, detail: string): void {
  const verdict = ratio <= aim ? 'within the aim' : 'MISSED the aim';
  console.log(`${what.padEnd(52)} ${ratio.toFixed(2).padStart(6)}  ${verdict} of ${aim}  (${detail})`);
}

export function inMs(ms: number): string {
  return `${ms.toFixed(ms < 10 ? 2 : 0)} ms`;
}
