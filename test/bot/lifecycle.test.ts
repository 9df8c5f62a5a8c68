import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { publicMessages } from './pressed-button.ts';
import { startWorld, wordsOf } from './start-world.ts';

describe('the connection to Slack', () => {
  it.each(['abrupt', 'refresh_requested', 'disconnect-warning'] as const)(
    'is reopened after Slack ends it (%s), and the next command works',
    async (how) => {
      await using world = await startWorld();
      const reconnected = waitForConnection(world);
      world.slack.dropSockets(how);
      await reconnected;
      const answer = await (await world.slack.command({ text: '' })).nextAnswer();
      expect(wordsOf(answer)).toContain('acme');
    },
  );

  it('survives an outage of apps.connections.open', async () => {
    await using world = await startWorld();
    world.slack.failApi('apps.connections.open', { kind: 'status', status: 500 }, 3);
    const reconnected = waitForConnection(world);
    world.slack.dropSockets();
    await reconnected;
    expect((await world.slack.command({ text: 'help' })).acked).toBe(true);
    expect(world.lost).toEqual([]);
  });

  it('answers a command that was in progress when it broke', async () => {
    await using world = await startWorld();
    world.portal('acme').setLatency(300);
    const typed = await world.slack.command({ text: '' });
    world.slack.dropSockets();
    expect(wordsOf(await typed.nextAnswer())).toContain('acme');
  });
});

describe('the digest by command', () => {
  const env = { DIGEST_CHANNEL: 'C0SBBACKUPS' };
  const now = { text: 'digest now', channelId: 'C0SBBACKUPS' };

  it('is shown to the asker only, as it would be posted', async () => {
    await using world = await startWorld({ env });
    const answer = await (await world.slack.command({ ...now, text: 'digest preview' })).nextAnswer();
    expect(answer.ephemeralTo).toBeDefined();
    expect(publicMessages(world)).toEqual([]);
    await world.slack.command(now);
    const posted = await world.slack.waitForMessage(({ channelId }) => channelId === 'C0SBBACKUPS');
    const verdictOf = ({ blocks }: typeof posted) => blocks[0]?.['text'];
    expect(verdictOf(answer)).toEqual(verdictOf(posted));
  });

  it('is posted in its channel, without unfurling links, and the asker is notified', async () => {
    await using world = await startWorld({ env });
    const typed = await world.slack.command(now);
    const posted = await world.slack.waitForMessage(({ channelId }) => channelId === 'C0SBBACKUPS');
    expect(posted.unfurlLinks).toBe(false);
    expect(wordsOf(await typed.nextAnswer())).toContain('C0SBBACKUPS');
  });

  it('is posted once when the connection breaks after Slack has accepted it', async () => {
    await using world = await startWorld({ env });
    world.slack.failApi('chat.postMessage', { kind: 'accept-then-drop' });
    const answer = await (await world.slack.command(now)).nextAnswer();
    expect(wordsOf(answer)).toMatch(/may be in/);
    expect(publicMessages(world)).toHaveLength(1);
  });

  it('says that Slack is too busy when it is rate limited', async () => {
    await using world = await startWorld({ env });
    world.slack.failApi('chat.postMessage', { kind: 'rate-limited', retryAfterS: 30 });
    const answer = await (await world.slack.command(now)).nextAnswer();
    expect(wordsOf(answer)).toContain('Slack was too busy to accept it. Try again in a minute.');
    expect(wordsOf(answer)).not.toContain('ratelimited');
  });

  it.each([
    ['not_in_channel', 'C0SBRANDOM1', 'Invite the bot'],
    ['is_archived', 'C0SBARCHIVE', 'Unarchive the channel'],
    ['channel_not_found', 'C0SBSECRET1', 'Check the channel id'],
  ])('says what to do about %s', async (code, channel, advice) => {
    await using world = await startWorld({ env: { DIGEST_CHANNEL: channel } });
    const answer = await (await world.slack.command({ ...now, channelId: channel })).nextAnswer();
    expect(wordsOf(answer)).toContain(code);
    expect(wordsOf(answer)).toContain(advice);
  });

  it('answers a click in a posted digest only to the user who clicked, and does not change the digest', async () => {
    await using world = await startWorld({ env });
    await world.portal('acme').goDown();
    await world.slack.command(now);
    const posted = await world.slack.waitForMessage(({ channelId }) => channelId === 'C0SBBACKUPS');
    const clicked = await world.slack.act({ message: posted, actionId: 'backups.show' });
    const answer = await clicked.nextAnswer();
    expect(answer.ephemeralTo).toBeDefined();
    expect(world.slack.store.message(posted.channelId, posted.ts)).toEqual(posted);
  });
});

describe('stopping', () => {
  it('sends an answer in progress first', async () => {
    await using world = await startWorld();
    world.portal('acme').setLatency(300);
    const typed = await world.slack.command({ text: '' });
    await world.bot.stop();
    expect(typed.answers().map(wordsOf).join()).toContain('acme');
  });

  it.each([0, 5_000])(
    'notifies each user who would wait too long once, and ends (loading after %i ms)',
    async (ms) => {
      await using world = await startWorld({ longestStopMs: 200, loadingAfterMs: ms });
      world.portal('acme').misbehave({ kind: 'stall' });
      const typed = await world.slack.command({ text: '' });
      await world.bot.stop();
      const words = typed.answers().map(wordsOf);
      expect(words.at(-1)).toMatch(/restarting/);
      expect(words.filter((each) => each.includes('restarting'))).toHaveLength(1);
      expect(world.lines.join()).toContain('Stopping with unfinished work');
    },
  );

  it.each(['socket', 'http'] as const)(
    'is quick when there is nothing to wait for, despite a silent connection: %s',
    async (mode) => {
      await using world = await startWorld({ mode, longestStopMs: 60_000 });
      const { hostname, port } = new URL(world.slack.httpTarget ?? world.slack.url);
      const silent = connect(Number(port), hostname);
      await once(silent, 'connect');
      const startedAt = performance.now();
      await world.bot.stop();
      expect(performance.now() - startedAt).toBeLessThan(2_000);
      expect(world.lines.join()).not.toContain('Stopping with unfinished work');
      silent.destroy();
    },
  );
});

async function waitForConnection({ slack }: Awaited<ReturnType<typeof startWorld>>): Promise<void> {
  await new Promise<void>((resolve) => {
    const stop = slack.onChange((change) => {
      if (change.kind !== 'sockets-changed' || change.connections === 0) return;
      stop();
      resolve();
    });
  });
}
