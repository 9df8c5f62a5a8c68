import * as z from 'zod';
import type { Envelope } from './envelope.ts';

/** Answers to every valid key, regardless of its permissions (DocSpace 3.7). */
export const keyPath = '/api/2.0/keys/@self';

const keyWire = z.object({ permissions: z.array(z.string()).nullish() });

/** Any of these lets a key read everything in the API. */
const sufficient: ReadonlySet<string> = new Set(['*', '*:read', '*:write']);

/**
 * Whether the key's permissions are enough to read backups; a key without any restriction is. `undefined` when the
 * answer does not describe a key.
 */
export function mayKeyRead({ response }: Envelope): boolean | undefined {
  const parsed = keyWire.safeParse(response);
  if (!parsed.success) return undefined;
  const permissions = parsed.data.permissions ?? [];
  return permissions.length === 0 || permissions.some((permission) => sufficient.has(permission));
}
