import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join, posix } from 'node:path';
import { parseArgs } from 'node:util';
import { createTypeCheck } from './check-types.ts';
import { filesAt, testsOf } from './files.ts';
import { findMutants } from './find-mutants.ts';
import { describeMutant, type Mutant } from './mutant.ts';
import { shuffle } from './seeded-order.ts';
import { describeTally, tally } from './tally.ts';
import { type CoveredTest, coverTest } from './test-coverage.ts';
import { createTestRunner, type Fate, tryMutant } from './try-mutant.ts';

const defaultTargets = ['src/backups', 'src/commands', 'src/digest', 'src/docspace', 'src/slack'];
const leastKilled = 0.9;

const {
  values: { help, ...numbers },
  positionals,
} = parseArgs({
  allowPositionals: true,
  options: {
    help: { type: 'boolean', short: 'h', default: false },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 1_000_000)) },
    sample: { type: 'string', default: '300' },
    minutes: { type: 'string', default: '20' },
    jobs: { type: 'string', default: String(availableParallelism()) },
  },
});
if (help) {
  console.log('npm run mutants -- [--seed n] [--sample n] [--minutes n] [--jobs n] [folder or file …]');
  console.log(`By default ${numbers.sample} mutants of ${defaultTargets.join(', ')}.`);
  process.exit(0);
}
const seed = wholeNumber('seed');
const sample = wholeNumber('sample');
const jobs = wholeNumber('jobs');
const endAtMs = performance.now() + wholeNumber('minutes') * 60_000;
const temp = mkdtempSync(join(tmpdir(), 'mutants-'));
process.once('exit', () => rmSync(temp, { recursive: true, force: true }));
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

const files = (positionals.length > 0 ? positionals : defaultTargets).flatMap(filesAt);
const sources = new Map(files.map((file) => [file, readFileSync(file, 'utf8')]));
const all = [...sources].flatMap(([file, source]) => findMutants(file, source));
const chosen = shuffle(all, seed).slice(0, sample);
console.log(`Seed ${seed}: ${chosen.length} of ${all.length} mutants in ${files.length} files.`);

const tests = await coverTests([...new Set(chosen.map(({ file }) => file))]);
console.log(`${tests.length} test files reach them.`);
const fates = await tryAll(chosen, tests);
process.exitCode = report(fates);

function wholeNumber(name: keyof typeof numbers): number {
  if (!/^\d+$/.test(numbers[name])) throw new Error(`--${name} takes a whole number, not ${numbers[name]}`);
  return Number(numbers[name]);
}

async function coverTests(changed: readonly string[]): Promise<CoveredTest[]> {
  const covered: CoveredTest[] = [];
  await spread(testsOf(new Set(changed)), async (test) => {
    covered.push(await coverTest(test, changed, temp));
  });
  return covered;
}

async function tryAll(
  mutants: readonly Mutant[],
  covered: readonly CoveredTest[],
): Promise<Map<Mutant, Fate>> {
  const found = new Map<Mutant, Fate>();
  const checkTypes = createTypeCheck(join(temp, 'types'));
  const runners = Array.from({ length: jobs }, (_, job) => {
    const ownTemp = join(temp, `job-${job}`);
    mkdirSync(ownTemp);
    return createTestRunner({ temp: ownTemp, endAtMs });
  });
  await spread(mutants, async (mutant, job) => {
    const runTests = runners[job];
    if (performance.now() >= endAtMs || runTests === undefined) return;
    const source = sources.get(mutant.file) ?? '';
    const fate = await tryMutant(mutant, source, { tests: covered, checkTypes, runTests });
    if (fate === 'untried') return;
    found.set(mutant, fate);
    if (fate === 'survived' || fate === 'untested') {
      console.log(`${fate.padEnd(8)}  ${describeMutant(mutant, source)}`);
    }
  });
  return found;
}

/** Works through the items, as many at once as there are jobs. */
async function spread<T>(items: readonly T[], work: (item: T, job: number) => Promise<void>): Promise<void> {
  const queue = items.values();
  const workers = Array.from({ length: jobs }, async (_, job) => {
    for (const item of queue) await work(item, job);
  });
  await Promise.all(workers);
}

/** Prints the outcome, by folder and in total, and returns the exit code. */
function report(found: ReadonlyMap<Mutant, Fate>): number {
  const folders = [...new Set([...found.keys()].map(({ file }) => posix.dirname(file)))].toSorted();
  for (const folder of folders) {
    const fates = [...found].filter(([{ file }]) => posix.dirname(file) === folder).map(([, fate]) => fate);
    console.log(`${folder}: ${describeTally(tally(fates))}`);
  }
  const all = tally([...found.values()]);
  if (found.size < chosen.length) console.log(`Time is up: ${chosen.length - found.size} were not tried.`);
  console.log(`All: ${describeTally(all)} The aim is ${leastKilled * 100} %.`);
  return all.share >= leastKilled ? 0 : 1;
}
