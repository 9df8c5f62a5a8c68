import { setTimeout as wait } from 'node:timers/promises';
import { type SandboxPortal, startPortal } from '../sandbox/docspace/portal-server.ts';
import { startProcess } from './bot-process.ts';
import { medianOf, report, reportRatios } from './report.ts';

const rounds = 7;
const settleMs = 1_500;

/** Process start to open connection, and memory once idle, in turns with a bare listener. */
export async function measureStarts(): Promise<void> {
  await using portal = await startPortal();
  const bare = { startedInMs: [] as number[], memory: [] as number[] };
  const real = { startedInMs: [] as number[], memory: [] as number[] };
  for (let round = 0; round < rounds; round += 1) {
    await measureOne('bench/bare-main.js', portal, bare);
    await measureOne('dist/main.js', portal, real);
  }
  const times = { real: real.startedInMs, bare: bare.startedInMs };
  reportRatios('start to connected / bare listener', times, { p50: 1.3 });
  const [bareBytes, realBytes] = [medianOf(bare.memory), medianOf(real.memory)];
  const what = 'idle memory / bare listener';
  report({ what, value: realBytes / bareBytes, aim: 1.25, detail: `${mib(realBytes)} / ${mib(bareBytes)}` });
}

async function measureOne(
  entry: string,
  portal: SandboxPortal,
  into: { startedInMs: number[]; memory: number[] },
): Promise<void> {
  const bot = await startProcess(entry, portal);
  into.startedInMs.push(bot.startedInMs);
  await wait(settleMs);
  into.memory.push(bot.memoryBytes());
  await bot.stop();
}

function mib(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(0)} MiB`;
}
