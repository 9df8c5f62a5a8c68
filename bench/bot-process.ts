import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { SandboxPortal } from '../sandbox/docspace/portal-server.ts';
import { type SandboxSlack, startSlack } from '../sandbox/slack/slack-server.ts';

export type BotKind = 'real' | 'bare';

/** A bot in its own process, connected to a Slack of its own. */
export interface RunningBot {
  readonly slack: SandboxSlack;
  /** From the start of the process to the open connection. */
  readonly startedInMs: number;
  /** Memory that the process holds now, in bytes. */
  memoryBytes(): number;
  stop(): Promise<void>;
}

/** `portalNames`: how the real bot calls the one portal there is, so that every name is read anew. */
export async function startBot(
  kind: BotKind,
  portal: SandboxPortal,
  portalNames: readonly string[],
): Promise<RunningBot> {
  const slack = await startSlack();
  const entry = kind === 'real' ? 'dist/main.js' : 'bench/bare-bot.js';
  const folder = mkdtempSync(join(tmpdir(), 'backup-bench-'));
  const file = join(folder, 'portals.json');
  const { url, apiKey } = portal;
  writeFileSync(file, JSON.stringify(portalNames.map((name) => ({ name, url, apiKey }))));
  const startedAt = performance.now();
  const child = spawn(process.execPath, [resolve(entry)], {
    ...{ cwd: folder, stdio: 'ignore' as const },
    env: {
      ...{ SLACK_BOT_TOKEN: slack.botToken, SLACK_APP_TOKEN: slack.appToken, SLACK_API_URL: slack.apiUrl },
      ...(kind === 'real' ? { DOCSPACE_PORTALS_FILE: file } : { PORTAL_URL: url, PORTAL_KEY: apiKey }),
    },
  });
  await slack.waitForSocket(20_000);
  const startedInMs = performance.now() - startedAt;
  return {
    slack,
    startedInMs,
    memoryBytes: () => residentBytes(child),
    async stop() {
      child.kill('SIGKILL');
      await once(child, 'close');
      await slack.close();
    },
  };
}

function residentBytes({ pid }: ChildProcess): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) * 1024;
}
