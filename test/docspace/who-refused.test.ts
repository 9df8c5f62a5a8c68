import { describe, expect, it } from 'vitest';
import type { Misbehaviour, PortalState } from '../../sandbox/docspace/portal-server.ts';
import type { ReadFailure } from '../../src/backups/failure.ts';
import type { Part } from '../../src/backups/reading.ts';
import { createTestReader, portalAt, type ReaderSetup, startTestPortal } from './history-setup.ts';
import { startServer } from './start-server.ts';

interface Trouble {
  readonly state?: Partial<PortalState>;
  /** Only for paths with the ending `path`, if set. */
  readonly how?: Misbehaviour;
  readonly path?: string;
  readonly part?: Part;
}

const history = '/getbackuphistory';
const settings = '/settings';
const own = '@self';

/** The failure of a portal with a problem, what it was asked, and what was logged. */
async function readIn({ state, how, path, part = 'own' }: Trouble, options: Partial<ReaderSetup> = {}) {
  const portal = await startTestPortal();
  Object.assign(portal.state, state);
  portal.misbehave(how, undefined, path);
  const { reader, log } = createTestReader({ apiKey: portal.apiKey, ...options });
  const answer = await reader.readHistory(portalAt(portal.url), part);
  const asked = portal.requests.map(({ path: at }) => at.slice(at.lastIndexOf('/')));
  return { portal, log, asked, failure: answer.kind === 'failed' ? answer.failure : undefined };
}

const refusalBodies = ['empty', 'text', 'problem'] as const;
const suspended: Partial<PortalState> = { tenantStatus: 1 };
const narrowKey: Partial<PortalState> = { keyPermissions: ['files:read', 'accounts:write'] };

describe.each(refusalBodies)('a portal whose filters refuse with a body that is %s', (refusalBody) => {
  it.each<[Partial<PortalState>, ReadFailure]>([
    [{ keyRevoked: true }, { kind: 'key-refused' }],
    [narrowKey, { kind: 'key-not-allowed', lacks: 'permission' }],
    [{ addressRefused: true }, { kind: 'address-not-allowed' }],
    [{ tariffState: 3 }, { kind: 'unpaid', isOwnServer: false }],
    [
      { tariffState: 3, standalone: true },
      { kind: 'unpaid', isOwnServer: true },
    ],
    [suspended, { kind: 'portal-state', state: 'suspended' }],
    // It no longer answers anything.
    [{ tenantStatus: 2 }, { kind: 'not-found' }],
    [{ tenantStatus: 3 }, { kind: 'portal-state', state: 'transferring' }],
    [{ tenantStatus: 4 }, { kind: 'portal-state', state: 'restoring' }],
    [{ tenantStatus: 5 }, { kind: 'portal-state', state: 'migrating' }],
    [{ tenantStatus: 6 }, { kind: 'portal-state', state: 'encrypting' }],
  ])('is reported with its reason: %j', async (state, failure) => {
    for (const part of ['own', 'dumps'] as const) {
      expect((await readIn({ state: { ...state, refusalBody }, part })).failure).toEqual(failure);
    }
  });
});

describe('a portal whose API refuses', () => {
  it("blames the key's owner when the list needs an administrator", async () => {
    const ownerless = { state: { keyOwnerIsAdmin: false, standalone: true } };
    const failure = { kind: 'key-not-allowed', lacks: 'owner' };
    expect((await readIn(ownerless)).failure).toEqual(failure);
    expect((await readIn({ ...ownerless, part: 'dumps' })).failure).toEqual(failure);
  });

  it.each<[Partial<PortalState>, ReadFailure]>([
    [{}, { kind: 'dumps-not-allowed', why: 'cloud' }],
    [{ keyOwnerIsAdmin: false }, { kind: 'dumps-not-allowed', why: 'cloud' }],
    [
      { standalone: true, limitedAccessSpace: true },
      { kind: 'dumps-not-allowed', why: 'limited' },
    ],
  ])('blames the portal, not the key, for dumps that it may not show: %j', async (state, failure) => {
    expect((await readIn({ state, part: 'dumps' })).failure).toEqual(failure);
  });

  it('blames the permissions of a key that lacks them, regardless of what noticed it', async () => {
    const how = { kind: 'status', status: 403 } as const;
    const { failure } = await readIn({ state: narrowKey, how, path: history });
    expect(failure).toEqual({ kind: 'key-not-allowed', lacks: 'permission' });
  });

  it('blames nothing when its error is not about rights', async () => {
    const error = { message: 'x', type: 'System.InvalidOperationException' };
    const how = { kind: 'body', body: JSON.stringify({ error, status: 1, statusCode: 403 }) } as const;
    expect((await readIn({ how, path: history })).failure).toEqual({ kind: 'refused', status: 403 });
  });

  it('is understood when a gateway sends its error with status 200', async () => {
    const error = { message: 'x', type: 'System.Security.SecurityException' };
    const how = { kind: 'body', body: JSON.stringify({ error, status: 1, statusCode: 403 }) } as const;
    const { failure, log } = await readIn({ how, path: history });
    expect(failure).toEqual({ kind: 'key-not-allowed', lacks: 'owner' });
    expect(log.lines).toMatchObject([{ message: 'Request refused', fields: { status: 403 } }]);
  });

  it('fails because of a storage that it cannot reach', async () => {
    expect((await readIn({ state: { storageUnreachable: true } })).failure).toEqual({
      kind: 'internal-error',
    });
  });
});

