import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

/** How a command ended, and the end of what it wrote. */
export interface Ended {
  readonly kind: 'passed' | 'failed' | 'timed-out';
  readonly output: string;
}

const maxOutput = 20_000;

/** Runs a script of Node from the root of the repository. When the time is up its children are killed with it. */
export async function runNode(
  args: readonly string[],
  { env = {}, cwd = '.', timeoutMs }: { env?: Record<string, string>; cwd?: string; timeoutMs: number },
): Promise<Ended> {
  const child = spawn(process.execPath, args, {
    ...{ cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] as const },
    // A group of its own, so that all of it can be killed.
    detached: true,
  });
  let output = '';
  const keep = (chunk: Buffer) => {
    output = (output + chunk.toString()).slice(-maxOutput);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    killGroup(child);
  }, timeoutMs);
  const onExit = () => killGroup(child);
  process.once('exit', onExit);
  const [code] = (await once(child, 'close')) as [number | null];
  clearTimeout(timer);
  process.off('exit', onExit);
  return { kind: isLate ? 'timed-out' : code === 0 ? 'passed' : 'failed', output };
}

function killGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}
