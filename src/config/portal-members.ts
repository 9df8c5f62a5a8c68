import * as z from 'zod';
import { docOf, type SettingDoc, type SettingName } from './settings.ts';
import { address, policyWindow, portalName } from './values.ts';

/** What an administrator must know about one member of an entry in the portals file. */
export interface MemberDoc {
  readonly what: string;
  readonly allowed: string;
  readonly example: string | boolean;
}

/** Every member, in the order an administrator meets them. */
export const portalMembers = {
  name: { what: 'What people type after /backups for this portal', ...asIn('DOCSPACE_NAME') },
  url: { what: "The portal's address", ...asIn('DOCSPACE_URL') },
  group: {
    what: 'A customer or a region that several portals share: /backups group:emea shows these together',
    allowed: docOf('DOCSPACE_NAME').allowed,
    example: 'emea',
  },
  apiKey: {
    what: "The portal's API key, of an owner or DocSpace admin, with the permission *:read. Safer outside this file: apiKeyFile or apiKeyEnv",
    ...asIn('DOCSPACE_API_KEY'),
  },
  apiKeyFile: {
    what: 'The file that holds the API key; a relative path starts in the folder of this file',
    allowed: docOf('DOCSPACE_PORTALS_FILE').allowed,
    example: '/run/secrets/acme',
  },
  apiKeyEnv: {
    what: 'The environment variable that holds the API key',
    allowed: 'the name of a variable: letters, digits and underscores, not starting with a digit',
    example: 'ACME_KEY',
  },
  dumps: {
    what: "Whether the portal's server makes whole-server dumps that should be judged too",
    allowed: 'true or false',
    example: true,
  },
  expiringWithin: {
    what: 'A backup that expires within this time needs attention; unset: EXPIRING_WITHIN',
    ...asIn('EXPIRING_WITHIN'),
  },
  staleAfter: {
    what: 'A newest backup older than this needs attention; unset: STALE_AFTER',
    ...asIn('STALE_AFTER'),
  },
} as const satisfies Readonly<Record<string, MemberDoc>>;

/** The name of any member. */
export type MemberName = keyof typeof portalMembers;

/** An entry has exactly one of these. */
export const keyMembers = ['apiKey', 'apiKeyFile', 'apiKeyEnv'] as const satisfies MemberName[];

/** One entry of the portals file. */
export const entrySchema = z.strictObject({
  name: portalName,
  url: address,
  group: portalName.optional(),
  apiKey: z.string().optional(),
  apiKeyFile: z.string().optional(),
  apiKeyEnv: z.string().optional(),
  dumps: z.boolean().default(false),
  expiringWithin: policyWindow.optional(),
  staleAfter: policyWindow.optional(),
} satisfies Record<MemberName, z.ZodType>);

/** What is allowed is the same as in a setting. */
function asIn(name: SettingName): Pick<SettingDoc, 'allowed' | 'example'> {
  const { allowed, example } = docOf(name);
  return { allowed, example };
}
