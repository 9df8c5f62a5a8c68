import type { CertificateFault, ReadFailure } from '../backups/failure.ts';
import { maxHeaderBytes } from './create-dispatcher.ts';

type UnreachableReason = Extract<ReadFailure, { kind: 'unreachable' }>['reason'];

/** What failed before a complete answer arrived. `undefined` for errors that do not come from the network: our bugs. */
export function failureOfError(error: Error, url: string): ReadFailure | undefined {
  const code = codeOf(error);
  if (code === undefined) return undefined;
  if (corruptCompression.test(code)) return { kind: 'broken-json' };
  if (code === 'UND_ERR_HEADERS_OVERFLOW') {
    return { kind: 'too-large', what: 'headers', limitBytes: maxHeaderBytes };
  }
  const isHttps = new URL(url).protocol === 'https:';
  const ofProxy = failureOfProxy(error, code);
  if (ofProxy !== undefined) return ofProxy;
  const reason = reasonOf(error, code);
  if (reason === undefined) return undefined;
  if (!isHttps && (reason === 'certificate' || reason === 'not-https' || reason === 'tls'))
    return proxyFailed;
  if (reason === 'certificate') return { kind: 'bad-certificate', fault: faultByCode.get(code) ?? 'other' };
  return isOfProxy(error, reason, url) ? proxyFailed : { kind: 'unreachable', reason };
}

const proxyFailed: ReadFailure = { kind: 'unreachable', reason: 'proxy' };

/** Node's and undici's name for what went wrong. */
export function codeOf(error: Error): string | undefined {
  if ('code' in error && typeof error.code === 'string') return error.code;
  // undici's parser sets no code for an answer that is not HTTP at all.
  return error.name === 'HTTPParserError' ? 'HPE_UNKNOWN' : undefined;
}

const corruptCompression = /^Z_(DATA|BUF|STREAM)_ERROR$/;

/** OpenSSL's verdicts on a certificate, and Node's on the name in it. */
const certificateCode =
  /CERT|SIGNATURE|^(HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH_EXCEEDED)$/;

/**
 * The usual ones. A server that sends only its own certificate gets `UNABLE_TO_VERIFY_LEAF_SIGNATURE`; one whose chain
 * ends at an unknown authority, one of the two about the issuer.
 */
const faultByCode: ReadonlyMap<string, CertificateFault> = new Map([
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'wrong-name'],
  ['HOSTNAME_MISMATCH', 'wrong-name'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'incomplete-chain'],
  ['CERT_HAS_EXPIRED', 'expired'],
  ['CERT_NOT_YET_VALID', 'not-yet-valid'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'self-signed'],
  ['SELF_SIGNED_CERT_IN_CHAIN', 'unknown-authority'],
  ['UNABLE_TO_GET_ISSUER_CERT', 'unknown-authority'],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'unknown-authority'],
]);

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

function reasonOf(error: Error, code: string): UnreachableReason | 'certificate' | undefined {
  if (isNotHttps(error, code)) return 'not-https';
  if (handshakeCode.test(code) || code === 'EPROTO') return 'tls';
  if (certificateCode.test(code)) return 'certificate';
  if (code === 'UND_ERR_INVALID_ARG' || code === 'UND_ERR_INVALID_RETURN_VALUE') return undefined;
  return reasonByCode.get(code) ?? (networkCode.test(code) ? 'network' : undefined);
}

/** Other errors of the system, undici, its parser and OpenSSL. */
const networkCode = /^(E[A-Z]+|EAI_[A-Z]+|UND_ERR_[A-Z_]+|HPE_[A-Z_]+|ERR_SSL_[A-Z0-9_/]+|ERR_TLS_[A-Z_]+)$/;

/** OpenSSL's errors for an answer that is not TLS, such as plain http. */
const notTlsCode = /^ERR_SSL_(WRONG_VERSION_NUMBER|(PACKET|DATA)_LENGTH_TOO_LONG)$/;

/** OpenSSL's errors where both sides speak TLS but do not agree on its version, its ciphers, the name or a client certificate. */
const handshakeCode =
  /^ERR_SSL_([A-Z0-9/]+_ALERT_(?!BAD_RECORD_MAC)|TLSV1_UNRECOGNIZED_NAME$|UNSUPPORTED_PROTOCOL$|[A-Z_]+_TOO_SMALL$)/;

/** Node reports only EPROTO when sending fails. A server that sends an alert does speak TLS. */
function isNotHttps(error: Error, code: string): boolean {
  return notTlsCode.test(code) || (code === 'EPROTO' && !/\balert\b/.test(error.message));
}

/** undici has no error code for a proxy that refuses, only these messages (7.30). */
const proxyWords = /^Proxy (?:response \((\d{3})\)|Authentication Required\b)/;

/** A proxy that refuses will refuse again; one that cannot reach the portal may reach it later. */
function failureOfProxy(error: Error, code: string): ReadFailure | undefined {
  if (code === 'UND_ERR_PRX_TLS') return proxyFailed;
  const words = proxyWords.exec(error.message);
  if (words === null) return undefined;
  return Number(words[1]) >= 500 ? proxyFailed : { kind: 'refused-in-front', by: 'proxy' };
}

/** A connection that fails at a host or port other than the portal's was a connection to the proxy. */
function isOfProxy(error: Error, reason: UnreachableReason, url: string): boolean {
  const failedAt: { readonly hostname?: unknown; readonly port?: unknown } =
    (error instanceof AggregateError ? error.errors[0] : error) ?? {};
  const { hostname, port, protocol } = new URL(url);
  if (reason === 'dns') return failedAt.hostname !== undefined && failedAt.hostname !== hostname;
  return failedAt.port !== undefined && failedAt.port !== Number(port || (protocol === 'https:' ? 443 : 80));
}
