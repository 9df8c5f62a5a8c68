import { describe, expect, it } from 'vitest';
import { createInFlight } from '../../src/slack/in-flight.ts';
import { createLogBook } from '../digest/log-book.ts';
import { listen, suggested } from './listening.ts';

const option = (name: string, value = `${name} dumps`) => ({
  text: { type: 'plain_text', text: name, emoji: true },
  value,
});
const none = { options: [] };
const known = { portals: ['hr', 'old-acme', 'acme-10', 'acme-9', 'acme'], groups: [] };

/** A log, and everything that is only for whoever looks closely. */
function watchDebug() {
  const lines: unknown[] = [];
  const debug = (...line: unknown[]) => void lines.push(line);
  return { lines, log: { ...createLogBook().log, debug } };
}

describe('letters typed in the select of portals', () => {
  it('are acknowledged once, with the portals that they find and the filters of the message', async () => {
    const { receive, acked, asked, posts } = await listen({ known });
    expect(await receive(suggested())).toBe(1);
    expect(acked).toEqual([
      { options: ['acme', 'acme-9', 'acme-10', 'old-acme'].map((name) => option(name)) },
    ]);
    expect([asked, posts]).toEqual([[], []]);
  });

  it('leave one line in the log, for whoever looks closely, without what was typed', async () => {
    const { log, lines } = watchDebug();
    const { receive } = await listen({ known, log });
    await receive(suggested());
    expect(lines).toEqual([['Portals suggested', { user: 'U1', count: 4, refused: undefined }]]);
  });

  it('are not needed: the list begins with the first hundred', async () => {
    const many = Array.from({ length: 500 }, (_, index) => `site-${index}`);
    const { receive, acked } = await listen({ known: { portals: many.toReversed(), groups: [] } });
    await receive(suggested({ value: '', block_id: 'backups.pick 1764000000000' }));
    expect(acked).toEqual([{ options: many.slice(0, 100).map((name) => option(name, name)) }]);
  });

  it.each([
    ['find no portal', { value: 'xyz' }],
    ['are of another block', { block_id: 'b1' }],
    ['are of a block of a newer bot', { block_id: 'backups.pick 1764000000000 colour:red' }],
  ])('give no options when they %s', async (_, more) => {
    const { receive, acked } = await listen({ known });
    await receive(suggested(more));
    expect(acked).toEqual([none]);
  });

  it('of another select are none of ours', async () => {
    const { receive, acked } = await listen({ known });
    await receive(suggested({ action_id: 'other.pick' })).catch(() => undefined);
    expect(acked).toEqual([]);
  });

  it.each([
    ['no block', { block_id: undefined }],
    ['no letters', { value: undefined }],
    ['no place', { container: undefined }],
  ])('give no options in a request with %s, and the log has why', async (_, more) => {
    const { receive, acked, entries } = await listen({ known });
    await receive(suggested(more));
    expect(acked).toEqual([none]);
    expect(entries).toMatchObject([{ level: 'warn', message: 'Suggesting portals failed' }]);
  });

  it('are logged when they cannot be answered any more', async () => {
    const { receive, entries } = await listen({ known });
    await receive(suggested(), () => Promise.reject(new Error('the socket is closed')));
    expect(entries.at(-1)).toMatchObject({ level: 'warn', message: 'Acknowledging a request failed' });
  });

  it('are waited for when the bot stops', async () => {
    const inFlight = createInFlight();
    let isDrained = false;
    const { receive, acked } = await listen({ known, inFlight });
    await receive(suggested(), async () => {
      void inFlight.drained().then(() => {
        isDrained = true;
      });
      await new Promise(setImmediate);
      expect(isDrained).toBe(false);
    });
    expect(acked).toHaveLength(1);
    await expect.poll(() => isDrained).toBe(true);
  });
});

describe('whoever types in the select', () => {
  const inChannel = { container: { type: 'message', is_ephemeral: false } };
  const elsewhere = { user: { id: 'U1', team_id: 'T2' } };
  const rules = (users: string[], channels: string[]) => ({
    access: { users: new Set(users), channels: new Set(channels) },
  });

  it.each([
    ['in a conversation of another workspace', {}, { team: { id: 'T2' } }, 'stranger'],
    ['from another workspace, in a channel', {}, { ...inChannel, ...elsewhere }, 'stranger'],
    ['while the bot does not know its own', { teamId: () => undefined }, {}, 'stranger'],
    ['who is not on the list', rules(['U2'], []), {}, 'user'],
    ['in another channel', rules([], ['C2']), {}, 'channel'],
    ['in no channel', rules([], ['C1']), { channel: undefined }, 'channel'],
  ])('sees no portal %s', async (_, options, body, refused) => {
    const { log, lines } = watchDebug();
    const { receive, acked, posts } = await listen({ known, log, ...options });
    await receive(suggested(body));
    expect([acked, posts]).toEqual([[none], []]);
    expect(lines).toEqual([['Portals suggested', { user: 'U1', count: 0, refused }]]);
  });

  it.each([
    ['from another workspace, in their own answer', {}, elsewhere],
    ['who is on the list, in a channel that is', rules(['U1'], ['C1']), {}],
    [
      'in a channel with a digest',
      { ...rules([], ['C2']), subscribedChannels: async () => new Set(['C1']) },
      {},
    ],
  ])('sees them %s', async (_, options, body) => {
    const { receive, acked } = await listen({ known: { portals: ['acme'], groups: [] }, ...options });
    await receive(suggested(body));
    expect(acked).toEqual([{ options: [option('acme')] }]);
  });
});
