import { describe, expect, it, onTestFinished } from 'vitest';
import { startSlack } from '../../sandbox/slack/slack-server.ts';
import { defaultWorkspace, type Workspace } from '../../sandbox/slack/workspace.ts';
import { Secret } from '../../src/ops/secret.ts';
import { createSlackLogger } from '../../src/ops/slack-logger.ts';
import { createZones } from '../../src/slack/create-zones.ts';
import { createLogBook } from '../digest/log-book.ts';
import { createFetch } from './post-once.ts';

const anna = 'U0SBANNA001';

async function start(workspace: Partial<Workspace> = {}) {
  const slack = await startSlack({ workspace });
  onTestFinished(() => slack.close());
  const { log, entries } = createLogBook();
  const zones = createZones({
    ...{ token: new Secret(slack.botToken), apiUrl: slack.apiUrl, fetch: createFetch(), log },
    slackLog: createSlackLogger(createLogBook().log),
  });
  const calls = () => slack.store.apiCalls.filter(({ method }) => method === 'users.info').length;
  return { slack, zones, entries, calls };
}

describe('a person’s time zone', () => {
  it('is what Slack knows, and is asked once in a while', async () => {
    const { zones, entries, calls } = await start();
    expect(await zones.zoneOf(anna)).toBe('Europe/Berlin');
    expect(await zones.zoneOf(anna)).toBe('Europe/Berlin');
    expect(await zones.zoneOf('U0SBBEN0001')).toBe('America/New_York');
    expect(calls()).toBe(2);
    expect(entries).toEqual([]);
  });

  it('is not known without the optional scope, which is logged once', async () => {
    const { zones, entries, calls } = await start({ scopes: ['commands', 'chat:write'] });
    for (const user of [anna, anna, 'U0SBBEN0001']) expect(await zones.zoneOf(user)).toBeUndefined();
    expect(calls()).toBe(2);
    expect(entries).toMatchObject([{ level: 'info', fields: { scope: 'users:read' } }]);
  });

  it.each(['', 'Middle-earth/Shire', '+02:00:99'])('is not known when it is none: %j', async (timeZone) => {
    const users = defaultWorkspace.users.map((user) => ({ ...user, timeZone }));
    const { zones } = await start({ users });
    expect(await zones.zoneOf(anna)).toBeUndefined();
  });

  it.each([
    ['fails', { kind: 'status', status: 500 }],
    ['does not answer in time', { kind: 'stall' }],
    ['asks to wait', { kind: 'rate-limited', retryAfterS: 30 }],
    ['does not know the person', { kind: 'error', error: 'user_not_found' }],
  ] as const)('is not known while Slack %s, and is asked for again', async (_, fault) => {
    const { slack, zones, entries } = await start();
    slack.failApi('users.info', fault);
    expect(await zones.zoneOf(anna)).toBeUndefined();
    expect(entries).toMatchObject([{ level: 'warn', fields: { user: anna } }]);
    expect(await zones.zoneOf(anna)).toBe('Europe/Berlin');
  });
});
