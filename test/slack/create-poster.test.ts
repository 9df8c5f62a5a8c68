import type { RequestListener } from 'node:http';
import { text } from 'node:stream/consumers';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type SandboxSlack, startSlack } from '../../sandbox/slack/slack-server.ts';
import type { Message } from '../../src/messages/kit/message.ts';
import { Secret } from '../../src/ops/secret.ts';
import { createSlackLogger } from '../../src/ops/slack-logger.ts';
import type { ChannelVerdict } from '../../src/slack/channel-guard.ts';
import { createPoster } from '../../src/slack/create-poster.ts';
import { createLogBook } from '../digest/log-book.ts';
import { closedPort, createFetch, startApi } from './post-once.ts';
import { watchTimeouts } from './watch-timeouts.ts';

const channel = 'C0SBBACKUPS';
const message: Message = {
  text: '🟢 *All fine*',
  blocks: [{ type: 'context', elements: [{ type: 'mrkdwn', text: 'acme is fine' }] }],
};
const refused: Message = {
  ...message,
  blocks: [{ type: 'divider', block_id: 'x'.repeat(300) }, ...message.blocks],
};

function posterAt(
  apiUrl: string,
  token = 'xoxb-sandbox-bot',
  verdict: ChannelVerdict = { kind: 'allowed' },
  fetch = createFetch(),
) {
  const { log, entries } = createLogBook();
  const lost: unknown[] = [];
  const sdkLines: string[] = [];
  const keep = (message: string) => void sdkLines.push(message);
  const poster = createPoster({
    token: new Secret(token),
    apiUrl,
    fetch,
    assessChannel: async () => verdict,
    log,
    slackLog: createSlackLogger({ debug: keep, info: keep, warn: keep, error: keep }),
    onLost: (error) => lost.push(error),
  });
  return { poster, entries, sdkLines, lost };
}

async function start(): Promise<ReturnType<typeof posterAt> & { readonly slack: SandboxSlack }> {
  const slack = await startSlack();
  onTestFinished(() => slack.close());
  slack.rules.enforceChannelPace = false;
  return { ...posterAt(slack.apiUrl), slack };
}

const posts = ({ store }: SandboxSlack) => store.messages().filter(({ channelId }) => channelId === channel);

describe('a message to a channel', () => {
  it('is posted once, blocks and text, without unfurling links', async () => {
    const { poster, slack, entries, sdkLines } = await start();
    const outcome = await poster.post(channel, message, 'key-1');
    expect(sdkLines).not.toEqual([]);
    const [posted] = posts(slack);
    expect(outcome).toEqual({ kind: 'posted', channel, ts: posted?.ts });
    expect(posted).toMatchObject({ text: message.text, unfurlLinks: false });
    expect(posted?.blocks).toMatchObject(message.blocks);
    expect(posts(slack)).toHaveLength(1);
    expect(entries).toEqual([]);
  });

  it('asks Slack to unfurl neither links nor pictures', async () => {
    const bodies: URLSearchParams[] = [];
    const { poster } = posterAt(
      await startApi((request, response) => {
        void text(request).then((body) => {
          bodies.push(new URLSearchParams(body));
          response.end('{"ok":true,"channel":"C1","ts":"1.2"}');
        });
      }),
    );
    expect(await poster.post('C1', message, 'key-1')).toEqual({ kind: 'posted', channel: 'C1', ts: '1.2' });
    expect(bodies[0]?.get('unfurl_links')).toBe('false');
    expect(bodies[0]?.get('unfurl_media')).toBe('false');
    expect(JSON.parse(bodies[0]?.get('metadata') ?? '')).toEqual({
      event_type: 'backup_digest',
      event_payload: { key: 'key-1' },
    });
  });

  it.each([
    ['C0SBRANDOM1', 'not_in_channel', 'Invite the bot'],
    ['C0SBARCHIVE', 'is_archived', 'Unarchive the channel'],
    ['C0NOWHERE00', 'channel_not_found', 'channel id'],
  ])('is refused with advice: %s %s', async (id, code, advice) => {
    const { poster, lost } = await start();
    expect(await poster.post(id, message, 'key-1')).toEqual({
      kind: 'refused',
      code,
      advice: expect.stringContaining(advice),
      isChannelGone: true,
    });
    expect(lost).toEqual([]);
  });

  it('is sent as plain text when Slack refuses its blocks, and the log has the pointer', async () => {
    const { poster, slack, entries } = await start();
    expect(await poster.post(channel, refused, 'key-1')).toMatchObject({ kind: 'posted' });
    expect(posts(slack)).toMatchObject([{ text: 'acme is fine', blocks: [] }]);
    expect(entries).toMatchObject([{ level: 'error', fields: { code: 'invalid_blocks' } }]);
    expect(JSON.stringify(entries[0]?.fields['details'])).toContain('/blocks/0/block_id');
  });

  it('is given up when its plain text is refused too', async () => {
    const { poster, slack } = await start();
    slack.failApi('chat.postMessage', { kind: 'error', error: 'msg_too_long' }, 9);
    expect(await poster.post(channel, message, 'key-1')).toEqual({
      kind: 'refused',
      code: 'msg_too_long',
      advice: expect.stringContaining('a bug in the bot'),
    });
    expect(slack.store.apiCalls).toHaveLength(2);
  });

  it('may be tried again by others when its plain text did not get through', async () => {
    const { poster, slack } = await start();
    slack.failApi('chat.postMessage', { kind: 'error', error: 'invalid_blocks' });
    slack.failApi('chat.postMessage', { kind: 'rate-limited', retryAfterS: 30 });
    const outcome = await poster.post(channel, message, 'key-1');
    expect(outcome).toEqual({ kind: 'not-delivered', code: 'ratelimited', retryAfterMs: 30_000 });
  });
});

