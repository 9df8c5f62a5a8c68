/**
 * A word without what users omit or cannot type: capitals, full-width and superscript forms, the dot of `İ`. `ß` equals
 * `ss`, and `ς` equals `σ`. Folding twice changes nothing.
 */
export function foldWord(word: string): string {
  // To upper case and back, letter by letter: lower case alone keeps `ß` and writes a final `Σ` differently.
  const upper = word.normalize('NFKC').toLowerCase().toUpperCase();
  const lower = Array.from(upper, (letter) => letter.toLowerCase()).join('');
  return lower.normalize('NFKC').replaceAll('i\u0307', 'i');
}
