import type { Backup } from '../backups/backup.ts';
import type { ReadFailure } from '../backups/failure.ts';
import type { Part } from '../backups/reading.ts';
import { type Envelope, wrongShape } from './envelope.ts';
import { parseRecord } from './parse-record.ts';

/** Where a portal lists its backups. */
export function historyPath(part: Part): string {
  return `/api/2.0/backup/getbackuphistory?Dump=${part === 'dumps'}`;
}

/** A history answer that was understood, or why it was not. */
export type WireHistory =
  | {
      readonly kind: 'read';
      readonly backups: readonly Backup[];
      /** How many records were dropped because another one has the same id. */
      readonly repeated: number;
    }
  | { readonly kind: 'failed'; readonly failure: ReadFailure };

/**
 * Reads a history from its envelope. Never throws. An answer that is not understood is a failure and never an empty list,
 * and one that counts more records than it lists is incomplete, so a failure too. One odd record never hides the
 * others.
 */
export function parseHistory(envelope: Envelope, dump: boolean): WireHistory {
  const { response, count } = envelope;
  if (response != null && !Array.isArray(response)) return wrongShape('response');
  const records: readonly unknown[] = response ?? [];
  if (records.length === 0) return parseEmpty(envelope);
  if (count != null && count > records.length) return wrongShape('count');
  return keepEachOnce(records.map((record) => parseRecord(record, dump)));
}

/**
 * "No backups" is the most alarming answer, so it must be unambiguous: an empty list, or an envelope that reports
 * success and omits the list, and in either case a count of nothing.
 */
function parseEmpty({ response, count, status, statusCode }: Envelope): WireHistory {
  if (count != null && count !== 0) return wrongShape(response == null ? 'response' : 'count');
  if (response == null && !(status === 0 && statusCode === 200)) return wrongShape('response');
  return { kind: 'read', backups: [], repeated: 0 };
}

function keepEachOnce(backups: readonly Backup[]): WireHistory {
  if (areAscending(backups)) return { kind: 'read', backups, repeated: 0 };
  const seen = new Set<string>();
  const kept = backups.filter(({ id }) => {
    if (id === undefined) return true;
    const before = seen.size;
    return seen.add(id).size > before;
  });
  return { kind: 'read', backups: kept, repeated: backups.length - kept.length };
}

/**
 * Whether each id is greater than the one before, so that none can repeat. DocSpace lists by primary key (3.7), and
 * databases order lower-case GUIDs as JavaScript orders strings. A `Set` is a large part of the cost of a long list.
 */
function areAscending(backups: readonly Backup[]): boolean {
  let last = '';
  for (const { id } of backups) {
    if (id === undefined) continue;
    if (id <= last) return false;
    last = id;
  }
  return true;
}
