import { describe, expect, it } from 'vitest';
import { failureOfError } from '../../src/docspace/failures.ts';

const portal = 'https://acme.example';

function errorWith(code: string, more: object = {}): Error {
  return Object.assign(new Error('CANARY'), { code, ...more });
}

const unreachable = (reason: string) => ({ kind: 'unreachable', reason });

describe('an error of the network', () => {
  it.each([
    ...(['ENOTFOUND', 'EAI_AGAIN'] as const).map((code) => [code, 'dns']),
    ['ECONNREFUSED', 'refused'],
    ...['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET'].map((code) => [code, 'dropped']),
    ...['UND_ERR_RES_CONTENT_LENGTH_MISMATCH', 'ERR_STREAM_PREMATURE_CLOSE'].map((code) => [code, 'dropped']),
    ...['ETIMEDOUT', 'EHOSTUNREACH', 'EAI_FAIL', 'UND_ERR_CONNECT_TIMEOUT'].map((code) => [code, 'network']),
    ['HPE_INVALID_CONSTANT', 'network'],
    ['ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', 'tls'],
    ['ERR_TLS_HANDSHAKE_TIMEOUT', 'network'],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'not-https'],
  ])('is told by its code: %s is %s', (code, reason) => {
    expect(failureOfError(errorWith(code), portal)).toEqual(unreachable(reason));
  });

  it('without a code is told by its name when no HTTP came back', () => {
    const error = Object.assign(new Error('Expected HTTP/'), { name: 'HTTPParserError' });
    expect(failureOfError(error, portal)).toEqual(unreachable('network'));
  });

  it.each(['Z_DATA_ERROR', 'Z_BUF_ERROR', 'Z_STREAM_ERROR'])(
    'of the compression breaks the body: %s',
    (code) => {
      expect(failureOfError(errorWith(code), portal)).toEqual({ kind: 'broken-json' });
    },
  );

  it('of headers that are too long tells the limit', () => {
    expect(failureOfError(errorWith('UND_ERR_HEADERS_OVERFLOW'), portal)).toEqual({
      kind: 'too-large',
      what: 'headers',
      limitBytes: 65_536,
    });
  });
});

describe('a certificate that is refused', () => {
  it.each([
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'wrong-name'],
    ['HOSTNAME_MISMATCH', 'wrong-name'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'incomplete-chain'],
    ['CERT_HAS_EXPIRED', 'expired'],
    ['CERT_NOT_YET_VALID', 'not-yet-valid'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'self-signed'],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'unknown-authority'],
    ['UNABLE_TO_GET_ISSUER_CERT', 'unknown-authority'],
    ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'unknown-authority'],
    ['INVALID_CA', 'other'],
  ])('is told with its fault: %s is %s', (code, fault) => {
    expect(failureOfError(errorWith(code), portal)).toEqual({ kind: 'bad-certificate', fault });
  });
});

describe('an error that is ours', () => {
  it.each([
    errorWith('UND_ERR_INVALID_ARG'),
    errorWith('UND_ERR_INVALID_RETURN_VALUE'),
    errorWith('ERR_INVALID_URL'),
    errorWith('MODULE_NOT_FOUND'),
    Object.assign(new Error('x'), { code: 404 }),
    new TypeError('x is not a function'),
  ])('is no failure of the portal: %s', (error) => {
    expect(failureOfError(error, portal)).toBeUndefined();
  });
});

describe('a proxy', () => {
  const said = (words: string) => errorWith('UND_ERR_ABORTED', { message: words });
  const refusedByProxy = { kind: 'refused-in-front', by: 'proxy' };

  it.each([
    ['Proxy response (403) !== 200 when HTTP Tunneling', refusedByProxy],
    ['Proxy response (499) !== 200 when HTTP Tunneling', refusedByProxy],
    ['Proxy response (500) !== 200 when HTTP Tunneling', unreachable('proxy')],
    ['Proxy Authentication Required (407)', refusedByProxy],
  ])('is blamed when it opens no tunnel: %s', (words, failure) => {
    expect(failureOfError(said(words), portal)).toEqual(failure);
  });

  it('is blamed when its own TLS fails', () => {
    expect(failureOfError(errorWith('UND_ERR_PRX_TLS'), portal)).toEqual(unreachable('proxy'));
  });

  it.each(['CERT_HAS_EXPIRED', 'ERR_SSL_WRONG_VERSION_NUMBER'])(
    'is blamed for TLS on the way to a portal that has none: %s',
    (code) => {
      expect(failureOfError(errorWith(code), 'http://acme.example')).toEqual(unreachable('proxy'));
    },
  );

  it.each([
    ['https://acme.example', 443, 'refused'],
    ['https://acme.example', 80, 'proxy'],
    ['https://acme.example:8443', 8443, 'refused'],
    ['https://acme.example:8443', 443, 'proxy'],
    ['http://acme.example', 80, 'refused'],
    ['http://acme.example', 443, 'proxy'],
    ['http://acme.example', undefined, 'refused'],
  ])('is blamed for a connection that fails at another port than the one of %s: %s', (url, port, reason) => {
    const failed = errorWith('ECONNREFUSED', { port });
    expect(failureOfError(failed, url)).toEqual(unreachable(reason));
    // One for each address of a host.
    const all = Object.assign(new AggregateError([failed, failed]), { code: 'ECONNREFUSED' });
    expect(failureOfError(all, url)).toEqual(unreachable(reason));
  });

  it.each([
    ['acme.example', 'dns'],
    ['proxy.example', 'proxy'],
    [undefined, 'dns'],
  ])(
    'is blamed for a name that is unknown, unless that is the name of the portal: %s',
    (hostname, reason) => {
      // A name that is looked up has no port yet.
      const error = errorWith('ENOTFOUND', { hostname, port: undefined });
      expect(failureOfError(error, portal)).toEqual(unreachable(reason));
    },
  );

  it('is not blamed when all that is known is that something failed', () => {
    const error = Object.assign(new AggregateError([]), { code: 'ECONNREFUSED' });
    expect(failureOfError(error, portal)).toEqual(unreachable('refused'));
  });
});
