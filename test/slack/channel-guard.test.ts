import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { startSlack } from '../../sandbox/slack/slack-server.ts';
import { Secret } from '../../src/ops/secret.ts';
import { createSlackLogger } from '../../src/ops/slack-logger.ts';
import { createChannelGuard } from '../../src/slack/channel-guard.ts';
import { createLogBook } from '../digest/log-book.ts';
import { createFetch } from './post-once.ts';
import { watchTimeouts } from './watch-timeouts.ts';

const partners = 'C0SBPARTNER';

function guardAt(apiUrl: string, fetch: typeof globalThis.fetch, allowed: readonly string[] = []) {
  const { log, entries } = createLogBook();
  const sdkLines: string[] = [];
  const keep = (message: string) => void sdkLines.push(message);
  const slackLog = createSlackLogger({ debug: keep, info: keep, warn: keep, error: keep });
  const token = new Secret('xoxb-sandbox-bot');
  const assess = createChannelGuard({ token, apiUrl, fetch, allowed: new Set(allowed), log, slackLog });
  return { assess, entries, sdkLines };
}

async function start({ scopes, allowed }: { scopes?: string[]; allowed?: string[] } = {}) {
  const slack = await startSlack(scopes && { workspace: { scopes } });
  onTestFinished(() => slack.close());
  return { slack, ...guardAt(slack.apiUrl, createFetch(), allowed) };
}

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

describe('a channel', () => {
  it.each([
    ['C0SBGENERAL', 'allowed'],
    ['C0SBPRIVATE', 'allowed'],
    ['C0SBORGWIDE', 'allowed'],
    [partners, 'outsiders'],
    ['C0SBSECRET1', 'unchecked'],
    ['', 'unchecked'],
  ])('%s is %s', async (channel, kind) => {
    const { assess, slack, sdkLines } = await start();
    expect(await assess(channel)).toMatchObject({ kind });
    expect(sdkLines).not.toEqual([]);
    expect(slack.store.apiCalls).toMatchObject([{ method: 'conversations.info' }]);
  });

  it.each([partners, 'D0SBANNA001', 'U0SBANNA001', 'W0SBANNA001'])(
    'that a user chose is not checked: %s',
    async (channel) => {
      const { assess, slack } = await start({ allowed: [partners] });
      expect(await assess(channel)).toEqual({ kind: 'allowed' });
      expect(slack.store.apiCalls).toEqual([]);
    },
  );

  it('is allowed without the scope, and it is logged once how to have it checked', async () => {
    const { assess, entries } = await start({ scopes: ['commands', 'chat:write'] });
    for (const channel of [partners, 'C0SBPRIVATE'])
      expect(await assess(channel)).toEqual({ kind: 'allowed' });
    expect(entries).toMatchObject([{ level: 'warn', fields: { scopes: 'channels:read, groups:read' } }]);
  });

  it.each([
    [{ kind: 'status', status: 500 }, 'http_500'],
    [{ kind: 'status', status: 200, body: '<html>' }, 'unreadable_answer'],
    [{ kind: 'rate-limited', retryAfterS: 30 }, 'ratelimited'],
    [{ kind: 'drop' }, 'UND_ERR_SOCKET'],
  ] as const)('is unknown while Slack fails, and checked again: %j', async (fault, code) => {
    const { assess, slack, entries } = await start();
    slack.failApi('conversations.info', fault);
    expect(await assess(partners)).toMatchObject({ kind: 'unchecked', failure: { code } });
    expect(entries).toMatchObject([{ level: 'warn', fields: { channel: partners, code } }]);
    expect(await assess(partners)).toEqual({ kind: 'outsiders' });
  });

  it('is unknown after three seconds of silence', async () => {
    const { assess, slack } = await start();
    const asked = watchTimeouts();
    slack.failApi('conversations.info', { kind: 'stall' });
    expect(await assess(partners)).toMatchObject({ kind: 'unchecked', failure: { code: 'timeout' } });
    expect(asked).toEqual([3_000]);
  });

  it('is checked again after five minutes, because it may be shared by then', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout'] });
    const answers = [false, true].map((is_ext_shared) => ({ ok: true, channel: { is_ext_shared } }));
    const fetch = async () => Response.json(answers.shift() ?? { ok: false, error: 'asked_too_often' });
    const { assess } = guardAt('http://slack.test/api/', fetch);
    expect(await assess('C1')).toEqual({ kind: 'allowed' });
    vi.advanceTimersByTime(299_999);
    expect(await assess('C1')).toEqual({ kind: 'allowed' });
    vi.advanceTimersByTime(1);
    expect(await assess('C1')).toEqual({ kind: 'outsiders' });
    expect(await assess('C1')).toEqual({ kind: 'outsiders' });
  });
});
