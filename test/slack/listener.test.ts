import { describe, expect, it } from 'vitest';
import { createInFlight } from '../../src/slack/in-flight.ts';
import { listen, typed } from './listening.ts';

const message = { text: 'All fine', blocks: [] };

describe('a command', () => {
  it.each(['/backups', '/docspace-backups'])('is acknowledged once and answered, as %s', async (command) => {
    const names: string[] = [];
    const { receive, asked, entries } = await listen({ onCommand: (name) => void names.push(name) });
    expect(await receive(typed({ command }))).toBe(1);
    expect(asked).toMatchObject([
      { command: { kind: 'show', query: { portal: 'acme' } }, to: { place: 'asker', fresh: false } },
    ]);
    expect(names).toEqual([command]);
    expect(entries).toEqual([]);
  });

  it('without a word shows everything', async () => {
    const { receive, asked } = await listen();
    await receive(typed({ text: undefined }));
    expect(asked).toMatchObject([{ command: { kind: 'show', query: { portal: undefined } } }]);
  });

  it('is answered although it could not be acknowledged', async () => {
    const { receive, asked, entries } = await listen();
    await receive(typed(), () => Promise.reject(new Error('the socket is closed')));
    expect(asked).toHaveLength(1);
    expect(entries).toMatchObject([{ level: 'warn', message: 'Acknowledging a request failed' }]);
  });

  it('is acknowledged before it is answered', async () => {
    const order: string[] = [];
    const { receive } = await listen({
      answer: async () => {
        order.push('answered');
        return 'sent';
      },
    });
    await receive(typed(), async () => void order.push('acknowledged'));
    expect(order).toEqual(['acknowledged', 'answered']);
  });

  it('is answered at its own address, and a share asks about its own channel', async () => {
    const channels: string[] = [];
    const { receive, posts } = await listen({
      assessChannel: async (channel) => {
        channels.push(channel);
        return { kind: 'allowed' };
      },
      answer: ({ to }) => to.reply.send(message, 'channel'),
    });
    await receive(typed({ response_url: 'http://slack.test/mine', channel_id: 'C7' }));
    expect(posts).toMatchObject([
      { url: 'http://slack.test/mine', body: { response_type: 'in_channel', text: 'All fine' } },
    ]);
    expect(channels).toEqual(['C7']);
  });

  it('from no channel is shared nowhere that has not been asked about', async () => {
    const channels: string[] = [];
    const { receive, posts } = await listen({
      assessChannel: async (channel) => {
        channels.push(channel);
        return { kind: 'outsiders' };
      },
      answer: ({ to }) => to.reply.send(message, 'channel'),
    });
    await receive(typed({ channel_id: undefined }));
    expect([channels, posts]).toEqual([[''], []]);
  });

  it.each([
    ['stranger', {}, { team_id: 'T2' }, 'own workspace'],
    ['user', { users: new Set(['U2']) }, {}, 'ALLOWED_USERS'],
    ['channel', { channels: new Set(['C2']) }, {}, 'ALLOWED_CHANNELS'],
  ])('that is refused (%s) gets the reason alone, and the log has it', async (reason, rules, body, words) => {
    const access = { users: new Set<string>(), channels: new Set<string>(), ...rules };
    const { receive, asked, posts, entries } = await listen({ access });
    expect(await receive(typed(body))).toBe(1);
    expect(asked).toEqual([]);
    expect(posts).toMatchObject([{ body: { response_type: 'ephemeral', replace_original: false } }]);
    expect(posts[0]?.body['text']).toContain(words);
    expect(entries).toMatchObject([
      { level: 'info', message: 'Request refused', fields: { reason, user: 'U1' } },
    ]);
  });

  it('is refused while the bot does not know its own workspace', async () => {
    const { receive, asked } = await listen({ teamId: () => undefined });
    await receive(typed());
    await receive(typed({ team_id: undefined }));
    expect(asked).toEqual([]);
  });

  it('is waited for when the bot stops', async () => {
    const inFlight = createInFlight();
    let isDrained = false;
    const { receive, asked } = await listen({
      inFlight,
      answer: async () => {
        void inFlight.drained().then(() => {
          isDrained = true;
        });
        await new Promise(setImmediate);
        expect(isDrained).toBe(false);
        return 'sent';
      },
    });
    await receive(typed());
    expect(asked).toHaveLength(1);
    await expect.poll(() => isDrained).toBe(true);
  });
});
