import { type Answer, answerError, answerWith } from './answer.ts';
import type { PortalState } from './portal-state.ts';
import { stampWithOffset, utcOffset } from './stamp.ts';
import { spellProgress, spellRecord, spellSchedule } from './wire.ts';

/** What a route may look at. */
export interface Call {
  readonly state: PortalState;
  readonly apiKey: string;
  readonly href: string;
  /** `Dump` of the query; `undefined` when it is neither `true` nor `false`. */
  readonly dump: boolean | undefined;
  readonly now: Date;
}

/** Every GET the portal speaks; all need a good key. Anything else is 404. */
export const routes: Readonly<Record<string, (call: Call) => Answer>> = {
  '/api/2.0/backup/getbackuphistory': backupRoute(({ state, dump }) => {
    const records = dump ? state.dumps : state.ownBackups;
    return state.enumsAsNames ? records.map(spellRecord) : records;
  }),
  '/api/2.0/backup/getbackupschedule': backupRoute(({ state, dump }) => {
    const schedule = dump ? state.dumpSchedule : state.schedule;
    return schedule && state.enumsAsNames ? spellSchedule(schedule) : schedule;
  }),
  '/api/2.0/backup/getbackupprogress': backupRoute(({ state, dump }) => {
    const progress = dump ? state.dumpProgress : state.progress;
    return progress && state.enumsAsNames ? spellProgress(progress) : progress;
  }),
  '/api/2.0/settings': (call) =>
    mayRead(call.state) ? answerWith(describePortal(call), call.href) : answerError(403),
  '/api/2.0/keys/@self': (call) => answerWith(describeKey(call), call.href),
};

function backupRoute(read: (call: Call) => unknown): (call: Call) => Answer {
  return (call) => {
    const { state, dump } = call;
    if (dump === undefined) return answerError(400);
    if (!mayRead(state) || !state.keyOwnerIsAdmin) return answerError(403);
    if (dump && !state.dumpsAllowed) return answerError(403);
    if (!state.planCoversBackups) return answerError(402);
    return answerWith(read(call), call.href);
  };
}

function mayRead({ keyPermissions }: PortalState): boolean {
  return keyPermissions.length === 0 || keyPermissions.includes('*') || keyPermissions.includes('*:read');
}

function describePortal({ state, now }: Call): unknown {
  return {
    timezone: state.timezone,
    trustedDomains: [],
    trustedDomainsType: 1,
    culture: 'en-US',
    utcOffset: `${utcOffset(state.timezone, now)}:00`.replace('+', ''),
    greetingSettings: state.displayName,
    ownerId: '66faa6e4-f133-11ea-b126-00ffeec8b4ef',
    nameSchemaId: 'Common',
    tenantStatus: 0,
    tenantAlias: state.alias,
    version: state.version,
    standalone: state.standalone,
  };
}

function describeKey({ state, apiKey, now }: Call): unknown {
  return {
    id: '8b1c8f0e-4f0c-4a1d-9d57-0f4a2c1b7e33',
    name: state.keyName,
    keyPostfix: `...${apiKey.slice(-4)}`,
    permissions: state.keyPermissions,
    lastUsed: stampWithOffset(now, state.timezone),
    expiresAt: state.keyExpiresAt && stampWithOffset(state.keyExpiresAt, state.timezone),
    isActive: true,
  };
}
