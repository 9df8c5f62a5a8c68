import { expect, test } from 'vitest';
import { botEnvironment } from '../../../sandbox/demo/bot-environment.ts';
import { startSlack } from '../../../sandbox/slack/slack-server.ts';

test('the bot of the demo knows the sandbox and nothing of its runner', async () => {
  await using slack = await startSlack();
  const env = botEnvironment(slack, '/tmp/portals.yml', {
    PATH: '/bin',
    SLACK_BOT_TOKEN: 'xoxb-real',
    SLACK_SIGNING_SECRET: 'real',
    HTTPS_PROXY: 'http://proxy.example.com',
    DOCSPACE_API_KEY: 'sk-real',
  });
  expect(env).toMatchObject({
    PATH: '/bin',
    SLACK_BOT_TOKEN: slack.botToken,
    DOCSPACE_PORTALS_FILE: '/tmp/portals.yml',
  });
  expect(JSON.stringify(env)).not.toMatch(/real|proxy/i);
});
