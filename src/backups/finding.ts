import type { Backup } from './backup.ts';
import type { Lost } from './changes.ts';
import type { ReadFailure } from './failure.ts';
import { storageKey } from './identity.ts';
import type { Outage, Part } from './reading.ts';

/** Worst first, then *snoozed*: not fine, but somebody has silenced it. */
export const severities = ['problem', 'attention', 'unknown', 'fine', 'snoozed'] as const;
/** How bad a portal is; *unknown* is worse than *fine* and better than anything known to be wrong. */
export type Severity = (typeof severities)[number];

/** Something worth reporting about one part of a portal, with its evidence. */
export type Finding = { readonly part: Part } & (
  | { readonly kind: 'cannot-read'; readonly failure: ReadFailure }
  | { readonly kind: 'no-backups' }
  /** Every backup in the list has expired. */
  | { readonly kind: 'all-expired' }
  /** Backups went in the last days, and neither their expiry nor rotation explains it. */
  | { readonly kind: 'no-longer-listed'; readonly lost: Lost }
  /** Every backup that has not expired does so within the window; soonest first, at least one. */
  | { readonly kind: 'nothing-left-soon'; readonly leaving: readonly Backup[] }
  /** Some do, soonest first; the others stay, or may. */
  | { readonly kind: 'expiring'; readonly leaving: readonly Backup[]; readonly others: Others }
  /** The newest backup that has not expired is too old. */
  | { readonly kind: 'stale'; readonly newestAt: Date; readonly allowedMs: number }
  /**
   * The newest backup may or may not be recent enough, because some have no plausible date.
   * `newestKnownAt` is too old, or `undefined` when no backup has such a date.
   */
  | { readonly kind: 'age-unknown'; readonly newestKnownAt: Date | undefined }
  /** None of the backups that have not expired has a known expiry. */
  | { readonly kind: 'expiry-unknown' }
  /** There are no dumps, and none were expected. */
  | { readonly kind: 'no-dumps' }
  /** The portal does not show dumps, and none were expected. */
  | { readonly kind: 'dumps-not-shown' }
  /** It could not be read for a while, and can again. */
  | { readonly kind: 'came-back'; readonly outage: Outage }
);

/** What does not expire within the window. */
export interface Others {
  /** How many are known to stay longer. */
  readonly stayingCount: number;
  /** When the newest of these was made; `undefined` when one has no plausible date, for that may be newer. */
  readonly newestStayingAt: Date | undefined;
  /** How many have an unknown expiry. */
  readonly unknownCount: number;
}

export type FindingKind = Finding['kind'];

/** What the rest of the bot needs to know about a kind of finding. */
export interface FindingTraits {
  /** One that is *fine* only informs: it never changes a verdict. */
  readonly severity: Exclude<Severity, 'snoozed'>;
  /** Whether the part's list is missing or holds only expired backups, so that it cannot show what expires. */
  readonly hidesList: boolean;
}

/** Every kind of finding. Among findings of one severity, the order here is the order in which they are shown. */
export const findingTraits: Readonly<Record<FindingKind, FindingTraits>> = {
  'nothing-left-soon': { severity: 'problem', hidesList: false },
  'no-backups': { severity: 'problem', hidesList: true },
  'all-expired': { severity: 'problem', hidesList: true },
  'no-longer-listed': { severity: 'problem', hidesList: false },
  'cannot-read': { severity: 'problem', hidesList: true },
  expiring: { severity: 'attention', hidesList: false },
  stale: { severity: 'attention', hidesList: false },
  'age-unknown': { severity: 'unknown', hidesList: false },
  'expiry-unknown': { severity: 'unknown', hidesList: false },
  'no-dumps': { severity: 'fine', hidesList: false },
  'dumps-not-shown': { severity: 'fine', hidesList: false },
  'came-back': { severity: 'fine', hidesList: false },
};

const order = Object.keys(findingTraits);

/** Worse findings come first; equally bad ones come in the order of the table. */
export function compareFindings(a: Finding, b: Finding): number {
  return rankOf(severityOf(a)) - rankOf(severityOf(b)) || kindRankOf(a) - kindRankOf(b);
}

/** The place of a finding's kind in the table. */
export function kindRankOf({ kind }: Finding): number {
  return order.indexOf(kind);
}

/** How bad a finding is. */
export function severityOf(finding: Finding): Severity {
  return findingTraits[finding.kind].severity;
}

/** Whether it needs somebody. */
export function isWorrying(severity: Severity): boolean {
  return severity !== 'fine' && severity !== 'snoozed';
}

/** Smaller is worse. */
export function rankOf(severity: Severity): number {
  return severities.indexOf(severity);
}

/** The backups that a finding says will expire, soonest first. */
export function leavingOf(finding: Finding): readonly Backup[] {
  return 'leaving' in finding ? finding.leaving : [];
}

/**
 * The cause of a finding as text. Findings with one cause are told once: of two parts of a portal, and of several
 * portals. Failures are the same when the same sentence describes them; moments are compared to the second.
 */
export function causeOf(finding: Finding): string {
  if (finding.kind === 'cannot-read') return JSON.stringify(finding.failure, toWholeSeconds);
  const emptied = finding.kind === 'no-longer-listed' ? finding.lost.emptied : [];
  const storages = emptied.map(({ storage }) => storageKey(storage)).toSorted();
  return [finding.kind, finding.part, ...storages].join(' ');
}

function toWholeSeconds(_key: string, value: unknown): unknown {
  return typeof value === 'string' ? value.replace(/(T\d\d:\d\d:\d\d)\.\d+Z$/, '$1Z') : value;
}
