import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { type SandboxPortal, startPortal } from '../sandbox/docspace/portal-server.ts';
import { startProcess } from './bot-process.ts';
import { report, reportRatios } from './report.ts';
import { buildWithoutDatabase } from './without-database.ts';

const rounds = 7;
const settleMs = 1_500;
const bytesInMib = 1_024 * 1_024;

/** Process start to open connection, and memory once idle, in turns with a bare listener and with a bot without database. */
export async function measureStarts(): Promise<void> {
  await using portal = await startPortal();
  const folder = await mkdtemp(join(tmpdir(), 'backup-bench-'));
  const withoutDatabase = join(folder, 'main.mjs');
  await buildWithoutDatabase(withoutDatabase);
  const [bare, real, without] = [newMeasures(), newMeasures(), newMeasures()];
  for (let round = 0; round < rounds; round += 1) {
    await measureOne('bench/bare-main.js', portal, bare);
    await measureOne('dist/main.js', portal, real);
    await measureOne(withoutDatabase, portal, without);
  }
  await rm(folder, { recursive: true });
  const times = { real: real.startedInMs, bare: bare.startedInMs };
  reportRatios('start to connected / bare listener', times, { p50: 1.3 });
  // The least of each: a thread of V8 leaves 10 MiB or nothing behind, in any of the three, and that is chance.
  const memory = Math.min(...real.memoryMib);
  const bareMemory = Math.min(...bare.memoryMib);
  const memoryWithout = Math.min(...without.memoryMib);
  report({
    what: 'idle memory / bare listener',
    value: memory / bareMemory,
    aim: 1.25,
    detail: `${memory.toFixed(0)} MiB / ${bareMemory.toFixed(0)} MiB`,
  });
  report({
    what: 'idle memory that the embedded database adds',
    value: memory - memoryWithout,
    unit: 'MiB',
    aim: 25,
    detail: `${memory.toFixed(0)} MiB - ${memoryWithout.toFixed(0)} MiB`,
  });
}

interface Measures {
  readonly startedInMs: number[];
  readonly memoryMib: number[];
}

function newMeasures(): Measures {
  return { startedInMs: [], memoryMib: [] };
}

async function measureOne(entry: string, portal: SandboxPortal, into: Measures): Promise<void> {
  const bot = await startProcess(entry, portal);
  into.startedInMs.push(bot.startedInMs);
  await wait(settleMs);
  into.memoryMib.push(bot.memoryBytes() / bytesInMib);
  await bot.stop();
}