describe('something in front of a portal', () => {
  it.each<[Extract<Misbehaviour, { kind: 'in-front' }>['who'], ReadFailure]>([
    ['challenge', { kind: 'refused-in-front', by: 'challenge' }],
    ['basic-login', { kind: 'refused-in-front', by: 'login' }],
    ['proxy-403', { kind: 'refused-in-front', by: 'proxy' }],
    ['proxy-407', { kind: 'refused-in-front', by: 'proxy' }],
    ['web-server', { kind: 'not-found' }],
    ['web-server-page', { kind: 'not-found' }],
  ])('is blamed, and neither key nor owner: %s', async (who, failure) => {
    expect((await readIn({ how: { kind: 'in-front', who } })).failure).toEqual(failure);
  });

  it.each<[number, string, string]>([
    [401, 'text/html', '<!doctype html><title>Sign in</title>'],
    [402, 'text/html', '<html>Pay</html>'],
    [403, 'text/html; charset=utf-8', ''.padEnd(70_000, '<p>')],
    [403, 'application/octet-stream', ' <html></html>'],
    [403, 'text/plain', 'RBAC: access denied'],
    [403, 'application/json', '{"message":"Forbidden"}'],
    [403, 'application/json', '{"error":{"code":403,"message":"Forbidden"}}'],
    [403, 'application/json', '["Forbidden"]'],
    [403, 'application/json', '403'],
  ])('is blamed for %i as %s', async (status, type, body) => {
    const how = { kind: 'status', status, body, headers: { 'content-type': type } } as const;
    const { failure, asked } = await readIn({ how });
    expect(failure).toEqual({ kind: 'refused-in-front', by: 'page' });
    expect(asked).toEqual([history]);
  });

  it('is identified by its answer to the next question', async () => {
    const server = await startServer((request, response) => {
      if (request.url?.includes(history)) return void response.writeHead(403).end();
      response.writeHead(403, { 'cf-mitigated': 'challenge', 'content-type': 'text/html' }).end('<html>');
    });
    const { reader } = createTestReader({ apiKey: 'sk-1' });
    expect(await reader.readHistory(portalAt(server.url), 'own')).toEqual({
      kind: 'failed',
      failure: { kind: 'refused-in-front', by: 'challenge' },
    });
  });

  it('is blamed when a page comes instead of the settings', async () => {
    const refuse = { state: { addressRefused: true }, how: { kind: 'html' }, path: settings } as const;
    expect((await readIn(refuse)).failure).toEqual({ kind: 'refused-in-front', by: 'page' });
  });

  it('that wants a login says so by its scheme alone, unless we sent one that it knows', async () => {
    const how = { kind: 'status', status: 401, headers: { 'www-authenticate': 'Basic realm="x"' } } as const;
    expect((await readIn({ how })).failure).toEqual({ kind: 'refused-in-front', by: 'login' });
    const sent = { apiKey: 'Basic dTpw' };
    expect((await readIn({ how, path: history }, sent)).failure).toEqual({ kind: 'key-refused' });
  });

  it('is unknown when it refuses everything without a body', async () => {
    for (const status of [401, 403])
      expect((await readIn({ how: { kind: 'status', status, body: '' } })).failure).toEqual({
        kind: 'refused',
        status,
      });
  });

  it('is no proxy of ours when the portal’s own proxy cannot reach it', async () => {
    const how = {
      kind: 'status',
      status: 503,
      headers: { 'x-squid-error': 'ERR_CONNECT_FAIL 111' },
    } as const;
    expect((await readIn({ how })).failure).toEqual({ kind: 'unreachable', reason: 'proxy' });
  });
});

describe('an address', () => {
  it.each<Misbehaviour>([
    { kind: 'html' },
    { kind: 'body', body: 'Hello' },
    { kind: 'body', body: '{"response":{"name":"another program"}}' },
    { kind: 'redirect', to: 'https://other.example/' },
  ])('where something else answers has no DocSpace: %j', async (how) => {
    const server = await startTestPortal();
    server.misbehave(how);
    const { reader } = createTestReader({ apiKey: server.apiKey });
    const lost = await startServer((request, response) => {
      if (request.url?.includes(history)) return void response.writeHead(404).end();
      response.writeHead(307, { location: `${server.url}${request.url}` }).end();
    });
    expect(await reader.readHistory(portalAt(lost.url), 'own')).toEqual({
      kind: 'failed',
      failure: { kind: 'not-found' },
    });
    const there = await readIn({ how: { kind: 'in-front', who: 'web-server' }, path: history });
    expect(there.failure).toEqual({ kind: 'unexpected-status', status: 404 });
  });

  it.each<Misbehaviour>([{ kind: 'drop' }, { kind: 'status', status: 503 }])(
    'is not called wrong while its settings cannot be read: $kind',
    async (how) => {
      const { failure } = await readIn({ state: suspended, how, path: settings });
      expect(failure).toEqual({ kind: 'refused', status: 404 });
    },
  );
});

