import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { posix } from 'node:path';
import { parseSync } from 'oxc-parser';

/** The TypeScript files at a path: itself, or all below a folder. Throws when there is none. */
export function filesAt(path: string): string[] {
  const clean = posix.normalize(path).replace(/\/$/, '');
  const found = statSync(clean).isDirectory()
    ? readdirSync(clean, { recursive: true, encoding: 'utf8' }).map((name) => posix.join(clean, name))
    : [clean];
  const sources = found.filter((file) => file.endsWith('.ts')).toSorted();
  if (sources.length === 0) throw new Error(`no source at ${path}`);
  return sources;
}

/** The test files, but those in a browser, that import one of the sources or something that imports it. */
export function testsOf(sources: ReadonlySet<string>): string[] {
  const tests = filesAt('test').filter((file) => file.endsWith('.test.ts') && !file.startsWith('test/e2e/'));
  return tests.filter((test) => importsAny(test, sources));
}

/** How likely tests are to kill a mutant of the source. */
export function likelihoodFor(source: string): {
  /** Less is likelier: tests named like the source, then those in its folder, then the quick ones. */
  rank(test: { readonly test: string; readonly tookMs: number }): number;
  /** Whether a test is named like the source or stands in its folder. */
  isNear(test: { readonly test: string }): boolean;
} {
  const mirror = source.replace(/^src/, 'test').replace(/\.ts$/, '');
  const isNear = ({ test }: { readonly test: string }) => posix.dirname(test) === posix.dirname(mirror);
  return {
    rank(test) {
      if (test.test.startsWith(`${mirror}.`)) return -2;
      return isNear(test) ? -1 / test.tookMs : test.tookMs;
    },
    isNear,
  };
}

function importsAny(start: string, sources: ReadonlySet<string>): boolean {
  const seen = new Set([start]);
  for (const file of seen) {
    if (sources.has(file)) return true;
    for (const imported of importsOf(file)) seen.add(imported);
  }
  return false;
}

const known = new Map<string, readonly string[]>();

function importsOf(file: string): readonly string[] {
  const imports = known.get(file) ?? readImports(file);
  known.set(file, imports);
  return imports;
}

function readImports(file: string): string[] {
  const { staticImports, staticExports } = parseSync(file, readFileSync(file, 'utf8')).module;
  const specifiers = [
    ...staticImports.map(({ moduleRequest }) => moduleRequest.value),
    ...staticExports.flatMap(({ entries }) => entries.map(({ moduleRequest }) => moduleRequest?.value ?? '')),
  ];
  return specifiers
    .filter((specifier) => specifier.startsWith('.'))
    .map((specifier) => posix.join(posix.dirname(file), specifier))
    .filter((imported) => imported.endsWith('.ts') && existsSync(imported));
}
