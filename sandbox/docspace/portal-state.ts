import type { RefusalBody } from './answer.ts';
import type { WireProgress, WireRecord, WireSchedule } from './wire.ts';

/**
 * All that a portal knows. Tests and stories change it in place; the next answer shows it.
 * `misbehaviour.ts` has one table of everything that can go wrong, these states included.
 */
export interface PortalState {
  alias: string;
  displayName: string;
  version: string;
  /** The company's own server, not the vendor's cloud. Only there dumps exist. */
  standalone: boolean;
  /** Created with limited space access: no dumps for anyone on this portal. */
  limitedAccessSpace: boolean;
  /** IANA name; the hour of the portal's own schedule is meant in it, that of dumps in UTC. */
  timezone: string;
  /** `postgresql` writes the stamps of its records with a fraction and `Z`, `mysql` without either. */
  database: 'mysql' | 'postgresql';
  /** Storage, period and status as names instead of numbers. */
  enumsAsNames: boolean;
  tenantStatus: TenantStatus;

  /** What is listed, in this order. Nothing is removed when it expires: the real cleaner is late as well. */
  ownBackups: WireRecord[];
  dumps: WireRecord[];
  schedule: WireSchedule | undefined;
  dumpSchedule: WireSchedule | undefined;
  /** The running job, or the last one for 24 hours. */
  progress: WireProgress | undefined;
  dumpProgress: WireProgress | undefined;
  restoreProgress: WireProgress | undefined;
  /** A third-party storage refuses to be asked, which fails the whole history with 500. */
  storageUnreachable: boolean;

  keyName: string;
  keyCreatedAt: Date;
  keyRevoked: boolean;
  /** `undefined`: never. Past it every request is refused. */
  keyExpiresAt: Date | undefined;
  /** Empty or `*`: everything; `*:read` or `*:write` is enough for every GET here. */
  keyPermissions: string[];
  keyOwnerIsAdmin: boolean;
  /** The caller's address is not on the portal's list. Refuses only requests with a key or session. */
  addressRefused: boolean;
  /** What a refusal by the server's filters (401, 402, and 403 and 404 without an envelope) carries. */
  refusalBody: RefusalBody;

  /** 0 trial, 1 paid, 2 in grace time, 3 not paid: most answers are 402 then. */
  tariffState: 0 | 1 | 2 | 3;
  /** `undefined`: never ends. */
  paidUntil: Date | undefined;
  /** Free backups a calendar month; -1: no limit. */
  freeBackups: number;
  /** Made this month, deleted ones too. */
  backupsThisMonth: { free: number; paid: number };
  /** Whether backups beyond the free ones are paid from the wallet. */
  backupServiceEnabled: boolean;
  /** Above it the portal answers 429. */
  requestsPerMinute: number;
}

/** 0 active, 1 suspended, 2 to be removed, 3 transfer, 4 restoring, 5 migrating, 6 encryption. */
export type TenantStatus = 0 | 1 | 2 | 3 | 4 | 5 | 6;

/** A portal on its first day: reachable, paid for, its key good, no backup yet. */
export function createPortalState(alias: string): PortalState {
  return {
    alias,
    displayName: `${alias.charAt(0).toUpperCase()}${alias.slice(1)} DocSpace`,
    version: '3.7.2',
    standalone: false,
    limitedAccessSpace: false,
    timezone: 'UTC',
    database: 'mysql',
    enumsAsNames: false,
    ...soundPortal(),
    ownBackups: [],
    dumps: [],
    schedule: undefined,
    dumpSchedule: undefined,
    progress: undefined,
    dumpProgress: undefined,
    restoreProgress: undefined,
    keyName: 'Backup bot',
    keyCreatedAt: new Date('2026-06-01T07:00:00Z'),
    keyExpiresAt: undefined,
    refusalBody: 'empty',
    paidUntil: undefined,
    freeBackups: 2,
    backupsThisMonth: { free: 0, paid: 0 },
    backupServiceEnabled: false,
    requestsPerMinute: 1500,
  };
}

/** Everything that makes a portal refuse or fail, at its harmless value. */
export function soundPortal() {
  return {
    tenantStatus: 0,
    storageUnreachable: false,
    keyRevoked: false,
    keyPermissions: ['*:read'],
    keyOwnerIsAdmin: true,
    addressRefused: false,
    tariffState: 1,
  } satisfies Partial<PortalState>;
}
