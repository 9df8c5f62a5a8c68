import type { Call } from './call.ts';
import type { PortalState } from './portal-state.ts';
import { stampWithOffset, utcOffset } from './stamp.ts';

const owner = { id: '66faa6e4-f133-11ea-b126-00ffeec8b4ef', displayName: 'Nora Berg' };

/** `settings`. Who did not sign in learns neither zone nor owner nor space access. */
export function describeSettings({ state, signedIn, now }: Call): unknown {
  return {
    culture: 'en-US',
    greetingSettings: state.displayName,
    docSpace: true,
    standalone: state.standalone,
    baseDomain: state.standalone ? 'localhost' : 'onlyoffice.com',
    version: state.version,
    tenantStatus: state.tenantStatus,
    tenantAlias: state.alias,
    cookieSettingsEnabled: false,
    deepLink: { url: '', androidPackageName: '', iosPackageId: '' },
    ...(signedIn && {
      timezone: state.timezone,
      utcOffset: `${utcOffset(state.timezone, now)}:00`.replace('+', ''),
      trustedDomains: [],
      trustedDomainsType: 1,
      ownerId: owner.id,
      nameSchemaId: 'Common',
      limitedAccessSpace: state.limitedAccessSpace,
    }),
  };
}

/** `keys/@self`: always active, for a dead key gets no answer. */
export function describeKey({ state, apiKey, now }: Call): unknown {
  const postfix = apiKey.slice(-4);
  return {
    id: '8b1c8f0e-4f0c-4a1d-9d57-0f4a2c1b7e33',
    name: state.keyName,
    key: `sk-***${postfix}`,
    keyPostfix: postfix,
    permissions: state.keyPermissions,
    lastUsed: stampWithOffset(now, state.timezone),
    createOn: stampWithOffset(state.keyCreatedAt, state.timezone),
    createBy: owner,
    expiresAt: state.keyExpiresAt && stampWithOffset(state.keyExpiresAt, state.timezone),
    isActive: true,
  };
}

/** `portal/tariff`. */
export function describeTariff({
  tariffState,
  paidUntil,
  timezone,
  standalone,
  keyOwnerIsAdmin,
}: PortalState) {
  if (!keyOwnerIsAdmin) return { state: tariffState, id: 0 };
  return {
    state: tariffState,
    dueDate: stampWithOffset(paidUntil, timezone),
    delayDueDate: stampWithOffset(undefined, timezone),
    id: 4711,
    openSource: false,
    enterprise: standalone,
    developer: false,
    quotas: [],
  };
}

/** `portal/payment/quota`, as far as backups are concerned. */
export function describeQuota({ freeBackups, backupsThisMonth, standalone }: PortalState) {
  const value = standalone ? -1 : freeBackups;
  return { features: [{ id: 'free_backup', type: 'count', value, used: { value: backupsThisMonth.free } }] };
}
