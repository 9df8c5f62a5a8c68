import { Agent } from 'undici';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startSlack } from '../../sandbox/slack/slack-server.ts';
import type { Answering } from '../../src/answering/create-answering.ts';
import { Secret } from '../../src/ops/secret.ts';
import { createSlackLogger } from '../../src/ops/slack-logger.ts';
import { createSlack } from '../../src/slack/create-slack.ts';
import { createLogBook } from '../digest/log-book.ts';
import { noForms } from './listening.ts';
import { createFetch } from './post-once.ts';
import { watchTimeouts } from './watch-timeouts.ts';

/** The bot's side of Slack beside a local one; stopped when the test ends. */
async function create(
  answer: Answering['answer'] = async () => 'sent',
  onTeam: (teamId: string) => Promise<void> = async () => undefined,
) {
  const slack = await startSlack();
  const { log, entries } = createLogBook();
  const sdkLines: string[] = [];
  const sdkErrors: string[] = [];
  const keep = (message: string) => void sdkLines.push(message);
  const fetched: string[] = [];
  const ownFetch = createFetch();
  const dispatcher = new Agent();
  const bot = createSlack({
    botToken: new Secret(slack.botToken),
    mode: { kind: 'socket', appToken: new Secret(slack.appToken) },
    apiUrl: slack.apiUrl,
    access: { users: new Set(), channels: new Set() },
    assessChannel: async () => ({ kind: 'allowed' }),
    known: { portals: ['acme'], groups: [] },
    answering: { answer, abandon: async () => undefined },
    forms: noForms,
    acts: { claim: async () => true },
    subscribedChannels: async () => new Set(),
    onTeam,
    fetch: (url, init) => {
      fetched.push(String(url));
      return ownFetch(url, init);
    },
    dispatcher,
    log,
    slackLog: createSlackLogger({
      debug: keep,
      info: keep,
      warn: keep,
      error: (message) => void sdkErrors.push(message),
    }),
    retryPauseMs: 1,
    onLost: () => undefined,
    onCommand: () => undefined,
  });
  onTestFinished(async () => {
    await bot.stop();
    await dispatcher.destroy();
    await slack.close();
  });
  const warnings = () => entries.filter(({ level }) => level !== 'info').map(({ message }) => message);
  const calls = () => slack.store.apiCalls.map(({ method }) => method);
  return { slack, bot, entries, sdkLines, sdkErrors, fetched, warnings, calls };
}

describe('the start', () => {
  it('tells the workspace before anything can come in', async () => {
    const told: unknown[] = [];
    const { slack, bot } = await create(undefined, async (teamId) => {
      told.push(teamId, slack.socketConnections);
    });
    await bot.start();
    expect(told).toEqual([slack.teamId, 0]);
    expect(slack.socketConnections).toBe(1);
  });

  it('asks who the bot is before anything can come in, and logs its workspace', async () => {
    const { slack, bot, entries, sdkLines, fetched, calls } = await create();
    await bot.start();
    expect(sdkLines.join()).toContain('auth.test');
    expect(fetched).toEqual([expect.stringMatching(/auth\.test$/), expect.stringMatching(/\.open$/)]);
    expect(calls()).toEqual(['auth.test', 'apps.connections.open']);
    expect(entries).toMatchObject([{ level: 'info', fields: { team: slack.teamId } }]);
    expect(entries[0]?.message).toMatch(/^Connected to Slack ./);
  });

  it.each([
    [{ kind: 'status', status: 500 }, 'Slack cannot be reached (http_500); trying again'],
    [{ kind: 'rate-limited', retryAfterS: 0 }, 'Slack asked the bot to wait (ratelimited); trying again'],
  ] as const)('outlives a Slack that does not tell: %j', async (fault, warning) => {
    const { slack, bot, warnings, calls } = await create();
    slack.failApi('auth.test', fault, 2);
    await bot.start();
    expect(warnings()).toEqual([warning]);
    expect(calls().at(-1)).toBe('apps.connections.open');
  });

  it('waits ten seconds for an answer', async () => {
    const { slack, bot, warnings } = await create();
    const asked = watchTimeouts();
    slack.failApi('auth.test', { kind: 'stall' });
    const started = bot.start().catch(() => undefined);
    await expect.poll(warnings).toEqual(['Slack cannot be reached (timeout); trying again']);
    expect(asked[0]).toBe(10_000);
    await bot.stop();
    await started;
  });

  it('ends when the token is refused for good', async () => {
    const { slack, bot } = await create();
    slack.revokeTokens();
    await expect(bot.start()).rejects.toMatchObject({
      name: 'TokenRefusedError',
      message: expect.stringMatching(/SLACK_BOT_TOKEN.*token_revoked/),
    });
  });

  it('ends when the bot stops', async () => {
    const { slack, bot } = await create();
    slack.failApi('auth.test', { kind: 'rate-limited', retryAfterS: 3_600 });
    const started = expect(bot.start()).rejects.toMatchObject({ name: 'AbortError' });
    await bot.stop();
    await started;
  });
});

describe('a message from Slack', () => {
  it('that cannot be handled is logged, and the next one is', async () => {
    let count = 0;
    const { slack, bot, warnings, sdkErrors } = await create(async () => {
      count += 1;
      if (count === 1) throw new Error('bug');
      return 'sent';
    });
    await bot.start();
    expect((await slack.command({ text: '' })).acked).toBe(true);
    await expect.poll(warnings).toEqual(['Handling a request from Slack failed']);
    expect((await slack.command({ text: '' })).acked).toBe(true);
    await expect.poll(() => count).toBe(2);
    expect(sdkErrors).toEqual([]);
  });

  it('is answered to the end before the stop is over', async () => {
    const order: string[] = [];
    let finish = (): void => undefined;
    const { slack, bot } = await create(async () => {
      await new Promise<void>((resolve) => {
        finish = resolve;
      });
      order.push('answered');
      return 'sent';
    });
    await bot.start();
    await slack.command({ text: '' });
    const stopped = bot.stop().then(() => order.push('stopped'));
    await expect.poll(() => slack.socketConnections).toBe(0);
    await new Promise((resolve) => setTimeout(resolve, 20));
    finish();
    await stopped;
    expect(order).toEqual(['answered', 'stopped']);
  });
});
