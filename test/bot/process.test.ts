import { once } from 'node:events';
import { describe, expect, it, onTestFinished } from 'vitest';
import { holdPort } from '../../sandbox/docspace/hold-port.ts';
import { type SandboxPortal, startPortal } from '../../sandbox/docspace/portal-server.ts';
import { type SandboxSlack, startSlack } from '../../sandbox/slack/slack-server.ts';
import { spawnBot } from './spawn-bot.ts';
import { wordsOf } from './start-world.ts';

const startWithinMs = 30_000;

function environment(slack: SandboxSlack, portal: SandboxPortal): Record<string, string> {
  return {
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_APP_TOKEN: slack.appToken,
    SLACK_API_URL: slack.apiUrl,
    DOCSPACE_URL: portal.url,
    DOCSPACE_NAME: 'acme',
    DOCSPACE_API_KEY: portal.apiKey,
  };
}

function tellingLines(output: string): string[] {
  return output.split('\n').filter((line) => line.trim() !== '');
}

describe.concurrent('the bot as a process', () => {
  it('answers the command in progress when it is stopped, accepts no more, and exits with 0', async () => {
    await using slack = await startSlack();
    await using portal = await startPortal();
    portal.setLatency(500);
    await using bot = spawnBot(environment(slack, portal));
    await slack.waitForSocket(startWithinMs);
    const typed = await slack.command({ text: '' });
    bot.child.kill('SIGTERM');
    await socketClosed(slack);
    expect((await slack.command({ text: '' })).error).toBe('dispatch_failed');
    expect(wordsOf(await typed.nextAnswer())).toContain('acme');
    expect(await bot.ended).toBe(0);
  });

  it('exits with 1 at once when it is stopped a second time', async () => {
    await using slack = await startSlack();
    await using portal = await startPortal();
    portal.misbehave({ kind: 'stall' });
    await using bot = spawnBot(environment(slack, portal));
    await slack.waitForSocket(startWithinMs);
    await slack.command({ text: '' });
    bot.child.kill('SIGINT');
    await waitForOutput(bot, 'Stopping');
    bot.child.kill('SIGTERM');
    expect(await bot.ended).toBe(1);
  });

  it('exits with 1 and one clear line when its app token has no scope', async () => {
    await using slack = await startSlack();
    await using portal = await startPortal();
    slack.refuseConnections('missing_scope');
    await using bot = spawnBot(environment(slack, portal));
    expect(await bot.ended).toBe(1);
    const lines = tellingLines(bot.output());
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain('connections:write');
  });

  it('exits with 1 and one clear line when Slack refuses its token', async () => {
    await using slack = await startSlack();
    await using portal = await startPortal();
    await using bot = spawnBot({ ...environment(slack, portal), SLACK_BOT_TOKEN: 'xoxb-wrong-token' });
    expect(await bot.ended).toBe(1);
    const lines = tellingLines(bot.output());
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain('invalid_auth');
    expect(lines[0]).not.toContain('xoxb-wrong-token');
  });

  it('exits with 1 when Slack refuses it permanently', async () => {
    await using slack = await startSlack();
    await using portal = await startPortal();
    await using bot = spawnBot(environment(slack, portal));
    await slack.waitForSocket(startWithinMs);
    slack.refuseConnections('invalid_auth');
    slack.dropSockets();
    expect(await bot.ended).toBe(1);
    expect(bot.output()).toContain('Slack refuses the token in SLACK_APP_TOKEN (invalid_auth)');
  });

  it('answers signed requests in HTTP mode, and refuses others', async () => {
    await using slack = await startSlack();
    await using portal = await startPortal();
    const { port, release } = await holdPort();
    onTestFinished(release);
    await using bot = spawnBot({
      ...environment(slack, portal),
      ...{ SLACK_APP_TOKEN: '', SLACK_SIGNING_SECRET: slack.signingSecret },
      ...{ HOST: '127.0.0.1', PORT: String(port) },
    });
    await waitForOutput(bot, `on port ${port}`);
    slack.httpTarget = `http://127.0.0.1:${port}/slack/events`;
    expect(wordsOf(await (await slack.command({ text: '' })).nextAnswer())).toContain('acme');
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const unsigned = { method: 'POST', headers, body: 'command=/backups' };
    expect((await fetch(slack.httpTarget, unsigned)).status).toBe(401);
    bot.child.kill('SIGTERM');
    expect(await bot.ended).toBe(0);
  });

  it('keeps running after an unhandled promise rejection, and logs it', async () => {
    await using slack = await startSlack();
    await using portal = await startPortal();
    const forget = "process.on('SIGUSR2', () => void Promise.reject(new Error('forgotten')))";
    await using bot = spawnBot({
      ...environment(slack, portal),
      NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(forget)}`,
    });
    await slack.waitForSocket(startWithinMs);
    bot.child.kill('SIGUSR2');
    await waitForOutput(bot, 'forgotten');
    expect(bot.output()).toMatch(/ERROR.*Unhandled promise rejection/);
    expect(wordsOf(await (await slack.command({ text: '' })).nextAnswer())).toContain('acme');
    bot.child.kill('SIGTERM');
    expect(await bot.ended).toBe(0);
  });

  it('exits with 1 and lists every problem when it is not configured', async () => {
    await using bot = spawnBot({ LOG_LEVEL: 'loud' });
    expect(await bot.ended).toBe(1);
    for (const name of ['SLACK_BOT_TOKEN', 'SLACK_APP_TOKEN', 'DOCSPACE_URL', 'LOG_LEVEL']) {
      expect(bot.output()).toContain(name);
    }
    expect(bot.output()).not.toContain('    at ');
  });

  it('waits for a Slack that is not there yet', async () => {
    await using slack = await startSlack();
    await using portal = await startPortal();
    slack.failApi('auth.test', { kind: 'drop' }, Number.POSITIVE_INFINITY);
    await using bot = spawnBot(environment(slack, portal));
    await waitForOutput(bot, 'trying again');
    slack.healAll();
    await slack.waitForSocket(startWithinMs);
    expect((await slack.command({ text: 'help' })).acked).toBe(true);
  });
});

function socketClosed(slack: SandboxSlack): Promise<void> {
  return new Promise((resolve) => {
    const stop = slack.onChange((change) => {
      if (change.kind !== 'sockets-changed' || change.connections > 0) return;
      stop();
      resolve();
    });
  });
}

async function waitForOutput(bot: ReturnType<typeof spawnBot>, words: string): Promise<void> {
  while (!bot.output().includes(words)) await once(bot.child.stdout ?? bot.child, 'data');
}
