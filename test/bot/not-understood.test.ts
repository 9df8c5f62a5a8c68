import { describe, expect, it } from 'vitest';
import { channelId, publicMessages } from './pressed-button.ts';
import { startWorld, wordsOf } from './start-world.ts';

describe('a command that is not understood', () => {
  it('is answered in one line, and its button asks in private even when the command shares', async () => {
    await using world = await startWorld();
    const typed = await world.slack.command({ text: 'acme expirng share', channelId });
    const answer = await typed.nextAnswer();
    expect(answer.text).toBe(
      '*There is no portal or option “expirng”.* Did you mean `/backups acme expiring`?',
    );
    expect(answer.blocks).toHaveLength(2);
    expect(answer.ephemeralTo).toBeDefined();
    expect(world.portal('acme').requests).toHaveLength(0);

    const pressed = await world.slack.act({ message: answer, actionId: 'backups.show.0' });
    const shown = await pressed.nextAnswer();
    expect(shown.ephemeralTo).toBe(answer.ephemeralTo);
    expect(wordsOf(shown)).toContain('acme');
    expect(world.portal('acme').requests).toHaveLength(1);
    expect(publicMessages(world)).toEqual([]);
  });

  it('offers everything that could be meant, and shows what is chosen', async () => {
    await using world = await startWorld({ portals: ['acme', 'archive', 'hr'] });
    const answer = await (await world.slack.command({ text: 'a room' })).nextAnswer();
    expect(answer.text).toContain('“a” could be acme or archive.');
    const pressed = await world.slack.act({ message: answer, actionId: 'backups.show.1' });
    expect((await pressed.nextAnswer()).text).toContain('archive');
    const asked = ['acme', 'archive', 'hr'].map((name) => world.portal(name).requests.length);
    expect(asked).toEqual([0, 1, 0]);
  });

  it('names the help, under the command’s real name, instead of showing it', async () => {
    await using world = await startWorld();
    const typed = await world.slack.command({ command: '/docspace', text: 'nonsense' });
    const answer = await typed.nextAnswer();
    expect(answer.text).toBe(
      '*There is no portal or option “nonsense”.* Type `/docspace help` to see what can be asked.',
    );
    expect(answer.blocks).toHaveLength(1);
  });
});
