/** One small change to one source file. */
export interface Mutant {
  /** From the root of the repository. */
  readonly file: string;
  /** Where the replaced text begins and ends, in characters. */
  readonly start: number;
  readonly end: number;
  readonly replacement: string;
}

/** A piece of text to replace. */
export type Change = Omit<Mutant, 'file'>;

/** The source with the change made. */
export function applyTo(source: string, { start, end, replacement }: Change): string {
  return source.slice(0, start) + replacement + source.slice(end);
}

/** For example `src/a.ts:12  a < b -> a <= b`: the line, and the first line of each text. */
export function describeMutant({ file, start, end, replacement }: Mutant, source: string): string {
  const line = source.slice(0, start).split('\n').length;
  return `${file}:${line}  ${shorten(source.slice(start, end))} -> ${shorten(replacement)}`;
}

function shorten(text: string): string {
  const flat = text.replaceAll(/\s+/g, ' ').trim();
  if (flat === '') return '(removed)';
  return flat.length <= 100 ? flat : `${flat.slice(0, 99)}…`;
}
