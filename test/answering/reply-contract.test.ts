import { describe, expect, it, onTestFinished } from 'vitest';
import { startSlack } from '../../sandbox/slack/slack-server.ts';
import type { Reply, Sent } from '../../src/answering/reply.ts';
import type { Message } from '../../src/messages/kit/message.ts';
import type { ChannelVerdict } from '../../src/slack/channel-guard.ts';
import { createReply } from '../../src/slack/create-reply.ts';
import { createLogBook } from '../digest/log-book.ts';
import { createFetch } from '../slack/post-once.ts';
import { createRecordingReply, type Shown } from './recording-reply.ts';

const pressed = 'An old answer';
const channelId = 'C0SBBACKUPS';

/** A reply to a click in the asker's own message. */
interface Rig {
  readonly reply: Reply;
  /** The messages in Slack, oldest first. */
  shown(): readonly Shown[];
  /** Sets the outcome of the next message. */
  next(outcome: Exclude<Sent, 'sent'>): void;
}

async function startDouble(): Promise<Rig> {
  const reply = createRecordingReply(pressed);
  return { reply, shown: () => reply.shown, next: (outcome) => reply.outcomes.push(outcome) };
}

async function startReal(): Promise<Rig> {
  const slack = await startSlack();
  onTestFinished(() => slack.close());
  const button = { type: 'button', action_id: 'a', text: { type: 'plain_text', text: 'Press' } };
  const message = slack.store.postMessage(
    {
      ...{ channelId, userId: slack.botUserId, text: pressed, origin: 'api', unfurlLinks: false },
      ...{ blocks: [{ type: 'actions', elements: [button] }], ephemeralTo: 'U0SBANNA001' },
    },
    new Date(),
  );
  const { responseUrl } = await slack.act({ message, actionId: 'a' });
  let verdict: ChannelVerdict = { kind: 'allowed' };
  const reply = createReply({
    ...{ responseUrl, fetch: createFetch(), log: createLogBook().log, retryDelayMs: 1 },
    assessChannel: async () => verdict,
  });
  return {
    reply,
    shown: () =>
      slack.store
        .messages({ channelId })
        .map(({ ephemeralTo, text }) => ({ to: ephemeralTo === undefined ? 'channel' : 'asker', text })),
    next(outcome) {
      if (outcome === 'lost') slack.failResponseUrl({ kind: 'error', error: 'user_blocked' });
      else if (outcome === 'uncertain') slack.failResponseUrl({ kind: 'accept-then-status', status: 500 });
      else if (outcome === 'outsiders') verdict = { kind: outcome };
      else verdict = { kind: outcome, failure: { kind: 'uncertain', code: 'timeout' } };
    },
  };
}

const say = (text: string): Message => ({
  text,
  blocks: [{ type: 'section', text: { type: 'plain_text', text } }],
});
const asker = (text: string): Shown => ({ to: 'asker', text });

describe.each([
  ['over Slack', startReal],
  ['of the unit tests', startDouble],
])('a reply %s', (_, start) => {
  it('goes to the asker, to the channel, or in place of what was pressed', async () => {
    const { reply, shown } = await start();
    expect(await reply.send(say('one'), 'asker')).toBe('sent');
    expect(await reply.send(say('two'), 'channel')).toBe('sent');
    expect(await reply.send(say('three'), 'view')).toBe('sent');
    expect(shown()).toEqual([asker('three'), asker('one'), { to: 'channel', text: 'two' }]);
  });

  it('replaces its announcement only if that replaced what was pressed', async () => {
    const { reply, shown } = await start();
    await reply.announce(say('wait'), 'asker');
    await reply.send(say('answer'), 'asker');
    expect(shown()).toEqual([asker(pressed), asker('wait'), asker('answer')]);
    await reply.announce(say('wait again'), 'view');
    await reply.send(say('last'), 'asker');
    expect(shown()).toEqual([asker('last'), asker('wait'), asker('answer')]);
  });

  it('is a separate message when Slack did not confirm its announcement', async () => {
    const { reply, shown, next } = await start();
    next('uncertain');
    await reply.announce(say('wait'), 'view');
    expect(await reply.send(say('answer'), 'view')).toBe('sent');
    expect(shown()).toEqual([asker('wait'), asker('answer')]);
  });

  it('replaces what was pressed when its announcement was refused', async () => {
    const { reply, shown, next } = await start();
    next('lost');
    await reply.announce(say('wait'), 'view');
    expect(await reply.send(say('answer'), 'view')).toBe('sent');
    expect(shown()).toEqual([asker('answer')]);
  });

  it('is shared once when Slack accepted it and did not confirm', async () => {
    const { reply, shown, next } = await start();
    next('uncertain');
    expect(await reply.send(say('shared'), 'channel')).toBe('uncertain');
    expect(shown()).toEqual([asker(pressed), { to: 'channel', text: 'shared' }]);
  });

  it.each(['lost', 'outsiders', 'unchecked'] as const)(
    'is not shared, with an outcome for the asker: %s',
    async (outcome) => {
      const { reply, shown, next } = await start();
      next(outcome);
      expect(await reply.send(say('shared'), 'channel')).toBe(outcome);
      expect(await reply.send(say('not shared'), 'asker')).toBe('sent');
      expect(shown()).toEqual([asker(pressed), asker('not shared')]);
    },
  );
});
