import { readdirSync, readFileSync } from 'node:fs';
import { posix, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

/** What each file imports, by path from the repository's root. */
type Imports = ReadonlyMap<string, readonly string[]>;

describe('src and sandbox', () => {
  const imports = readImports(['src', 'sandbox']);

  it('are not empty', () => {
    expect([...imports.keys()]).toEqual(
      expect.arrayContaining(['src/main.ts', 'sandbox/main.ts', 'sandbox/demo/page/app.tsx']),
    );
    expect(imports.get('src/main.ts')).toContain('src/app.ts');
    expect(imports.get('sandbox/slack/world.ts')).toContain('sandbox/slack/socket-hub.ts');
    expect([...imports.values()].flat().length).toBeGreaterThan(500);
  });

  it('import only files that exist', () => {
    const missing = [...imports].flatMap(([path, targets]) =>
      targets.filter((target) => !imports.has(target)).map((target) => `${path} imports ${target}`),
    );
    expect(missing).toEqual([]);
  });

  it('have no import cycle, counting types', () => {
    expect(cyclesIn(imports)).toEqual([]);
  });
});

describe('a cycle', () => {
  it.each([
    ['of values', `import { b } from './b.ts';`],
    ['of types', `import type { B } from './b.ts';`],
    ['of inline types', `import { type B } from './b.ts';`],
    ['over several lines', `import {\n  type B,\n  c,\n} from './b.ts';`],
    ['of a re-export', `export { b } from './b.ts';`],
    ['of a re-exported type', `export type { B } from './b.ts';`],
    ['of everything re-exported', `export * from './b.ts';`],
    ['of an import at run time', `const b = await import('./b.ts');`],
    ['of a type written as an import', `type B = import('./b.ts').B;`],
    ['of an import for its effects', `import './b.ts';`],
    ['after a comment with a quote', `// it's\nimport { b } from './b.ts';`],
  ])('%s is found', (_, text) => {
    const imports = importsOf({ 'src/a.ts': text, 'src/b.ts': `import type { A } from './a.ts';` });
    expect(cyclesIn(imports)).toEqual([['src/a.ts', 'src/b.ts', 'src/a.ts']]);
  });

  it('through other files and folders is found once, from its first file', () => {
    const imports = importsOf({
      'src/start.ts': `import { c } from './deep/c.ts';`,
      'src/deep/c.ts': `import { a } from '../a.ts';`,
      'src/a.ts': `import { b } from './b.tsx';\nimport { leaf } from './leaf.ts';`,
      'src/b.tsx': `import { c } from './deep/c.ts';`,
      'src/leaf.ts': '',
    });
    expect(cyclesIn(imports)).toEqual([['src/a.ts', 'src/b.tsx', 'src/deep/c.ts', 'src/a.ts']]);
  });

  it('of one file with itself is found', () => {
    expect(cyclesIn(importsOf({ 'src/a.ts': `import { a } from './a.ts';` }))).toEqual([
      ['src/a.ts', 'src/a.ts'],
    ]);
  });

  it.each([
    ['a shared leaf', { 'src/a.ts': `import './b.ts';\nimport './c.ts';`, 'src/b.ts': `import './c.ts';` }],
    ['a comment', { 'src/a.ts': `import './c.ts';`, 'src/c.ts': `// import { a } from './a.ts';` }],
    ['a string', { 'src/a.ts': `import './c.ts';`, 'src/c.ts': `const x = "import('./a.ts')";` }],
    ['a package', { 'src/a.ts': `import './c.ts';`, 'src/c.ts': `import { a } from 'a.ts';` }],
  ])('is not seen in %s', (_, texts: Readonly<Record<string, string>>) => {
    expect(cyclesIn(importsOf(texts))).toEqual([]);
  });
});

function readImports(folders: readonly string[]): Imports {
  const root = fileURLToPath(new URL('..', import.meta.url));
  const files = folders.flatMap((folder) =>
    readdirSync(`${root}${folder}`, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
      .map((entry) => `${entry.parentPath}${sep}${entry.name}`),
  );
  return importsOf(
    Object.fromEntries(
      files.map((file) => [relative(root, file).replaceAll(sep, '/'), readFileSync(file, 'utf8')]),
    ),
  );
}

/** The TypeScript files that each of the texts imports or re-exports, types too. */
function importsOf(texts: Readonly<Record<string, string>>): Imports {
  return new Map(
    Object.entries(texts).map(([path, text]) => {
      const specifiers = specifiersIn(text).filter((each) => /^\..*\.tsx?$/.test(each));
      return [path, specifiers.map((each) => posix.join(posix.dirname(path), each))];
    }),
  );
}

const commentOrString = /\/\*.*?\*\/|\/\/[^\n]*|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"/gs;
const importStatement = /^(?:import\b[^'";(]*|export\b[^'";=(]*\bfrom\s*)'(\d+)'|\bimport\(\s*'(\d+)'/gm;

function specifiersIn(text: string): readonly string[] {
  // Each string becomes its number, so that nothing in a string looks like an import.
  const strings: string[] = [];
  const code = text.replaceAll(commentOrString, (found) =>
    found.startsWith('/') ? ' ' : `'${strings.push(found.slice(1, -1)) - 1}'`,
  );
  return [...code.matchAll(importStatement)].map(
    ([, statement, dynamic]) => strings[Number(statement ?? dynamic)] ?? '',
  );
}

/** Every file that can reach itself is in one of these, or shares a file with one. Each is the shortest way around. */
function cyclesIn(imports: Imports): readonly (readonly string[])[] {
  const cycles: (readonly string[])[] = [];
  for (const start of [...imports.keys()].toSorted()) {
    if (cycles.some((cycle) => cycle.includes(start))) continue;
    const cycle = wayBackTo(start, imports);
    if (cycle !== undefined) cycles.push(cycle);
  }
  return cycles;
}

function wayBackTo(start: string, imports: Imports): readonly string[] | undefined {
  const ways: (readonly string[])[] = [[start]];
  const seen = new Set<string>();
  for (const way of ways) {
    for (const next of imports.get(way.at(-1) ?? '') ?? []) {
      if (next === start) return [...way, start];
      if (seen.has(next)) continue;
      seen.add(next);
      ways.push([...way, next]);
    }
  }
  return undefined;
}
