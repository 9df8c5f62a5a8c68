import type { RichTextSection, RichTextText } from '@slack/types';
import { type Severity, severities } from '../../backups/finding.ts';
import type { PortalVerdict } from '../../backups/verdict.ts';
import { bold, line, plain } from '../kit/rich-text.ts';
import { portalName } from '../words/portals.ts';

/** `acme, design, finance, 4 more`, each name a separate element. */
export function nameElements(names: readonly string[], max: number): RichTextText[] {
  const shown = names.slice(0, max).map((name) => plain(portalName.raw(name)));
  const rest = names.length - shown.length;
  const all = rest === 0 ? shown : [...shown, plain(`${rest.toLocaleString('en')} more`)];
  return all.flatMap((element, index) => (index === 0 ? [element] : [plain(', '), element]));
}

/** British English has no comma before the `or`. */
const alternatives = new Intl.ListFormat('en-GB', { type: 'disjunction' });

const wordsBySeverity: Readonly<Record<Severity, string>> = {
  problem: 'with problems',
  attention: 'to look at',
  unknown: 'unknown',
  fine: 'fine',
  snoozed: 'snoozed',
};

/** `+ 12 more with problems or to look at · acme, design, 10 more`: the portals that do not fit into a message. */
export function moreLine(portals: readonly PortalVerdict[], max: number): RichTextSection {
  const present = new Set(portals.map(({ severity }) => severity));
  const what = severities.filter((severity) => present.has(severity)).map((it) => wordsBySeverity[it]);
  const count = bold(`+ ${portals.length.toLocaleString('en')} more ${alternatives.format(what)}`);
  const names = portals.map(({ reading }) => reading.portal.name);
  return max === 0 ? line(count) : line(count, plain(' · '), ...nameElements(names, max));
}
