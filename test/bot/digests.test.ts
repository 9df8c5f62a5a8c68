import { describe, expect, it } from 'vitest';
import type { StoredMessage } from '../../sandbox/slack/stored-message.ts';
import { anna, channelId, publicMessages } from './pressed-button.ts';
import { startWorld, type World, wordsOf } from './start-world.ts';

const ben = 'U0SBBEN0001';
const partners = 'C0SBPARTNER';

async function type(world: World, text: string, more: { channelId?: string; userId?: string } = {}) {
  return (await world.slack.command({ text, channelId, ...more })).nextAnswer();
}

/** Presses the first button with this label. */
async function press(
  world: World,
  message: StoredMessage,
  label: string,
  userId = anna,
): Promise<StoredMessage> {
  const pressed = message.blocks.flatMap((block) =>
    block['type'] === 'actions'
      ? (block['elements'] as Button[]).map((button) => ({ ...button, blockId: String(block['block_id']) }))
      : [],
  );
  const button = pressed.find(({ text }) => text?.text === label);
  if (button === undefined) throw new Error(`no button ${label}`);
  const { action_id: actionId, blockId } = button;
  return (await world.slack.act({ message, actionId, blockId, userId })).nextAnswer();
}

interface Button {
  readonly action_id: string;
  readonly text?: { readonly text: string };
}

/** The direct message of the bot and Anna. */
async function openDirect({ slack }: World): Promise<string> {
  const headers = { authorization: `Bearer ${slack.botToken}`, 'content-type': 'application/json' };
  const body = JSON.stringify({ users: anna });
  const response = await fetch(`${slack.apiUrl}conversations.open`, { method: 'POST', headers, body });
  return ((await response.json()) as { channel: { id: string } }).channel.id;
}

const told = (world: World, id = channelId) => publicMessages(world, id).map(({ text }) => text);

describe('a digest set up by text', () => {
  it('is announced, listed, changed, stopped and resumed', async () => {
    await using world = await startWorld();
    const setUp = await type(world, 'digest on 9am weekdays');
    expect(wordsOf(setUp)).toContain('Set up: 09:00, Monday to Friday, Europe/Berlin');
    await type(world, 'digest on 9 utc problems', { userId: ben });
    const list = await type(world, 'digest');
    expect(list.text.split('\n')[0]).toBe('2 digests in this channel');
    const changed = await type(world, 'digest on 9 europe/berlin');
    expect(changed.text).toContain('Changed: 09:00, every day, Europe/Berlin');
    const stopped = await press(world, changed, 'Stop');
    expect(stopped.ts).toBe(changed.ts);
    expect(stopped.text).toContain('Stopped: 09:00, every day, Europe/Berlin');
    const resumed = await press(world, await type(world, 'digest', { userId: ben }), 'Resume', ben);
    expect(resumed.text).toContain('Resumed: 09:00, every day, Europe/Berlin');
    expect(told(world)).toEqual([
      `<@${anna}> set up a backup digest here: *09:00, Monday to Friday, Europe/Berlin*.`,
      `<@${ben}> set up a backup digest here: *09:00, every day, UTC, problems only*.`,
      `<@${anna}> changed a backup digest here. It is now: *09:00, every day, Europe/Berlin*.`,
      `<@${anna}> stopped a backup digest here: *09:00, every day, Europe/Berlin*.`,
      `<@${ben}> resumed a backup digest here: *09:00, every day, Europe/Berlin*.`,
    ]);
  });

  it('is in the zone of who asks, where the app may read it, else in the default one', async () => {
    await using world = await startWorld();
    expect((await type(world, 'digest on 9', { userId: ben })).text).toContain('America/New York');
    const env = { DIGEST_TIMEZONE: 'Asia/Tokyo' };
    await using bare = await startWorld({ scopes: ['commands', 'chat:write'], env });
    expect((await type(bare, 'digest on 9', { userId: ben })).text).toContain('Asia/Tokyo');
  });

  it('acts once when Slack delivers the command twice', async () => {
    await using world = await startWorld();
    world.slack.deliverTwice();
    await type(world, 'digest on 9');
    await world.bot.stop();
    expect(told(world)).toHaveLength(1);
  });

  it('is remembered over a restart', async () => {
    await using world = await startWorld();
    const list = await type(world, 'digest on 9');
    await world.restart({});
    expect((await type(world, 'digest')).text).toContain('09:00, every day, Europe/Berlin');
    expect((await press(world, list, 'Stop')).text).toContain('Stopped: 09:00');
  });

  it('is shown in a direct message with the bot, wherever it is', async () => {
    await using world = await startWorld();
    await type(world, 'digest on 9');
    await type(world, 'digest on 10', { userId: ben });
    const direct = await openDirect(world);
    const list = await type(world, 'digest', { channelId: direct });
    expect(list.text.split('\n')[0]).toBe('1 digest that you set up or changed');
    expect(list.text).toContain(`<#${channelId}>`);
    await type(world, 'digest on 11', { channelId: direct });
    expect((await type(world, 'digest', { channelId: direct })).text).toContain('2 digests');
  });

  it('is previewed for the asker only, and posted by “now”', async () => {
    await using world = await startWorld();
    await type(world, 'digest on 9');
    const preview = await type(world, 'digest preview');
    expect(preview).toMatchObject({ ephemeralTo: anna });
    expect(wordsOf(preview)).toContain('acme');
    expect(told(world)).toHaveLength(1);
    expect((await type(world, 'digest now')).text).toBe(`The digest is in <#${channelId}>.`);
    expect(told(world)).toHaveLength(2);
    expect((await type(world, 'digest')).text).toContain('last posted just now');
  });
});

