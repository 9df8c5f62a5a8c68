import * as z from 'zod';
import type { Envelope } from './envelope.ts';

/** Answers to every key that is good, whatever its permissions (DocSpace 3.7). */
export const keyPath = '/api/2.0/keys/@self';

const keyWire = z.object({ permissions: z.array(z.string()).nullish() });

/** Any of these lets a key read all that the API tells. */
const sufficient: ReadonlySet<string> = new Set(['*', '*:read', '*:write']);

/** Whether the key's permissions are enough to read backups; none at all are. `undefined` when the answer is none of a key. */
export function mayKeyRead({ response }: Envelope): boolean | undefined {
  const parsed = keyWire.safeParse(response);
  if (!parsed.success) return undefined;
  const permissions = parsed.data.permissions ?? [];
  return permissions.length === 0 || permissions.some((permission) => sufficient.has(permission));
}
