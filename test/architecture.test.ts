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

/**
 * What each part of the source may import besides itself: a folder, or one file of it. Only `app` sees every adapter, and
 * adapters never see each other.
 */
const table: Readonly<Record<string, readonly string[]>> = {
  main: ['app', 'maintenance', 'config', 'store', 'ops'],
  maintenance: ['config', 'store', 'ops'],
  app: [
    ...['slack', 'docspace', 'answering', 'digest', 'messages', 'readings', 'commands', 'backups'],
    ...['store', 'config', 'ops'],
  ],
  slack: [
    'answering',
    'src/digest/poster.ts',
    'src/digest/digest-setup.ts',
    'src/digest/subscription.ts',
    'messages',
    'commands',
  ],
  docspace: ['src/readings/portal-reader.ts', 'backups'],
  store: [
    'src/answering/acts.ts',
    'src/digest/subscription.ts',
    'src/digest/notices.ts',
    'src/digest/ledger.ts',
    'src/digest/snoozes.ts',
    'src/readings/memory.ts',
    'backups',
  ],
  answering: ['digest', 'readings', 'messages', 'commands', 'backups'],
  digest: ['readings', 'messages', 'commands', 'backups'],
  messages: ['commands', 'backups'],
  readings: ['backups'],
  commands: ['backups'],
  backups: [],
  config: ['commands', 'backups', 'ops'],
  ops: [],
};

/** What the demo starts its bot with. The rest of the sandbox imports nothing of the source. */
const runsTheBot = 'sandbox/demo/run-bot.ts';

/** The floors of `messages/`, top to bottom; a file may import from its own floor and from those below. */
const floorsOfMessages = ['messages', 'parts', 'words', 'kit'];

const sharedOps = ['src/ops/log.ts', 'src/ops/secret.ts'];
const partsWithoutOps = ['backups', 'commands', 'messages'];

/** Who may use a package: a folder, or one file. */
const packages: Readonly<Record<string, readonly string[]>> = {
  '@slack/bolt': ['slack', 'app', 'src/ops/slack-logger.ts'],
  '@slack/types': ['slack', 'messages'],
  dayjs: ['messages'],
  leven: ['commands', 'config'],
  kysely: ['store'],
  libsql: ['store'],
  'node-cron': ['digest', 'config'],
  'p-limit': ['docspace', 'digest'],
  pg: ['store'],
  pino: ['ops'],
  undici: ['docspace', 'slack'],
  yaml: ['config'],
  zod: ['config', 'docspace'],
};
const builtinsOfMain = ['node:fs', 'node:fs/promises', 'node:process', 'node:child_process'];
const pureFolders = ['backups', 'commands', 'messages'];

const vagueNames = /(^|\/)(utils?|helpers?|common|types)(\/|\.tsx?$)/;
const mostLines = 250;

describe('the source', () => {
  const files = ['src', 'sandbox'].flatMap(readFiles);

  it('is not empty', () => {
    const paths = files.map(({ path }) => path);
    expect(paths).toEqual(expect.arrayContaining(['src/main.ts', 'src/app.ts', 'src/backups/backup.ts']));
    expect(paths.filter((path) => path.startsWith('sandbox/')).length).toBeGreaterThan(5);
    expect(files.flatMap(importsOf).length).toBeGreaterThan(100);
  });

  it('follows the rules', () => {
    expect(violationsIn(files)).toEqual([]);
  });
});

