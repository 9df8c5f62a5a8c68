import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, it, onTestFinished } from 'vitest';
import { parse } from 'yaml';
import { type SandboxPortal, startPortal } from '../sandbox/docspace/portal-server.ts';
import { type SandboxSlack, startSlack } from '../sandbox/slack/slack-server.ts';
import { wordsOf } from './bot/start-world.ts';
import { checkOut } from './check-out.ts';

const startWithinMs = 30_000;
const { hooks, config } = JSON.parse(readFileSync('.slack/hooks.json', 'utf8')) as {
  hooks: Record<'get-manifest' | 'start', string>;
  config: {
    'protocol-version': string[];
    watch: Record<'app' | 'manifest', { paths: string[]; 'filter-regex'?: string }>;
  };
};

/** Runs a hook as the CLI does: by a shell, in the project's folder, with flags behind the command. */
function runHook(
  cwd: string,
  command: string,
  flags: readonly string[] = [],
  env: Record<string, string> = {},
): ChildProcess & { readonly ended: Promise<{ code: number | null; out: string; problems: string }> } {
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn('bash', ['-c', `${command} ${flags.join(' ')}`], {
    ...{ cwd, env: { PATH, HOME, ...env } },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const ended = Promise.all([once(child, 'close'), text(child.stdout), text(child.stderr)]).then(
    ([[code], out, problems]) => ({ code: code as number | null, out, problems }),
  );
  return Object.assign(child, { ended });
}

/** What the CLI sets, and a portal. */
function environment(slack: SandboxSlack, portal: SandboxPortal): Record<string, string> {
  return {
    ...{ SLACK_CLI_XOXB: slack.botToken, SLACK_CLI_XAPP: slack.appToken, SLACK_API_URL: slack.apiUrl },
    ...{ DOCSPACE_URL: portal.url, DOCSPACE_API_KEY: portal.apiKey, DOCSPACE_NAME: 'acme' },
  };
}

describe('the Slack CLI hook get-manifest', () => {
  const flags = ['--source=/somewhere', '--protocol=message-boundaries', '--boundary=a1b2c3'];

  it('prints the manifest between the boundaries of the CLI', async () => {
    expect(config['protocol-version']).toEqual(['message-boundaries']);
    const { code, out, problems } = await runHook('.', hooks['get-manifest'], flags).ended;
    expect({ code, problems }).toEqual({ code: 0, problems: '' });
    const [before, manifest = '', after] = out.split('a1b2c3');
    expect([before, after]).toEqual(['', '\n']);
    expect(JSON.parse(manifest)).toEqual(parse(readFileSync('manifest.yml', 'utf8')));
  });

  it('prints nothing but the manifest for a CLI without boundaries', async () => {
    const { out } = await runHook('.', hooks['get-manifest']).ended;
    expect(JSON.parse(out)).toHaveProperty('features.slash_commands.0.command', '/backups');
  });

  it('fails with the place of the mistake in the manifest', async () => {
    const folder = checkOut();
    writeFileSync(join(folder, 'manifest.yml'), 'settings:\n  a: [\n');
    const { code, out, problems } = await runHook(folder, hooks['get-manifest'], flags).ended;
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(problems).toMatch(/^manifest\.yml: .* at line 3/);
    expect(problems).not.toContain('    at ');
  });

  it('says what to do when the packages are missing', async () => {
    const folder = checkOut();
    rmSync(join(folder, 'node_modules'));
    const { code, problems } = await runHook(folder, hooks['get-manifest'], flags).ended;
    expect({ code, problems }).toEqual({ code: 1, problems: 'The packages are not installed. Run npm ci\n' });
  });
});

describe('the Slack CLI hook start', () => {
  it('builds the bot, connects as the app of the CLI, and stops by its interrupt with exit code 0', async () => {
    await using slack = await startSlack();
    await using portal = await startPortal();
    // For another way to run the bot than `slack run`; the CLI passes the file's variables on.
    const dotEnv = { SLACK_SIGNING_SECRET: '0'.repeat(32), SLACK_BOT_TOKEN_FILE: '/run/secrets/bot' };
    const bot = runHook(checkOut(), hooks.start, [], { ...environment(slack, portal), ...dotEnv });
    await slack.waitForSocket(startWithinMs);
    expect(wordsOf(await (await slack.command({ text: '' })).nextAnswer())).toContain('acme');
    bot.kill('SIGINT');
    expect((await bot.ended).code).toBe(0);
  });

  it('stops when the shell between it and the CLI is killed', async () => {
    await using slack = await startSlack();
    await using portal = await startPortal();
    // The second command keeps any shell from becoming the hook.
    const shell = runHook(checkOut(), `${hooks.start}; true`, [], environment(slack, portal));
    await slack.waitForSocket(startWithinMs);
    shell.kill('SIGKILL');
    const { out } = await shell.ended;
    expect(out).toContain('Stopping');
  });

  it('keeps the tokens of the shell, and ends with the exit code of the bot', async () => {
    await using slack = await startSlack();
    const { code, out } = await runHook(checkOut(), hooks.start, [], {
      ...{ SLACK_CLI_XOXB: slack.botToken, SLACK_CLI_XAPP: slack.appToken, SLACK_API_URL: slack.apiUrl },
      ...{
        SLACK_BOT_TOKEN: 'xoxb-of-the-shell',
        DOCSPACE_URL: 'http://127.0.0.1:9',
        DOCSPACE_API_KEY: 'sk-1',
      },
    }).ended;
    expect(code).toBe(1);
    expect(out).toContain('invalid_auth');
  });

  it('builds again only when a source has changed', async () => {
    const folder = checkOut();
    const start = () => runHook(folder, hooks.start).ended;
    const main = join(folder, 'src', 'main.ts');
    expect((await start()).problems).toContain('SLACK_BOT_TOKEN');
    writeFileSync(join(folder, 'dist', 'main.js'), "console.log('as built before')");
    expect((await start()).out).toBe('as built before\n');
    writeFileSync(main, "console.log('as changed')");
    utimesSync(main, Date.now() / 1_000 + 60, Date.now() / 1_000 + 60);
    expect((await start()).out).toBe('as changed\n');
  });

  it('fails when the bot cannot be built', async () => {
    const folder = checkOut();
    writeFileSync(join(folder, 'src', 'main.ts'), 'const = ;');
    const { code, problems } = await runHook(folder, hooks.start).ended;
    expect(code).toBe(1);
    expect(problems).toContain('src/main.ts:1');
    expect(problems).toMatch(/The bot could not be built\. .*npm ci\n$/);
  });
});

describe('what the Slack CLI watches', () => {
  it('is the manifest and the sources', () => {
    const { app, manifest } = config.watch;
    expect(manifest).toEqual({ paths: ['manifest.yml'] });
    expect(app.paths).toEqual(['src']);
    // The CLI applies the expression to a file's name alone.
    const isWatched = (name: string) => new RegExp(app['filter-regex'] ?? '').test(name);
    expect(['app.ts', 'main.js', 'STYLE.md', '.main.ts.swp'].filter(isWatched)).toEqual(['app.ts']);
  });
});
