import { nameOrder } from '../backups/verdict.ts';
import { foldWord } from './fold-word.ts';

/**
 * The portals that someone who types these letters may mean, the likeliest first: the exact name, names that begin with
 * the letters, names with a word that does, names that contain them, and names that have all of them in this order.
 * Within each, by name. Case and spaces do not matter. Without letters, all portals by name.
 */
export function findPortals(letters: string, portalNames: readonly string[]): readonly string[] {
  const exact = foldWord(letters.trim());
  const wanted = withoutSpaces(exact);
  return portalNames
    .flatMap((name) => {
      const folded = foldWord(name);
      const rank = folded === exact ? 0 : rankOf(withoutSpaces(folded), wanted);
      return rank === undefined ? [] : [{ name, rank }];
    })
    .toSorted((a, b) => a.rank - b.rank || nameOrder.compare(a.name, b.name))
    .map(({ name }) => name);
}

/** A name has none, but its folded form may: `ﷺ` becomes four words. */
function withoutSpaces(text: string): string {
  return text.replace(/\s+/gu, '');
}

/** Lower is better; `undefined` when the letters are not in the name. */
function rankOf(name: string, wanted: string): number | undefined {
  if (name.startsWith(wanted)) return 1;
  if (hasWordWith(name, wanted)) return 2;
  if (name.includes(wanted)) return 3;
  return hasInOrder(name, wanted) ? 4 : undefined;
}

function hasWordWith(name: string, beginning: string): boolean {
  for (let at = name.indexOf(beginning); at >= 0; at = name.indexOf(beginning, at + 1)) {
    if (startsWord(name.slice(0, at), name.slice(at))) return true;
  }
  return false;
}

/** `acme-eu_2.old7b` has the words acme, eu, 2, old, 7 and b. */
function startsWord(before: string, after: string): boolean {
  return /[-_.]$/u.test(before) || /\p{N}$/u.test(before) !== /^\p{N}/u.test(after);
}

function hasInOrder(name: string, letters: string): boolean {
  let at = 0;
  for (const letter of letters) {
    const found = name.indexOf(letter, at);
    if (found < 0) return false;
    at = found + letter.length;
  }
  return true;
}
