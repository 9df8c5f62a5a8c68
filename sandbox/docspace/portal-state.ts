import type { WireProgress, WireRecord, WireSchedule } from './wire.ts';

/** All that a portal knows. Tests and stories change it in place; the next answer shows it. */
export interface PortalState {
  alias: string;
  displayName: string;
  version: string;
  standalone: boolean;
  /** IANA name; the schedule's hour is meant in it. */
  timezone: string;
  /** What is listed, in this order. Nothing is removed when it expires: the real cleaner is late as well. */
  ownBackups: WireRecord[];
  dumps: WireRecord[];
  schedule: WireSchedule | undefined;
  dumpSchedule: WireSchedule | undefined;
  progress: WireProgress | undefined;
  dumpProgress: WireProgress | undefined;
  /** Storage, period and status as names instead of numbers. */
  enumsAsNames: boolean;
  keyName: string;
  keyRevoked: boolean;
  /** `undefined`: never. Past it every request is refused. */
  keyExpiresAt: Date | undefined;
  /** Empty or `*`: everything; `*:read` is enough for every GET here. */
  keyPermissions: string[];
  keyOwnerIsAdmin: boolean;
  dumpsAllowed: boolean;
  planCoversBackups: boolean;
  /** Above it the portal answers 429. */
  requestsPerMinute: number;
}

/** A portal on its first day: reachable, paid for, its key good, no backup yet. */
export function createPortalState(alias: string): PortalState {
  return {
    alias,
    displayName: `${alias.charAt(0).toUpperCase()}${alias.slice(1)} DocSpace`,
    version: '3.7.0',
    standalone: false,
    timezone: 'UTC',
    ownBackups: [],
    dumps: [],
    schedule: undefined,
    dumpSchedule: undefined,
    progress: undefined,
    dumpProgress: undefined,
    enumsAsNames: false,
    keyName: 'Backup bot',
    keyRevoked: false,
    keyExpiresAt: undefined,
    keyPermissions: ['*:read'],
    keyOwnerIsAdmin: true,
    dumpsAllowed: false,
    planCoversBackups: true,
    requestsPerMinute: 1500,
  };
}
