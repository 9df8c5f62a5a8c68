import { type FindingName, isFindingName } from '../backups/snooze.ts';
import { findPortals } from './find-portals.ts';
import type { KnownNames } from './known-names.ts';
import { type NotUnderstoodCommand, notUnderstood, shorten } from './not-understood.ts';
import { formatQuery, parseQuery } from './parse-query.ts';
import { wordFor } from './words.ts';

/** How long a finding is silenced: for a day, for a week, or until it changes. */
export const snoozeTerms = ['1d', '7d', 'change'] as const;
export type SnoozeTerm = (typeof snoozeTerms)[number];

/** What a button asks about snoozing the findings of one portal. */
export type SnoozeAsk =
  /** Shows what can be snoozed, and what is. */
  | { readonly kind: 'choose'; readonly portal: string }
  | {
      readonly kind: 'put';
      readonly portal: string;
      readonly finding: FindingName;
      readonly term: SnoozeTerm;
    }
  | { readonly kind: 'undo'; readonly portal: string; readonly finding: FindingName };

const undoWord = 'off';
const snooze = wordFor({ kind: 'subcommand', subcommand: 'snooze' });

/** What `parseSnoozeValue` reads back. */
export function snoozeValue(ask: SnoozeAsk): string {
  switch (ask.kind) {
    case 'choose':
      return `${snooze} ${ask.portal}`;
    case 'put':
      return `${snooze} ${ask.portal} ${ask.finding} ${ask.term}`;
    case 'undo':
      return `${snooze} ${ask.portal} ${ask.finding} ${undoWord}`;
  }
}

/** Reads exactly what the bot's own buttons carry; `undefined` for anything else. */
export function parseSnoozeValue(value: string, portals: readonly string[]): SnoozeAsk | undefined {
  const [first, portal, finding, term, ...more] = value.split(' ');
  if (first !== snooze || more.length > 0) return undefined;
  if (portal === undefined || !portals.includes(portal)) return undefined;
  if (finding === undefined) return { kind: 'choose', portal };
  if (!isFindingName(finding)) return undefined;
  if (term === undoWord) return { kind: 'undo', portal, finding };
  const known = snoozeTerms.find((each) => each === term);
  return known === undefined ? undefined : { kind: 'put', portal, finding, term: known };
}

/** Reads the words after “snooze”: the name of one portal, or its beginning; none where there is only one. */
export function parseSnooze(words: readonly string[], known: KnownNames): SnoozeAsk | NotUnderstoodCommand {
  const { portals } = known;
  const [only, ...others] = portals;
  const [word, ...more] = words;
  if (word === undefined && only !== undefined && others.length === 0)
    return { kind: 'choose', portal: only };
  const { query, problems } = parseQuery(words, known);
  const { portal } = query;
  const isPortalAlone = problems.length === 0 && portal !== undefined && formatQuery(query) === portal;
  if (isPortalAlone) return { kind: 'choose', portal };
  const closest = findPortals(word ?? '', portals).slice(0, 3);
  const sentence =
    word === undefined || more.length > 0
      ? `“${snooze}” needs the name of one portal.`
      : `There is no portal “${shorten(word)}”.`;
  return notUnderstood(
    sentence,
    closest.map((name) => `${snooze} ${name}`),
  );
}
