import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** The bot as its own process. */
export interface BotProcess extends AsyncDisposable {
  readonly child: ChildProcess;
  /** Everything it printed so far. */
  output(): string;
  /** Of that, what it printed to standard error. */
  errors(): string;
  /** Resolves with the exit code. */
  ended: Promise<number | null>;
}

/** How the bot is started. */
export interface SpawnOptions {
  readonly args?: readonly string[];
  /** Another copy of the bot. */
  readonly main?: string;
  /** The id of a user other than this one. */
  readonly uid?: number;
  /** A shell script that starts it as `"$@"`, under a limit for example. */
  readonly script?: string;
}

let sharedNode: string | undefined;

/** The Node that runs the tests, where any user may run it: its own place may be root's home. */
function nodeForEverybody(): string {
  if (sharedNode !== undefined) return sharedNode;
  const folder = mkdtempSync(join(tmpdir(), 'backup-node-'));
  chmodSync(folder, 0o755);
  sharedNode = join(folder, 'node');
  copyFileSync(process.execPath, sharedNode);
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  return sharedNode;
}

/** `BOT_ENTRY` names a built bot to run instead of the sources. */
export function spawnBot(env: Readonly<Record<string, string>>, options: SpawnOptions = {}): BotProcess {
  const { BOT_ENTRY: entry, PATH = '' } = process.env;
  const source = ['--import', import.meta.resolve('tsx')];
  const cwd = mkdtempSync(join(tmpdir(), 'backup-bot-'));
  chmodSync(cwd, 0o777);
  // `exec`, so that signals reach the bot itself.
  const { args = [], script = 'exec "$@"', uid, main = entry ?? 'src/main.ts' } = options;
  const program = uid === undefined ? process.execPath : nodeForEverybody();
  const node = [program, ...(entry === undefined ? source : []), resolve(main), ...args];
  const child = spawn('/bin/sh', ['-c', script, 'sh', ...node], {
    ...(uid !== undefined && { uid, gid: uid }),
    cwd,
    env: { PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  let errors = '';
  const collect = (chunk: Buffer) => {
    output += chunk.toString();
  };
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString();
  });
  const ended = once(child, 'close').then(([code]) => code as number | null);
  return {
    child,
    output: () => output,
    errors: () => errors,
    ended,
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL');
      await ended;
      rmSync(cwd, { recursive: true });
    },
  };
}
