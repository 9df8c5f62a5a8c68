import { expect, it } from 'vitest';
import { startProxy } from '../docspace/start-proxy.ts';
import { startWorld } from './start-world.ts';

const channel = 'C0SBBACKUPS';

it('posts each digest once, even where reused connections are reset', async () => {
  const proxy = await startProxy();
  proxy.resetReused();
  const env = { HTTP_PROXY: proxy.url, DIGEST_CHANNEL: channel };
  await using world = await startWorld({ mode: 'http', env });
  for (const times of [1, 2]) {
    const answer = await (await world.slack.command({ text: 'digest now', channelId: channel })).nextAnswer();
    expect(answer.text).toContain('The digest is in');
    const digests = world.slack.store
      .messages()
      .filter(({ channelId, ephemeralTo }) => channelId === channel && !ephemeralTo);
    expect(digests).toHaveLength(times);
  }
  expect(proxy.passed.filter((line) => line.includes('chat.postMessage'))).toHaveLength(2);
});

it.each([
  ['127.0.0.0/8', 'http'],
  ['localhost 127.0.0.1', 'http'],
  ['*', 'socket'],
] as const)(
  'keeps what NO_PROXY covers, keys included, away from the proxy: %s over %s',
  async (list, mode) => {
    const proxy = await startProxy();
    const env = { HTTP_PROXY: proxy.url, HTTPS_PROXY: proxy.url, NO_PROXY: list, DIGEST_CHANNEL: channel };
    await using world = await startWorld({ mode, env });
    await (await world.slack.command({ text: 'digest now', channelId: channel })).nextAnswer();
    expect(world.portal('acme').requests.length).toBeGreaterThan(0);
    expect(proxy.connections()).toBe(0);
  },
);
