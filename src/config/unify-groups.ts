import type { Portal } from '../backups/portal.ts';
import { foldWord } from '../commands/fold-word.ts';

/** Groups that differ only in what `foldWord` ignores are one: all get the spelling that comes first. */
export function unifyGroups<Entry extends { readonly portal: Portal }>(entries: readonly Entry[]): Entry[] {
  const spellings = new Map<string, string>();
  return entries.map((entry) => {
    const { group } = entry.portal;
    if (group === undefined) return entry;
    const folded = foldWord(group);
    const spelling = spellings.get(folded) ?? group;
    spellings.set(folded, spelling);
    return { ...entry, portal: { ...entry.portal, group: spelling } };
  });
}
