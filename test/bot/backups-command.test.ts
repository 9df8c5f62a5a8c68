import { describe, expect, it } from 'vitest';
import { backupRecord } from '../../sandbox/docspace/records.ts';
import { startWorld, wordsOf } from './start-world.ts';

const hourMs = 3_600_000;

describe.each(['socket', 'http'] as const)('/backups over %s', (mode) => {
  it('acknowledges and answers only the asker', async () => {
    await using world = await startWorld({ mode });
    const typed = await world.slack.command({ text: '' });
    expect(typed).toMatchObject({ acked: true, error: undefined });
    const answer = await typed.nextAnswer();
    expect(answer.ephemeralTo).toBeDefined();
    expect(wordsOf(answer)).toContain('acme');
  });

  it('replaces the old answer on a click on Refresh, and asks the portal again', async () => {
    await using world = await startWorld({ mode });
    const first = await (await world.slack.command({ text: 'acme' })).nextAnswer();
    const before = world.portal('acme').requests.length;
    const clicked = await world.slack.act({
      message: first,
      actionId: 'backups.more',
      entry: 'refresh:acme',
    });
    expect(clicked.acked).toBe(true);
    const second = await clicked.nextAnswer();
    expect(second.ts).toBe(first.ts);
    expect(world.portal('acme').requests.length).toBe(before + 1);
  });
});

