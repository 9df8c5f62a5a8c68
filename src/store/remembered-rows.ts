import type { Selectable } from 'kysely';
import type { ListPast, RememberedBackup } from '../backups/reading.ts';
import { formatFacts, parseFacts, storedId } from './backup-facts.ts';
import type { BackupSeenRow, ReadingRow } from './schema.ts';

/** How a list was read, as the columns of its row. */
export function readingColumns({ firstReadAt, lastReadAt, askedAt, failingSince, lastOutage }: ListPast) {
  return {
    first_read_at: firstReadAt?.getTime() ?? null,
    last_read_at: lastReadAt?.getTime() ?? null,
    asked_at: askedAt.getTime(),
    failing_since: failingSince?.getTime() ?? null,
    outage_since: lastOutage?.since.getTime() ?? null,
    outage_until: lastOutage?.until.getTime() ?? null,
  };
}

/** The past of a list, of its row and its backups. */
export function pastOf(row: Selectable<ReadingRow>, backups: readonly RememberedBackup[]): ListPast {
  const { outage_since: since, outage_until: until } = row;
  return {
    part: row.part,
    firstReadAt: dateOf(row.first_read_at),
    lastReadAt: dateOf(row.last_read_at),
    askedAt: new Date(row.asked_at),
    failingSince: dateOf(row.failing_since),
    lastOutage:
      since === null || until === null ? undefined : { since: new Date(since), until: new Date(until) },
    backups,
  };
}

/** A remembered backup, as the columns of its row. */
export function backupColumns({ backup, firstSeenAt, relistedAt, gone }: RememberedBackup) {
  return {
    backup_id: storedId(backup),
    first_seen_at: firstSeenAt.getTime(),
    relisted_at: relistedAt?.getTime() ?? null,
    last_seen_at: gone?.lastSeenAt.getTime() ?? null,
    gone_at: gone?.at.getTime() ?? null,
    gone_why: gone?.why ?? null,
    facts: formatFacts(backup),
  };
}

/** The remembered backup of a row. */
export function rememberedOf(row: Selectable<BackupSeenRow>): RememberedBackup {
  const { gone_at: at, gone_why: why, last_seen_at: lastSeenAt } = row;
  return {
    backup: parseFacts(row.facts, row.part),
    firstSeenAt: new Date(row.first_seen_at),
    relistedAt: dateOf(row.relisted_at),
    gone:
      at === null || why === null
        ? undefined
        : { at: new Date(at), lastSeenAt: new Date(lastSeenAt ?? at), why },
  };
}

function dateOf(ms: number | null): Date | undefined {
  return ms === null ? undefined : new Date(ms);
}
