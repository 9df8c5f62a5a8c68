import { describe, expect, it } from 'vitest';
import { anna, channelId, leaveMessage, publicMessages } from './pressed-button.ts';
import { startWorld, wordsOf } from './start-world.ts';

describe('a button of a portal that was renamed', () => {
  it.each([
    ['Refresh', { actionId: 'backups.refresh', value: 'acme' }],
    ['Share', { actionId: 'backups.share', value: 'acme' }],
    ['the select', { actionId: 'backups.pick_portal', value: 'acme', type: 'static_select' }],
  ] as const)('shows and posts nothing, and says so: %s', async (_, element) => {
    await using world = await startWorld({ portals: ['acme-eu'] });
    const message = leaveMessage(world, element, 'asker');
    const entry = 'type' in element ? { entry: element.value } : {};
    const pressed = await world.slack.act({ message, actionId: element.actionId, ...entry });
    const notice = await pressed.nextAnswer();
    expect(notice.text).toBe('There is no longer a portal `acme`. Type `/backups` to see all portals.');
    expect(notice).toMatchObject({ ephemeralTo: anna });
    expect(notice.ts).not.toBe(message.ts);
    expect(publicMessages(world)).toEqual([]);
    expect(world.portal('acme-eu').requests).toHaveLength(0);
  });
});

describe('a button pressed by a user of another workspace', () => {
  const elsewhere = { userTeamId: 'T0ELSEWHERE' };

  it('works under their own answer, which only they can press', async () => {
    await using world = await startWorld();
    const message = leaveMessage(world, { actionId: 'backups.refresh', value: 'acme' }, 'asker');
    const pressed = await world.slack.act({ message, actionId: 'backups.refresh', ...elsewhere });
    const answer = await pressed.nextAnswer();
    expect(answer.ts).toBe(message.ts);
    expect(wordsOf(answer)).toContain('acme');
    expect(world.portal('acme').requests).toHaveLength(1);
  });

  it.each(['backups.show', 'backups.share'])(
    'does not work in a channel, where anyone may press it: %s',
    async (actionId) => {
      await using world = await startWorld();
      const message = leaveMessage(world, { actionId, value: 'acme' }, 'channel');
      const pressed = await world.slack.act({ message, actionId, ...elsewhere });
      expect(wordsOf(await pressed.nextAnswer())).toContain('own workspace');
      expect(publicMessages(world)).toEqual([]);
      expect(world.portal('acme').requests).toHaveLength(0);
      const refused = world.lines.filter((line) => line.includes('Request refused'));
      expect(refused).toEqual([expect.stringContaining('"reason":"stranger"')]);
    },
  );
});

describe('Share', () => {
  const share = { actionId: 'backups.share', value: 'acme' };

  it('posts once on a double click', async () => {
    await using world = await startWorld();
    const message = leaveMessage(world, share, 'asker');
    const press = () => world.slack.act({ message, actionId: 'backups.share' });
    const clicks = [await press(), await press()];
    await clicks[0]?.nextAnswer();
    const third = await press();
    await world.bot.stop();
    expect([...clicks, third].map(({ acked }) => acked)).toEqual([true, true, true]);
    expect(publicMessages(world)).toHaveLength(1);
    expect([...clicks, third].flatMap((click) => click.answers())).toHaveLength(1);
  });

  it('posts once on a double click while the portal is slow', async () => {
    await using world = await startWorld();
    world.portal('acme').setLatency(150);
    const message = leaveMessage(world, share, 'asker');
    const clicks = await Promise.all(
      [1, 2].map(() => world.slack.act({ message, actionId: 'backups.share' })),
    );
    await world.bot.stop();
    expect(clicks.every(({ acked }) => acked)).toBe(true);
    expect(publicMessages(world)).toHaveLength(1);
  });

  it('may be pressed again at once when it failed', async () => {
    await using world = await startWorld();
    const message = leaveMessage(world, share, 'asker');
    world.slack.failResponseUrl({ kind: 'status', status: 404 });
    const failed = await world.slack.act({ message, actionId: 'backups.share' });
    expect((await failed.nextAnswer()).text).toContain('*Not shared.*');
    const again = await world.slack.act({ message, actionId: 'backups.share' });
    expect((await again.nextAnswer()).ephemeralTo).toBeUndefined();
    expect(publicMessages(world)).toHaveLength(1);
  });

  it('posts twice for two people, and for two messages', async () => {
    await using world = await startWorld();
    const one = leaveMessage(world, share, 'channel');
    const other = leaveMessage(world, share, 'channel');
    for (const pressed of [
      await world.slack.act({ message: one, actionId: 'backups.share', userId: anna }),
      await world.slack.act({ message: one, actionId: 'backups.share', userId: 'U0SBBEN0001' }),
      await world.slack.act({ message: other, actionId: 'backups.share', userId: anna }),
    ]) {
      await pressed.nextAnswer();
    }
    expect(publicMessages(world)).toHaveLength(3);
  });

  it('posts twice when it is typed twice', async () => {
    await using world = await startWorld();
    for (let count = 0; count < 2; count += 1) {
      await (await world.slack.command({ text: 'acme share', channelId })).nextAnswer();
    }
    expect(publicMessages(world)).toHaveLength(2);
  });

  it('is reported as uncertain when Slack accepted it and then answered 500', async () => {
    await using world = await startWorld();
    world.slack.failResponseUrl({ kind: 'accept-then-status', status: 500 });
    const typed = await world.slack.command({ text: 'acme share', channelId });
    await typed.nextAnswer();
    const notice = await typed.nextAnswer();
    expect(notice.text).toContain('*It may be shared, or not.*');
    expect(notice.ephemeralTo).toBeDefined();
    await world.bot.stop();
    expect(publicMessages(world)).toHaveLength(1);
    expect(typed.answers()).toHaveLength(2);
  });
});
