import { setTimeout as wait } from 'node:timers/promises';
import { type SandboxPortal, startPortal } from '../sandbox/docspace/portal-server.ts';
import { startProcess } from './bot-process.ts';
import { inMs, medianOf, report } from './median.ts';

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
  const [bareMs, realMs] = [medianOf(bare.startedInMs), medianOf(real.startedInMs)];
  report('start to connected / bare listener', realMs / bareMs, 1.3, `${inMs(realMs)} / ${inMs(bareMs)}`);
  const [bareBytes, realBytes] = [medianOf(bare.memory), medianOf(real.memory)];
  report('idle memory / bare listener', realBytes / bareBytes, 1.3, `${mib(realBytes)} / ${mib(bareBytes)}`);
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