describe('a channel', () => {
  it.each([
    ['C0SBRANDOM1', /The bot is not in that channel\. Type `\/invite @docspace-backups` there/],
    ['C0SBSECRET1', /The bot is not in that channel\./],
    ['C0SBARCHIVE', /The channel is archived\./],
    [partners, /People outside your workspace are there\..*ALLOWED_CHANNELS/],
    ['D0SBBEN0001', /in a direct message with the bot/],
  ])('where the bot may not post gets no digest: %s', async (id, words) => {
    await using world = await startWorld();
    const answer = await type(world, 'digest on 9', { channelId: id });
    expect(answer.text).toMatch(words);
    expect(told(world, id)).toEqual([]);
    expect((await type(world, 'digest now', { channelId: id })).text).toMatch(/no digest/);
  });

  it('that Slack Connect shares gets one once it is named', async () => {
    await using world = await startWorld({ env: { ALLOWED_CHANNELS: partners } });
    await type(world, 'digest on 9', { channelId: partners });
    expect(told(world, partners)).toHaveLength(1);
  });

  it('with a digest may be asked in, with the digest’s own buttons', async () => {
    await using world = await startWorld();
    const list = await type(world, 'digest on 9');
    await world.restart({ ALLOWED_CHANNELS: 'C0SBGENERAL' });
    expect((await press(world, list, 'Stop')).text).toContain('Stopped: 09:00');
    expect((await type(world, '', { channelId: 'C0SBPRIVATE' })).text).toContain(
      'may not be shown in this channel',
    );
  });
});

describe('a person who is not an administrator', () => {
  it('may look and post, and neither set up nor change', async () => {
    await using world = await startWorld({ env: { ALLOWED_ADMINS: anna } });
    expect((await type(world, 'digest on 9', { userId: ben })).text).toContain('`ALLOWED_ADMINS`');
    expect(told(world)).toEqual([]);
    const list = await type(world, 'digest on 9');
    expect(wordsOf(await type(world, 'digest', { userId: ben }))).not.toContain('digest stop');
    expect((await type(world, 'digest off', { userId: ben })).text).toContain('`ALLOWED_ADMINS`');
    expect((await press(world, list, 'Stop')).text).toContain('Stopped');
  });
});

describe('the digest of the settings', () => {
  const settings = (cron: string) => ({
    ...{ DIGEST_CHANNEL: channelId, DIGEST_CRON: cron, DIGEST_TIMEZONE: 'Europe/Berlin' },
  });
  const linesOf = async (world: World) => (await type(world, 'digest')).text.split('\n');

  it('follows them until somebody changes it, and never after', async () => {
    await using world = await startWorld({ env: settings('0 9 * * *') });
    expect((await linesOf(world)).slice(0, 2)).toEqual([
      '1 digest in this channel',
      '*09:00, every day, Europe/Berlin*',
    ]);
    await world.restart(settings('30 7 * * 1-5'));
    expect((await linesOf(world))[1]).toBe('*07:30, Monday to Friday, Europe/Berlin*');
    await world.restart({});
    expect((await linesOf(world))[0]).toBe('1 digest in this channel · 1 stopped');
    await world.restart(settings('30 7 * * *'));
    expect((await linesOf(world))[0]).toBe('1 digest in this channel');
    expect(told(world)).toEqual([]);
    await type(world, 'digest on 7:30 weekdays berlin');
    await world.restart(settings('0 6 * * *'));
    await world.restart({});
    expect((await linesOf(world)).slice(0, 2)).toEqual([
      '1 digest in this channel',
      '*07:30, Monday to Friday, Europe/Berlin*',
    ]);
  });

  it('stays stopped once somebody stopped it', async () => {
    await using world = await startWorld({ env: settings('0 9 * * *') });
    await type(world, 'digest off');
    await world.restart(settings('0 9 * * *'));
    expect((await linesOf(world))[0]).toBe('1 digest in this channel · 1 stopped');
  });
});
