import { describe, expect, it, onTestFinished } from 'vitest';
import { startSlack } from '../../sandbox/slack/slack-server.ts';
import type { Message } from '../../src/messages/kit/message.ts';
import { Secret } from '../../src/ops/secret.ts';
import { createSlackLogger } from '../../src/ops/slack-logger.ts';
import { createPoster } from '../../src/slack/create-poster.ts';
import { createLogBook } from '../digest/log-book.ts';
import { createFetch } from './post-once.ts';

const channel = 'C0SBBACKUPS';
const message: Message = { text: '🟢 *All fine*', blocks: [{ type: 'divider' }] };
const longAgo = new Date('2026-11-24T08:55:00Z');

const scopesToLook = ['chat:write', 'channels:history', 'groups:history', 'im:history', 'im:write'];

async function start(scopes: readonly string[] = scopesToLook) {
  let now = new Date('2026-11-24T09:00:00Z');
  const clock = () => now;
  const slack = await startSlack({ clock, workspace: { scopes } });
  onTestFinished(() => slack.close());
  slack.rules.enforceChannelPace = false;
  const { log } = createLogBook();
  const lost: unknown[] = [];
  const poster = createPoster({
    ...{ token: new Secret(slack.botToken), apiUrl: slack.apiUrl, fetch: createFetch(), log },
    slackLog: createSlackLogger(log),
    assessChannel: async () => ({ kind: 'allowed' }),
    onLost: (error) => lost.push(error),
  });
  const pass = (ms: number) => {
    now = new Date(now.getTime() + ms);
  };
  return { slack, poster, lost, pass, clock };
}

describe('a look into a channel', () => {
  it.each(['C0SBBACKUPS', 'C0SBPRIVATE', 'U0SBANNA001'])(
    'finds the message by its key: %s',
    async (place) => {
      const { poster } = await start();
      await poster.post(place, message, 'another');
      const posted = await poster.post(place, message, 'this-one');
      expect(posted).toMatchObject({ kind: 'posted' });
      const ts = 'ts' in posted ? posted.ts : '';
      expect(await poster.find(place, 'this-one', longAgo)).toEqual({ kind: 'found', ts });
      expect(await poster.find(place, 'this', longAgo)).toEqual({ kind: 'absent' });
    },
  );

  it('finds the message that went out as plain text', async () => {
    const { poster } = await start();
    await poster.post(channel, { ...message, blocks: [{ type: 'divider', block_id: 'x'.repeat(300) }] }, 'k');
    expect(await poster.find(channel, 'k', longAgo)).toMatchObject({ kind: 'found' });
  });

  it('goes no further back than it is told', async () => {
    const { poster, pass } = await start();
    await poster.post(channel, message, 'k');
    pass(60_000);
    expect(await poster.find(channel, 'k', new Date('2026-11-24T09:00:30Z'))).toEqual({ kind: 'absent' });
  });

  it('turns pages, but not without end', async () => {
    const { slack, poster, pass, clock } = await start();
    await poster.post(channel, message, 'k');
    const crowd = async (count: number) => {
      for (let each = 0; each < count; each += 1) {
        pass(1);
        const draft = { channelId: channel, userId: 'U0SBANNA001', text: 'x', blocks: [] };
        slack.store.postMessage({ ...draft, origin: 'api', unfurlLinks: false }, clock());
      }
    };
    await crowd(250);
    expect(await poster.find(channel, 'k', longAgo)).toMatchObject({ kind: 'found' });
    await crowd(1_800);
    expect(await poster.find(channel, 'k', longAgo)).toEqual({
      kind: 'no-access',
      code: 'too_many_messages',
    });
    const pages = slack.store.apiCalls.filter(({ method }) => method === 'conversations.history');
    expect(pages).toHaveLength(2 + 10);
  });

  it('has no access without the optional scopes', async () => {
    const { poster } = await start(['commands', 'chat:write']);
    await poster.post(channel, message, 'k');
    expect(await poster.find(channel, 'k', longAgo)).toEqual({ kind: 'no-access', code: 'missing_scope' });
    expect(await poster.find('U0SBANNA001', 'k', longAgo)).toMatchObject({ kind: 'no-access' });
  });

  it.each([
    ['C0SBRANDOM1', 'not_in_channel'],
    ['C0NOWHERE00', 'channel_not_found'],
  ])('has no access where the bot is not: %s', async (id, code) => {
    const { poster } = await start();
    expect(await poster.find(id, 'k', longAgo)).toEqual({ kind: 'no-access', code });
  });

  it.each([
    [{ kind: 'rate-limited', retryAfterS: 30 }, 30_000],
    [{ kind: 'drop' }, undefined],
    [{ kind: 'status', status: 500 }, undefined],
  ] as const)('shows nothing when Slack does not answer: %j', async (fault, retryAfterMs) => {
    const { slack, poster } = await start();
    await poster.post(channel, message, 'k');
    slack.failApi('conversations.history', fault);
    expect(await poster.find(channel, 'k', longAgo)).toEqual({ kind: 'unanswered', retryAfterMs });
  });

  it('notices that the token was refused permanently', async () => {
    const { slack, poster, lost } = await start();
    slack.revokeTokens();
    expect(await poster.find(channel, 'k', longAgo)).toMatchObject({ kind: 'unanswered' });
    expect(lost).toHaveLength(1);
  });
});