describe('the rules', () => {
  it.each([
    ['backups', '../messages/x.ts'],
    ['backups', '../commands/x.ts'],
    ['backups', '../ops/log.ts'],
    ['commands', '../messages/x.ts'],
    ['commands', '../ops/log.ts'],
    ['messages', '../slack/x.ts'],
    ['messages', '../answering/x.ts'],
    ['messages', '../readings/x.ts'],
    ['messages', '../ops/secret.ts'],
    ['readings', '../messages/x.ts'],
    ['readings', '../docspace/x.ts'],
    ['docspace', '../slack/x.ts'],
    ['docspace', '../messages/x.ts'],
    ['docspace', '../readings/create-readings.ts'],
    ['slack', '../docspace/x.ts'],
    ['slack', '../readings/portal-reader.ts'],
    ['slack', '../backups/x.ts'],
    ['slack', '../digest/create-digest.ts'],
    ['slack', '../config/x.ts'],
    ['slack', '../ops/create-log.ts'],
    ['slack', '../../sandbox/x.ts'],
    ['answering', '../slack/x.ts'],
    ['answering', '../docspace/x.ts'],
    ['digest', '../answering/x.ts'],
    ['digest', '../slack/x.ts'],
    ['digest', '../app.ts'],
    ['digest', '../config/x.ts'],
    ['config', '../slack/x.ts'],
    ['ops', '../backups/x.ts'],
  ])('refuse that %s imports %s', (part, specifier) => {
    const target = specifier.replace(/^(\.\.\/)+/, specifier.includes('sandbox') ? '' : 'src/');
    for (const text of [
      `import { x } from '${specifier}';`,
      `import type { x } from '${specifier}';`,
      `export { x } from "${specifier}";`,
      `const x = await import('${specifier}');`,
      `import '${specifier}';`,
    ]) {
      expect(violationsIn([{ path: `src/${part}/a.ts`, text }])).toEqual([
        `src/${part}/a.ts: ${part} may not import ${target}`,
      ]);
    }
  });

  it.each([
    ['parts', '../overview.ts'],
    ['words', '../parts/x.ts'],
    ['kit', '../words/x.ts'],
    ['kit', '../digest.ts'],
  ])('refuse that messages/%s imports upward from %s', (floor, specifier) => {
    const path = `src/messages/${floor}/a.ts`;
    expect(violationsIn([{ path, text: `import { x } from '${specifier}';` }])).toEqual([
      `${path}: messages/${floor} may not import ${specifier.replace('..', 'src/messages')}`,
    ]);
  });

  it.each([
    ['src/app.ts', `import { x } from './main.ts';`, 'app may not import src/main.ts'],
    ['src/main.ts', `import { x } from './slack/x.ts';`, 'main may not import src/slack/x.ts'],
    ['src/news/a.ts', `import { x } from '../app.ts';`, 'news is not in the table'],
    [
      'sandbox/a.ts',
      `import type { x } from '../src/backups/x.ts';`,
      'the sandbox may not import src/backups/x.ts',
    ],
    [
      'sandbox/demo/run-bot.ts',
      `import { x } from '../../src/digest/x.ts';`,
      'the sandbox may not import src/digest/x.ts',
    ],
    ['src/readings/a.ts', `import { Agent } from 'undici';`, 'readings may not use undici'],
    ['src/digest/a.ts', `import type { App } from '@slack/bolt';`, 'digest may not use @slack/bolt'],
    ['src/ops/a.ts', `import type { Logger } from '@slack/bolt';`, 'ops may not use @slack/bolt'],
    ['src/slack/a.ts', `import utc from 'dayjs/plugin/utc.js';`, 'slack may not use dayjs'],
    ['src/slack/a.ts', `import x from 'left-pad';`, 'slack may not use left-pad'],
    ['src/backups/a.ts', `import { inspect } from 'node:util';`, 'backups may not use node:util'],
    ['src/slack/a.ts', `import { env } from 'node:process';`, 'slack may not use node:process'],
    ['src/config/config.ts', `import { readFileSync } from 'fs';`, 'config may not use node:fs'],
    ['src/backups/a.ts', `const now = new Date();`, 'reads the clock itself: new Date()'],
    ['src/backups/a.ts', `const now = new Date;`, 'reads the clock itself: new Date'],
    ['src/docspace/a.ts', `const now = \`\${Date.now()}\`;`, 'reads the clock itself: Date.now'],
    ['src/messages/a.ts', `const now = dayjs();`, 'reads the clock itself: dayjs()'],
    ['src/messages/a.ts', `const now = dayjs.utc( );`, 'reads the clock itself: dayjs.utc( )'],
    ['src/app.ts', `const now = new Date();`, 'reads the clock itself: new Date()'],
    ['src/config/config.ts', `const { env } = process;`, 'reads process'],
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
      `import { x } from './slack/x.ts';\nimport { y } from './config/config.ts';\nf(({ clock = () => new Date() }) => 1);`,
    ],
    [
      'src/digest/a.ts',
      `import { x } from '../readings/x.ts';\nimport { y } from './y.ts';\nimport cron from 'node-cron';`,
    ],
    ['src/config/a.ts', `import { x } from '../ops/redact.ts';\nimport { y } from '../backups/y.ts';`],
    ['src/slack/a.ts', `import type { Poster } from '../digest/poster.ts';`],
    ['src/docspace/a.ts', `import type { PortalReader } from '../readings/portal-reader.ts';`],
    ['src/readings/a.ts', `import type { Log } from '../ops/log.ts';`],
    ['src/messages/a.ts', `import { x } from './parts/x.ts';\nimport { y } from './kit/y.ts';`],
    ['src/messages/words/a.ts', `import { x } from '../kit/x.ts';\nimport { y } from './y.ts';`],
    ['src/ops/slack-logger.ts', `import { LogLevel } from '@slack/bolt';`],
    [
      'src/slack/a.ts',
      `// not new Date(), nor process.exit(), nor import 'undici'\nconst x = "Date.now() of the process";\n/* dayjs() */`,
    ],
    [
      'src/messages/a.ts',
      `const at = new Date(now.getTime() + 1);\nconst day = dayjs(at);\nimport x from 'dayjs';`,
    ],
    [
      'sandbox/main.ts',
      `import { spawn } from 'node:child_process';\nimport { x } from './x.ts';\nconst now = new Date();`,
    ],
    ['sandbox/demo/run-bot.ts', `import { createBot } from '../../src/app.ts';`],
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

/** `src/slack/x.ts` belongs to `slack`, `src/app.ts` to `app`. */
function partOf(path: string): string {
  return path.split('/')[1]?.replace(/\.ts$/, '') ?? '';
}

function folderViolation(path: string, target: string): string[] {
  if (path.startsWith('sandbox/')) {
    const isAllowed = target.startsWith('sandbox/') || (path === runsTheBot && mayImport('main', target));
    return isAllowed ? [] : [`the sandbox may not import ${target}`];
  }
  const from = partOf(path);
  if (!Object.hasOwn(table, from)) return [`${from} is not in the table`];
  if (!mayImport(from, target)) return [`${from} may not import ${target}`];
  const isUpward = from === 'messages' && floorOf(target) >= 0 && floorOf(target) < floorOf(path);
  return isUpward ? [`messages/${floorsOfMessages[floorOf(path)]} may not import ${target}`] : [];
}

function mayImport(from: string, target: string): boolean {
  const to = partOf(target);
  if (!target.startsWith('src/')) return false;
  if (from === to) return true;
  if (sharedOps.includes(target) && !partsWithoutOps.includes(from)) return true;
  const allowed = table[from] ?? [];
  return allowed.includes(to) || allowed.includes(target);
}

/** -1 for a file that is not in `messages/`. */
function floorOf(path: string): number {
  const [, part, folder] = path.split('/');
  if (part !== 'messages') return -1;
  return Math.max(0, floorsOfMessages.indexOf(folder ?? ''));
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
  return (
    ['main', 'store'].includes(part) ||
    !(pureFolders.includes(part) || builtinsOfMain.includes(nameOf(specifier)))
  );
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
    ...clocks.map((clock) => `reads the clock itself: ${clock}`),
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
