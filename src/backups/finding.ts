import { assessExpiry, type Backup, orderSoonestFirst } from './backup.ts';
import { rangeLeft } from './left.ts';
import type { Portal } from './portal.ts';
import type { HistoryPart, ReadFailure } from './reading.ts';

/** Worst first. */
export const severities = ['problem', 'attention', 'unknown', 'fine'] as const;
/** How bad a thing is; *unknown* is worse than *fine* and better than anything known to be wrong. */
export type Severity = (typeof severities)[number];

/** Something worth saying about one list of a portal (`dump` says which). */
export type Finding = { readonly dump: boolean } & (
  | { readonly kind: 'cannot-read'; readonly failure: ReadFailure }
  | { readonly kind: 'no-backups' }
  /** Every backup that exists expires inside the window: `leaving`, soonest first; empty when all have expired already. */
  | { readonly kind: 'nothing-left-soon'; readonly leaving: readonly Backup[]; readonly withinMs: number }
  | { readonly kind: 'expiring'; readonly leaving: readonly Backup[]; readonly withinMs: number }
  /** The newest backup that has not expired is too old. */
  | { readonly kind: 'stale'; readonly newestAt: Date; readonly allowedMs: number }
  /**
   * Nobody can say whether the newest backup is young enough, for some have no date that can be read or believed.
   * `newestKnownAt` is too old, or `undefined` when no backup has such a date.
   */
  | { readonly kind: 'age-unknown'; readonly newestKnownAt: Date | undefined }
  /** Of no backup that is left can anybody say how long it stays. */
  | { readonly kind: 'expiry-unknown' }
  /** There are no dumps, and none were expected. */
  | { readonly kind: 'no-dumps' }
  /** Dumps are not shown to this key, and none were expected. */
  | { readonly kind: 'dumps-not-shown' }
);

const severityByKind: Record<Finding['kind'], Severity> = {
  'cannot-read': 'problem',
  'no-backups': 'problem',
  'nothing-left-soon': 'problem',
  expiring: 'attention',
  stale: 'attention',
  'age-unknown': 'unknown',
  'expiry-unknown': 'unknown',
  'no-dumps': 'fine',
  'dumps-not-shown': 'fine',
};

/** How bad a finding is. One that is *fine* only informs: it never changes a verdict. */
export function severityOf(finding: Finding): Severity {
  return severityByKind[finding.kind];
}

/** How a portal that has no dumps to show answers when it is asked for them. */
const refusals: ReadonlySet<ReadFailure['kind']> = new Set(['forbidden', 'not-found', 'not-in-plan']);

/**
 * All that is worth saying about one list of a portal at the moment `now`, in no order. Dumps are missed only where
 * the portal's server makes them. Empty means fine.
 */
export function assessHistory(part: HistoryPart, { policy, dumps }: Portal, now: Date): Finding[] {
  const { dump, answer } = part;
  const isExpected = !dump || dumps;
  if (answer.kind === 'failed') {
    const isHidden = !isExpected && refusals.has(answer.failure.kind);
    return [
      isHidden ? { kind: 'dumps-not-shown', dump } : { kind: 'cannot-read', dump, failure: answer.failure },
    ];
  }
  if (answer.backups.length === 0) return [{ kind: isExpected ? 'no-backups' : 'no-dumps', dump }];
  return [
    ...assessLeaving(answer.backups, policy.expiringWithinMs, now).map((finding) => ({ ...finding, dump })),
    ...assessAge(answer.backups, policy.staleAfterMs, now).map((finding) => ({ ...finding, dump })),
  ];
}

type Leaving =
  | { kind: 'nothing-left-soon' | 'expiring'; leaving: readonly Backup[]; withinMs: number }
  | { kind: 'expiry-unknown' };

function assessLeaving(backups: readonly Backup[], withinMs: number, now: Date): Leaving[] {
  const leaving: Backup[] = [];
  let [left, unknown] = [0, 0];
  for (const backup of backups) {
    const state = assessExpiry(backup.expiry, now, withinMs);
    if (state === 'expired') continue;
    left += 1;
    if (state === 'unknown') unknown += 1;
    if (state === 'expiring') leaving.push(backup);
  }
  if (left > 0 && unknown === left) return [{ kind: 'expiry-unknown' }];
  if (leaving.length === 0 && left > 0) return [];
  const kind = leaving.length === left ? 'nothing-left-soon' : 'expiring';
  return [{ kind, leaving: orderSoonestFirst(leaving), withinMs }];
}

type Age =
  | { kind: 'stale'; newestAt: Date; allowedMs: number }
  | { kind: 'age-unknown'; newestKnownAt: Date | undefined };

/** An expired backup is no longer one to restore, however new. When all have expired, that is said already. */
function assessAge(backups: readonly Backup[], allowedMs: number, now: Date): Age[] {
  const range = rangeLeft(backups, now);
  if (range === undefined) {
    const isAnyLeft = backups.some(({ expiry }) => assessExpiry(expiry, now, 0) !== 'expired');
    return isAnyLeft ? [{ kind: 'age-unknown', newestKnownAt: undefined }] : [];
  }
  const { newestAt, areAllDated } = range;
  if (now.getTime() - newestAt.getTime() <= allowedMs) return [];
  return areAllDated
    ? [{ kind: 'stale', newestAt, allowedMs }]
    : [{ kind: 'age-unknown', newestKnownAt: newestAt }];
}