describe('a key', () => {
  it('is not blamed while it cannot be asked about', async () => {
    const errors = [403, 500].map((status) => ({ kind: 'status', status }) as const);
    for (const how of [{ kind: 'drop' }, { kind: 'html' }, ...errors] as const) {
      const { failure } = await readIn({ state: narrowKey, how, path: own });
      expect(failure).toEqual({ kind: 'refused', status: 403 });
    }
  });

  it('that died meanwhile is refused', async () => {
    const how = { kind: 'status', status: 401, body: '' } as const;
    expect((await readIn({ state: narrowKey, how, path: own })).failure).toEqual({ kind: 'key-refused' });
  });

  it.each([[[]], [['*']], [['*:read']], [['*:write']]])(
    'with the permissions %j may read',
    async (keyPermissions) => {
      const how = { kind: 'status', status: 403, body: '' } as const;
      const { failure } = await readIn({ state: { keyPermissions }, how, path: history });
      expect(failure).toEqual({ kind: 'refused', status: 403 });
    },
  );
});

describe('what only DocSpace says', () => {
  it('is believed although its settings cannot be read: payment', async () => {
    const { failure } = await readIn({ state: { tariffState: 3 }, how: { kind: 'drop' }, path: settings });
    expect(failure).toEqual({ kind: 'unpaid', isOwnServer: undefined });
  });

  it('is believed although its settings cannot be read: the key', async () => {
    const server = await startServer((request, response) => {
      if (!request.url?.includes(history)) return void response.writeHead(500).end();
      response.writeHead(401).end('{"error":{"message":"Unauthorized"},"status":1,"statusCode":401}');
    });
    const { reader } = createTestReader({ apiKey: 'sk-1' });
    const answer = await reader.readHistory(portalAt(server.url), 'own');
    expect(answer).toEqual({ kind: 'failed', failure: { kind: 'key-refused' } });
  });
});

describe('finding out who refused', () => {
  it.each<[Trouble, string[]]>([
    [{ state: { keyRevoked: true } }, [history, settings]],
    [{ state: { tariffState: 3 } }, [history, settings]],
    [{ state: suspended }, [history, settings]],
    [{ state: { addressRefused: true } }, [history, settings, '/@self']],
    [{ state: { keyOwnerIsAdmin: false } }, [history, '/@self']],
    [{ part: 'dumps' }, [history, settings]],
    [{ state: { standalone: true, keyOwnerIsAdmin: false }, part: 'dumps' }, [history, settings, '/@self']],
    [{ how: { kind: 'in-front', who: 'challenge' } }, [history]],
    [{ how: { kind: 'status', status: 403, body: '' } }, [history, settings]],
  ])('asks each thing once at most, and only what is needed: %j', async (trouble, paths) => {
    expect((await readIn(trouble)).asked).toEqual(paths);
  });

  it('shows the key to the settings only where the key has been accepted', async () => {
    const filtered = await readIn({ state: { keyRevoked: true } });
    expect(filtered.portal.requests[1]?.headers.authorization).toBeUndefined();
    const refused = await readIn({ part: 'dumps' });
    expect(refused.portal.requests[1]?.headers.authorization).toBe(`Bearer ${refused.portal.apiKey}`);
  });

  it('keeps within the deadline, and then blames nothing', async () => {
    const trouble = { state: { addressRefused: true }, how: { kind: 'stall' }, path: settings } as const;
    const start = performance.now();
    const { failure, log } = await readIn(trouble, { timeoutMs: 250 });
    expect(failure).toEqual({ kind: 'refused', status: 403 });
    expect(performance.now() - start).toBeLessThan(5_000);
    expect(log.lines).toMatchObject([{ message: 'Request refused', fields: { status: 403, tries: 1 } }]);
  });

  it('logs who refused, with the status', async () => {
    const { log } = await readIn({ state: { addressRefused: true, refusalBody: 'text' } });
    expect(log.lines).toEqual([
      {
        level: 'warn',
        message: 'Request refused',
        fields: {
          portal: 'acme',
          part: 'own',
          status: 403,
          tries: 1,
          failure: { kind: 'address-not-allowed' },
        },
      },
    ]);
  });

  it('understands a status that is spelt out', async () => {
    const server = await startServer((request, response) => {
      if (request.url?.includes(history)) return void response.writeHead(404).end();
      response.end('{"response":{"tenantStatus":"Suspended"},"status":0,"statusCode":200}');
    });
    const { reader } = createTestReader({ apiKey: 'sk-1' });
    expect(await reader.readHistory(portalAt(server.url), 'own')).toMatchObject({
      failure: { kind: 'portal-state', state: 'suspended' },
    });
  });
});
