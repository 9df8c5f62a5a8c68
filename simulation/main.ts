import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { createEmbedded, createShared, type SimulatedDatabase } from './database.ts';
import { postgresAt, startPostgres } from './postgres-server.ts';
import { heading, reportOf } from './report.ts';
import { logTo, wholeNumber } from './run-options.ts';
import { accesses, simulate } from './simulate.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: String(randomInt(1_000_000)) },
    days: { type: 'string', default: '7' },
    database: { type: 'string' },
    log: { type: 'string' },
  },
});
const seed = wholeNumber('seed', values.seed);
const days = wholeNumber('days', values.days);
const write = logTo(values.log);
const digests = 30;
const odds = { deathOnceIn: 250, pauseOnceIn: 600, troubleOnceIn: 10 };
let isFaultless = true;

console.log(
  `${days} days, ${digests} digests, seed ${seed}. A seed repeats what is planned. How queries of several`,
);
console.log('copies take turns is left to the database, as it is in life.\n');
console.log(heading());
await simulateAll('embedded', createEmbedded);
const server = values.database === undefined ? await startPostgres() : postgresAt(values.database);
if (server === undefined) {
  console.log('PostgreSQL is not installed here and was left out. Name a server: --database postgres://…');
} else {
  await simulateAll('PostgreSQL', () => createShared(server));
  await server.close();
}
console.log(isFaultless ? '\nNothing lost, nothing repeated without a word.' : '\nThere were faults.');
// What a dead copy waits for never comes.
process.exit(isFaultless ? 0 : 1);

async function simulateAll(name: string, create: () => Promise<SimulatedDatabase>): Promise<void> {
  for (const access of accesses) {
    const database = await create();
    const startedAt = performance.now();
    const { tally, deaths, pauses, troubles } = await simulate({
      ...{ seed, days, digests, access, database, odds, write },
    });
    await database.remove();
    const tookS = Math.round((performance.now() - startedAt) / 1_000);
    const story = `${deaths} deaths, ${pauses} pauses, ${troubles} outages, ${tookS} s`;
    console.log(reportOf(`${name}, ${access}`, tally, story));
    if (tally.faults.length > 0) isFaultless = false;
  }
}
