import * as z from 'zod';
import type { ReadFailure } from '../backups/failure.ts';

/** What every answer of the API is wrapped in. Null members are omitted. Errors carry `error` instead of `response`. */
const envelopeWire = z.object({
  response: z.unknown().optional(),
  count: z.number().nullish(),
  error: z.unknown().optional(),
  status: z.number().nullish(),
  statusCode: z.number().nullish(),
});
/** The envelope of an answer, its `response` not yet parsed. */
export type Envelope = z.infer<typeof envelopeWire>;

/** An envelope without an error; or the status of the error in it; or why it is not an envelope. */
export type ReadEnvelope =
  | { readonly kind: 'envelope'; readonly envelope: Envelope }
  | { readonly kind: 'error'; readonly status: number }
  | { readonly kind: 'failed'; readonly failure: ReadFailure };

/**
 * Reads the body of an answer that came with status 200. Gateways send errors that way: the envelope has their status.
 */
export function parseEnvelope(body: unknown): ReadEnvelope {
  const parsed = envelopeWire.safeParse(body);
  if (!parsed.success) return wrongShape(String(parsed.error.issues[0]?.path[0] ?? 'answer'));
  const { error, status, statusCode } = parsed.data;
  if (statusCode != null && !isStatus(statusCode)) return wrongShape('statusCode');
  if (statusCode != null && statusCode >= 300) return { kind: 'error', status: statusCode };
  if (error != null) return wrongShape('error');
  if (status != null && status !== 0 && status !== 200) return wrongShape('status');
  return { kind: 'envelope', envelope: parsed.data };
}

/** An answer in an unknown form. */
export function wrongShape(at: string): { readonly kind: 'failed'; readonly failure: ReadFailure } {
  return { kind: 'failed', failure: { kind: 'wrong-shape', at } };
}

function isStatus(claimed: number): boolean {
  return Number.isInteger(claimed) && claimed >= 100 && claimed < 600;
}
