import type { ReadFailure } from '../backups/failure.ts';

type UnreachableReason = Extract<ReadFailure, { kind: 'unreachable' }>['reason'];

/** What a status other than 200 means, by DocSpace's own rules; `undefined` for 200. Says nothing of `retryAt` or `to`. */
export function failureOfStatus(status: number): ReadFailure | undefined {
  if (status === 200) return undefined;
  if (status >= 300 && status < 400) return { kind: 'redirected', to: undefined };
  if (status >= 500 && status < 600) return { kind: 'server-error', status, retryAt: undefined };
  return failureByStatus.get(status) ?? { kind: 'unexpected-status', status };
}

const failureByStatus: ReadonlyMap<number, ReadFailure> = new Map([
  [401, { kind: 'key-refused' }],
  [402, { kind: 'not-in-plan' }],
  [403, { kind: 'forbidden' }],
  [404, { kind: 'not-found' }],
  // Only a proxy answers this, never a portal.
  [407, { kind: 'unreachable', reason: 'proxy' }],
  [429, { kind: 'rate-limited', retryAt: undefined }],
]);

/** 253 characters is the longest name DNS knows; the rest is a port. */
const maxHostLength = 260;

/** The host a redirect points to; relative ones stay on `base`. `undefined` when it cannot be told. */
export function redirectHost(location: string | string[] | undefined, base: string): string | undefined {
  if (typeof location !== 'string' || !URL.canParse(location, base)) return undefined;
  const { host } = new URL(location, base);
  return host === '' || host.length > maxHostLength ? undefined : host;
}

/** What failed before a whole answer was there. `undefined` for errors that do not come from the network: our bugs. */
export function failureOfError(error: unknown, url: string): ReadFailure | undefined {
  const code = codeOf(error);
  if (code === undefined) return undefined;
  if (corruptCompression.test(code)) return { kind: 'broken-json' };
  const reason = isProxyWord(error, code) ? 'proxy' : isNotHttps(error, code) ? 'not-https' : reasonOf(code);
  if (reason === undefined) return undefined;
  return { kind: 'unreachable', reason: isOfProxy(error, reason, url) ? 'proxy' : reason };
}

/** Node's and undici's name for what went wrong. */
export function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if ('code' in error && typeof error.code === 'string') return error.code;
  // For an answer that is no HTTP at all undici's parser leaves the code out.
  return error.name === 'HTTPParserError' ? 'HPE_UNKNOWN' : undefined;
}

const corruptCompression = /^Z_(DATA|BUF|STREAM)_ERROR$/;

/** OpenSSL's verdicts on a certificate, and Node's on the name in it. */
const certificateCode =
  /CERT|SIGNATURE|^(HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH_EXCEEDED)$/;

const reasonByCode: ReadonlyMap<string, UnreachableReason> = new Map([
  ['ENOTFOUND', 'dns'],
  ['EAI_AGAIN', 'dns'],
  ['ECONNREFUSED', 'refused'],
  ['ECONNRESET', 'dropped'],
  ['EPIPE', 'dropped'],
  ['UND_ERR_SOCKET', 'dropped'],
  ['UND_ERR_RES_CONTENT_LENGTH_MISMATCH', 'dropped'],
  ['ERR_STREAM_PREMATURE_CLOSE', 'dropped'],
]);

function reasonOf(code: string): UnreachableReason | undefined {
  if (certificateCode.test(code)) return 'certificate';
  if (code === 'UND_ERR_INVALID_ARG' || code === 'UND_ERR_INVALID_RETURN_VALUE') return undefined;
  return reasonByCode.get(code) ?? (networkCode.test(code) ? 'network' : undefined);
}

/** The system's, undici's, its parser's and OpenSSL's other complaints. */
const networkCode = /^(E[A-Z]+|EAI_[A-Z]+|UND_ERR_[A-Z_]+|HPE_[A-Z_]+|ERR_SSL_[A-Z0-9_/]+|ERR_TLS_[A-Z_]+)$/;

/** OpenSSL's verdicts on an answer that is no TLS, such as plain http. */
const notTlsCode = /^ERR_SSL_(WRONG_VERSION_NUMBER|(PACKET|DATA)_LENGTH_TOO_LONG)$/;

/** Node says no more than EPROTO when sending fails; who sends an alert does speak TLS. */
function isNotHttps(error: unknown, code: string): boolean {
  if (notTlsCode.test(code)) return true;
  return code === 'EPROTO' && error instanceof Error && !/\balert\b/.test(error.message);
}

/** undici has no code of its own for a proxy that says no; these words are all it gives (7.30). */
function isProxyWord(error: unknown, code: string): boolean {
  if (code === 'UND_ERR_PRX_TLS') return true;
  return error instanceof Error && /^Proxy (response|Authentication Required)\b/.test(error.message);
}

/** A connection that fails at another host or port than the portal's was on its way to the proxy. */
function isOfProxy(error: unknown, reason: UnreachableReason, url: string): boolean {
  const failedAt: { readonly hostname?: unknown; readonly port?: unknown } =
    (error instanceof AggregateError ? error.errors[0] : error) ?? {};
  const { hostname, port, protocol } = new URL(url);
  if (reason === 'not-https') return protocol === 'http:';
  if (reason === 'dns') return failedAt.hostname !== undefined && failedAt.hostname !== hostname;
  return failedAt.port !== undefined && failedAt.port !== Number(port || (protocol === 'https:' ? 443 : 80));
}
