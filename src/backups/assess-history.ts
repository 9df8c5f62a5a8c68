import { assessExpiry, type Backup, hasExpired, orderSoonestFirst } from './backup.ts';
import type { ReadFailure } from './failure.ts';
import type { Finding, Others } from './finding.ts';
import { rangeLeft } from './left.ts';
import type { Portal } from './portal.ts';
import type { HistoryPart } from './reading.ts';

/** How a portal without dumps may answer when it is asked for them. */
const refusals: ReadonlySet<ReadFailure['kind']> = new Set(['dumps-not-allowed', 'refused']);

/**
 * All findings about one list of a portal at the moment `now`, in no order. Missing dumps are a problem only
 * where the portal's server makes them. Empty means fine.
 */
export function assessHistory(history: HistoryPart, { policy, dumps }: Portal, now: Date): Finding[] {
  const { part, answer } = history;
  const isExpected = part === 'own' || dumps;
  if (answer.kind === 'failed') {
    const isHidden = !isExpected && refusals.has(answer.failure.kind);
    return [
      isHidden ? { kind: 'dumps-not-shown', part } : { kind: 'cannot-read', part, failure: answer.failure },
    ];
  }
  if (answer.backups.length === 0) return [{ kind: isExpected ? 'no-backups' : 'no-dumps', part }];
  return [
    ...assessLeaving(answer.backups, policy.expiringWithinMs, now).map((finding) => ({ ...finding, part })),
    ...assessAge(answer.backups, policy.staleAfterMs, now).map((finding) => ({ ...finding, part })),
  ];
}

type Leaving =
  | { kind: 'nothing-left-soon'; leaving: readonly Backup[] }
  | { kind: 'expiring'; leaving: readonly Backup[]; others: Others }
  | { kind: 'all-expired' | 'expiry-unknown' };

function assessLeaving(backups: readonly Backup[], withinMs: number, now: Date): Leaving[] {
  const leaving: Backup[] = [];
  const staying: Backup[] = [];
  let unknownCount = 0;
  for (const backup of backups) {
    const state = assessExpiry(backup.expiry, now, withinMs);
    if (state === 'expiring') leaving.push(backup);
    else if (state === 'unknown') unknownCount += 1;
    else if (state !== 'expired') staying.push(backup);
  }
  if (leaving.length + staying.length === 0)
    return [{ kind: unknownCount > 0 ? 'expiry-unknown' : 'all-expired' }];
  if (leaving.length === 0) return [];
  const soonest = orderSoonestFirst(leaving);
  if (staying.length + unknownCount === 0) return [{ kind: 'nothing-left-soon', leaving: soonest }];
  const range = rangeLeft(staying, now);
  const newestStayingAt = range?.areAllDated === true ? range.newestAt : undefined;
  const others = { stayingCount: staying.length, newestStayingAt, unknownCount };
  return [{ kind: 'expiring', leaving: soonest, others }];
}

type Age =
  | { kind: 'stale'; newestAt: Date; allowedMs: number }
  | { kind: 'age-unknown'; newestKnownAt: Date | undefined };

/** An expired backup can no longer be restored, however new it is. That all have expired is a separate finding. */
function assessAge(backups: readonly Backup[], allowedMs: number, now: Date): Age[] {
  const range = rangeLeft(backups, now);
  if (range === undefined) {
    const isAnyLeft = backups.some(({ expiry }) => !hasExpired(expiry, now));
    return isAnyLeft ? [{ kind: 'age-unknown', newestKnownAt: undefined }] : [];
  }
  const { newestAt, areAllDated } = range;
  if (now.getTime() - newestAt.getTime() <= allowedMs) return [];
  return areAllDated
    ? [{ kind: 'stale', newestAt, allowedMs }]
    : [{ kind: 'age-unknown', newestKnownAt: newestAt }];
}
