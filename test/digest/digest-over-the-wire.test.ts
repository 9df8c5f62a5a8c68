import { describe, expect, test, vi } from 'vitest';
import { startWorld, type World, type WorldOptions, wordsOf } from '../bot/start-world.ts';

const channelId = 'C0SBBACKUPS';
const env = { DIGEST_CHANNEL: channelId, DIGEST_CRON: '0 9 * * *', DIGEST_TIMEZONE: 'UTC' };

/** The real bot with a digest at nine, whose clock and ticks the test drives. */
async function startAtNine(options: Pick<WorldOptions, 'scopes' | 'env'> = {}) {
  let now = new Date('2026-11-24T08:59:00Z');
  let tick = async (): Promise<void> => undefined;
  const world = await startWorld({
    ...{ env, clock: () => now, ...options },
    ticks(each) {
      tick = each;
      return { stop: () => undefined };
    },
  });
  return {
    world,
    async at(time: string) {
      now = new Date(`2026-11-24T${time}Z`);
      await tick();
    },
  };
}

const posted = ({ slack }: World) => slack.store.messages({ channelId });

describe('a digest over the wire', () => {
  test('arrives in its channel when the clock strikes, with what the portal told, once', async () => {
    const { world, at } = await startAtNine();
    await using _ = world;
    await at('09:00:00');
    await at('09:00:15');
    expect(posted(world)).toHaveLength(1);
    expect(posted(world).map(wordsOf).join()).toContain('acme');
    expect(posted(world)[0]).toMatchObject({ metadata: { event_type: 'backup_digest' } });
  });

  test('is posted even though its only portal is down', async () => {
    const { world, at } = await startAtNine();
    await using _ = world;
    await world.portal('acme').goDown();
    await at('09:00:00');
    expect(posted(world).map(wordsOf).join()).toContain('acme');
  });

  test.each([
    ['is found in its channel, and not posted twice', ['channels:history'], 1],
    ['is posted again where the bot may not look, and says so', [], 2],
  ])('that Slack takes and hangs up %s', async (_title, optional, count) => {
    const scopes = ['commands', 'chat:write', 'channels:read', ...optional];
    const { world, at } = await startAtNine({ scopes });
    await using _ = world;
    world.slack.failApi('chat.postMessage', { kind: 'accept-then-drop' });
    await at('09:00:00');
    await at('09:00:59');
    expect(posted(world)).toHaveLength(1);
    await at('09:01:00');
    expect(posted(world)).toHaveLength(count);
  });

  test('whose channel was archived stops, and without administrators every answer says so', async () => {
    const { world, at } = await startAtNine();
    await using _ = world;
    world.slack.store.putChannel({
      ...{ id: channelId, name: 'backups', isPrivate: false, isArchived: true, isMember: true },
    });
    await at('09:00:00');
    await at('09:00:15');
    const typed = await world.slack.command({ text: '' });
    await vi.waitFor(() => expect(typed.answers().length).toBeGreaterThan(0));
    expect(typed.answers().map(wordsOf).join()).toContain('archived');
  });

  test('whose channel was archived stops, and its administrators are told with a button', async () => {
    const admin = 'U0SBANNA001';
    const { world, at } = await startAtNine({ env: { ...env, ALLOWED_ADMINS: admin } });
    await using _ = world;
    const archived = { id: channelId, name: 'backups', isPrivate: false, isArchived: true, isMember: true };
    world.slack.store.putChannel(archived);
    await at('09:00:00');
    const told = await world.slack.waitForMessage(({ userId, text }) => userId !== admin && text !== '');
    expect(posted(world)).toEqual([]);
    expect(wordsOf(told)).toContain('The channel was archived');
    expect(wordsOf(told)).toContain('"value":"digest resume ');
  });
});
