import type { RichTextSection, RichTextText } from '@slack/types';
import { portalName } from './portal-pages.ts';
import { bold, line, plain } from './rich-text.ts';

/** `acme, design, finance, 4 more`, each name an element of its own. */
export function nameElements(names: readonly string[], max: number): RichTextText[] {
  const shown = names.slice(0, max).map((name) => plain(portalName.raw(name)));
  const rest = names.length - shown.length;
  const all = rest === 0 ? shown : [...shown, plain(`${rest.toLocaleString('en')} more`)];
  return all.flatMap((element, index) => (index === 0 ? [element] : [plain(', '), element]));
}

/** `12 more portals to look at · acme, design, 10 more`: those for which a message has no room. */
export function moreLine(names: readonly string[], what: string, max: number): RichTextSection {
  const count = `${names.length.toLocaleString('en')} more ${names.length === 1 ? 'portal' : 'portals'} ${what}`;
  return max === 0 ? line(bold(count)) : line(bold(count), plain(' · '), ...nameElements(names, max));
}
