import { appendFileSync, writeFileSync } from 'node:fs';

/** A whole number from the command line. Throws an error whose message is fit to print. */
export function wholeNumber(name: string, text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new Error(`--${name} takes a whole number, not ${text}`);
  return Number(text);
}

/** Writes lines to a file, which is emptied first; `undefined` without one. */
export function logTo(file: string | undefined): ((line: string) => void) | undefined {
  if (file === undefined) return undefined;
  writeFileSync(file, '');
  return (line) => appendFileSync(file, line.endsWith('\n') ? line : `${line}\n`);
}
