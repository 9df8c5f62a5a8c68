import { randomInt } from 'node:crypto';
import { appendFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { createEmbedded, createShared, type SimulatedDatabase } from './database.ts';
import { postgresAt, startPostgres } from './postgres-server.ts';
import { heading, reportOf } from './report.ts';
import { accesses, simulate } from './simulate.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: String(randomInt(1_000_000)) },
    days: { type: 'string', default: '7' },
    database: { type: 'string' },
    log: { type: 'string' },
  },
});
const { log } = values;
const [seed, days] = [Number(values.seed), Number(values.days)];
const digests = 30;
let isFaultless = true;

console.log(
  `${days} days, ${digests} digests, seed ${seed}. Only the plan of a seed repeats: what takes real time`,
);
console.log('comes in another order each time.\n');
console.log(heading());
if (log !== undefined) writeFileSync(log, '');
await simulateAll('embedded', createEmbedded);
const server = values.database === undefined ? await startPostgres() : postgresAt(values.database);
if (server === undefined) {
  console.log(
    'PostgreSQL was left out: it is not installed here. Name a server with --database postgres://…',
  );
} else {
  await simulateAll('PostgreSQL', () => createShared(server));
  await server.close();
}
console.log(
  isFaultless ? '\nNothing was lost, and nothing repeated without a word.' : '\nThere were faults.',
);
// What belongs to copies that have died never ends.
process.exit(isFaultless ? 0 : 1);

async function simulateAll(name: string, create: () => Promise<SimulatedDatabase>): Promise<void> {
  for (const access of accesses) {
    const database = await create();
    const startedAt = performance.now();
    const outcome = await simulate({
      ...{ seed, days, digests, access, database },
      odds: { deathOnceIn: 250, pauseOnceIn: 600, troubleOnceIn: 10 },
      ...(log !== undefined && { write: (line: string) => appendFileSync(log, line) }),
    });
    console.log(reportOf(`${name}, ${access}`, outcome, performance.now() - startedAt));
    if (outcome.tally.faults.length > 0) isFaultless = false;
    await database.remove();
  }
}
