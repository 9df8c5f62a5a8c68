import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkOut } from './check-out.ts';

interface PackageJson {
  readonly main: string;
  readonly scripts: Readonly<Record<string, string>>;
  readonly bin: Readonly<Record<string, string>>;
}

interface Pack {
  readonly files: readonly { readonly path: string; readonly mode: number }[];
}

const { main, bin, scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as PackageJson;
const { PATH = '', HOME = '' } = process.env;

function checkOutAndBuild(): string {
  const folder = checkOut();
  execFileSync('npm', ['run', '--silent', 'build'], { cwd: folder });
  return folder;
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
