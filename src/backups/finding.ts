import { assessExpiry, type Backup, orderSoonestFirst } from './backup.ts';
import { rangeLeft } from './left.ts';
import type { Policy } from './portal.ts';
import type { HistoryPart, ReadFailure } from './reading.ts';

/** Worst first. */
export const severities = ['problem', 'attention', 'unknown', 'fine'] as const;
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
  /** There are backups, but no date of theirs can be read or believed, so nobody can say how old the newest is. */
  | { readonly kind: 'age-unknown' }
);

const severityByKind: Record<Finding['kind'], Severity> = {
  'cannot-read': 'problem',
  'no-backups': 'problem',
  'nothing-left-soon': 'problem',
  expiring: 'attention',
  stale: 'attention',
  'age-unknown': 'unknown',
};

export function severityOf(finding: Finding): Severity {
  return severityByKind[finding.kind];
}

/** All that is worth saying about one list at the moment `now`, in no order. Empty means fine. */
export function assessHistory(part: HistoryPart, policy: Policy, now: Date): Finding[] {
  const { dump, answer } = part;
  if (answer.kind === 'failed') return [{ kind: 'cannot-read', dump, failure: answer.failure }];
  if (answer.backups.length === 0) return [{ kind: 'no-backups', dump }];
  return [
    ...assessLeaving(answer.backups, policy.expiringWithinMs, now).map((finding) => ({ ...finding, dump })),
    ...assessAge(answer.backups, policy.staleAfterMs, now).map((finding) => ({ ...finding, dump })),
  ];
}

type Leaving = { kind: 'nothing-left-soon' | 'expiring'; leaving: readonly Backup[]; withinMs: number };

function assessLeaving(backups: readonly Backup[], withinMs: number, now: Date): Leaving[] {
  const leaving: Backup[] = [];
  let left = 0;
  for (const backup of backups) {
    const state = assessExpiry(backup.expiry, now, withinMs);
    if (state === 'expired') continue;
    left += 1;
    if (state === 'expiring') leaving.push(backup);
  }
  if (leaving.length === 0 && left > 0) return [];
  const kind = leaving.length === left ? 'nothing-left-soon' : 'expiring';
  return [{ kind, leaving: orderSoonestFirst(leaving), withinMs }];
}

type Age = { kind: 'stale'; newestAt: Date; allowedMs: number } | { kind: 'age-unknown' };

/** An expired backup is no longer one to restore, however new. When all have expired, that is said already. */
function assessAge(backups: readonly Backup[], allowedMs: number, now: Date): Age[] {
  const range = rangeLeft(backups, now);
  if (range !== undefined) {
    const isStale = now.getTime() - range.newestAt.getTime() > allowedMs;
    return isStale ? [{ kind: 'stale', newestAt: range.newestAt, allowedMs }] : [];
  }
  const isAnyLeft = backups.some(({ expiry }) => assessExpiry(expiry, now, 0) !== 'expired');
  return isAnyLeft ? [{ kind: 'age-unknown' }] : [];
}
