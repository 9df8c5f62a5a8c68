import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { parseDemoOptions } from '../sandbox/demo/demo-options.ts';
import { story } from '../sandbox/demo/story.ts';
import { type FindingKind, findingTraits } from '../src/backups/finding.ts';
import { parseCommand } from '../src/commands/parse-command.ts';
import { isReservedWord, usageHint } from '../src/commands/words.ts';
import { parseConfig } from '../src/config/config.ts';
import { fileNameOf } from '../src/config/environment.ts';
import { type SettingDoc, settings } from '../src/config/settings.ts';

const docs = readdirSync('docs').filter((file) => file.endsWith('.md'));
const pages: ReadonlyMap<string, string> = new Map(
  ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', ...docs.map((file) => `docs/${file}`)].map((path) => [
    path,
    readFileSync(path, 'utf8'),
  ]),
);
const everything = [...pages.values()].join('\n');
const packageFile = readJson('package.json') as { bin: object; scripts: object };

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'));
}

function page(path: string): string {
  return pages.get(path) ?? '';
}

/** The rows of all tables of a text, each without the padding of its cells. */
function rowsOf(text: string): string[] {
  return (text.match(/^\|.*$/gm) ?? [])
    .filter((row) => !/^[|\s:-]+$/.test(row))
    .map((row) => row.replaceAll(/ +/g, ' '));
}

/** What follows a heading, up to the next one. */
function sectionOf(path: string, heading: string): string {
  const [, section = ''] = page(path).split(`\n## ${heading}\n`);
  return section.split('\n## ')[0] ?? '';
}

