import { inspect } from 'node:util';
import { Agent, type Dispatcher } from 'undici';
import { onTestFinished } from 'vitest';
import { type SandboxPortal, startPortal } from '../../sandbox/docspace/portal-server.ts';
import type { Portal } from '../../src/backups/portal.ts';
import { createHistoryReader, type HistoryReaderOptions } from '../../src/docspace/create-history-reader.ts';
import type { Log, LogFields } from '../../src/ops/log.ts';
import { Secret } from '../../src/ops/secret.ts';
import type { PortalReader } from '../../src/readings/portal-reader.ts';

export const now = new Date('2026-11-24T09:00:00Z');

interface MemoryLog extends Log {
  readonly lines: { readonly level: keyof Log; readonly message: string; readonly fields: LogFields }[];
  /** Everything that was logged, error causes and hidden members included. */
  text(): string;
}

function createMemoryLog(): MemoryLog {
  const lines: MemoryLog['lines'] = [];
  const write =
    (level: keyof Log) =>
    (message: string, fields: LogFields = {}) => {
      lines.push({ level, message, fields });
    };
  return {
    lines,
    text: () => inspect(lines, { depth: 20, showHidden: true, maxStringLength: null }),
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
  };
}

export function portalAt(url: string, name = 'acme'): Portal {
  const policy = { expiringWithinMs: 172_800_000, staleAfterMs: 604_800_000 };
  return { name, url, group: undefined, dumps: false, policy };
}

/** undici's own advice for tests: connections that die at once. */
export function createTestAgent(options: Agent.Options = {}): Dispatcher {
  const agent = new Agent({ keepAliveTimeout: 10, keepAliveMaxTimeout: 10, ...options });
  onTestFinished(() => agent.destroy());
  return agent;
}

export async function startTestPortal(): Promise<SandboxPortal> {
  const portal = await startPortal({ clock: () => now });
  onTestFinished(() => portal.close());
  return portal;
}

export interface ReaderSetup extends Partial<Omit<HistoryReaderOptions, 'credentials' | 'log'>> {
  readonly apiKey: string;
}

/** A reader that retries fast and has plenty of time. */
export function createTestReader({ apiKey, ...options }: ReaderSetup): {
  readonly reader: PortalReader;
  readonly log: MemoryLog;
} {
  const log = createMemoryLog();
  const reader = createHistoryReader({
    credentials: () => new Secret(apiKey),
    dispatcher: options.dispatcher ?? createTestAgent(),
    timeoutMs: 5_000,
    clock: () => now,
    log,
    retry: { tries: 3, firstDelayMs: 2, factor: 1 },
    ...options,
  });
  return { reader, log };
}
