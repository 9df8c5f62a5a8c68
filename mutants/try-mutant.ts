import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { TypeCheck } from './check-types.ts';
import { likelihoodFor } from './files.ts';
import { applyTo, type Mutant } from './mutant.ts';
import { runNode } from './run-command.ts';
import { type CoveredTest, runsAt } from './test-coverage.ts';

/**
 * *invalid*: the types refuse it, so it says nothing about the tests. *untried*: the time was up before all of its tests
 * had passed.
 */
export type Fate = 'killed' | 'survived' | 'untested' | 'invalid' | 'untried';

/** Runs test files against a mutant of a source, in this order, until one fails or no time is left. */
export type RunTests = (
  mutant: Mutant,
  source: string,
  tests: readonly CoveredTest[],
) => Promise<'passed' | 'failed' | 'out-of-time'>;

/** What trying mutants takes. */
export interface Trial {
  readonly tests: readonly CoveredTest[];
  readonly checkTypes: TypeCheck;
  readonly runTests: RunTests;
}

/**
 * Runs the tests that reach the mutant until one fails. Most mutants are killed by the tests beside their source; only
 * those that are not are worth a look at the types, and after that the rest of the tests.
 */
export async function tryMutant(mutant: Mutant, source: string, trial: Trial): Promise<Fate> {
  const before = source.slice(0, mutant.start).split('\n');
  const at = { line: before.length, column: before.at(-1)?.length ?? 0 };
  const reaching = trial.tests.filter((test) => runsAt(test, mutant.file, at));
  const likelihood = likelihoodFor(mutant.file);
  const ordered = reaching.toSorted((a, b) => likelihood.rank(a) - likelihood.rank(b));
  const near = ordered.filter(likelihood.isNear);
  const far = ordered.filter((test) => !likelihood.isNear(test));
  const runAny = async (tests: readonly CoveredTest[]) =>
    tests.length === 0 ? 'passed' : trial.runTests(mutant, source, tests);

  const nearEnded = await runAny(near);
  if (nearEnded !== 'passed') return fates[nearEnded];
  if (!(await trial.checkTypes(mutant, source))) return 'invalid';
  const farEnded = await runAny(far);
  if (farEnded !== 'passed') return fates[farEnded];
  return reaching.length === 0 ? 'untested' : 'survived';
}

const fates = { failed: 'killed', 'out-of-time': 'untried' } as const;

/** Hanging three times as long as the tests take counts as failing. */
export function createTestRunner(options: {
  /** A folder of this runner alone. */
  readonly temp: string;
  /** By the clock of `performance.now`. */
  readonly endAtMs: number;
}): RunTests {
  const text = join(options.temp, 'mutant.ts');
  return async (mutant, source, tests) => {
    writeFileSync(text, applyTo(source, mutant));
    const names = tests.map(({ test }) => test);
    const args = ['node_modules/vitest/vitest.mjs', 'run', '--config', 'vitest.mutants.config.ts', ...names];
    const env = { MUTANT_FILE: resolve(mutant.file), MUTANT_TEXT: text, MUTANT_TESTS: names.join('\n') };
    const limitMs = 10_000 + 3 * tests.reduce((sum, { tookMs }) => sum + tookMs, 0);
    const leftMs = options.endAtMs - performance.now();
    const { kind } = await runNode(args, { env, timeoutMs: Math.max(0, Math.min(limitMs, leftMs)) });
    if (kind === 'timed-out' && leftMs < limitMs) return 'out-of-time';
    return kind === 'passed' ? 'passed' : 'failed';
  };
}