/** What stands in backticks, one code a line. */
function codesOf(text: string): string {
  return (text.match(/`[^`\n]+`/g) ?? []).map((code) => code.slice(1, -1)).join('\n');
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

/** What README says about each kind of finding, in the row of its severity. */
const judged: Readonly<Record<FindingKind, string>> = {
  'cannot-read': "a portal can't be read",
  'no-backups': 'it has no backup at all',
  'all-expired': 'or has expired',
  'nothing-left-soon': 'every backup it has expires within',
  expiring: 'a backup expires within',
  'no-longer-listed': 'is no longer listed, and neither',
  stale: 'the newest that has not expired is older than',
  'age-unknown': 'how old the newest is',
  'expiry-unknown': 'how long any of them is kept',
  'no-dumps': 'none of these',
  'dumps-not-shown': 'none of these',
  'came-back': 'none of these',
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
  it('is a first page, of 8 KB at most', () => {
    expect(Buffer.byteLength(page('README.md'))).toBeLessThanOrEqual(8_192);
  });

  it('has each way to begin as one command', () => {
    const lines = page('README.md').split('\n');
    for (const command of ['npm ci && npm run demo', 'npm ci && npm test'])
      expect(lines.filter((line) => line === command)).toHaveLength(1);
  });

  it('tells the story of the demo', () => {
    const text = page('README.md').replaceAll(/\s+/g, ' ').toLowerCase();
    expect(text).toContain(story.map(({ label }) => label.toLowerCase()).join(', '));
  });

  it.each(Object.entries(judged))('says when a portal is judged: %s', (kind, words) => {
    const { severity } = findingTraits[kind as FindingKind];
    const row = rowsOf(sectionOf('README.md', 'What it judges')).find((line) =>
      line.includes(` ${severity} `),
    );
    expect(row).toContain(words);
  });
});

describe('the settings', () => {
  const path = 'docs/settings.md';

  it('are listed once each, in the words of the code', () => {
    const [, ...rows] = rowsOf(sectionOf(path, 'All settings'));
    expect(rows).toEqual(settings.map(rowOf));
  });

  it('are the only ones that any page names', () => {
    const others = ['NODE_EXTRA_CA_CERTS', 'ACME_KEY', 'TEST_POSTGRES_URL'];
    const known = settings.flatMap(({ name, secret }) => (secret ? [name, fileNameOf(name)] : [name]));
    const named = new Set(everything.match(/\b[A-Z][A-Z\d]*_[A-Z\d_]+\b/g));
    expect(named.size).toBeGreaterThan(20);
    expect([...named].filter((name) => ![...known, ...others].includes(name))).toEqual([]);
  });
});

describe('what can be typed', () => {
  const path = 'docs/commands.md';

  it('is documented word by word', () => {
    const source = readFileSync('src/commands/words.ts', 'utf8');
    const words = [...source.matchAll(/'([^'\n]+)'/g)].map(([, word = '']) => word).filter(isReservedWord);
    expect(words).toContain('third party');
    expect(words.length).toBeGreaterThan(30);
    const documented = ` ${codesOf(page(path)).replaceAll(/\s+/g, ' ')} `;
    expect(words.filter((word) => !documented.includes(` ${word} `))).toEqual([]);
  });

  it('has every word of the usage hint in its table', () => {
    const words = (usageHint.match(/[a-z-]{3,}/g) ?? []).filter((word) => !['portal', 'name'].includes(word));
    const [, ...rows] = rowsOf(page(path));
    const typed = codesOf(rows.join('\n')).split(/[^a-z-]/);
    expect(words).toContain('third-party');
    expect(words.filter((word) => !typed.includes(word))).toEqual([]);
  });

  it('is understood wherever a page shows it', () => {
    const shown = codesOf(everything).match(/(?<=^\/backups ).+$/gm) ?? [];
    expect(shown.length).toBeGreaterThan(20);
    const known = { portals: ['acme', 'hq'], groups: ['acme', 'customers'] };
    const wrong = shown.filter((text) => parseCommand(text, known).kind === 'not-understood');
    expect(wrong).toEqual([]);
  });
});

describe('the portals file', () => {
  const path = 'docs/portals-file.md';
  const schema = readJson('portals.schema.json') as { definitions: { portal: { properties: object } } };

  it('is shown as the bot reads it', () => {
    const [, example = ''] = /^```yaml\n(.*?)^```/ms.exec(page(path)) ?? [];
    const files = { read: (file: string) => (file === 'portals.yml' ? example : 'sk-0123456789abcdef') };
    const env = {
      SLACK_BOT_TOKEN: 'xoxb-1',
      SLACK_APP_TOKEN: 'xapp-1',
      DOCSPACE_PORTALS_FILE: 'portals.yml',
      ACME_KEY: 'sk-0123456789abcdef',
    };
    const portals = parseConfig(env, files).portals.map(({ portal }) => portal);
    expect(portals).toMatchObject([
      { name: 'acme', group: 'customers' },
      { name: 'hq', dumps: true },
    ]);
  });

  it('has every member explained once', () => {
    const [, ...rows] = rowsOf(sectionOf(path, 'Every member'));
    const members = rows.map((row) => codesOf(row.split('|')[1] ?? ''));
    expect(members.toSorted()).toEqual(Object.keys(schema.definitions.portal.properties).toSorted());
  });
});

describe('the scopes', () => {
  it('are all explained', () => {
    const manifests = ['manifest.yml', 'manifest.http.yml'].map((file) => readManifest(file));
    const asked = manifests.flatMap(({ oauth_config: { scopes } }) => Object.values(scopes).flat());
    const [, ...rows] = rowsOf(sectionOf('docs/data.md', 'Scopes'));
    const explained = rows.map((row) => codesOf(row.split('|')[1] ?? ''));
    // The app-level token's, which no manifest has.
    expect(explained.toSorted()).toEqual([...new Set([...asked, 'connections:write'])].toSorted());
  });
});

describe('the way to the Slack app', () => {
  it('is a link that holds the manifest', () => {
    const right = createAppLink();
    const [, link] = /^\[create\]: (\S+)$/m.exec(page('docs/connect.md')) ?? [];
    expect(link, `The link in docs/connect.md must be\n${right}\n`).toBe(right);
    const held = new URL(right).searchParams.get('manifest_yaml') ?? '';
    expect(parse(held)).toEqual(readManifest('manifest.yml'));
  });

  it('names every address of HTTP mode', () => {
    const members = [
      ...readFileSync('manifest.http.yml', 'utf8').matchAll(/^ *(\w+): https:\/\/backups\.example\.com/gm),
    ].map(([, member = '']) => member);
    expect(members).toContain('request_url');
    const named = codesOf(page('docs/http-mode.md')).split('\n');
    expect(members.filter((member) => !named.includes(member))).toEqual([]);
  });
});

/** Slack opens it with the manifest filled in. Without comments, because addresses have a limit. */
function createAppLink(): string {
  const text = stringify(readManifest('manifest.yml'), { lineWidth: 0 });
  // Brackets would end the link in Markdown.
  const encoded = encodeURIComponent(text).replaceAll('(', '%28').replaceAll(')', '%29');
  return `https://api.slack.com/apps?new_app=1&manifest_yaml=${encoded}`;
}

function readManifest(file: string) {
  return parse(readFileSync(file, 'utf8')) as { oauth_config: { scopes: Record<string, string[]> } };
}

describe('words in “…”', () => {
  it('are what the bot really says', () => {
    const quoted = everything.match(/(?<=“)[^”]{2,}(?=”)/g) ?? [];
    const said = ownWords();
    expect(quoted.length).toBeGreaterThan(40);
    expect(quoted.filter((words) => !said.includes(words))).toEqual([]);
  });
});

describe('commands for the shell', () => {
  it('are scripts that exist', () => {
    const named = [...everything.matchAll(/npm (?:run )?([a-z][a-z:0-9-]*)/g)].map(
      ([, script = '']) => script,
    );
    const own = named.filter((script) => !['ci', 'install'].includes(script));
    expect(own.length).toBeGreaterThan(10);
    expect(own.filter((script) => !Object.hasOwn(packageFile.scripts, script))).toEqual([]);
  });

  it('include the command of the package', () => {
    for (const command of Object.keys(packageFile.bin))
      expect(page('docs/how-it-works.md')).toContain(`\`${command}\``);
  });

  it('have only options that the demo knows', () => {
    const options = [...everything.matchAll(/npm run demo -- ([^`\n]+)/g)].map(([, text = '']) => text);
    expect(options.length).toBeGreaterThan(0);
    for (const text of options) expect(() => parseDemoOptions(text.split(' '), {})).not.toThrow();
  });
});

describe('links and pictures', () => {
  const links = [...pages].flatMap(([from, text]) =>
    targetsOf(text).map((target) => ({ from, target, to: resolve(from, target) })),
  );

  it('lead to files and headings that exist', () => {
    expect(links.length).toBeGreaterThan(80);
    expect(links.filter(({ to: { path } }) => !existsSync(path))).toEqual([]);
    const anchored = links.filter(({ to: { anchor } }) => anchor !== undefined);
    expect(anchored.length).toBeGreaterThan(20);
    expect(anchored.filter(({ to }) => !anchorsOf(to.path).includes(to.anchor ?? ''))).toEqual([]);
  });

  it('lead from README or another page to every page', () => {
    const reached = new Set(links.filter(({ from, to }) => from !== to.path).map(({ to }) => to.path));
    expect([...pages.keys()].filter((path) => path !== 'README.md' && !reached.has(path))).toEqual([]);
  });

  it('show every picture', () => {
    const pictures = readdirSync('docs/images').map((file) => `docs/images/${file}`);
    const shown = new Set(links.map(({ to }) => to.path));
    expect(pictures.length).toBeGreaterThan(4);
    expect(pictures.filter((path) => !shown.has(path))).toEqual([]);
  });

  it('and every source that a page names lead to files that exist', () => {
    const sources = [...everything.matchAll(/`((?:src|sandbox|test)\/[\w./-]*)`/g)].map(
      ([, path = '']) => path,
    );
    expect(sources.length).toBeGreaterThan(20);
    expect(sources.filter((path) => !existsSync(path))).toEqual([]);
  });
});

/** The relative targets of a page's links and pictures. */
function targetsOf(text: string): string[] {
  const prose = text.replaceAll(/^```.*?^```/gms, '');
  const found = prose.matchAll(/\]\(([^)\s]+)\)|(?:src|srcset|href)="([^"]+)"|^\[[^\]]+\]: (\S+)/gm);
  return [...found]
    .map(([, link, source, reference]) => link ?? source ?? reference ?? '')
    .filter((target) => !/^https?:/.test(target));
}

function resolve(from: string, target: string): { readonly path: string; readonly anchor?: string } {
  const [file = '', anchor] = target.split('#');
  const path = file === '' ? from : join(dirname(from), file);
  return anchor === undefined ? { path } : { path, anchor };
}

/** The anchors that GitHub gives a page's headings. */
function anchorsOf(path: string): string[] {
  const headings = readFileSync(path, 'utf8')
    .replaceAll(/^```.*?^```/gms, '')
    .matchAll(/^#+ (.+)$/gm);
  return [...headings].map(([, text = '']) =>
    text
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );
}
