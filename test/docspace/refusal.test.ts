import { describe, expect, it } from 'vitest';
import { assessRefusal, type Refused } from '../../src/docspace/refusal.ts';

const now = new Date('2026-11-24T09:00:00Z');
const portal = 'https://acme.example';
const ownError = '{"error":{"message":"x"},"status":1,"statusCode":403}';

function assess(refused: Partial<Refused>, authorization: string | undefined = 'Bearer sk-1') {
  return assessRefusal(
    { status: 403, headers: {}, text: '', ...refused },
    { url: portal, authorization },
    now,
  );
}

const failureOf = (refused: Partial<Refused>, authorization?: string) => {
  const assessed = assess(refused, authorization);
  return assessed.kind === 'failed' ? assessed.failure : assessed.kind;
};
const refusalOf = (refused: Partial<Refused>) => {
  const assessed = assess(refused);
  return assessed.kind === 'refused' ? assessed.refusal : assessed.failure;
};

describe('a status', () => {
  it.each([300, 301, 399])('%i redirects', (status) => {
    expect(failureOf({ status, headers: { location: '/login' } })).toEqual({
      kind: 'redirected',
      to: 'acme.example',
    });
  });

  it.each([204, 299, 400, 405, 418, 499])('%i is none that we know', (status) => {
    expect(failureOf({ status })).toEqual({ kind: 'unexpected-status', status });
  });

  it.each([501, 502, 503, 599])('%i is a fault of the server, which may say until when', (status) => {
    expect(assess({ status })).toMatchObject({
      failure: { kind: 'server-error', status, retryAt: undefined },
      retryAfterMs: undefined,
    });
    expect(assess({ status, headers: { 'retry-after': '60' } })).toMatchObject({
      failure: { kind: 'server-error', retryAt: new Date('2026-11-24T09:01:00Z') },
      retryAfterMs: 60_000,
    });
  });

  it('429 limits the rate, whoever says so, and may say until when', () => {
    expect(failureOf({ status: 429, text: '<html>' })).toEqual({ kind: 'rate-limited', retryAt: undefined });
    expect(assess({ status: 429, headers: { 'retry-after': '60' } })).toMatchObject({
      failure: { kind: 'rate-limited', retryAt: new Date('2026-11-24T09:01:00Z') },
      retryAfterMs: 60_000,
    });
  });

  it('500 in the words of DocSpace is an error inside it, and of anybody else a fault of the server', () => {
    expect(failureOf({ status: 500, text: ownError })).toEqual({ kind: 'internal-error' });
    for (const text of ['', '<html>'])
      expect(failureOf({ status: 500, text })).toMatchObject({ kind: 'server-error' });
    expect(failureOf({ status: 502, text: ownError })).toMatchObject({ kind: 'server-error' });
  });

  it.each([401, 402, 403, 404])('%i asks who refused, unless a page says it', (status) => {
    expect(refusalOf({ status })).toEqual({ status, by: 'filter', isOfRights: true });
    const byPage = status === 404 ? { status, by: 'page' } : { kind: 'refused-in-front', by: 'page' };
    expect(refusalOf({ status, text: '<html>' })).toMatchObject(byPage);
  });
});

