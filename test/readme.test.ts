import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type FindingKind, findingTraits } from '../src/backups/finding.ts';
import { usageHint } from '../src/commands/words.ts';
import { type SettingDoc, settings } from '../src/config/settings.ts';

const readme = readFileSync('README.md', 'utf8');
const scripts = Object.keys(
  (JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> }).scripts,
);

/** The rows of the table under a marker, each without the padding of its cells. */
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

/** The table that follows a heading. */
function tableBelow(heading: string): string {
  const [, section = ''] = readme.split(`\n## ${heading}\n`);
  return (
    section
      .split('\n## ')[0]
      ?.match(/^\|.*$/gm)
      ?.join('\n') ?? ''
  );
}

/** What README says about each kind of finding, in the row of its severity. */
const judged: Readonly<Record<FindingKind, string>> = {
  'cannot-read': "a portal can't be read",
  'no-backups': 'it has no backup at all',
  'all-expired': 'or has expired',
  'nothing-left-soon': 'every backup it has expires within',
  expiring: 'a backup expires within',
  stale: 'the newest that has not expired is older than',
  'age-unknown': 'how old the newest is',
  'expiry-unknown': 'how long any of them is kept',
  'no-dumps': 'none of these',
  'dumps-not-shown': 'none of these',
};

/** Everything the bot can say: its sources without their comments. */
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

  it('has every word of the usage hint in the table of what can be typed', () => {
    const words = (usageHint.match(/[a-z-]{3,}/g) ?? []).filter((word) => word !== 'portal');
    const typed = (tableBelow('What you can type').match(/`[^`]+`/g) ?? []).join().split(/[^a-z-]/);
    expect(words).toContain('third-party');
    expect(words.filter((word) => !typed.includes(word))).toEqual([]);
  });

  it.each(Object.entries(judged))('says when a portal is judged: %s', (kind, words) => {
    const { severity } = findingTraits[kind as FindingKind];
    const row = tableBelow('What it judges')
      .split('\n')
      .find((line) => line.includes(` ${severity} `));
    expect(row).toContain(words);
  });

  it('quotes only what the bot really says', () => {
    const symptoms = rowsUnder('troubleshooting').map((row) => row.split('|')[1] ?? '');
    const quoted = symptoms.flatMap((symptom) => symptom.match(/(?<=“)[^”]+(?=”)/g) ?? []);
    const said = ownWords();
    expect(quoted.length).toBeGreaterThan(8);
    expect(quoted.filter((words) => !said.includes(words))).toEqual([]);
  });

  it('names only scripts that exist', () => {
    const named = [...readme.matchAll(/npm (?:run )?([a-z:0-9]+)/g)].map(([, script = '']) => script);
    const own = named.filter((script) => !['ci', 'install'].includes(script));
    expect(own.length).toBeGreaterThan(3);
    expect(own.filter((script) => !scripts.includes(script))).toEqual([]);
  });

  it('and the page for contributors link only to files that exist', () => {
    const pages = readme + readFileSync('CONTRIBUTING.md', 'utf8');
    const links = [...pages.matchAll(/(?:\]\(|src=")(?!https?:|#)([^)#"]+)/g)].map(([, path = '']) => path);
    const sources = [...pages.matchAll(/`((?:src|sandbox|test)\/[\w./-]*)`/g)].map(([, path = '']) => path);
    expect(links.length).toBeGreaterThan(5);
    expect(sources.length).toBeGreaterThan(20);
    expect([...links, ...sources].filter((path) => !existsSync(path))).toEqual([]);
  });
});
