import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { settings } from '../src/config/settings.ts';

const readme = readFileSync('README.md', 'utf8');
const scripts = Object.keys(
  (JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> }).scripts,
);

/** `name → default` of the table under the marker. */
function documentedSettings(): Map<string, string> {
  const table = readme.slice(readme.indexOf('<!-- settings:'));
  const rows = table.matchAll(/^\| `([A-Z_]+)`[^|]*\|[^|]*\| (?:`([^`]*)`|–) *\|$/gm);
  return new Map([...rows].map(([, name = '', value = '']) => [name, value]));
}

describe('README', () => {
  it('lists every setting once, with its default', () => {
    const expected = settings.map((setting) => [setting.name, setting.default ?? '']);
    expect([...documentedSettings()]).toEqual(expected);
  });

  it('marks the secrets', () => {
    for (const { name, secret } of settings) {
      expect(new RegExp(`^\\| \`${name}\` 🔒 *\\|`, 'm').test(readme), name).toBe(secret);
    }
  });

  it('names only scripts that there are', () => {
    const named = [...readme.matchAll(/npm (?:run )?([a-z:0-9]+)/g)].map(([, script = '']) => script);
    const own = named.filter((script) => !['ci', 'install'].includes(script));
    expect(own.length).toBeGreaterThan(3);
    expect(own.filter((script) => !scripts.includes(script))).toEqual([]);
  });

  it('points only at files that there are', () => {
    const links = [...readme.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, path = '']) => path);
    expect(links.length).toBeGreaterThan(5);
    expect(links.filter((path) => !existsSync(path))).toEqual([]);
  });
});