describe('something in front of the portal', () => {
  it.each<[string, Partial<Refused>]>([
    ['challenge', { headers: { 'cf-mitigated': 'challenge' } }],
    ['proxy', { status: 407 }],
    ['proxy', { headers: { 'proxy-authenticate': 'Basic' } }],
    ['proxy', { headers: { 'x-squid-error': 'ERR_ACCESS_DENIED 0' } }],
    ['proxy', { status: 499, headers: { 'x-squid-error': 'ERR_X 0' } }],
    ...['Basic realm="x"', 'digest', 'Negotiate', 'NTLM'].map((scheme): [string, Partial<Refused>] => [
      'login',
      { status: 401, headers: { 'www-authenticate': scheme } },
    ]),
  ])('is a %s by its signs: %j', (by, refused) => {
    expect(failureOf(refused)).toEqual({ kind: 'refused-in-front', by });
  });

  it.each([500, 503])('is a proxy that cannot reach the portal: %i', (status) => {
    expect(failureOf({ status, headers: { 'x-squid-error': 'ERR_CONNECT_FAIL 111' } })).toEqual({
      kind: 'unreachable',
      reason: 'proxy',
    });
    expect(failureOf({ status, headers: { 'cf-mitigated': 'challenge' } })).toEqual({
      kind: 'refused-in-front',
      by: 'challenge',
    });
  });

  it.each<Partial<Refused>>([
    { status: 401, headers: { 'www-authenticate': 'Bearer' } },
    { status: 403, headers: { 'www-authenticate': 'Basic' } },
    { headers: { 'cf-mitigated': 'no' } },
  ])('is nobody that we know without them: %j', (refused) => {
    expect(failureOf(refused)).toBe('refused');
  });

  it('wants a login, unless DocSpace itself refused one that we sent', () => {
    const asks = { status: 401, headers: { 'www-authenticate': 'Basic' } };
    expect(failureOf(asks, 'Basic dTpw')).toBe('refused');
    expect(failureOf(asks, 'basic dTpw')).toBe('refused');
    expect(failureOf({ ...asks, text: '<html>' }, 'Basic dTpw')).toMatchObject({ by: 'login' });
    expect(
      assessRefusal({ ...asks, text: '' }, { url: portal, authorization: undefined }, now),
    ).toMatchObject({
      failure: { by: 'login' },
    });
  });
});

describe('the words of a refusal', () => {
  const html = { 'content-type': 'text/html; charset=utf-8' };

  it.each<[string, Partial<Refused>]>([
    ['api', { text: ownError }],
    ['api', { text: ownError, headers: html }],
    ['filter', { text: '' }],
    ['filter', { text: ' \n' }],
    ['filter', { text: '', headers: html }],
    ['filter', { text: '"Forbidden"' }],
    ['filter', { text: '{"title":"Forbidden","status":403}' }],
    ['filter', { text: undefined }],
    ['page', { text: undefined, headers: html }],
    ['page', { text: 'Forbidden' }],
    ['page', { text: '403' }],
    ['page', { text: 'null' }],
    ['page', { text: '["Forbidden"]' }],
    ['page', { text: '{"error":{"message":"x"}}' }],
    ['page', { text: '{"error":"x","statusCode":403}' }],
    ['page', { text: '{"title":"Forbidden"}' }],
    ['page', { text: '{"status":403}' }],
  ])('are those of %s: %j', (by, refused) => {
    // A page is only asked about when it comes with 404.
    expect(refusalOf({ status: 404, ...refused })).toMatchObject({ by });
  });

  it.each([
    [undefined, true],
    ['System.Security.SecurityException', true],
    ['ASC.Common.Security.Authorizing.AuthorizingException', true],
    ['System.InvalidOperationException', false],
    ['SecurityExceptionHandler', false],
    [null, false],
  ])('are about rights when the error is of type %s: %s', (type, isOfRights) => {
    const text = JSON.stringify({ error: { message: 'x', type }, statusCode: 403 });
    expect(refusalOf({ text })).toEqual({ status: 403, by: 'api', isOfRights });
  });

  it('are about rights as far as they say', () => {
    for (const text of ['', '"Forbidden"', '{"error":null,"statusCode":403}', undefined])
      expect(refusalOf({ text })).toMatchObject({ isOfRights: true });
  });
});

describe('where a redirect leads', () => {
  const host = (length: number) => `${'a'.repeat(length - '.example'.length)}.example`;

  it.each([
    ['https://other.example:8443/x?key=1', 'other.example:8443'],
    [`https://${host(260)}/`, host(260)],
    [`https://${host(261)}/`, undefined],
    ['mailto:admin@acme.example', undefined],
    ['http://[bad', undefined],
    [['https://one.example', 'https://two.example'], undefined],
    [undefined, undefined],
  ])('is told by its host alone: %s', (location, to) => {
    expect(failureOf({ status: 302, headers: { location } })).toEqual({ kind: 'redirected', to });
  });
});
