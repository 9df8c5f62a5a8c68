import { describe, expect, it } from 'vitest';
import { listen, pressed } from './listening.ts';

const inChannel = {
  container: { type: 'message', message_ts: '1.2', channel_id: 'C1', is_ephemeral: false },
};
const share = { action_id: 'backups.share' };

describe('a button', () => {
  it('is acknowledged once, and answered with what it carries', async () => {
    const { receive, asked } = await listen();
    expect(await receive(pressed({}, { action_id: 'backups.show' }))).toBe(1);
    expect(asked).toMatchObject([
      { command: { kind: 'show', query: { portal: 'acme' }, share: false }, to: { fresh: false } },
    ]);
  });

  it('asks the portals again only when it is the one to refresh', async () => {
    const { receive, asked } = await listen();
    for (const verb of ['refresh', 'show', 'older', 'share'])
      await receive(pressed({}, { action_id: `backups.${verb}` }));
    expect(asked.map(({ to }) => to.fresh)).toEqual([true, false, false, false]);
  });

  it('is answered in the place of what only its reader sees, and beside what others see, too', async () => {
    const { receive, asked } = await listen();
    await receive(pressed());
    await receive(pressed(inChannel));
    await receive(pressed({ container: { type: 'message' } }));
    expect(asked.map(({ to }) => to.place)).toEqual(['view', 'asker', 'asker']);
  });

  it.each([
    ['a link', {}, { action_id: 'backups.open' }],
    ['without an address for the answer', { response_url: undefined }, {}],
  ])('that is %s is only acknowledged', async (_, body, action) => {
    const { receive, asked, posts } = await listen();
    expect(await receive(pressed(body, action))).toBe(1);
    expect([asked, posts]).toEqual([[], []]);
  });

  it.each([
    ['a button without a value', { value: undefined }],
    ['a select without a choice', { type: 'static_select', selected_option: null }],
    ['a select by letters without a choice', { type: 'external_select', selected_option: null }],
    ['a menu without a choice', { type: 'overflow', selected_option: undefined }],
    ['an element of another kind', { type: 'datepicker' }],
  ])('that carries nothing is of no use any more: %s', async (_, action) => {
    const { receive, asked } = await listen();
    await receive(pressed({}, action));
    expect(asked).toMatchObject([{ command: { kind: 'outdated', portal: undefined } }]);
  });

  it.each(['static_select', 'external_select', 'overflow'])('may be an option: %s', async (type) => {
    const { receive, asked } = await listen();
    await receive(pressed({}, { type, value: undefined, selected_option: { value: 'hr' } }));
    expect(asked).toMatchObject([{ command: { kind: 'show', query: { portal: 'hr' } } }]);
  });

  it('of a portal that is gone says so', async () => {
    const { receive, asked } = await listen({ known: { portals: ['hr'], groups: [] } });
    await receive(pressed());
    expect(asked).toMatchObject([{ command: { kind: 'outdated', portal: 'acme' } }]);
  });

  it('of another app is none of ours', async () => {
    const { receive, asked } = await listen();
    await receive(pressed({}, { action_id: 'other.show' })).catch(() => undefined);
    expect(asked).toEqual([]);
  });
});

describe('whoever presses a button', () => {
  const elsewhere = { user: { id: 'U1', team_id: 'T2' } };

  it.each([
    ['from another workspace, in a channel', { ...inChannel, ...elsewhere }],
    ['in a conversation of another workspace', { team: { id: 'T2' } }],
    ['in a conversation of another workspace, and from there', { team: { id: 'T2' }, ...elsewhere }],
    ['from nowhere', { team: null, user: { id: 'U1' } }],
  ])('is turned away %s', async (_, body) => {
    const { receive, asked, posts } = await listen();
    await receive(pressed(body));
    expect(asked).toEqual([]);
    expect(posts).toMatchObject([{ url: 'http://slack.test/respond', body: { response_type: 'ephemeral' } }]);
    expect(posts[0]?.body['text']).toContain('own workspace');
  });

  it.each([
    ['from another workspace, below their own answer', elsewhere],
    ['of an unnamed workspace, in a channel', { ...inChannel, user: { id: 'U1' } }],
  ])('is answered %s', async (_, body) => {
    const { receive, asked } = await listen();
    await receive(pressed(body));
    expect(asked).toHaveLength(1);
  });

  it('is measured by the rules for people and channels', async () => {
    const channels = await listen({ access: { users: new Set(), channels: new Set(['C1']) } });
    for (const channel of [{ id: 'C1' }, { id: 'C2' }, undefined])
      await channels.receive(pressed({ channel }));
    expect(channels.asked).toHaveLength(1);
    const subscribed = await listen({
      access: { users: new Set(), channels: new Set(['C1']) },
      subscribedChannels: async () => new Set(['C2']),
    });
    for (const channel of [{ id: 'C1' }, { id: 'C2' }, { id: 'C3' }])
      await subscribed.receive(pressed({ channel }));
    expect(subscribed.asked).toHaveLength(2);
    const users = await listen({ access: { users: new Set(['U1']), channels: new Set() } });
    for (const id of ['U1', 'U2']) await users.receive(pressed({ user: { id, team_id: 'T1' } }));
    expect(users.asked).toHaveLength(1);
  });
});

describe('Share', () => {
  it('shares what it carries', async () => {
    const { receive, asked } = await listen();
    await receive(pressed({}, share));
    expect(asked).toMatchObject([{ command: { kind: 'show', query: { portal: 'acme' }, share: true } }]);
  });

  it('counts once for the same person, message and value, and the log tells of the rest', async () => {
    const { receive, asked, entries } = await listen();
    await receive(pressed({}, share));
    expect(await receive(pressed({}, share))).toBe(1);
    expect(asked).toHaveLength(1);
    expect(entries).toMatchObject([{ level: 'info', fields: { user: 'U1' } }]);
    await receive(pressed({ user: { id: 'U2', team_id: 'T1' } }, share));
    await receive(pressed({ container: { type: 'message', message_ts: '3.4' } }, share));
    await receive(pressed({}, { ...share, value: 'hr' }));
    expect(asked).toHaveLength(4);
    expect(entries).toHaveLength(1);
  });

  it.each(['uncertain', 'lost', 'outsiders', 'unchecked', undefined] as const)(
    'may be pressed again when it came to %s',
    async (sent) => {
      const { receive, asked } = await listen({ answer: async () => sent });
      for (let click = 0; click < 2; click += 1) await receive(pressed({}, share));
      expect(asked).toHaveLength(2);
    },
  );
});

it('other buttons may be pressed as often as one likes', async () => {
  const { receive, asked } = await listen();
  for (let click = 0; click < 2; click += 1) await receive(pressed());
  expect(asked).toHaveLength(2);
});
