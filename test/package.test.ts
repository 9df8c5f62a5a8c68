import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startPortal } from '../sandbox/docspace/portal-server.ts';
import { startSlack } from '../sandbox/slack/slack-server.ts';
import { checkOut } from './check-out.ts';
import { openPostgresStore } from './store/open-test-store.ts';

interface PackageJson {
  readonly main: string;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly scripts: Readonly<Record<string, string>>;
  readonly bin: Readonly<Record<string, string>>;
}

interface Lock {
  readonly packages: Readonly<Record<string, LockedPackage>>;
}

interface LockedPackage {
  readonly dev?: boolean;
  readonly optional?: boolean;
  readonly license?: string;
  readonly hasInstallScript?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

interface Pack {
  readonly files: readonly { readonly path: string; readonly mode: number }[];
}

const { main, bin, scripts, dependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as PackageJson;
const { PATH = '', HOME = '' } = process.env;

function checkOutAndBuild(): string {
  const folder = checkOut();
  execFileSync('npm', ['run', '--silent', 'build'], { cwd: folder });
  return folder;
}

/** A folder with nothing but what the build made, as it would be copied to a server. */
function copyOfBuild(): string {
  const folder = mkdtempSync(join(tmpdir(), 'built-bot-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  cpSync(join(checkOutAndBuild(), 'dist'), join(folder, 'dist'), { recursive: true });
  return folder;
}

/** Starts the bot in `folder`, waits until Slack has it, and stops it. */
async function startAndStop(folder: string, env: Readonly<Record<string, string>> = {}) {
  await using slack = await startSlack();
  await using portal = await startPortal();
  const child = spawn(process.execPath, [main], {
    cwd: folder,
    env: {
      ...{ SLACK_BOT_TOKEN: slack.botToken, SLACK_APP_TOKEN: slack.appToken, SLACK_API_URL: slack.apiUrl },
      ...{ DOCSPACE_URL: portal.url, DOCSPACE_NAME: 'acme', DOCSPACE_API_KEY: portal.apiKey },
      ...env,
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString();
  });
  const ended = once(child, 'close');
  await Promise.race([ended, slack.waitForSocket(30_000)]);
  child.kill('SIGTERM');
  const [code] = await ended;
  return { code, errors };
}

function pack(folder: string): Pack {
  const env = { PATH, HOME, npm_config_offline: 'true', npm_config_update_notifier: 'false' };
  const output = execFileSync('npm', ['pack', '--dry-run', '--json', '--silent'], { cwd: folder, env });
  const [first] = JSON.parse(output.toString()) as Pack[];
  if (first === undefined) throw new Error('npm packed nothing');
  return first;
}

describe('the package', () => {
  it('has the built bot and what an administrator needs, and no more', () => {
    const { files } = pack(checkOutAndBuild());
    const pages = readdirSync('docs').filter((name) => name.endsWith('.md'));
    expect(files.map(({ path }) => path).toSorted()).toEqual(
      [
        ...['package.json', 'README.md', 'CHANGELOG.md', 'LICENSE', ...pages.map((name) => `docs/${name}`)],
        ...['dist/main.js', 'dist/main.js.map', 'manifest.yml', 'manifest.http.yml', '.env.example'],
        ...['portals.example.yml', 'portals.schema.json'],
      ].toSorted(),
    );
    expect(files.find(({ path }) => path === main)?.mode).toBe(0o755);
  });

  it('brings the embedded database for the system it is installed on', () => {
    expect(Object.keys(dependencies)).toContain('libsql');
    const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as Lock;
    const natives = Object.keys(packages['node_modules/libsql']?.optionalDependencies ?? {});
    expect(natives).toContain('@libsql/linux-x64-gnu');
    expect(natives.filter((name) => packages[`node_modules/${name}`]?.optional !== true)).toEqual([]);
  });

  it('starts the same file by `npm start`, by `node .` and by its command', () => {
    expect(scripts['start']).toBe(`node ${main}`);
    expect(bin).toEqual({ 'docspace-backup-bot': main });
  });

  it('starts by the name of its command, from any folder, and ends with 1 when it is not configured', () => {
    const folder = checkOutAndBuild();
    // npm installs a command as a link in a folder of the PATH.
    const [[name, target] = ['', '']] = Object.entries(bin);
    const commands = join(folder, 'commands');
    mkdirSync(commands);
    symlinkSync(join(folder, target), join(commands, name));
    const options = { cwd: commands, env: { PATH: `${commands}:${PATH}` }, encoding: 'utf8' } as const;
    const { status, stderr } = spawnSync(name, options);
    expect({ name, status }).toEqual({ name: 'docspace-backup-bot', status: 1 });
    expect(stderr).toMatch(/^The configuration has 3 problems:\n- SLACK_BOT_TOKEN: is not set/);
  });
});

describe('the folder that the build makes', () => {
  it('is all that the bot needs, its embedded database included', async () => {
    const folder = copyOfBuild();
    expect(await startAndStop(folder)).toEqual({ code: 0, errors: '' });
    expect(existsSync(join(folder, 'data/backups.db'))).toBe(true);
  });

  const address = process.env['TEST_POSTGRES_URL'];
  it.skipIf(address === undefined)('needs no native code to use PostgreSQL', async () => {
    const folder = copyOfBuild();
    rmSync(join(folder, 'dist/node_modules'), { recursive: true });
    const { url, remove } = await openPostgresStore(address ?? '');
    onTestFinished(remove);
    expect(await startAndStop(folder, { DATABASE_URL: url })).toEqual({ code: 0, errors: '' });
    expect(readdirSync(folder)).toEqual(['dist']);
  });
});

describe('the packages that the bot is made of', () => {
  const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as Lock;
  const own = Object.entries(packages).filter(([path, { dev }]) => path !== '' && dev !== true);

  it('run nothing while they are installed', () => {
    expect(own.length).toBeGreaterThan(50);
    expect(own.filter(([, { hasInstallScript }]) => hasInstallScript).map(([path]) => path)).toEqual([]);
  });

  it('have licences that allow their use in any program', () => {
    const permissive = ['MIT', 'ISC', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', '0BSD', 'BlueOak-1.0.0'];
    const others = own.filter(([, { license = 'none' }]) => !permissive.includes(license));
    expect(others.map(([path, { license }]) => `${path}: ${license}`)).toEqual([]);
  });
});
