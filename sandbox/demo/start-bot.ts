import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import process from 'node:process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { BotOrder, BotReport } from './bot-orders.ts';

/** How the bot exited: with a code or by a signal. */
export interface BotExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface BotProcess {
  readonly pid: number | undefined;
  /** Never rejects. */
  readonly exited: Promise<BotExit>;
  /** Moves the bot's clock. Resolves when it has done what is due by then, or has exited. */
  moveClock(aheadMs: number): Promise<void>;
  /** Asks the bot to stop and lets it finish its answers. Kills it after `withinMs`. Resolves when it has exited. */
  stop(withinMs: number): Promise<BotExit>;
}

export interface BotStart {
  /** The bot's whole environment. Nothing is inherited. */
  readonly env: Readonly<Record<string, string>>;
  /** A folder without the `.env` file of the user who runs the demo. */
  readonly cwd: string;
  /** How far the bot's clock is ahead of the real time. */
  readonly aheadMs: number;
  /** Called with each line that the bot writes. */
  readonly onLine: (line: string) => void;
}

const entryFile = fileURLToPath(new URL('./run-bot.ts', import.meta.url));

/** Starts the real bot in a process of its own, which ends with this one. */
export function startBot({ env, cwd, aheadMs, onLine }: BotStart): BotProcess {
  const loader = import.meta.resolve('tsx');
  const child = spawn(process.execPath, ['--import', loader, entryFile, String(aheadMs)], {
    cwd,
    env,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  for (const stream of [child.stdout, child.stderr]) if (stream !== null) readLines(stream, onLine);
  const exited = exitOf(child);
  const kill = (): void => void child.kill('SIGKILL');
  process.once('exit', kill);
  void exited.then(() => process.off('exit', kill));
  return {
    pid: child.pid,
    exited,
    moveClock: (ahead) => Promise.race([order(child, ahead), exited.then(() => undefined)]),
    async stop(withinMs) {
      child.kill('SIGTERM');
      const killTimer = setTimeout(() => child.kill('SIGKILL'), withinMs);
      return exited.finally(() => clearTimeout(killTimer));
    },
  };
}

let orders = 0;

function order(child: ChildProcess, aheadMs: number): Promise<void> {
  orders += 1;
  const sent: BotOrder = { id: orders, aheadMs };
  return new Promise((resolve) => {
    const listen = ({ isDoneFor }: BotReport): void => {
      if (isDoneFor !== sent.id) return;
      child.off('message', listen);
      resolve();
    };
    child.on('message', listen);
    // A bot that has exited gets no orders.
    child.send(sent, (error) => error !== null && resolve());
  });
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
