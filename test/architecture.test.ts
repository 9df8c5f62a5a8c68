import { readdirSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { posix, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

interface SourceFile {
  /** From the repository's root, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

/** Top to bottom; a file may import from its own folder and from the floors below. */
const floors = [
  ['main'],
  ['app'],
  ['digest'],
  ['slack', 'docspace'],
  ['messages', 'readings', 'store'],
  ['backups'],
];

/** Downward, and still forbidden: only `app` knows all, and what a portal says is worded by nobody but `messages`. */
const forbidden = ['digest -> docspace', 'docspace -> messages'];
const onlyUsersOfConfig = ['app', 'main', 'config'];
const usersOfAllOfOps = ['app', 'main', 'config', 'ops'];
const sharedOps = ['src/ops/log.ts', 'src/ops/secret.ts'];
const usersOfNoOps = ['backups', 'messages'];

/** Who may use a package: a folder, or one file. */
const packages: Readonly<Record<string, readonly string[]>> = {
  '@slack/bolt': ['slack', 'app', 'src/ops/slack-logger.ts'],
  '@slack/types': ['slack', 'messages'],
  dayjs: ['backups', 'messages', 'docspace', 'digest'],
  leven: ['config', 'slack'],
  'node-cron': ['digest', 'config'],
  'p-limit': ['readings', 'digest'],
  pino: ['ops'],
  'pino-pretty': ['ops'],
  undici: ['docspace', 'app'],
  yaml: ['config'],
  zod: ['config', 'docspace'],
};
const builtinsOfMain = ['node:fs', 'node:fs/promises', 'node:process', 'node:child_process'];
const pureFolders = ['backups', 'messages'];

const vagueNames = /(^|\/)(utils?|helpers?|common|types)(\/|\.tsx?$)/;
const mostLines = 250;

describe('the source', () => {
  const files = ['src', 'sandbox'].flatMap(readFiles);

  it('is really looked at', () => {
    const paths = files.map(({ path }) => path);
    expect(paths).toEqual(expect.arrayContaining(['src/main.ts', 'src/app.ts', 'src/backups/backup.ts']));
    expect(paths.filter((path) => path.startsWith('sandbox/')).length).toBeGreaterThan(5);
    expect(files.flatMap(importsOf).length).toBeGreaterThan(100);
  });

  it('keeps to the house rules', () => {
    expect(violationsIn(files)).toEqual([]);
  });
});

describe('the house rules', () => {
  it.each([
    ['src/backups/a.ts', `import { x } from '../messages/x.ts';`, 'backups may not import src/messages/x.ts'],
    [
      'src/backups/a.ts',
      `import type { Log } from '../ops/log.ts';`,
      'backups may not import src/ops/log.ts',
    ],
    ['src/messages/a.ts', `import { x } from '../slack/x.ts';`, 'messages may not import src/slack/x.ts'],
    [
      'src/messages/a.ts',
      `import type { x } from '../docspace/x.ts';`,
      'messages may not import src/docspace/x.ts',
    ],
    [
      'src/readings/a.ts',
      `export { x } from '../messages/x.ts';`,
      'readings may not import src/messages/x.ts',
    ],
    [
      'src/slack/a.ts',
      `const x = await import('../docspace/x.ts');`,
      'slack may not import src/docspace/x.ts',
    ],
    ['src/docspace/a.ts', `import '../slack/x.ts';`, 'docspace may not import src/slack/x.ts'],
    [
      'src/docspace/a.ts',
      `import { x } from '../messages/x.ts';`,
      'docspace may not import src/messages/x.ts',
    ],
    ['src/digest/a.ts', `import { x } from "../docspace/x.ts";`, 'digest may not import src/docspace/x.ts'],
    ['src/slack/a.ts', `import { x } from '../digest/x.ts';`, 'slack may not import src/digest/x.ts'],
    ['src/digest/a.ts', `import { x } from '../app.ts';`, 'digest may not import src/app.ts'],
    ['src/app.ts', `import { x } from './main.ts';`, 'app may not import src/main.ts'],
    ['src/main.ts', `import { x } from './slack/x.ts';`, 'main may not import src/slack/x.ts'],
    ['src/slack/a.ts', `import type { Config } from '../config.ts';`, 'slack may not import src/config.ts'],
    ['src/digest/a.ts', `import { x } from '../config/x.ts';`, 'digest may not import src/config/x.ts'],
    ['src/config/a.ts', `import { x } from '../slack/x.ts';`, 'config may not import src/slack/x.ts'],
    ['src/ops/a.ts', `import { x } from '../backups/x.ts';`, 'ops may not import src/backups/x.ts'],
    [
      'src/slack/a.ts',
      `import { x } from '../ops/create-log.ts';`,
      'slack may not import src/ops/create-log.ts',
    ],
    ['src/slack/a.ts', `import { x } from '../../sandbox/x.ts';`, 'slack may not import sandbox/x.ts'],
    ['src/news/a.ts', `import { x } from '../app.ts';`, 'news has no floor'],
    [
      'sandbox/a.ts',
      `import type { x } from '../src/backups/x.ts';`,
      'the sandbox may not import src/backups/x.ts',
    ],
    ['src/slack/a.ts', `import { Agent } from 'undici';`, 'slack may not use undici'],
    ['src/digest/a.ts', `import type { App } from '@slack/bolt';`, 'digest may not use @slack/bolt'],
    ['src/ops/a.ts', `import type { Logger } from '@slack/bolt';`, 'ops may not use @slack/bolt'],
    ['src/slack/a.ts', `import utc from 'dayjs/plugin/utc.js';`, 'slack may not use dayjs'],
    ['src/slack/a.ts', `import x from 'left-pad';`, 'slack may not use left-pad'],
    ['src/backups/a.ts', `import { inspect } from 'node:util';`, 'backups may not use node:util'],
    ['src/slack/a.ts', `import { env } from 'node:process';`, 'slack may not use node:process'],
    ['src/config.ts', `import { readFileSync } from 'fs';`, 'config may not use node:fs'],
    ['src/backups/a.ts', `const now = new Date();`, 'tells the time itself: new Date()'],
    ['src/backups/a.ts', `const now = new Date;`, 'tells the time itself: new Date'],
    ['src/docspace/a.ts', `const now = \`\${Date.now()}\`;`, 'tells the time itself: Date.now'],
    ['src/messages/a.ts', `const now = dayjs();`, 'tells the time itself: dayjs()'],
    ['src/messages/a.ts', `const now = dayjs.utc( );`, 'tells the time itself: dayjs.utc( )'],
    ['src/app.ts', `const now = new Date();`, 'tells the time itself: new Date()'],
    ['src/config.ts', `const { env } = process;`, 'reads process'],
    ['src/app.ts', `globalThis.process.exit(1);`, 'reads process'],
    ['src/utils/a.ts', '', 'has a vague name'],
    ['src/slack/helpers.ts', '', 'has a vague name'],
    ['sandbox/common/a.ts', '', 'has a vague name'],
    ['sandbox/types.ts', '', 'has a vague name'],
    ['sandbox/a.ts', '\n'.repeat(251), 'is longer than 250 lines'],
  ])('refuse %s with %j', (path, text, violation) => {
    expect(violationsIn([{ path, text }])).toEqual([`${path}: ${violation}`]);
  });

  it.each([
    [
      'src/main.ts',
      `import { createBot } from './app.ts';\nimport { x } from './ops/x.ts';\nprocess.exit(+new Date());`,
    ],
    [
      'src/app.ts',
      `import { x } from './slack/x.ts';\nimport { y } from './config.ts';\nf(({ clock = () => new Date() }) => 1);`,
    ],
    [
      'src/digest/a.ts',
      `import { x } from '../slack/x.ts';\nimport { y } from './y.ts';\nimport cron from 'node-cron';`,
    ],
    ['src/config/a.ts', `import { x } from '../ops/redact.ts';\nimport { y } from '../backups/y.ts';`],
    ['src/ops/slack-logger.ts', `import { LogLevel } from '@slack/bolt';`],
    [
      'src/slack/a.ts',
      `// not new Date(), nor process.exit(), nor import 'undici'\nconst x = "Date.now() of the process";\n/* dayjs() */`,
    ],
    [
      'src/backups/a.ts',
      `const at = new Date(now.getTime() + 1);\nconst day = dayjs(at);\nimport x from 'dayjs';`,
    ],
    [
      'sandbox/main.ts',
      `import { spawn } from 'node:child_process';\nimport { x } from './x.ts';\nconst now = new Date();`,
    ],
    ['src/messages/storage-types.ts', '\n'.repeat(250)],
    ['src/messages/a.ts', `export const x = [a(' from '), b('undici')];\nf('import "zod"');`],
  ])('allow %s with %j', (path, text) => {
    expect(violationsIn([{ path, text }])).toEqual([]);
  });
});

function readFiles(folder: string): SourceFile[] {
  const root = fileURLToPath(new URL('..', import.meta.url));
  return readdirSync(`${root}${folder}`, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => {
      const path = `${entry.parentPath}${sep}${entry.name}`;
      return { path: relative(root, path).replaceAll(sep, '/'), text: readFileSync(path, 'utf8') };
    });
}

function violationsIn(files: readonly SourceFile[]): string[] {
  return files.flatMap((file) =>
    [...importViolations(file), ...clockViolations(file), ...shapeViolations(file)].map(
      (violation) => `${file.path}: ${violation}`,
    ),
  );
}

function importViolations(file: SourceFile): string[] {
  return importsOf(file).flatMap((specifier) => {
    if (!specifier.startsWith('.')) return packageViolation(file.path, specifier);
    const target = posix.join(posix.dirname(file.path), specifier);
    return folderViolation(file.path, target);
  });
}

/** Everything a file imports or exports from elsewhere, types too. */
function importsOf({ text }: SourceFile): string[] {
  const code = text.replaceAll(commentOrString, (match) => (match.startsWith('/') ? ' ' : match));
  return [...code.matchAll(importStatement)].map((match) => match[1] ?? match[2] ?? '');
}

const importStatement =
  /^(?:import\b[^'";(]*|export\b[^'";=(]*\bfrom\s*)['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/gm;

const commentOrString = /\/\*.*?\*\/|\/\/[^\n]*|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"/gs;

/** `src/slack/x.ts` belongs to `slack`, `src/config.ts` and `src/config/x.ts` to `config`. */
function partOf(path: string): string {
  return path.split('/')[1]?.replace(/\.ts$/, '') ?? '';
}

function folderViolation(path: string, target: string): string[] {
  if (path.startsWith('sandbox/')) {
    return target.startsWith('sandbox/') ? [] : [`the sandbox may not import ${target}`];
  }
  const from = partOf(path);
  if (floorOf(from) < 0 && !['config', 'ops'].includes(from)) return [`${from} has no floor`];
  return mayImport(from, target) ? [] : [`${from} may not import ${target}`];
}

function mayImport(from: string, target: string): boolean {
  const to = partOf(target);
  if (!target.startsWith('src/')) return false;
  if (from === to) return true;
  if (to === 'config') return onlyUsersOfConfig.includes(from);
  if (to === 'ops')
    return usersOfAllOfOps.includes(from) || (sharedOps.includes(target) && !usersOfNoOps.includes(from));
  if (from === 'config') return to === 'backups';
  if (from === 'main') return to === 'app';
  if (from === 'ops' || forbidden.includes(`${from} -> ${to}`)) return false;
  return floorOf(to) > floorOf(from);
}

function floorOf(part: string): number {
  return floors.findIndex((parts) => parts.includes(part));
}

function packageViolation(path: string, specifier: string): string[] {
  if (path.startsWith('sandbox/')) return [];
  const part = partOf(path);
  const isAllowed = isBuiltin(specifier) ? mayUseBuiltin(part, specifier) : mayUsePackage(path, specifier);
  return isAllowed ? [] : [`${part} may not use ${nameOf(specifier)}`];
}

function nameOf(specifier: string): string {
  if (isBuiltin(specifier)) return `node:${specifier.replace(/^node:/, '')}`;
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
}

function mayUseBuiltin(part: string, specifier: string): boolean {
  return part === 'main' || !(pureFolders.includes(part) || builtinsOfMain.includes(nameOf(specifier)));
}

function mayUsePackage(path: string, specifier: string): boolean {
  const users = packages[nameOf(specifier)] ?? [];
  return users.includes(partOf(path)) || users.includes(path);
}

function clockViolations({ path, text }: SourceFile): string[] {
  if (!path.startsWith('src/') || path === 'src/main.ts') return [];
  const code = text
    .replaceAll(commentOrString, ' ')
    .replace(path === 'src/app.ts' ? 'clock = () => new Date()' : /$^/, '');
  const clocks =
    code.match(/\bnew\s+Date\b(?:\s*\(\s*\)|(?!\s*\())|\bDate\.now\b|\bdayjs(?:\.utc)?\(\s*\)/g) ?? [];
  const readsProcess = /(?<![\w-])process\b(?![-\w])/.test(code);
  return [
    ...clocks.map((clock) => `tells the time itself: ${clock}`),
    ...(readsProcess ? ['reads process'] : []),
  ];
}

function shapeViolations({ path, text }: SourceFile): string[] {
  const isLong = text.replace(/\n$/, '').split('\n').length > mostLines;
  return [
    ...(vagueNames.test(path) ? ['has a vague name'] : []),
    ...(isLong ? [`is longer than ${mostLines} lines`] : []),
  ];
}
