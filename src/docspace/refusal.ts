import type { ReadFailure } from '../backups/failure.ts';
import { parseRetryAfter } from './retry.ts';

/** An answer that is no success, as far as it was read. */
export interface Refused {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** `undefined` when it was too long or did not end. */
  readonly text: string | undefined;
}

/** A refusal that speaks of key, portal or address, and may be DocSpace's own. */
export interface Refusal {
  readonly status: number;
  /**
   * `api`: an error envelope, so the server's filters had let us pass. `filter`: none, as the server's filters refuse
   * (key, permissions, the portal's state, payment, IP address). `page`: not DocSpace's words.
   */
  readonly by: 'api' | 'filter' | 'page';
  /** Whether the error is one about rights, as far as it says. */
  readonly isOfRights: boolean;
}

/** What a refusal means; `refused` where only more questions can tell. */
export type AssessedRefusal =
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  | {
      readonly kind: 'failed';
      readonly failure: ReadFailure;
      readonly retryAfterMs?: number | undefined;
    };

const statusesOfRights: ReadonlySet<number> = new Set([401, 402, 403, 404]);

/** Judges by status, headers and body, for DocSpace 3.7. Only what looks like DocSpace's own words may blame key or portal. */
export function assessRefusal(
  refused: Refused,
  asked: { readonly url: string; readonly authorization: string | undefined },
  now: Date,
): AssessedRefusal {
  const { status, headers } = refused;
  const retryAfterMs = parseRetryAfter(headers['retry-after'], now);
  const retryAt = retryAfterMs === undefined ? undefined : new Date(now.getTime() + retryAfterMs);
  if (status >= 300 && status < 400) {
    return failed({ kind: 'redirected', to: redirectHost(headers['location'], asked.url) });
  }
  const front = findFront(refused, asked.authorization);
  if (front === 'proxy' && status >= 500) return failed({ kind: 'unreachable', reason: 'proxy' });
  if (front !== undefined) return failed({ kind: 'refused-in-front', by: front });
  if (status === 429) return failed({ kind: 'rate-limited', retryAt }, retryAfterMs);
  const by = whoseWords(refused);
  if (status === 500 && by === 'api') return failed({ kind: 'internal-error' });
  if (status >= 500) return failed({ kind: 'server-error', status, retryAt }, retryAfterMs);
  if (!statusesOfRights.has(status)) return failed({ kind: 'unexpected-status', status });
  if (by === 'page' && status !== 404) return failed({ kind: 'refused-in-front', by });
  return { kind: 'refused', refusal: { status, by, isOfRights: isOfRights(refused) } };
}

/** Something in front of the portal that says so in its headers. */
function findFront(
  refused: Refused,
  authorization: string | undefined,
): 'challenge' | 'proxy' | 'login' | undefined {
  const { status, headers } = refused;
  // Cloudflare's documented sign of its bot check.
  if (String(headers['cf-mitigated']).includes('challenge')) return 'challenge';
  if (status === 407 || 'proxy-authenticate' in headers || 'x-squid-error' in headers) return 'proxy';
  return status === 401 && asksForLogin(refused, authorization) ? 'login' : undefined;
}

/** DocSpace asks for `Basic` only where it was sent a `Basic` that it refused, and never with a page. */
function asksForLogin(refused: Refused, authorization: string | undefined): boolean {
  const schemes = String(refused.headers['www-authenticate']);
  if (!/\b(basic|digest|negotiate|ntlm)\b/i.test(schemes)) return false;
  return whoseWords(refused) === 'page' || !/^basic /i.test(String(authorization));
}

/** DocSpace's own words are nothing, a JSON string, a problem of RFC 9457 or an error envelope. */
function whoseWords({ headers, text }: Refused): Refusal['by'] {
  const isHtml = /\bhtml\b/i.test(String(headers['content-type']));
  if (text === undefined) return isHtml ? 'page' : 'filter';
  if (text.trim() === '') return 'filter';
  const json = parseObject(text);
  if (typeof json === 'string') return 'filter';
  if (json === undefined) return 'page';
  if (typeof json['error'] === 'object' && 'statusCode' in json) return 'api';
  return 'title' in json && 'status' in json ? 'filter' : 'page';
}

function isOfRights({ text }: Refused): boolean {
  const json = parseObject(text ?? '');
  const error = typeof json === 'object' ? json['error'] : undefined;
  const type = typeof error === 'object' && error !== null && 'type' in error ? error.type : undefined;
  return type === undefined || /(Security|Authorizing)Exception$/.test(String(type));
}

function parseObject(text: string): Readonly<Record<string, unknown>> | string | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'string') return value;
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

/** 253 characters is the longest name DNS knows; the rest is a port. */
const maxHostLength = 260;

/** The host a redirect points to; relative ones stay on `base`. `undefined` when it cannot be told. */
function redirectHost(location: string | string[] | undefined, base: string): string | undefined {
  if (typeof location !== 'string' || !URL.canParse(location, base)) return undefined;
  const { host } = new URL(location, base);
  return host === '' || host.length > maxHostLength ? undefined : host;
}

function failed(failure: ReadFailure, retryAfterMs?: number): AssessedRefusal {
  return { kind: 'failed', failure, retryAfterMs };
}
