import type { Backup } from './backup.ts';
import type { ReadFailure } from './failure.ts';
import type { Part } from './reading.ts';

/** Worst first. */
export const severities = ['problem', 'attention', 'unknown', 'fine'] as const;
/** How bad something is; *unknown* is worse than *fine* and better than anything known to be wrong. */
export type Severity = (typeof severities)[number];

/** Something worth reporting about one part of a portal, with its evidence. */
export type Finding = { readonly part: Part } & (
  | { readonly kind: 'cannot-read'; readonly failure: ReadFailure }
  | { readonly kind: 'no-backups' }
  /** Every backup in the list has expired. */
  | { readonly kind: 'all-expired' }
  /** Every backup that has not expired does so within the window; soonest first, at least one. */
  | { readonly kind: 'nothing-left-soon'; readonly leaving: readonly Backup[]; readonly withinMs: number }
  | { readonly kind: 'expiring'; readonly leaving: readonly Backup[]; readonly withinMs: number }
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
);

export type FindingKind = Finding['kind'];

/** What the rest of the bot needs to know about a kind of finding. */
export interface FindingTraits {
  /** One that is *fine* only informs: it never changes a verdict. */
  readonly severity: Severity;
  /** Whether portals with only this finding are shown together when its evidence is the same. */
  readonly isGrouped: boolean;
  /** What a headline counts when the worst portals have only findings of this kind. */
  readonly counts: 'portals' | 'unread' | 'leaving';
  /** Whether the part's list is missing or holds only expired backups, so that it cannot show what expires. */
  readonly hidesList: boolean;
}

/** Every kind of finding. Among findings of one severity, the order here is the order in which they are shown. */
export const findingTraits: Readonly<Record<FindingKind, FindingTraits>> = {
  'cannot-read': { severity: 'problem', isGrouped: true, counts: 'unread', hidesList: true },
  'no-backups': { severity: 'problem', isGrouped: true, counts: 'portals', hidesList: true },
  'all-expired': { severity: 'problem', isGrouped: false, counts: 'portals', hidesList: true },
  'nothing-left-soon': { severity: 'problem', isGrouped: false, counts: 'portals', hidesList: false },
  expiring: { severity: 'attention', isGrouped: false, counts: 'leaving', hidesList: false },
  stale: { severity: 'attention', isGrouped: false, counts: 'portals', hidesList: false },
  'age-unknown': { severity: 'unknown', isGrouped: true, counts: 'portals', hidesList: false },
  'expiry-unknown': { severity: 'unknown', isGrouped: true, counts: 'portals', hidesList: false },
  'no-dumps': { severity: 'fine', isGrouped: true, counts: 'portals', hidesList: false },
  'dumps-not-shown': { severity: 'fine', isGrouped: true, counts: 'portals', hidesList: false },
};

const order = Object.keys(findingTraits);

/** Worse findings come first; equally bad ones come in the order of the table. */
export function compareFindings(a: Finding, b: Finding): number {
  return rankOf(severityOf(a)) - rankOf(severityOf(b)) || order.indexOf(a.kind) - order.indexOf(b.kind);
}

/** How bad a finding is. */
export function severityOf(finding: Finding): Severity {
  return findingTraits[finding.kind].severity;
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
 * The cause of a finding as text: equal for two findings exactly when the same sentence describes both, whether they
 * are about two parts of one portal or two portals. Moments are compared to the second, as they are shown. `undefined`
 * for a finding that is never grouped.
 */
export function causeOf(finding: Finding): string | undefined {
  if (!findingTraits[finding.kind].isGrouped) return undefined;
  const { part, ...evidence } = finding;
  return JSON.stringify(finding.kind === 'cannot-read' ? evidence : { ...evidence, part }, toWholeSeconds);
}

function toWholeSeconds(_key: string, value: unknown): unknown {
  return typeof value === 'string' ? value.replace(/(T\d\d:\d\d:\d\d)\.\d+Z$/, '$1Z') : value;
}
