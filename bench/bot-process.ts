import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { SandboxPortal } from '../sandbox/docspace/portal-server.ts';
import { startSlack } from '../sandbox/slack/slack-server.ts';
import { botEnvironment } from './bot-environment.ts';

/** A bot in its own process, connected to its own Slack. */
export interface RunningBot {
  /** From the start of the process to the open connection. */
  readonly startedInMs: number;
  /** Memory that the process uses now, in bytes. */
  memoryBytes(): number;
  stop(): Promise<void>;
}

export async function startProcess(entry: string, portal: SandboxPortal): Promise<RunningBot> {
  const slack = await startSlack();
  const startedAt = performance.now();
  const cwd = mkdtempSync(join(tmpdir(), 'backup-bench-'));
  const child = spawn(process.execPath, [resolve(entry)], {
    cwd,
    stdio: 'ignore',
    env: botEnvironment(slack, portal),
  });
  await slack.waitForSocket(20_000);
  const startedInMs = performance.now() - startedAt;
  return {
    startedInMs,
    memoryBytes: () => residentBytes(child),
    async stop() {
      child.kill('SIGKILL');
      await once(child, 'close');
      await slack.close();
      rmSync(cwd, { recursive: true });
    },
  };
}

function residentBytes({ pid }: ChildProcess): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) * 1024;
}
