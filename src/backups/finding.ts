import type { Backup } from './backup.ts';
import type { ReadFailure } from './failure.ts';
import type { Part } from './reading.ts';

/** Worst first. */
export const severities = ['problem', 'attention', 'unknown', 'fine'] as const;
/** How bad a thing is; *unknown* is worse than *fine* and better than anything known to be wrong. */
export type Severity = (typeof severities)[number];

/** Something worth saying about one part of a portal, with its evidence. */
export type Finding = { readonly part: Part } & (
  | { readonly kind: 'cannot-read'; readonly failure: ReadFailure }
  | { readonly kind: 'no-backups' }
  /** Every backup in the list has expired. */
  | { readonly kind: 'all-expired' }
  /** Every backup that is left expires inside the window; soonest first, at least one. */
  | { readonly kind: 'nothing-left-soon'; readonly leaving: readonly Backup[]; readonly withinMs: number }
  | { readonly kind: 'expiring'; readonly leaving: readonly Backup[]; readonly withinMs: number }
  /** The newest backup that has not expired is too old. */
  | { readonly kind: 'stale'; readonly newestAt: Date; readonly allowedMs: number }
  /**
   * The newest backup may be young enough or not, because some have no date that makes sense.
   * `newestKnownAt` is too old, or `undefined` when no backup has such a date.
   */
  | { readonly kind: 'age-unknown'; readonly newestKnownAt: Date | undefined }
  /** No backup that is left tells how long it stays. */
  | { readonly kind: 'expiry-unknown' }
  /** There are no dumps, and none were expected. */
  | { readonly kind: 'no-dumps' }
  /** The portal does not show dumps, and none were expected. */
  | { readonly kind: 'dumps-not-shown' }
);

export type FindingKind = Finding['kind'];

/** What the rest of the bot needs to know of a kind of finding. */
export interface FindingTraits {
  /** One that is *fine* only informs: it never changes a verdict. */
  readonly severity: Severity;
  /** Whether portals with this finding and no other are told together when its evidence is the same. */
  readonly isGrouped: boolean;
  /** What a headline counts when the worst portals have only findings of this kind. */
  readonly counts: 'portals' | 'unread' | 'leaving';
  /** Whether the part's list is missing or holds nothing that is left, so that it cannot tell what expires. */
  readonly hidesList: boolean;
}

/** Every kind there is. Among findings of one severity, the one that stands first here is told first. */
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

/** Worse findings come first; of those that are as bad, the one that stands first in the table. */
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
 * The cause of a finding as text: the same for two findings exactly when the same can be said of both, be it two parts
 * of one portal or two portals. Moments count to the second, as they are shown. `undefined` for a finding that is always
 * told by itself.
 */
export function causeOf(finding: Finding): string | undefined {
  if (!findingTraits[finding.kind].isGrouped) return undefined;
  const { part, ...evidence } = finding;
  return JSON.stringify(finding.kind === 'cannot-read' ? evidence : { ...evidence, part }, toWholeSeconds);
}

function toWholeSeconds(_key: string, value: unknown): unknown {
  return typeof value === 'string' ? value.replace(/(T\d\d:\d\d:\d\d)\.\d+Z$/, '$1Z') : value;
}
