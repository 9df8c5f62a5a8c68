import type { Policy } from '../backups/portal.ts';
import { adviceOn, type Environment } from './environment.ts';
import type { PortalConfig } from './portal-entry.ts';
import { type PortalsFile, parsePortalsFile } from './portals-file.ts';
import { docOf, type SettingName } from './settings.ts';
import { address, nameFromAddress, policyWindow, portalName } from './values.ts';

/** The portals to read, at least one, from the single-portal settings or from the portals file. */
export function parsePortals(environment: Environment): PortalsFile {
  const policy = parsePolicy(environment);
  if (environment.isSet('DOCSPACE_PORTALS_FILE')) return parseSeveral(environment, policy);
  const single = parseSingle(environment, policy);
  return { portals: single === undefined ? undefined : [single], variables: new Set() };
}

function parsePolicy(environment: Environment): Policy | undefined {
  const expiringWithinMs = environment.value('EXPIRING_WITHIN', policyWindow);
  const staleAfterMs = environment.value('STALE_AFTER', policyWindow);
  if (expiringWithinMs === undefined || staleAfterMs === undefined) return undefined;
  return { expiringWithinMs, staleAfterMs };
}

function parseSingle(environment: Environment, policy: Policy | undefined): PortalConfig | undefined {
  const url = environment.value('DOCSPACE_URL', address);
  const apiKey = environment.secret('DOCSPACE_API_KEY');
  const name = environment.value('DOCSPACE_NAME', portalName);
  reportMissing(environment);
  const nameIsWrong = environment.isSet('DOCSPACE_NAME') && name === undefined;
  if (url === undefined || apiKey === undefined || policy === undefined || nameIsWrong) return undefined;
  return {
    portal: { name: name ?? nameFromAddress(url), url, group: undefined, dumps: false, policy },
    apiKey,
  };
}

function reportMissing(environment: Environment): void {
  const isUrlSet = environment.isSet('DOCSPACE_URL');
  if (!isUrlSet && !environment.isSet('DOCSPACE_API_KEY')) {
    const advice = adviceOn(docOf('DOCSPACE_URL'));
    environment.report(
      'DOCSPACE_URL',
      `is not set, and neither is DOCSPACE_PORTALS_FILE (several portals). ${advice}`,
    );
    return;
  }
  for (const name of ['DOCSPACE_URL', 'DOCSPACE_API_KEY'] as const) {
    if (!environment.isSet(name)) environment.report(name, `is not set. ${adviceOn(docOf(name))}`);
  }
}

function parseSeveral(environment: Environment, policy: Policy | undefined): PortalsFile {
  const path = environment.text('DOCSPACE_PORTALS_FILE') ?? '';
  const file = parsePortalsFile(environment, path, policy);
  for (const name of ['DOCSPACE_URL', 'DOCSPACE_NAME', 'DOCSPACE_API_KEY'] satisfies SettingName[]) {
    if (environment.isSet(name) && !file.variables.has(name)) {
      environment.report(name, 'describes a single portal, but DOCSPACE_PORTALS_FILE lists them. Remove one');
    }
  }
  return file;
}