describe('a message whose answer is lost', () => {
  it('is never posted twice', async () => {
    const { poster, slack } = await start();
    slack.failApi('chat.postMessage', { kind: 'accept-then-drop' }, 9);
    expect(await poster.post(channel, message, 'key-1')).toEqual({
      kind: 'uncertain',
      code: 'UND_ERR_SOCKET',
    });
    expect(posts(slack)).toHaveLength(1);
  });

  it.each([
    [{ kind: 'status', status: 500 }, 'uncertain'],
    [{ kind: 'drop' }, 'uncertain'],
    [{ kind: 'error', error: 'fatal_error' }, 'uncertain'],
    [{ kind: 'rate-limited', retryAfterS: 30 }, 'not-delivered'],
    [{ kind: 'error', error: 'service_unavailable' }, 'not-delivered'],
  ] as const)('is tried once and reported at once: %j', async (fault, kind) => {
    const { poster, slack } = await start();
    slack.failApi('chat.postMessage', fault, 9);
    expect(await poster.post(channel, message, 'key-1')).toMatchObject({ kind });
    expect(slack.store.apiCalls).toHaveLength(1);
    expect(posts(slack)).toHaveLength(0);
  });

  it('is given up after 15 seconds of silence, and may be there', async () => {
    const { poster, slack } = await start();
    const asked = watchTimeouts();
    slack.failApi('chat.postMessage', { kind: 'stall' }, 9);
    expect(await poster.post(channel, message, 'key-1')).toEqual({ kind: 'uncertain', code: 'timeout' });
    expect(asked).toEqual([15_000]);
  });

  it('is safe to try again when Slack was not there', async () => {
    const { poster } = posterAt(`http://127.0.0.1:${await closedPort()}/api/`);
    expect(await poster.post(channel, message, 'key-1')).toMatchObject({
      kind: 'not-delivered',
      code: 'ECONNREFUSED',
    });
  });
});

describe('a channel that may not see backups', () => {
  async function startWith(verdict: ChannelVerdict) {
    const slack = await startSlack();
    onTestFinished(() => slack.close());
    const { poster, lost } = posterAt(slack.apiUrl, slack.botToken, verdict);
    const outcome = await poster.post(channel, message, 'key-1');
    expect(slack.store.apiCalls).toEqual([]);
    return { outcome, lost };
  }

  it('gets nothing when people outside the workspace are in it', async () => {
    expect((await startWith({ kind: 'outsiders' })).outcome).toEqual({ kind: 'withheld' });
  });

  it.each([
    [{ kind: 'uncertain', code: 'timeout' }, 'not-delivered'],
    [{ kind: 'not-delivered', code: 'ratelimited', retryAfterMs: 7_000 }, 'not-delivered'],
    [{ kind: 'refused', code: 'channel_not_found', advice: 'Check the channel id.' }, 'refused'],
    [{ kind: 'credentials-dead', code: 'token_revoked', advice: 'Reinstall it.' }, 'not-delivered'],
  ] as const)('certainly gets nothing while Slack does not say who is in it: %j', async (failure, kind) => {
    const { outcome, lost } = await startWith({ kind: 'unchecked', failure });
    expect(outcome).toMatchObject({ kind, code: failure.code });
    expect(lost).toHaveLength(failure.kind === 'credentials-dead' ? 1 : 0);
  });
});

describe('a token that Slack refuses permanently', () => {
  it('is reported once to the operator, and the message may be sent with another one', async () => {
    const { poster, slack, lost } = await start();
    slack.revokeTokens();
    expect(await poster.post(channel, message, 'key-1')).toMatchObject({
      kind: 'not-delivered',
      code: 'token_revoked',
    });
    expect(lost).toMatchObject([
      { name: 'TokenRefusedError', message: expect.stringContaining('token_revoked') },
    ]);
  });

  it('is also noticed when sending plain text', async () => {
    const { poster, slack, lost } = await start();
    slack.failApi('chat.postMessage', { kind: 'error', error: 'invalid_blocks' });
    slack.failApi('chat.postMessage', { kind: 'error', error: 'account_inactive' });
    expect(await poster.post(channel, message, 'key-1')).toMatchObject({
      kind: 'not-delivered',
      code: 'account_inactive',
    });
    expect(lost).toHaveLength(1);
  });
});

describe('the outcome of a message', () => {
  const page: RequestListener = (_, response) => response.end('<html>Sign in to the hotel</html>');

  it('never rejects, and never shows the token', async () => {
    const urls = ['http://127.0.0.1:1/api/', 'no address', await startApi(page)];
    for (const url of urls) {
      const { poster, entries, lost } = posterAt(url, 'xoxb-very-secret');
      const outcome = await poster.post(channel, message, 'key-1');
      expect(outcome.kind).not.toBe('posted');
      expect(JSON.stringify([outcome, entries, lost.map(String)])).not.toContain('very-secret');
    }
  });

  it('goes by the connections that it is given, and may be told without its place', async () => {
    const fetch = async () => Response.json({ ok: true });
    const { poster } = posterAt('http://slack.test/api/', undefined, undefined, fetch);
    expect(await poster.post('C1', message, 'key-1')).toEqual({ kind: 'posted', channel: 'C1', ts: '' });
  });

  it("tells of a rate limit at once, because the time until the next try is its sender's to spend", async () => {
    const { poster, slack } = await start();
    slack.failApi('chat.postMessage', { kind: 'rate-limited', retryAfterS: 1 });
    const outcome = await poster.post(channel, message, 'key-1');
    expect(outcome).toEqual({ kind: 'not-delivered', code: 'ratelimited', retryAfterMs: 1_000 });
    expect(posts(slack)).toEqual([]);
  });
});
