/** Words that form no command. */
export interface NotUnderstoodCommand {
  readonly kind: 'not-understood';
  readonly sentence: string;
  /** The nearest valid texts after `/backups`, five at most; empty when nothing is near. */
  readonly closest: readonly string[];
}

/** What is wrong, and the nearest texts that would be understood. */
export function notUnderstood(sentence: string, closest: readonly string[]): NotUnderstoodCommand {
  return { kind: 'not-understood', sentence, closest };
}

const maxShownWord = 40;

/** A typed word, cut to what a sentence can show. */
export function shorten(word: string): string {
  const letters = [...word];
  return letters.length > maxShownWord ? `${letters.slice(0, maxShownWord).join('')}…` : word;
}

/** British English has no comma before the `or`. */
const alternatives = new Intl.ListFormat('en-GB', { type: 'disjunction' });

/** `a, b or c`; of more than `most`, the rest is a number. */
export function listWords(words: readonly string[], most: number): string {
  const shown = words.slice(0, most).map(shorten);
  const rest = words.length - shown.length;
  return alternatives.format(rest === 0 ? shown : [...shown, `${rest} more`]);
}
