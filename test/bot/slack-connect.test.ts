import { describe, expect, it } from 'vitest';
import { publicMessages } from './pressed-button.ts';
import { startWorld, type World, wordsOf } from './start-world.ts';

const partners = 'C0SBPARTNER';
const board = 'C0SBSECRET1';
const withoutScopes = ['commands', 'chat:write'];
const checks = ({ slack }: World) =>
  slack.store.apiCalls.filter(({ method }) => method === 'conversations.info').length;

async function share(world: World, channelId: string): Promise<string> {
  const answer = await (await world.slack.command({ text: 'acme share', channelId })).nextAnswer();
  return answer.ephemeralTo === undefined ? 'shared' : answer.text;
}

describe('a share in a channel that people outside the workspace see', () => {
  it('is refused, with the next step', async () => {
    await using world = await startWorld();
    expect(await share(world, partners)).toBe(
      '*Not shared.* People outside your workspace are in this channel. To allow it, have it added: `ALLOWED_CHANNELS`.',
    );
    expect(publicMessages(world, partners)).toEqual([]);
    const refused = world.lines.filter((line) => line.includes('Share refused'));
    expect(refused).toEqual([expect.stringContaining('"reason":"outsiders"')]);
  });

  it('still answers the asker', async () => {
    await using world = await startWorld();
    const answer = await (await world.slack.command({ text: 'acme', channelId: partners })).nextAnswer();
    expect(answer.ephemeralTo).toBeDefined();
    expect(wordsOf(answer)).toContain('acme');
    expect(checks(world)).toBe(0);
  });

  it('is allowed when the channel is named', async () => {
    await using world = await startWorld({ env: { ALLOWED_CHANNELS: partners } });
    expect(await share(world, partners)).toBe('shared');
  });

  it('is not allowed by the digest’s channel alone', async () => {
    const env = { ALLOWED_CHANNELS: 'C0SBGENERAL', DIGEST_CHANNEL: partners };
    await using world = await startWorld({ env });
    expect(await share(world, partners)).toContain('*Not shared.*');
  });

  it('is not refused where only workspaces of the same organisation are', async () => {
    await using world = await startWorld();
    expect(await share(world, 'C0SBORGWIDE')).toBe('shared');
  });

  it('asks Slack once in a while, not each time', async () => {
    await using world = await startWorld();
    for (let count = 0; count < 3; count += 1) await share(world, 'C0SBGENERAL');
    expect(checks(world)).toBe(1);
  });

  it('is not checked in a direct message', async () => {
    await using world = await startWorld();
    expect(await share(world, 'D0SBANNA001')).toBe('shared');
    expect(checks(world)).toBe(0);
  });

  it('is not checked without the scope, which is logged once', async () => {
    await using world = await startWorld({ scopes: withoutScopes });
    expect(await share(world, partners)).toBe('shared');
    expect(await share(world, 'C0SBGENERAL')).toBe('shared');
    expect(world.lines.filter((line) => line.includes('A channel was not checked'))).toHaveLength(1);
  });
});

describe('a share in a channel that Slack does not reveal', () => {
  const unchecked =
    '*Not shared.* Slack did not say who is in this channel. Invite the bot, or try again in a minute.';

  it('is refused in a private channel without the bot, unless it is named', async () => {
    await using world = await startWorld();
    expect(await share(world, board)).toBe(unchecked);
    await using open = await startWorld({ env: { ALLOWED_CHANNELS: board } });
    expect(await share(open, board)).toBe('shared');
  });

  it('is refused while Slack fails, and works when it is back', async () => {
    await using world = await startWorld();
    world.slack.failApi('conversations.info', { kind: 'status', status: 500 });
    expect(await share(world, 'C0SBGENERAL')).toBe(unchecked);
    expect(await share(world, 'C0SBGENERAL')).toBe('shared');
  });
});

describe('a digest for a channel that people outside the workspace see', () => {
  const env = { DIGEST_CHANNEL: partners };
  const now = { text: 'digest now', channelId: partners };

  it('is withheld, and the asker and the log say so', async () => {
    await using world = await startWorld({ env });
    const answer = await (await world.slack.command(now)).nextAnswer();
    expect(answer.text).toBe(
      `*The digest is not in* <#${partners}>*.* People outside your workspace are there. To allow it, have it added: \`ALLOWED_CHANNELS\`.`,
    );
    expect(publicMessages(world, partners)).toEqual([]);
    expect(world.lines.join()).toContain('Name the channel in ALLOWED_CHANNELS');
  });

  it('is posted when the channel is named', async () => {
    const both = { ...env, ALLOWED_CHANNELS: `C0SBGENERAL,${partners}` };
    await using world = await startWorld({ env: both });
    const answer = await (await world.slack.command(now)).nextAnswer();
    expect(answer.text).toContain('The digest is in');
    expect(publicMessages(world, partners)).toHaveLength(1);
  });

  it('is not posted, and may be tried again, while Slack does not say who is there', async () => {
    await using world = await startWorld({ env: { DIGEST_CHANNEL: 'C0SBBACKUPS' } });
    world.slack.failApi('conversations.info', { kind: 'accept-then-drop' });
    const answer = await (await world.slack.command({ ...now, channelId: 'C0SBBACKUPS' })).nextAnswer();
    expect(answer.text).toContain('Try again in a minute.');
    expect(publicMessages(world)).toEqual([]);
    await (await world.slack.command({ ...now, channelId: 'C0SBBACKUPS' })).nextAnswer();
    expect(publicMessages(world)).toHaveLength(1);
  });
});
