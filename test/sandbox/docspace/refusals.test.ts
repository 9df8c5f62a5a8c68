import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  type PortalState,
  type SandboxPortal,
  startPortal,
} from '../../../sandbox/docspace/portal-server.ts';
import { routes } from '../../../sandbox/docspace/routes.ts';
import { ask } from './ask.ts';

let portal: SandboxPortal;
beforeAll(async () => {
  portal = await startPortal({ clock: () => new Date('2026-11-24T09:00:00Z') });
});
afterAll(() => portal.close());
beforeEach(() => portal.reset());

const history = 'backup/getbackuphistory';
const everyPath = Object.keys(routes).map((path) => path.replace('/api/2.0/', ''));
const noKey = { headers: {} };

async function look(path: string, init?: RequestInit) {
  const response = await ask(portal, path, init);
  return { path, status: response.status, body: await response.text() };
}

/** The paths that still answer with 200; all others must refuse with this status and an empty body. */
async function answeringUnless(status: number, init?: RequestInit): Promise<string[]> {
  const seen = await Promise.all(everyPath.map((path) => look(path, init)));
  const others = seen.filter((answer) => answer.status !== 200);
  expect(others).toEqual(others.map(({ path }) => ({ path, status, body: '' })));
  return seen.filter((answer) => answer.status === 200).map(({ path }) => path);
}

describe('a healthy portal', () => {
  it('answers every path to a good key', async () => {
    expect(await answeringUnless(0)).toEqual(everyPath);
  });

  it('answers settings and the restore without a key', async () => {
    expect((await answeringUnless(401, noKey)).toSorted()).toEqual(['backup/getrestoreprogress', 'settings']);
  });
});

describe.each<[string, Partial<PortalState>, number, string[]]>([
  ['a key that may not read', { keyPermissions: ['accounts:read'] }, 403, ['keys/@self']],
  ['a suspended portal', { tenantStatus: 1 }, 404, ['settings']],
  ['a portal to be removed', { tenantStatus: 2 }, 404, []],
  ...([3, 4, 5, 6] as const).map((tenantStatus): [string, Partial<PortalState>, number, string[]] => [
    `a portal with status ${tenantStatus}`,
    { tenantStatus },
    403,
    ['backup/getrestoreprogress', 'keys/@self', 'settings'],
  ]),
  [
    'an unpaid portal',
    { tariffState: 3 },
    402,
    [
      'backup/getbackupprogress',
      'backup/getbackupscount',
      'backup/getrestoreprogress',
      'backup/getservicestate',
      'portal/payment/quota',
      'portal/tariff',
      'settings',
    ],
  ],
  ['an address that is not on the list', { addressRefused: true }, 403, []],
])('%s', (_what, state, status, stillAnswers) => {
  beforeEach(() => void Object.assign(portal.state, state));

  it(`refuses with ${status} and no body, except ${stillAnswers.length} paths`, async () => {
    expect((await answeringUnless(status)).toSorted()).toEqual(stillAnswers);
  });

  it.each([
    ['text', 'application/json; charset=utf-8', (body: unknown) => typeof body === 'string'],
    [
      'problem',
      'application/problem+json',
      (body: unknown) => (body as { status: number }).status === status,
    ],
  ] as const)('can refuse with a body of the form %s, which is no envelope', async (form, type, isRight) => {
    portal.state.refusalBody = form;
    const response = await ask(portal, history);
    const body: unknown = await response.json();
    expect([response.status, response.headers.get('content-type')]).toEqual([status, type]);
    expect(isRight(body)).toBe(true);
    expect(body).not.toHaveProperty('error');
  });
});

describe('a key that is refused', () => {
  it.each(['empty', 'text', 'problem'] as const)('gets 401 with a body of the form %s', async (form) => {
    Object.assign(portal.state, { keyRevoked: true, refusalBody: form });
    const seen = await Promise.all(everyPath.map((path) => look(path)));
    const dead = seen.filter(({ status }) => status === 403).map(({ path }) => path);
    expect(dead.toSorted()).toEqual(['backup/getrestoreprogress', 'settings']);
    expect(seen.filter(({ status }) => status === 401)).toHaveLength(everyPath.length - dead.length);
    for (const { body } of seen) expect(body).not.toContain('"error"');
  });
});

describe('a request for the settings', () => {
  it.each([1, 3, 4, 5, 6] as const)('shows the status %i of the portal', async (tenantStatus) => {
    portal.state.tenantStatus = tenantStatus;
    const { body } = await look('settings', noKey);
    expect(JSON.parse(body)).toMatchObject({ response: { tenantStatus } });
  });

  it('without a key is allowed from any address, and shows an active portal', async () => {
    portal.state.addressRefused = true;
    const seen = await look('settings', noKey);
    expect(JSON.parse(seen.body)).toMatchObject({ response: { tenantStatus: 0 }, statusCode: 200 });
  });

  it('without a key shows as much when the key is dead, but is refused with it', async () => {
    portal.state.keyRevoked = true;
    expect((await look('settings', noKey)).status).toBe(200);
    expect(await look('settings')).toEqual({ path: 'settings', status: 403, body: '' });
  });

  it('with an invalid session token shows what anyone sees', async () => {
    const headers = { authorization: portal.apiKey };
    expect(await look('settings', { headers })).toEqual(await look('settings', noKey));
  });
});

it('lets a portal in grace time answer everything', async () => {
  portal.state.tariffState = 2;
  expect(await answeringUnless(402)).toEqual(everyPath);
});

it('fails the history alone when a storage cannot be reached', async () => {
  portal.state.storageUnreachable = true;
  const { status, body } = await look(history);
  expect([status, JSON.parse(body)]).toMatchObject([500, { status: 1, statusCode: 500 }]);
  for (const path of everyPath) if (path !== history) expect((await look(path)).status).toBe(200);
});
