import { z } from 'zod';
import type { Backup } from '../backups/backup.ts';
import type { ReadFailure } from '../backups/failure.ts';
import { failureOfStatus } from './failures.ts';
import { parseRecord } from './parse-record.ts';

/** What every answer of the API is wrapped in. Null members are left out. Errors carry `error` in place of `response`. */
const envelopeWire = z.looseObject({
  response: z.array(z.unknown()).nullish(),
  count: z.number().nullish(),
  error: z.unknown().optional(),
  status: z.number().nullish(),
  statusCode: z.number().nullish(),
});
type EnvelopeWire = z.infer<typeof envelopeWire>;

/** A history answer that was understood, or why it was not. */
export type WireHistory =
  | {
      readonly kind: 'read';
      readonly backups: readonly Backup[];
      /** Records left out, for another one has the same id. */
      readonly repeated: number;
    }
  | { readonly kind: 'failed'; readonly failure: ReadFailure };

/**
 * Reads the parsed body of a history answer that came with status 200. Never throws. An answer we do not
 * understand is a failure and never an empty list, and one that counts more records than it lists is no whole history;
 * one odd record never hides the others.
 */
export function parseHistory(body: unknown, dump: boolean): WireHistory {
  const envelope = envelopeWire.safeParse(body);
  if (!envelope.success) return wrongShape(String(envelope.error.issues[0]?.path[0] ?? 'answer'));
  const failure = findRefusal(envelope.data);
  if (failure !== undefined) return { kind: 'failed', failure };
  const { response, count } = envelope.data;
  if (response == null || response.length === 0) return parseEmpty(envelope.data);
  if (count != null && count > response.length) return wrongShape('count');
  return keepEachOnce(response.map((record) => parseRecord(record, dump)));
}

/** An error told with status 200: gateways do that. The envelope's own status says which. */
function findRefusal({ error, status, statusCode }: EnvelopeWire): ReadFailure | undefined {
  const told = statusCode ?? 200;
  if (told >= 300) return failureOfStatus(told) ?? { kind: 'wrong-shape', at: 'statusCode' };
  if (error != null) return { kind: 'wrong-shape', at: 'error' };
  return status == null || status === 0 || status === 200 ? undefined : { kind: 'wrong-shape', at: 'status' };
}

/**
 * "No backups" is the most alarming thing to say, so it takes an answer that means it: an empty list, or an
 * envelope that calls itself a success and leaves the list out, and in either case nothing counted.
 */
function parseEmpty({ response, count, status, statusCode }: EnvelopeWire): WireHistory {
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

function wrongShape(at: string): WireHistory {
  return { kind: 'failed', failure: { kind: 'wrong-shape', at } };
}
