import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import process from 'node:process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';

/** How the bot exited: with a code or by a signal. */
export interface BotExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface BotProcess {
  readonly pid: number | undefined;
  /** Never rejects. */
  readonly exited: Promise<BotExit>;
  /** Asks the bot to stop and lets it finish its answers. Kills it after `withinMs`. Resolves when it has exited. */
  stop(withinMs: number): Promise<BotExit>;
}

export interface BotStart {
  /** The bot's whole environment. Nothing is inherited. */
  readonly env: Readonly<Record<string, string>>;
  /** A folder without the `.env` file of the user who runs the demo. */
  readonly cwd: string;
  /** Called with each line that the bot writes. */
  readonly onLine: (line: string) => void;
}

const entryFile = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

/** Starts the real bot in a process of its own, which ends with this one. */
export function startBot({ env, cwd, onLine }: BotStart): BotProcess {
  const loader = import.meta.resolve('tsx');
  const child = spawn(process.execPath, ['--import', loader, entryFile], {
    cwd,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const stream of [child.stdout, child.stderr]) readLines(stream, onLine);
  const exited = exitOf(child);
  const kill = (): void => void child.kill('SIGKILL');
  process.once('exit', kill);
  void exited.then(() => process.off('exit', kill));
  return {
    pid: child.pid,
    exited,
    async stop(withinMs) {
      child.kill('SIGTERM');
      const killTimer = setTimeout(() => child.kill('SIGKILL'), withinMs);
      return exited.finally(() => clearTimeout(killTimer));
    },
  };
}

function readLines(stream: Readable, onLine: (line: string) => void): void {
  createInterface({ input: stream }).on('line', onLine);
}

async function exitOf(child: ChildProcess): Promise<BotExit> {
  try {
    const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
    return { code, signal };
  } catch {
    return { code: null, signal: null };
  }
}
