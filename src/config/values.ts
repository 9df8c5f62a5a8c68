import { isIP } from 'node:net';
import leven from 'leven';
import { validateDetailed } from 'node-cron';
import * as z from 'zod';
import { parseDuration, windowLimits } from '../commands/duration.ts';
import { findZone, zoneNamed } from '../commands/time-zones.ts';
import { isReservedWord } from '../commands/words.ts';
import { redact } from '../ops/redact.ts';

/**
 * Parses a setting's text. Issues continue the sentence "the value …", for example "is not a time".
 */
export type ValueSchema<Value> = z.ZodType<Value, string>;

class Refusal {
  readonly why: string;
  constructor(why: string) {
    this.why = why;
  }
}

function valueBy<Value>(read: (text: string) => Value | Refusal): ValueSchema<Value> {
  return z.string().transform((text, context): Value => {
    const value = read(text);
    if (!(value instanceof Refusal)) return value;
    context.addIssue({ code: 'custom', message: value.why });
    return z.NEVER;
  });
}

/** One of these words, in any case. */
export function oneOf<const Word extends string>(words: readonly Word[]): ValueSchema<Word> {
  return valueBy((text) => {
    const lower = text.toLowerCase();
    return words.find((word) => word === lower) ?? new Refusal('is unknown');
  });
}

/** A number of digits only, from `least` to `most`, both included. */
export function wholeNumber(least: number, most: number): ValueSchema<number> {
  return valueBy((text) => {
    if (!/^\d{1,9}$/.test(text)) return new Refusal('is not a whole number');
    const number = Number(text);
    return number >= least && number <= most ? number : new Refusal('is out of range');
  });
}

/** A length of time in milliseconds. */
export function timeBetween(leastMs: number, mostMs: number): ValueSchema<number> {
  return valueBy((text) => {
    const ms = parseDuration(text);
    if (ms === undefined) return new Refusal('is not a time');
    if (ms < leastMs) return new Refusal('is too short');
    return ms <= mostMs ? ms : new Refusal('is too long');
  });
}

/** A window of a portal's policy. */
export const policyWindow = timeBetween(windowLimits.leastMs, windowLimits.mostMs);