describe('/backups', () => {
  it('is acknowledged at once and answered later when a portal is slow', async () => {
    await using world = await startWorld({ portals: ['acme', 'hr'], loadingAfterMs: 50 });
    world.portal('hr').misbehave({ kind: 'stall' });
    const typed = await world.slack.command({ text: '' });
    expect(typed.acked).toBe(true);
    const loading = await typed.nextAnswer();
    expect(wordsOf(loading)).toMatch(/2 portals/);
    await world.portal('hr').goDown();
    const answer = await typed.nextAnswer();
    expect(wordsOf(answer)).toContain('hr');
  });

  it('shows the portals that answer and says what is wrong with each failing one and what fixes it', async () => {
    await using world = await startWorld({ portals: ['acme', 'hr', 'legal', 'field', 'ops'] });
    world.portal('legal').state.keyRevoked = true;
    world.portal('ops').misbehave({ kind: 'html' });
    await world.portal('field').goDown();
    const words = wordsOf(await (await world.slack.command({ text: '' })).nextAnswer());
    for (const fine of ['acme', 'hr']) expect(words).toContain(fine);
    for (const name of ['legal', 'field', 'ops']) expect(words).toContain(name);
    expect(words).toMatch(/the key was refused.*\*:read/);
    expect(words).toMatch(/the connection was refused.*Is it running/);
    expect(words).toMatch(/it sent a web page, not data/);
    expect(words).toContain('2 portals are fine');
    expect(words).not.toContain('0 backups');
  });

  it('logs the error that a request failed with', async () => {
    await using world = await startWorld();
    world.portal('acme').misbehave({ kind: 'drop' });
    await (await world.slack.command({ text: '' })).nextAnswer();
    const line = world.lines.find((each) => each.includes('Request failed')) ?? '{}';
    expect(JSON.parse(line)).toMatchObject({ type: 'SocketError', code: 'UND_ERR_SOCKET' });
  });

  it('shares with the channel when asked to', async () => {
    await using world = await startWorld();
    const answer = await (await world.slack.command({ text: 'share' })).nextAnswer();
    expect(answer.ephemeralTo).toBeUndefined();
  });

  it('shares by button without losing the private answer', async () => {
    await using world = await startWorld();
    const first = await (await world.slack.command({ text: '' })).nextAnswer();
    const clicked = await world.slack.act({ message: first, actionId: 'backups.share' });
    const shared = await clicked.nextAnswer();
    expect(shared.ephemeralTo).toBeUndefined();
    expect(world.slack.store.message(first.channelId, first.ts)?.deleted).toBe(false);
  });

  it('pages through a long history by button, there and back', async () => {
    await using world = await startWorld();
    const { state } = world.portal('acme');
    state.ownBackups = Array.from({ length: 40 }, (_, index) =>
      backupRecord({
        alias: 'acme',
        storage: 'ThirdPartyConsumer',
        createdAt: new Date(Date.now() - (index + 1) * 24 * hourMs),
      }),
    );
    const first = await (await world.slack.command({ text: 'acme' })).nextAnswer();
    const older = await (await world.slack.act({ message: first, actionId: 'backups.older' })).nextAnswer();
    const back = await (await world.slack.act({ message: older, actionId: 'backups.newer' })).nextAnswer();
    expect(wordsOf(older)).not.toBe(wordsOf(first));
    expect(back.text).toBe(first.text);
    expect(world.portal('acme').requests).toHaveLength(1);
  });

  it('switches portals by select', async () => {
    await using world = await startWorld({ portals: ['acme', 'hr'] });
    const all = await (await world.slack.command({ text: '' })).nextAnswer();
    const picked = await world.slack.act({ message: all, actionId: 'backups.pick_portal', entry: 'hr' });
    expect((await picked.nextAnswer()).text).toContain('hr');
  });

  it('refuses users of other workspaces, without any data', async () => {
    await using world = await startWorld();
    const answer = await (await world.slack.command({ text: '', teamId: 'T0ELSEWHERE' })).nextAnswer();
    expect(wordsOf(answer)).not.toContain('acme');
    expect(world.portal('acme').requests).toHaveLength(0);
  });

  it.each([
    ['users', { ALLOWED_USERS: 'U0SOMEBODY1' }],
    ['channels', { ALLOWED_CHANNELS: 'C0SOMEWHERE' }],
  ])('refuses %s outside the allow-list, without any data', async (_, env) => {
    await using world = await startWorld({ env });
    const answer = await (await world.slack.command({ text: '' })).nextAnswer();
    expect(wordsOf(answer)).not.toContain('acme');
    expect(world.portal('acme').requests).toHaveLength(0);
  });

  it('answers in the direct messages of the person who gets the digest, regardless of the allowed channels', async () => {
    const env = { ALLOWED_CHANNELS: 'C0SOMEWHERE', DIGEST_CHANNEL: 'U0SBANNA001' };
    await using world = await startWorld({ env });
    const ask = { text: '', channelId: 'D0SBANNA001' };
    const answer = await (await world.slack.command({ ...ask, userId: 'U0SBANNA001' })).nextAnswer();
    expect(wordsOf(answer)).toContain('acme');
    const other = await (await world.slack.command({ ...ask, userId: 'U0SBBEN0001' })).nextAnswer();
    expect(wordsOf(other)).not.toContain('acme');
  });

  it('refuses a click from a channel outside the allow-list', async () => {
    await using world = await startWorld({ env: { ALLOWED_CHANNELS: 'C0SBGENERAL' } });
    const text = { type: 'plain_text', text: 'Show' };
    const button = { type: 'button', action_id: 'backups.show', text, value: 'show' };
    const message = world.slack.store.postMessage(
      {
        ...{ channelId: 'C0SBBACKUPS', userId: world.slack.botUserId, text: 'An old answer', origin: 'api' },
        ...{ blocks: [{ type: 'actions', block_id: 'b', elements: [button] }], unfurlLinks: false },
      },
      new Date(),
    );
    const clicked = await world.slack.act({ message, actionId: 'backups.show' });
    expect(wordsOf(await clicked.nextAnswer())).toContain('ALLOWED_CHANNELS');
    expect(world.portal('acme').requests).toHaveLength(0);
  });

  it('still answers when the response_url fails temporarily', async () => {
    await using world = await startWorld();
    world.slack.failResponseUrl({ kind: 'status', status: 500 }, 2);
    const typed = await world.slack.command({ text: '' });
    expect(wordsOf(await typed.nextAnswer())).toContain('acme');
  });

  it('falls back to plain text with the same facts when Slack refuses the blocks', async () => {
    await using world = await startWorld();
    world.slack.failResponseUrl({ kind: 'error', error: 'invalid_blocks' });
    const answer = await (await world.slack.command({ text: 'acme' })).nextAnswer();
    expect(answer.blocks).toEqual([]);
    expect(answer.text).toContain('acme');
    expect(world.lines.join('')).toContain('Slack refused the blocks');
  });

  it('keeps keys, tokens and error texts of servers out of Slack and the log', async () => {
    await using world = await startWorld({ portals: ['acme', 'hr'] });
    world.portal('hr').misbehave({ kind: 'status', status: 500 });
    await (await world.slack.command({ text: '' })).nextAnswer();
    const { botToken, appToken, store } = world.slack;
    const said = JSON.stringify([world.lines, store.messages()]);
    const canaries = [botToken, appToken, world.portal('acme').apiKey, world.portal('hr').apiKey, 'CANARY'];
    for (const canary of canaries) expect(said).not.toContain(canary);
  });
});
