import { dirname, isAbsolute, join } from 'node:path';
import type * as z from 'zod';
import type { Policy, Portal } from '../backups/portal.ts';
import type { Secret } from '../ops/secret.ts';
import type { Environment } from './environment.ts';
import { entrySchema, keyMembers, type MemberName, portalMembers } from './portal-members.ts';
import { secretSchemas } from './secrets.ts';
import { closest, quote } from './values.ts';

/** A portal and the key it is read with. */
export interface PortalConfig {
  readonly portal: Portal;
  readonly apiKey: Secret;
}

/** The location of an entry: the file's path, and words such as `portal 2 ("acme")`. */
interface Place {
  readonly path: string;
  readonly where: string;
}

type Entry = z.infer<typeof entrySchema>;
type RawEntry = Readonly<Record<string, unknown>>;
const memberNames = Object.keys(entrySchema.shape);

/** What other programs call a member. */
const otherWords: Readonly<Record<string, string>> = { key: 'apiKey', token: 'apiKey', address: 'url' };

/**
 * One entry of the portals file; `undefined` after its problems were reported. `policy` supplies the windows it omits.
 */
export function parsePortalEntry(
  environment: Environment,
  place: Place,
  raw: RawEntry,
  policy: Policy | undefined,
): PortalConfig | undefined {
  const members = membersOf(raw);
  const result = entrySchema.safeParse(members);
  for (const issue of result.error?.issues ?? []) report(environment, place, describeIssue(issue, members));
  const apiKey = keyOf(environment, place, members);
  if (!result.success || apiKey === undefined || policy === undefined) return undefined;
  return { portal: portalOf(result.data, policy), apiKey };
}

function portalOf(entry: Entry, policy: Policy): Portal {
  const { name, url, group, dumps } = entry;
  const expiringWithinMs = entry.expiringWithin ?? policy.expiringWithinMs;
  const staleAfterMs = entry.staleAfter ?? policy.staleAfterMs;
  return { name, url, group, dumps, policy: { expiringWithinMs, staleAfterMs } };
}

/** The members that have a value, known or not: `apiKeyFile:` with nothing after it counts as absent. */
function membersOf(raw: RawEntry): RawEntry {
  const trimmed = Object.entries(raw).map(([name, value]): [string, unknown] => [
    name,
    typeof value === 'string' ? value.trim() : value,
  ]);
  return Object.fromEntries(trimmed.filter(([name, value]) => !isMember(name) || !isBlank(value)));
}

function isBlank(value: unknown): boolean {
  return value === '' || value === null;
}

function report(environment: Environment, { path, where }: Place, message: string): undefined {
  return environment.report('DOCSPACE_PORTALS_FILE', `${quote(path)}, ${where}: ${message}`);
}

function describeIssue(issue: z.core.$ZodIssue, members: RawEntry): string {
  if (issue.code === 'unrecognized_keys') return issue.keys.map(describeUnknown).join('; ');
  const member = String(issue.path[0]);
  const value = members[member];
  if (value === undefined) return `${member} is missing. ${adviceOn(member)}`;
  if (issue.code !== 'invalid_type')
    return `${member}: ${quote(String(value))} ${issue.message}. ${adviceOn(member)}`;
  if (issue.expected === 'boolean') return `${member} is neither true nor false. Example: ${member}: true`;
  return `${member} is not text; put it in quotation marks`;
}

/** Broken YAML can turn a part of the key into a member, so only what resembles a known name is shown. */
function describeUnknown(member: string): string {
  const usual = member.toLowerCase();
  const nearest = Object.hasOwn(otherWords, usual) ? otherWords[usual] : closest(member, memberNames)[0];
  if (nearest === undefined) return `has an unknown member; known: ${memberNames.join(', ')}`;
  return `${quote(member)} is unknown; did you mean ${nearest}?`;
}

function adviceOn(member: string): string {
  if (!isMember(member)) return '';
  const { allowed, example } = portalMembers[member];
  return `Allowed: ${allowed}. Example: ${member}: ${example}`;
}

function isMember(name: string): name is MemberName {
  return Object.hasOwn(portalMembers, name);
}

function keyOf(environment: Environment, place: Place, members: RawEntry): Secret | undefined {
  const { apiKey } = members;
  // YAML can create objects whose `toString` is not a function, so only text and numbers are hidden.
  if (typeof apiKey === 'string' || typeof apiKey === 'number') environment.hide(String(apiKey));
  const given = keyMembers.filter((member) => members[member] !== undefined);
  const [member] = given;
  if (member === undefined)
    return report(environment, place, `has no key; set one of ${keyMembers.join(', ')}`);
  if (given.length > 1) return report(environment, place, `has ${given.join(' and ')}; set only one`);
  const value = members[member];
  // Anything but text has been reported with the other members.
  const text = typeof value === 'string' ? readKey(environment, place, member, value) : undefined;
  return text === undefined ? undefined : checkKey(environment, place, member, text);
}

function readKey(
  environment: Environment,
  place: Place,
  member: (typeof keyMembers)[number],
  value: string,
): string | undefined {
  if (member === 'apiKey') return value;
  if (member === 'apiKeyFile') {
    const path = isAbsolute(value) ? value : join(dirname(place.path), value);
    return environment.secretFile('DOCSPACE_PORTALS_FILE', path);
  }
  if (!isVariableName(value)) return report(environment, place, 'apiKeyEnv is not the name of a variable');
  return environment.text(value) ?? report(environment, place, `apiKeyEnv: the variable ${value} is not set`);
}

function isVariableName(text: string): boolean {
  return /^[A-Za-z_]\w{0,63}$/.test(text);
}

function checkKey(environment: Environment, place: Place, member: string, text: string): Secret | undefined {
  const key = environment.hide(text);
  const result = secretSchemas.DOCSPACE_API_KEY.safeParse(text);
  if (result.success) return key;
  return report(environment, place, `${member}: the value ${result.error.issues[0]?.message ?? 'is wrong'}`);
}
