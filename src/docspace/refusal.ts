import type { ReadFailure } from '../backups/failure.ts';
import { parseRetryAfter } from './retry.ts';

/** An unsuccessful answer, as far as it was read. */
export interface Refused {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** `undefined` when it was too long or incomplete. */
  readonly text: string | undefined;
}

/** A refusal that concerns the key, the portal or the address, and may come from DocSpace itself. */
export interface Refusal {
  readonly status: number;
  /**
   * `api`: an error envelope, so the server's filters had let the request pass. `filter`: no envelope, as when the
   * server's filters refuse (key, permissions, the portal's state, payment, IP address). `page`: not written by
   * DocSpace.
   */
  readonly by: 'api' | 'filter' | 'page';
  /** Whether the error is about rights, or may be. */
  readonly isOfRights: boolean;
}

/** What a refusal means; `refused` where it takes more questions to find out. */
export type AssessedRefusal =
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  | {
      readonly kind: 'failed';
      readonly failure: ReadFailure;
      readonly retryAfterMs?: number | undefined;
    };

const statusesOfRights: ReadonlySet<number> = new Set([401, 402, 403, 404]);

/**
 * Judges by status, headers and body, for DocSpace 3.7. Only an answer that looks like DocSpace's own may blame the key
 * or the portal.
 */
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

/** Something in front of the portal that identifies itself in the headers. */
function findFront(
  refused: Refused,
  authorization: string | undefined,
): 'challenge' | 'proxy' | 'login' | undefined {
  const { status, headers } = refused;
  // Cloudflare's documented header for its bot check.
  if (String(headers['cf-mitigated']).includes('challenge')) return 'challenge';
  if (status === 407 || 'proxy-authenticate' in headers || 'x-squid-error' in headers) return 'proxy';
  return status === 401 && asksForLogin(refused, authorization) ? 'login' : undefined;
}

/** DocSpace asks for `Basic` only when it refuses a `Basic` that it was sent, and never with a page. */
function asksForLogin(refused: Refused, authorization: string | undefined): boolean {
  const schemes = String(refused.headers['www-authenticate']);
  if (!/\b(basic|digest|negotiate|ntlm)\b/i.test(schemes)) return false;
  return whoseWords(refused) === 'page' || !/^basic /i.test(String(authorization));
}

/** DocSpace itself answers with an empty body, a JSON string, an RFC 9457 problem or an error envelope. */
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

/** The host a redirect points to; relative ones stay on `base`. `undefined` when it is unknown. */
function redirectHost(location: string | string[] | undefined, base: string): string | undefined {
  if (typeof location !== 'string' || !URL.canParse(location, base)) return undefined;
  const { host } = new URL(location, base);
  return host === '' || host.length > maxHostLength ? undefined : host;
}

function failed(failure: ReadFailure, retryAfterMs?: number): AssessedRefusal {
  return { kind: 'failed', failure, retryAfterMs };
}
