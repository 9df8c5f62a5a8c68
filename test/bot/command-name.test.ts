import { describe, expect, it } from 'vitest';
import { startWorld, wordsOf } from './start-world.ts';

const command = '/docspace-backups';

/** Each place where the words name a command of the bot. */
const namesIn = (words: string) => [...new Set(words.match(/\/[a-z-]*backups\b/g))];

describe('an app whose command has another name', () => {
  it.each(['socket', 'http'] as const)('is acknowledged and answered over %s', async (mode) => {
    await using world = await startWorld({ mode });
    const typed = await world.slack.command({ command, text: 'acme' });
    expect(typed).toMatchObject({ acked: true, error: undefined });
    expect(wordsOf(await typed.nextAnswer())).toContain('acme');
  });

  it.each(['help', 'acme expirng'])('says that name wherever it explains itself: %s', async (text) => {
    await using world = await startWorld();
    const answer = await (await world.slack.command({ command, text })).nextAnswer();
    expect(namesIn(wordsOf(answer) + answer.text)).toEqual([command]);
  });

  it('says that name on a button that no longer works', async () => {
    await using world = await startWorld();
    const first = await (await world.slack.command({ command, text: 'acme' })).nextAnswer();
    const old = world.slack.store.updateMessage(
      first,
      { text: first.text, blocks: JSON.parse(JSON.stringify(first.blocks).replaceAll('"acme"', '"gone"')) },
      new Date(),
    );
    const pressed = await world.slack.act({ message: old, actionId: 'backups.share' });
    expect((await pressed.nextAnswer()).text).toContain(`Type \`${command}\``);
  });
});
