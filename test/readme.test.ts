import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type SettingDoc, settings } from '../src/config/settings.ts';

const readme = readFileSync('README.md', 'utf8');
const scripts = Object.keys(
  (JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> }).scripts,
);

/** The rows of the table under a marker, each without the space that lines up its cells. */
function rowsUnder(marker: string): string[] {
  const [, table = ''] = readme.split(`<!-- ${marker}:`);
  const lines = table.split('\n').slice(2);
  const rows = lines.slice(
    0,
    lines.findIndex((line) => !line.startsWith('|')),
  );
  return rows.slice(2).map((row) => row.replaceAll(/ +/g, ' '));
}

function rowOf({ name, secret, what, required, allowed, default: value }: SettingDoc): string {
  const needed = required === undefined ? '' : ` (needed ${required})`;
  const allowedSentence = `${allowed[0]?.toUpperCase()}${allowed.slice(1)}.`;
  const cells = [
    `\`${name}\`${secret ? ' 🔒' : ''}`,
    `${what}${needed}. ${allowedSentence}`,
    value === undefined ? '–' : `\`${value}\``,
  ];
  return `| ${cells.join(' | ')} |`;
}

/** All that the bot can say: its sources without their comments. */
function ownWords(): string {
  return readdirSync('src', { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => readFileSync(join('src', path), 'utf8'))
    .join('\n')
    .replaceAll(/\/\*\*.*?\*\/|^ *\/\/[^\n]*/gms, '');
}

describe('README', () => {
  it('lists every setting in the words of the code', () => {
    expect(rowsUnder('settings')).toEqual(settings.map(rowOf));
  });

  it('quotes only what the bot really says', () => {
    const symptoms = rowsUnder('troubleshooting').map((row) => row.split('|')[1] ?? '');
    const quoted = symptoms.flatMap((symptom) => symptom.match(/(?<=“)[^”]+(?=”)/g) ?? []);
    const said = ownWords();
    expect(quoted.length).toBeGreaterThan(8);
    expect(quoted.filter((words) => !said.includes(words))).toEqual([]);
  });

  it('names only scripts that there are', () => {
    const named = [...readme.matchAll(/npm (?:run )?([a-z:0-9]+)/g)].map(([, script = '']) => script);
    const own = named.filter((script) => !['ci', 'install'].includes(script));
    expect(own.length).toBeGreaterThan(3);
    expect(own.filter((script) => !scripts.includes(script))).toEqual([]);
  });

  it('and the page for contributors point only at files that there are', () => {
    const pages = readme + readFileSync('CONTRIBUTING.md', 'utf8');
    const links = [...pages.matchAll(/(?:\]\(|src=")(?!https?:|#)([^)#"]+)/g)].map(([, path = '']) => path);
    const sources = [...pages.matchAll(/`((?:src|sandbox|test)\/[\w./-]*)`/g)].map(([, path = '']) => path);
    expect(links.length).toBeGreaterThan(5);
    expect(sources.length).toBeGreaterThan(20);
    expect([...links, ...sources].filter((path) => !existsSync(path))).toEqual([]);
  });
});
