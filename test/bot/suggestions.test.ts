import { describe, expect, it } from 'vitest';
import { anna, channelId } from './pressed-button.ts';
import { startWorld, wordsOf } from './start-world.ts';

const actionId = 'backups.pick_portal';
/** More than a list shows. */
const names = Array.from({ length: 24 }, (_, index) => `site-${index + 1}`);
const askRooms = { text: 'room', channelId, userId: anna };

describe.each(['socket', 'http'] as const)('a portal found by its letters over %s', (mode) => {
  it('is found at once while every portal hangs, and shown with the filters of the answer', async () => {
    await using world = await startWorld({ mode, portals: names });
    const { slack } = world;
    const answer = await (await slack.command(askRooms)).nextAnswer();
    for (const name of names) world.portal(name).misbehave({ kind: 'stall' });
    const refresh = await slack.act({ message: answer, actionId: 'backups.more', entry: 'refresh:room' });
    await expect.poll(() => names.some((name) => world.portal(name).requests.length > 1)).toBe(true);

    const found = await slack.suggest({ message: answer, actionId, value: 'SITE-2' });
    expect(found).toMatchObject({ acked: true, error: undefined, problems: [] });
    expect(found.ackMs).toBeLessThan(1_000);
    const values = found.options.map(({ value }) => value);
    expect(values).toEqual(['2', '20', '21', '22', '23', '24', '12'].map((number) => `site-${number} room`));
    expect(refresh.answers()).toEqual([]);

    await Promise.all(names.map((name) => world.portal(name).goDown()));
    const message = await refresh.nextAnswer();
    await slack.suggest({ message, actionId, value: 'site-20' });
    const shown = await (await slack.act({ message, actionId, entry: 'site-20 room' })).nextAnswer();
    expect(shown.ts).toBe(message.ts);
    expect(wordsOf(shown)).toContain('"site-20 room"');
    expect(wordsOf(shown)).not.toContain('site-19');
  });

  it('is found by nobody who may not ask', async () => {
    await using world = await startWorld({ mode, portals: names, env: { ALLOWED_USERS: anna } });
    const { slack } = world;
    const { blocks } = await (await slack.command(askRooms)).nextAnswer();
    // Where others see it, too.
    const draft = { channelId, userId: slack.botUserId, text: 'A copy', unfurlLinks: false };
    const message = slack.store.postMessage({ ...draft, blocks, origin: 'api' }, new Date());
    const asked = { message, actionId, value: 'site' };
    const found = await slack.suggest({ ...asked, userId: 'U0SBBEN0001' });
    expect(found).toMatchObject({ acked: true, error: undefined, options: [] });
    expect((await slack.suggest({ ...asked, userId: anna })).options).toHaveLength(names.length);
  });
});
