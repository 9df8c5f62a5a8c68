/** The lines sent so far. They can be recalled in any channel. */
export interface SentLines {
  remember(line: string): void;
  /** The line before (-1) or after (1) the shown one. `undefined` if there is none, or `shown` was edited. */
  step(shown: string, step: 1 | -1): string | undefined;
}

/** Keeps the last hundred lines. Repeated lines count once. */
export function createSentLines(): SentLines {
  const lines: string[] = [];
  let at = 0;
  return {
    remember(line) {
      if (lines.at(-1) !== line) lines.push(line);
      if (lines.length > 100) lines.shift();
      at = lines.length;
    },
    step(shown, step) {
      const isRecalled = shown === (lines[at] ?? '');
      const next = at + step;
      if (!isRecalled || next < 0 || next > lines.length) return undefined;
      at = next;
      return lines[at] ?? '';
    },
  };
}

export const recall = createSentLines();
