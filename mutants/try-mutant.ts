import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { TypeCheck } from './check-types.ts';
import { byLikelihood } from './files.ts';
import { applyTo, type Mutant } from './mutant.ts';
import { runNode } from './run-command.ts';
import { type CoveredTest, runsAt } from './test-coverage.ts';

/** *invalid*: no test fails, and the types refuse it, so it says nothing about the tests. */
export type Fate = 'killed' | 'survived' | 'untested' | 'invalid';

/** What trying mutants takes. */
export interface Trial {
  readonly tests: readonly CoveredTest[];
  readonly checkTypes: TypeCheck;
  /** A folder of this trial alone. */
  readonly temp: string;
}

/** Runs the tests that reach the mutant until one fails. Hanging three times as long as they take counts as failing. */
export async function tryMutant(mutant: Mutant, source: string, trial: Trial): Promise<Fate> {
  const before = source.slice(0, mutant.start).split('\n');
  const at = { line: before.length, column: before.at(-1)?.length ?? 0 };
  const rank = byLikelihood(mutant.file);
  const tests = trial.tests
    .filter((test) => runsAt(test, mutant.file, at))
    .toSorted((a, b) => rank(a) - rank(b));
  if (tests.length > 0 && !(await passes(mutant, source, tests, trial.temp))) return 'killed';
  if (!(await trial.checkTypes(mutant, source))) return 'invalid';
  return tests.length === 0 ? 'untested' : 'survived';
}

async function passes(
  mutant: Mutant,
  source: string,
  tests: readonly CoveredTest[],
  temp: string,
): Promise<boolean> {
  const text = join(temp, 'mutant.ts');
  writeFileSync(text, applyTo(source, mutant));
  const names = tests.map(({ test }) => test);
  const args = ['node_modules/vitest/vitest.mjs', 'run', '--config', 'vitest.mutants.config.ts', ...names];
  const env = { MUTANT_FILE: resolve(mutant.file), MUTANT_TEXT: text, MUTANT_TESTS: names.join('\n') };
  const timeoutMs = 10_000 + 3 * tests.reduce((sum, { tookMs }) => sum + tookMs, 0);
  const { kind } = await runNode(args, { env, timeoutMs });
  return kind === 'passed';
}
