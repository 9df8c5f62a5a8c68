// The Slack CLI's hook `start`, for `slack run`: builds the bot when its sources are newer, and then is the bot. A child
// process would have to pass signals on, and would be left behind when the CLI kills this one.
import { execSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const entry = join(root, 'dist', 'main.js');

if (changedAt() > builtAt()) build();
takeTokens(process.env);
endWithParent();
await import(new URL('../dist/main.js', import.meta.url).href);

/** When anything that the build reads was last changed; a folder changes when a file is added or removed. */
function changedAt() {
  const inside = (folder) =>
    readdirSync(join(root, folder), { recursive: true }).map((name) => join(folder, name));
  const paths = ['package.json', 'package-lock.json', 'src', 'build', ...inside('src'), ...inside('build')];
  return Math.max(...paths.map((path) => statSync(join(root, path)).mtimeMs));
}

function builtAt() {
  return statSync(entry, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

function build() {
  try {
    execSync('npm run --silent build', { cwd: root, stdio: 'inherit' });
  } catch {
    process.stderr.write('The bot could not be built. If packages are missing, run npm ci\n');
    process.exit(1);
  }
}

/**
 * The bot connects as the app that the CLI has installed, in Socket Mode, whatever `.env` says. Like the CLI, it keeps a
 * token that the shell has set.
 */
function takeTokens(env) {
  const { SLACK_CLI_XOXB: botToken, SLACK_CLI_XAPP: appToken } = env;
  if (botToken)
    Object.assign(env, { SLACK_BOT_TOKEN: env.SLACK_BOT_TOKEN || botToken, SLACK_BOT_TOKEN_FILE: '' });
  if (!appToken) return;
  Object.assign(env, { SLACK_APP_TOKEN: env.SLACK_APP_TOKEN || appToken, SLACK_APP_TOKEN_FILE: '' });
  Object.assign(env, { SLACK_SIGNING_SECRET: '', SLACK_SIGNING_SECRET_FILE: '' });
}

/**
 * Some shells, such as Debian's sh, stay between the CLI and this process and pass no signals on. When the CLI kills such
 * a shell, for example to start the bot again after a change, this bot must end too.
 */
function endWithParent() {
  const { ppid } = process;
  setInterval(() => {
    if (process.ppid !== ppid) process.kill(process.pid, 'SIGTERM');
  }, 1_000).unref();
}
