import type { Backup } from './backup.ts';
import { explainGone } from './explain-gone.ts';
import { createFinder, isNameless, isSameRecord, keyOf } from './identity.ts';
import { clockSkewMs } from './left.ts';
import type { Gone, HistoryPart, ListPast, RememberedBackup } from './reading.ts';

/** How long a backup that has gone is remembered: longer than the time between two monthly digests. */
export const rememberGoneForMs = 35 * 24 * 3_600_000;

/**
 * What is remembered of a list once the portal has answered again; `past` is what was remembered before, if anything.
 *
 * - Only a list that was read is compared. A failure changes nothing but `askedAt` and `failingSince`.
 * - The first reading is the baseline: what it lists is not new. A list that was left unwatched has its `firstReadAt`
 *   removed, so that its next reading is a baseline too: what is missing then went `unwatched`.
 * - A backup that is listed again is no longer gone.
 * - An answer that is not newer than the last one comes late, and changes nothing. One that is older by more than clocks
 *   differ shows that the clock was set back, and counts as the newest.
 * - A list with a record that cannot be told from the others hides which of them are missing: none of them is then.
 *
 * What did not change is the same object as before.
 */
export function updatePast(past: ListPast | undefined, fresh: HistoryPart): ListPast {
  const { part, answer, readAt } = fresh;
  if (past !== undefined && comesLate(past, readAt)) return past;
  const before = past ?? nothingKnown(part, readAt);
  if (answer.kind === 'failed')
    return { ...before, askedAt: readAt, failingSince: before.failingSince ?? readAt };
  const { failingSince } = before;
  return {
    part,
    firstReadAt: before.firstReadAt ?? readAt,
    lastReadAt: readAt,
    askedAt: readAt,
    failingSince: undefined,
    lastOutage: failingSince === undefined ? before.lastOutage : { since: failingSince, until: readAt },
    backups: compare(before, answer.backups, readAt),
  };
}

function comesLate({ askedAt }: ListPast, readAt: Date): boolean {
  const lateByMs = askedAt.getTime() - readAt.getTime();
  return lateByMs >= 0 && lateByMs <= clockSkewMs;
}

function nothingKnown(part: HistoryPart['part'], askedAt: Date): ListPast {
  const never = { firstReadAt: undefined, lastReadAt: undefined, failingSince: undefined };
  return { part, ...never, lastOutage: undefined, askedAt, backups: [] };
}

function compare(before: ListPast, backups: readonly Backup[], at: Date): RememberedBackup[] {
  const find = createFinder(before.backups);
  const found = new Set<RememberedBackup>();
  const listed = new Map<string, RememberedBackup>();
  for (const backup of backups) {
    const known = find(backup);
    if (known !== undefined) found.add(known);
    const remembered = seenAgain(known, backup, at);
    listed.set(keyOf(remembered.backup), remembered);
  }
  const others = before.backups.filter((each) => !found.has(each));
  const missing = others.filter(({ gone }) => gone === undefined);
  return [
    ...listed.values(),
    ...(backups.some(isNameless) ? missing : markGone(before, missing, [...listed.values()], at)),
    ...others.filter(({ gone }) => gone !== undefined && isRemembered(gone, at)),
  ];
}

function isRemembered(gone: Gone, now: Date): boolean {
  return now.getTime() - gone.at.getTime() <= rememberGoneForMs;
}

function seenAgain(known: RememberedBackup | undefined, backup: Backup, at: Date): RememberedBackup {
  if (known === undefined) return { backup, firstSeenAt: at, relistedAt: undefined, gone: undefined };
  const isSame = isSameRecord(known.backup, backup);
  if (isSame && known.gone === undefined) return known;
  return {
    // The key must not change when a portal omits an id, or begins to send one.
    backup: isSame ? known.backup : { ...backup, id: known.backup.id },
    firstSeenAt: known.firstSeenAt,
    relistedAt: known.gone?.why === 'unexplained' ? at : known.relistedAt,
    gone: undefined,
  };
}

function markGone(
  before: ListPast,
  missing: readonly RememberedBackup[],
  listed: readonly RememberedBackup[],
  at: Date,
): RememberedBackup[] {
  if (missing.length === 0) return [];
  const lastSeenAt = before.lastReadAt ?? at;
  const explain = explainGone(before, missing, listed, at);
  return missing.map((each) => ({ ...each, gone: { at, lastSeenAt, why: explain(each) } }));
}
