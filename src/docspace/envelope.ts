import * as z from 'zod';
import type { ReadFailure } from '../backups/failure.ts';

/** What every answer of the API is wrapped in. Null members are left out. Errors carry `error` in place of `response`. */
const envelopeWire = z.object({
  response: z.unknown().optional(),
  count: z.number().nullish(),
  error: z.unknown().optional(),
  status: z.number().nullish(),
  statusCode: z.number().nullish(),
});
/** The envelope of an answer, not yet looked into. */
export type Envelope = z.infer<typeof envelopeWire>;

/** An envelope that tells no error; or the status of the error it tells; or why it is none. */
export type ReadEnvelope =
  | { readonly kind: 'envelope'; readonly envelope: Envelope }
  | { readonly kind: 'error'; readonly status: number }
  | { readonly kind: 'failed'; readonly failure: ReadFailure };

/** Reads the body of an answer that came with status 200. Gateways send errors that way: the envelope tells their status. */
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

/** An answer of a form that we do not know. */
export function wrongShape(at: string): { readonly kind: 'failed'; readonly failure: ReadFailure } {
  return { kind: 'failed', failure: { kind: 'wrong-shape', at } };
}

function isStatus(told: number): boolean {
  return Number.isInteger(told) && told >= 100 && told < 600;
}
