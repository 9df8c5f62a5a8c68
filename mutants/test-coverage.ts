import { mkdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { runNode } from './run-command.ts';

/** What one test file runs when nothing is changed. */
export interface CoveredTest {
  readonly test: string;
  readonly tookMs: number;
  /** The statements that ran, by source file. */
  readonly ran: ReadonlyMap<string, readonly Statement[]>;
}

interface Place {
  readonly line: number;
  /** `null` in a report stands for the end of the line. */
  readonly column: number | null;
}

interface Statement {
  readonly start: Place;
  readonly end: Place;
  readonly count: number;
}

type Report = Record<
  string,
  { statementMap: Record<string, { start: Place; end: Place }>; s: Record<string, number> }
>;

const timeoutMs = 180_000;

/** Runs one test file by itself. Throws when it fails: without a green start, mutants cannot be judged. */
export async function coverTest(
  test: string,
  sources: readonly string[],
  temp: string,
): Promise<CoveredTest> {
  const folder = join(temp, test.replaceAll('/', '-'));
  mkdirSync(folder, { recursive: true });
  const startedAt = performance.now();
  const { kind, output } = await runNode(
    [
      ...['node_modules/vitest/vitest.mjs', 'run', '--config', 'vitest.mutants.config.ts', test],
      ...['--coverage', '--coverage.reporter=json', `--coverage.reportsDirectory=${folder}`],
      ...sources.map((source) => `--coverage.include=${source}`),
    ],
    { timeoutMs },
  );
  const tookMs = performance.now() - startedAt;
  if (kind !== 'passed') throw new Error(`${test} ${kind} without any mutant:\n${output}`);
  const report = JSON.parse(readFileSync(join(folder, 'coverage-final.json'), 'utf8')) as Report;
  const ran = Object.entries(report).map(([file, { statementMap, s }]) => {
    const statements = Object.entries(statementMap).map(([id, place]) => ({ ...place, count: s[id] ?? 0 }));
    return [relative(resolve('.'), file), statements] as const;
  });
  return { test, tookMs, ran: new Map(ran) };
}

/**
 * Whether the test runs the code at that position: the smallest statement around it counts. Parameters are in
 * none, so for them it is enough that the test loads the file.
 */
export function runsAt({ ran }: CoveredTest, file: string, at: Place): boolean {
  const statements = ran.get(file) ?? [];
  const around = statements.filter(({ start, end }) => !isBefore(at, start) && isBefore(at, end));
  const [smallest] = around.toSorted((a, b) => (isBefore(a.start, b.start) ? 1 : -1));
  return smallest === undefined ? statements.some(({ count }) => count > 0) : smallest.count > 0;
}

function isBefore(a: Place, b: Place): boolean {
  return a.line < b.line || (a.line === b.line && columnOf(a) < columnOf(b));
}

function columnOf({ column }: Place): number {
  return column ?? Number.POSITIVE_INFINITY;
}
