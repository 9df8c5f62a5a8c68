import * as z from 'zod';
import type { PortalState } from '../backups/failure.ts';
import type { Envelope } from './envelope.ts';

/** Also answers without a key, and while a portal is suspended, being restored or unpaid (DocSpace 3.7). */
export const settingsPath = '/api/2.0/settings';

/** What a portal says about itself. */
export interface Settings {
  /** Absent for a portal that works. */
  readonly state: PortalState | undefined;
  /** A self-hosted server, not the vendor's cloud. */
  readonly isOwnServer: boolean;
  /** Only known when asked with a key. */
  readonly hasLimitedAccess: boolean;
}

const settingsWire = z.object({
  tenantStatus: z.union([z.number(), z.string()]),
  standalone: z.boolean().nullish(),
  limitedAccessSpace: z.boolean().nullish(),
});

/**
 * `TenantStatus` by its number on the wire, and by name, in the vendor's spelling, for servers that write enums as text.
 * 0, `Active`, is a portal that works.
 */
const stateByStatus: ReadonlyMap<string, PortalState> = new Map([
  ['1', 'suspended'],
  ['suspended', 'suspended'],
  ['2', 'to-be-removed'],
  ['removepending', 'to-be-removed'],
  ['3', 'transferring'],
  ['transfering', 'transferring'],
  ['4', 'restoring'],
  ['restoring', 'restoring'],
  ['5', 'migrating'],
  ['migrating', 'migrating'],
  ['6', 'encrypting'],
  ['encryption', 'encrypting'],
]);

/** `undefined` when it is not an answer of DocSpace. */
export function parseSettings({ response }: Envelope): Settings | undefined {
  const parsed = settingsWire.safeParse(response);
  if (!parsed.success) return undefined;
  const { tenantStatus, standalone, limitedAccessSpace } = parsed.data;
  return {
    state: stateByStatus.get(String(tenantStatus).toLowerCase()),
    isOwnServer: standalone === true,
    hasLimitedAccess: limitedAccessSpace === true,
  };
}