/** An address without a trailing slash. */
export const address: ValueSchema<string> = valueBy((text) => {
  if (/\s/.test(text)) return new Refusal('has a space');
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return new Refusal('lacks https://');
  if (!URL.canParse(text)) return new Refusal('is not an address');
  const url = new URL(text);
  if (!isHttp(url)) return new Refusal('is neither http nor https');
  if (url.username !== '' || url.password !== '') return new Refusal('has a user name or password');
  if (/[?#]/.test(text)) return new Refusal('has a query or fragment (a part that starts with ? or #)');
  return url.origin + url.pathname.replace(/\/+$/, '');
});

/** An http or https address, unchanged, because it may contain a user name and a password. */
export const proxyAddress: ValueSchema<string> = valueBy((text) =>
  /^https?:\/\//i.test(text) && URL.canParse(text) ? text : new Refusal('is not an http or https address'),
);

/** Where the bot remembers, unchanged: a PostgreSQL address may contain a user name and a password. */
export const databaseAddress: ValueSchema<string> = valueBy((text) => {
  if (/^file:(?!\/\/)./.test(text)) return text;
  if (/^file:/.test(text)) return new Refusal('has no plain path after file:');
  return /^postgres(ql)?:\/\/./.test(text) && URL.canParse(text)
    ? text
    : new Refusal('is neither a file nor a PostgreSQL address');
});

/** An IP address, an IPv6 one without brackets, or a host name. */
export const hostName: ValueSchema<string> = valueBy((text) => {
  const host = text.replace(/^\[(.+)\]$/, '$1');
  if (isIP(host) !== 0) return host;
  if (text.includes('://')) return new Refusal('is an address with a protocol; give only the host');
  const isName = /^(?=.*[^\d.])[\p{L}\p{N}_](?:[\p{L}\p{M}\p{N}._-]*[\p{L}\p{M}\p{N}_])?$/u.test(text);
  return isName ? text : new Refusal('is neither an IP address nor a host name');
});

function isHttp(url: URL): boolean {
  return url.protocol === 'http:' || url.protocol === 'https:';
}

const nameShape = /^[\p{L}\p{N}][\p{L}\p{M}\p{N}._-]*$/u;
/** How many characters a portal's name may have. */
export const longestName = 40;

/** A name that can be typed after `/backups`, in Unicode's composed form (NFC). */
export const portalName: ValueSchema<string> = valueBy((text) => {
  const name = text.normalize('NFC');
  if (name.length > longestName) return new Refusal(`is longer than ${longestName} characters`);
  if (!nameShape.test(name)) return new Refusal('has a character that is not allowed there');
  return isReservedWord(name) ? new Refusal('means something else in /backups') : name;
});

/**
 * A name for the portal at an address, from the first part of its host; `docspace` when that contains no letter or
 * digit.
 */
export function nameFromAddress(url: string): string {
  const { hostname } = new URL(url);
  const isIpAddress = /^[\d.]+$|^\[/.test(hostname);
  const [label = ''] = isIpAddress ? [hostname] : hostname.split('.');
  const name = label
    .replaceAll(/[^\p{L}\p{M}\p{N}._-]+/gu, '-')
    .replace(/^[^\p{L}\p{N}]+/u, '')
    .replace(/-+$/, '')
    .slice(0, longestName);
  if (name === '') return 'docspace';
  return portalName.safeParse(name).success
    ? name
    : `portal-${name}`.slice(0, longestName).replace(/-+$/, '');
}

/**
 * Five cron fields with single spaces, which name not both a day of month and a day of week: node-cron (4.6.0) combines
 * them with “and”, POSIX with “or”.
 */
export const cron: ValueSchema<string> = valueBy((text) => {
  const fields = text.split(/\s+/);
  const pattern = fields.join(' ');
  if (pattern.startsWith('@')) return new Refusal('is a nickname, not cron fields');
  if (fields.length === 6) {
    const five = quote(fields.slice(1).join(' '));
    return new Refusal(`has six fields, the first of them seconds; leave that out: ${five}`);
  }
  const { valid, errors } = validateDetailed(pattern);
  if (!valid) return new Refusal(`is not a cron expression (${errors[0]?.field ?? 'expression'})`);
  return namesDaysTwice(fields)
    ? new Refusal('names a day of month and a day of week, which is ambiguous: leave one of them *')
    : pattern;
});

function namesDaysTwice(fields: readonly string[]): boolean {
  return [fields.at(-3), fields.at(-1)].every((days) => days !== '*' && days !== '?');
}

/**
 * A time zone as the IANA database writes it, in any case; offsets such as `+02:00` are refused, because they ignore
 * daylight saving time.
 */
export const timeZone: ValueSchema<string> = valueBy((text) => {
  const name = zoneNamed(text);
  if (name !== undefined) return name;
  const found = findZone(text);
  const [nearest] = found.kind === 'found' ? [found.zone] : found.meant;
  return new Refusal(`is not a time zone${nearest === undefined ? '' : `; did you mean ${nearest}?`}`);
});

/**
 * The candidates that a word may be a misspelling of, ignoring case, nearest first: one edit for each three letters of
 * the shorter word, but at least one and at most two, because more turns one word into another.
 */
export function closest(word: string, candidates: readonly string[]): string[] {
  const lower = word.toLowerCase();
  const mostEdits = (candidate: string) =>
    Math.min(2, Math.max(1, Math.floor(Math.min(word.length, candidate.length) / 3)));
  return candidates
    .map((candidate) => ({ candidate, edits: leven(lower, candidate.toLowerCase()) }))
    .filter(({ candidate, edits }) => edits <= mostEdits(candidate))
    .toSorted((a, b) => a.edits - b.edits)
    .map(({ candidate }) => candidate);
}

const longestQuote = 60;

/**
 * A value in a form safe to show to an administrator: on one line, truncated when long, and without what is pasted by
 * mistake: tokens, a password in an address, the query of an address.
 */
export function quote(value: string): string {
  const shown = redact(value)
    .replace(/^.+@/s, '[secret]@')
    .replace(/^([a-z]+:\/\/[^?#]*[?#]).*$/is, '$1…');
  return JSON.stringify(shown.length > longestQuote ? `${shown.slice(0, longestQuote)}…` : shown);
}
