import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** The bot as its own process. */
export interface BotProcess extends AsyncDisposable {
  readonly child: ChildProcess;
  /** Everything it printed so far. */
  output(): string;
  /** Resolves with the exit code. */
  ended: Promise<number | null>;
}

/** `BOT_ENTRY` names a built bot to run instead of the sources. */
export function spawnBot(env: Readonly<Record<string, string>>): BotProcess {
  const { BOT_ENTRY: entry, PATH = '' } = process.env;
  const source = ['--import', import.meta.resolve('tsx'), resolve('src/main.ts')];
  const cwd = mkdtempSync(join(tmpdir(), 'backup-bot-'));
  const child = spawn(process.execPath, entry === undefined ? source : [resolve(entry)], {
    cwd,
    env: { PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const collect = (chunk: Buffer) => {
    output += chunk.toString();
  };
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  const ended = once(child, 'close').then(([code]) => code as number | null);
  return {
    child,
    output: () => output,
    ended,
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL');
      await ended;
      rmSync(cwd, { recursive: true });
    },
  };
}
