import { expect, test } from 'vitest';
import { demoWorkspace, directChannelId, opsChannelId } from '../../../../sandbox/demo/demo-workspace.ts';
import { renderForTerminal } from '../../../../sandbox/demo/terminal/render-for-terminal.ts';
import { startSlack } from '../../../../sandbox/slack/slack-server.ts';

const now = new Date('2026-11-24T09:00:00Z');

test('a message in the terminal says where it is, and how to get at its file', async () => {
  await using slack = await startSlack({ workspace: demoWorkspace, clock: () => now });
  const view = { slack, pageUrl: 'http://127.0.0.1:4680/', now, isUpdate: false };
  const render = (channelId: string) => {
    const file = { id: 'F1', name: 'a\u001bb.csv', title: 'x', content: Buffer.from('abc') };
    const message = slack.store.postMessage(
      {
        ...{
          channelId,
          userId: slack.botUserId,
          text: 'here',
          blocks: [],
          origin: 'api',
          unfurlLinks: false,
        },
        files: [{ ...file, userId: slack.botUserId, createdAt: now }],
      },
      now,
    );
    return renderForTerminal(message, { ...view, paint: (_style, text) => text });
  };
  expect(render(opsChannelId)).toMatch(/^\n#ops · DocSpace Backups/);
  expect(render(directChannelId)).toMatch(/^\nDirect message · DocSpace Backups/);
  expect(render(directChannelId)).toContain('\n│ 📎 a\ufffdb.csv (3 bytes): http://127.0.0.1:4680/files/F1');
});
