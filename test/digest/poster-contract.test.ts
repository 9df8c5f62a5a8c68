import { describe, expect, it, onTestFinished } from 'vitest';
import type { Fault } from '../../sandbox/slack/faults.ts';
import { startSlack } from '../../sandbox/slack/slack-server.ts';
import type { Poster, PostOutcome } from '../../src/digest/poster.ts';
import type { Message } from '../../src/messages/kit/message.ts';
import { Secret } from '../../src/ops/secret.ts';
import { createSlackLogger } from '../../src/ops/slack-logger.ts';
import { createChannelGuard } from '../../src/slack/channel-guard.ts';
import { createPoster } from '../../src/slack/create-poster.ts';
import { createFetch } from '../slack/post-once.ts';
import { createLogBook } from './log-book.ts';
import { createRecordingPoster } from './recording-poster.ts';

/** What a world can do to a post; each leads to the outcome of that kind. */
type Fate = Exclude<PostOutcome['kind'], 'posted' | 'bug'>;

interface Rig {
  readonly poster: Poster;
  /** Where the next post goes, and its outcome there. */
  next(fate: Fate): void;
  /** The texts in a channel. */
  arrived(channel: string): readonly string[];
}

const channels: Readonly<Record<Fate | 'posted', string>> = {
  posted: 'C0SBBACKUPS',
  refused: 'C0SBARCHIVE',
  withheld: 'C0SBPARTNER',
  uncertain: 'C0SBBACKUPS',
  'not-delivered': 'C0SBBACKUPS',
};
const faults: Partial<Record<Fate, Fault>> = {
  uncertain: { kind: 'accept-then-drop' },
  'not-delivered': { kind: 'rate-limited', retryAfterS: 30 },
};

async function startReal(): Promise<Rig> {
  const slack = await startSlack();
  onTestFinished(() => slack.close());
  slack.rules.enforceChannelPace = false;
  const { log } = createLogBook();
  const base = {
    ...{ token: new Secret(slack.botToken), apiUrl: slack.apiUrl, fetch: createFetch(), log },
    slackLog: createSlackLogger(log),
  };
  const assessChannel = createChannelGuard({ ...base, allowed: new Set() });
  return {
    poster: createPoster({ ...base, assessChannel, onLost: () => undefined }),
    next(fate) {
      const fault = faults[fate];
      if (fault !== undefined) slack.failApi('chat.postMessage', fault);
    },
    arrived: (channelId) => slack.store.messages({ channelId }).map(({ text }) => text),
  };
}

async function startDouble(): Promise<Rig> {
  const poster = createRecordingPoster(() => new Date(0));
  const outcomes: Readonly<Record<Fate, PostOutcome>> = {
    refused: {
      ...{ kind: 'refused', code: 'is_archived', advice: 'Unarchive the channel.', isChannelGone: true },
    },
    withheld: { kind: 'withheld' },
    uncertain: { kind: 'uncertain', code: 'UND_ERR_SOCKET' },
    'not-delivered': { kind: 'not-delivered', code: 'ratelimited', retryAfterMs: 30_000 },
  };
  return {
    poster,
    next: (fate) => poster.outcomes.push(outcomes[fate]),
    arrived: (id) =>
      poster.arrived.filter(({ channel }) => channel === id).map(({ message }) => message.text),
  };
}

const message: Message = { text: '🟢 *All fine*', blocks: [{ type: 'divider' }] };

describe.each([
  ['over Slack', startReal],
  ['of the unit tests', startDouble],
])('a poster %s', (_, start) => {
  it('posts once, and returns where', async () => {
    const { poster, arrived } = await start();
    const channel = channels.posted;
    expect(await poster.post(channel, message, 'key-1')).toEqual({
      kind: 'posted',
      channel,
      ts: expect.stringMatching(/^\d+\.\d{6}$/),
    });
    expect(arrived(channel)).toEqual([message.text]);
  });

  it.each([
    [
      'refused',
      { code: 'is_archived', advice: expect.stringMatching(/^[A-Z].*\.$/), isChannelGone: true },
      0,
    ],
    ['withheld', {}, 0],
    ['not-delivered', { code: 'ratelimited', retryAfterMs: 30_000 }, 0],
    ['uncertain', { code: 'UND_ERR_SOCKET' }, 1],
  ] as const)('returns what went wrong, and never rejects: %s', async (kind, rest, count) => {
    const { poster, next, arrived } = await start();
    next(kind);
    expect(await poster.post(channels[kind], message, 'key-1')).toEqual({ kind, ...rest });
    expect(arrived(channels[kind])).toHaveLength(count);
  });

  it('sends nothing once it is no longer in time', async () => {
    const { poster, arrived } = await start();
    expect(await poster.post(channels.posted, message, 'key-1', () => false)).toEqual({
      ...{ kind: 'not-delivered', code: 'held-up', retryAfterMs: undefined },
    });
    expect(arrived(channels.posted)).toEqual([]);
  });

  it('finds by its key what arrived, confirmed or not, and nothing else', async () => {
    const { poster, next } = await start();
    const channel = channels.posted;
    const longAgo = new Date(0);
    await poster.post(channel, message, 'first');
    next('uncertain');
    await poster.post(channel, message, 'second');
    next('not-delivered');
    await poster.post(channel, message, 'third');
    const sightings = await Promise.all(
      ['first', 'second', 'third'].map((key) => poster.find(channel, key, longAgo)),
    );
    expect(sightings.map(({ kind }) => kind)).toEqual(['found', 'found', 'absent']);
  });
});
