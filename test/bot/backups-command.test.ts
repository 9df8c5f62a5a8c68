import { describe, expect, it } from 'vitest';
import { backupRecord } from '../../sandbox/docspace/records.ts';
import { startWorld, wordsOf } from './start-world.ts';

const hourMs = 3_600_000;

describe.each(['socket', 'http'] as const)('/backups over %s', (mode) => {
  it('acknowledges and answers the asker alone', async () => {
    await using world = await startWorld({ mode });
    const typed = await world.slack.command({ text: '' });
    expect(typed).toMatchObject({ acked: true, error: undefined });
    const answer = await typed.nextAnswer();
    expect(answer.ephemeralTo).toBeDefined();
    expect(wordsOf(answer)).toContain('acme');
  });

  it('answers a click on Refresh in the place of the old answer, from the portal anew', async () => {
    await using world = await startWorld({ mode });
    const first = await (await world.slack.command({ text: 'acme' })).nextAnswer();
    const before = world.portal('acme').requests.length;
    const clicked = await world.slack.act({ message: first, actionId: 'backups.refresh' });
    expect(clicked.acked).toBe(true);
    const second = await clicked.nextAnswer();
    expect(second.ts).toBe(first.ts);
    expect(world.portal('acme').requests.length).toBe(before + 1);
  });
});

describe('/backups', () => {
  it('is acknowledged in under 200 ms and answered later when a portal is slow', async () => {
    await using world = await startWorld({ portals: ['acme', 'hr'], loadingAfterMs: 50 });
    world.portal('hr').setLatency(700);
    const typed = await world.slack.command({ text: '' });
    expect(typed.ackMs).toBeLessThan(200);
    const loading = await typed.nextAnswer();
    expect(wordsOf(loading)).toMatch(/2 portals/);
    const answer = await typed.nextAnswer();
    expect(wordsOf(answer)).toContain('hr');
  });

  it('shows the portals that answer and says of each failing one what is wrong and what mends it', async () => {
    await using world = await startWorld({ portals: ['acme', 'hr', 'legal', 'field', 'ops'] });
    world.portal('legal').misbehave({ kind: 'status', status: 401 });
    world.portal('ops').misbehave({ kind: 'html' });
    await world.portal('field').goDown();
    const words = wordsOf(await (await world.slack.command({ text: '' })).nextAnswer());
    for (const name of ['acme', 'hr', 'legal', 'field', 'ops']) expect(words).toContain(name);
    expect(words).toMatch(/key/i);
    expect(words).toContain('*:read');
    expect(words).not.toContain('0 backups');
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
        storage: 'CustomCloud',
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

  it('suggests the closest form for what it does not understand', async () => {
    await using world = await startWorld();
    const answer = await (await world.slack.command({ text: 'acme expirng' })).nextAnswer();
    expect(wordsOf(answer)).toContain('/backups acme expiring');
  });

  it('turns away people of other workspaces, with no data', async () => {
    await using world = await startWorld();
    const answer = await (await world.slack.command({ text: '', teamId: 'T0ELSEWHERE' })).nextAnswer();
    expect(wordsOf(answer)).not.toContain('acme');
    expect(world.portal('acme').requests).toHaveLength(0);
  });

  it.each([
    ['users', { ALLOWED_USERS: 'U0SOMEBODY1' }],
    ['channels', { ALLOWED_CHANNELS: 'C0SOMEWHERE' }],
  ])('turns away %s outside the allow-list, with no data', async (_, env) => {
    await using world = await startWorld({ env });
    const answer = await (await world.slack.command({ text: 'help' })).nextAnswer();
    expect(wordsOf(answer)).not.toContain('acme');
    expect(world.portal('acme').requests).toHaveLength(0);
  });

  it('still answers when the response_url fails in passing', async () => {
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

  it('keeps keys, tokens and what servers say out of Slack and the log', async () => {
    await using world = await startWorld({ portals: ['acme', 'hr'] });
    world.portal('hr').misbehave({ kind: 'status', status: 500 });
    await (await world.slack.command({ text: '' })).nextAnswer();
    const { botToken, appToken, store } = world.slack;
    const said = JSON.stringify([world.lines, store.messages()]);
    const canaries = [botToken, appToken, world.portal('acme').apiKey, world.portal('hr').apiKey, 'CANARY'];
    for (const canary of canaries) expect(said).not.toContain(canary);
  });
});
