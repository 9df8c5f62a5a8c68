import { describe, expect, it } from 'vitest';
import { anna } from './pressed-button.ts';
import { startWorld, type World, wordsOf } from './start-world.ts';

const every = ['commands', 'chat:write', 'files:write', 'im:write'];

async function ask(world: World, text: string) {
  return (await world.slack.command({ text })).nextAnswer();
}

function filesOf({ slack }: World) {
  return slack.store
    .messages()
    .flatMap(({ files = [], channelId }) =>
      files.map(({ name, content }) => ({ name, channelId, content: content.toString('utf8') })),
    );
}

describe('an export', () => {
  it('sends the history as a CSV and a JSON to the direct messages of the asker', async () => {
    await using world = await startWorld({ portals: ['acme', 'hr'], scopes: every });
    const answer = await ask(world, 'export');
    expect(answer).toMatchObject({ ephemeralTo: anna });
    expect(answer.text).toContain('The history is in your direct messages with this bot.* `2 backups');
    const files = filesOf(world);
    expect(files.map(({ name }) => name.replace(/\d{4}-\d\d-\d\d/, 'DAY'))).toEqual([
      'backups-DAY.csv',
      'backups-DAY.json',
    ]);
    const direct = world.slack.store.channels.find(({ directWith }) => directWith === anna);
    expect(files.map(({ channelId }) => channelId)).toEqual([direct?.id, direct?.id]);
    expect(files[0]?.content).toMatch(/^\uFEFFportal,group,list,[^\r]*\r\nacme,.*\r\nhr,.*\r\n$/s);
  });

  it('of one portal has only that', async () => {
    await using world = await startWorld({ portals: ['acme', 'hr'], scopes: every });
    await ask(world, 'export hr');
    expect(filesOf(world)[0]?.content).not.toContain('acme,');
  });

  it.each([['files:write'], ['im:write']])(
    'is in the answer itself without the scope %s',
    async (lacking) => {
      const scopes = every.filter((scope) => scope !== lacking);
      await using world = await startWorld({ scopes });
      const answer = await ask(world, 'export');
      expect(wordsOf(answer)).toContain('rich_text_preformatted');
      expect(answer.text).toContain('`files:write`');
      expect(filesOf(world)).toEqual([]);
    },
  );

  it.each([
    ['files.getUploadURLExternal', 'could not be sent'],
    ['files.completeUploadExternal', 'may be in your direct messages'],
  ])('says what is known when Slack fails at %s', async (method, words) => {
    await using world = await startWorld({ scopes: every });
    world.slack.failApi(method, { kind: 'status', status: 500 }, 9);
    expect((await ask(world, 'export')).text).toContain(words);
  });

  it('sends nobody to try again what the workspace refuses', async () => {
    await using world = await startWorld({ scopes: every });
    world.slack.failApi('files.getUploadURLExternal', { kind: 'error', error: 'file_uploads_disabled' }, 9);
    const { text } = await ask(world, 'export');
    expect(text).toContain('Slack refuses them (file_uploads_disabled). Ask a workspace admin');
  });

  it('says so when the upload fails', async () => {
    await using world = await startWorld({ scopes: every });
    world.slack.failUpload({ kind: 'status', status: 500 }, 9);
    expect((await ask(world, 'export')).text).toContain('could not be sent');
  });

  it.each(['export problems', 'export acme room', 'export nowhere'])('refuses “%s”', async (text) => {
    await using world = await startWorld();
    expect((await ask(world, text)).text).toContain('An export has the whole history');
    expect(filesOf(world)).toEqual([]);
  });
});
