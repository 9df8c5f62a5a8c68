import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { portalsSchema } from '../../build/portals-schema.ts';
import { reservedWords } from '../../src/commands/words.ts';
import { ConfigError, parseConfig } from '../../src/config/config.ts';
import type { PortalConfig } from '../../src/config/portal-entry.ts';
import { entrySchema, portalMembers } from '../../src/config/portal-members.ts';

const ajv = new Ajv({ allErrors: true, allowUnionTypes: true });
ajv.addKeyword('patternErrorMessage');
const isAccepted = ajv.compile(portalsSchema());

/** What an editor would mark, as `/0/name pattern`. */
function marksIn(content: unknown): string[] {
  isAccepted(content);
  return (isAccepted.errors ?? []).map(({ instancePath, keyword }) => `${instancePath} ${keyword}`);
}

const keyFiles = ['/run/secrets/berlin', '/etc/bot/keys/madrid', '/etc/bot/key'];

/** What the bot makes of a file; `undefined` when it refuses it. */
function readByBot(text: string): readonly PortalConfig[] | undefined {
  const env = {
    ...{
      SLACK_BOT_TOKEN: 'xoxb-1',
      SLACK_APP_TOKEN: 'xapp-1',
      DOCSPACE_PORTALS_FILE: '/etc/bot/portals.yml',
    },
    ...{ ACME_KEY: 'sk-acme', ARCHIVE_KEY: 'sk-archive' },
  };
  const read = (path: string) => {
    if (path === env.DOCSPACE_PORTALS_FILE) return text;
    if (keyFiles.includes(path)) return `sk-of-${path}`;
    throw Object.assign(new Error('missing'), { code: 'ENOENT' });
  };
  try {
    return parseConfig(env, { read }).portals;
  } catch (error) {
    if (error instanceof ConfigError) return undefined;
    throw error;
  }
}

const acme = { name: 'acme', url: 'https://acme.example.com', apiKey: 'sk-1' };

describe('portals.schema.json', () => {
  it('is what `npm run schema` writes', () => {
    expect(JSON.parse(readFileSync('portals.schema.json', 'utf8'))).toEqual(portalsSchema());
  });

  it('explains every member, with an example', () => {
    const { definitions } = portalsSchema() as { definitions: { portal: { properties: object } } };
    const { properties } = definitions.portal;
    expect(Object.keys(properties)).toEqual(Object.keys(entrySchema.shape));
    for (const [member, { what, example }] of Object.entries(portalMembers)) {
      expect(properties).toHaveProperty([member, 'description'], expect.stringContaining(what));
      expect(properties).toHaveProperty([member, 'examples'], [example]);
    }
  });

  it('accepts its own examples, and so does the bot', () => {
    const { name, url, apiKey, apiKeyEnv: _env, apiKeyFile: _file, ...others } = portalMembers;
    const docs = { name, url, apiKey, ...others };
    const entry = Object.fromEntries(Object.entries(docs).map(([member, { example }]) => [member, example]));
    expect(marksIn([entry])).toEqual([]);
    expect(readByBot(JSON.stringify([entry]))).toHaveLength(1);
  });

  it.each([
    ['a bare list', [acme]],
    ['a list under portals', { portals: [acme] }],
    ['the address of the schema', { $schema: './portals.schema.json', portals: [acme] }],
    ['members without a value', [{ ...acme, apiKeyFile: null, apiKeyEnv: '', group: null, staleAfter: ' ' }]],
    [
      'capitals and spaces',
      [{ ...acme, name: ' Berlin ', url: 'HTTPS://a.example.com ', staleAfter: '36 Hours' }],
    ],
    ['other scripts', [{ ...acme, name: 'Zürich-北京', group: 'Zu\u0308rich' }]],
    ['a whole Authorization header', [{ ...acme, apiKey: 'Bearer sk-1' }]],
    ['an @ in the path', [{ ...acme, url: 'https://a.example.com/x@y' }]],
  ])('accepts %s, as the bot does', (_what, content) => {
    expect(marksIn(content)).toEqual([]);
    expect(readByBot(JSON.stringify(content))).toHaveLength(1);
  });

  it.each<[string, unknown, string]>([
    ['an empty list', [], ' minItems'],
    ['a list under another name', { portal: [acme] }, ' additionalProperties'],
    ['text', 'acme', ' type'],
    ['no name', [{ ...acme, name: undefined }], '/0 required'],
    ['a name of two words', [{ ...acme, name: 'acme inc' }], '/0/name pattern'],
    ['a name that is a number', [{ ...acme, name: 7 }], '/0/name type'],
    ['a name that is a time', [{ ...acme, name: '7d' }], '/0/name pattern'],
    ['a name that is too long', [{ ...acme, name: 'x'.repeat(41) }], '/0/name pattern'],
    ['no address', [{ ...acme, url: null }], '/0/url type'],
    ['an address without https://', [{ ...acme, url: 'acme.example.com' }], '/0/url pattern'],
    ['an address with a password', [{ ...acme, url: 'https://u:p@acme.example.com' }], '/0/url pattern'],
    ['an address with a query', [{ ...acme, url: 'https://acme.example.com?x=1' }], '/0/url pattern'],
    ['a group of two words', [{ ...acme, group: 'big customers' }], '/0/group pattern'],
    ['no key', [{ ...acme, apiKey: null }], '/0 oneOf'],
    ['two keys', [{ ...acme, apiKeyEnv: 'ACME_KEY' }], '/0 oneOf'],
    ['a misspelt member', [{ ...acme, staleafter: '1d' }], '/0 additionalProperties'],
    ['a Slack token for a key', [{ ...acme, apiKey: 'xoxb-1' }], '/0/apiKey pattern'],
    [
      'a key for the name of a variable',
      [{ ...acme, apiKey: null, apiKeyEnv: 'sk-1' }],
      '/0/apiKeyEnv pattern',
    ],
    ['dumps: yes', [{ ...acme, dumps: 'yes' }], '/0/dumps type'],
    ['a time without a unit', [{ ...acme, expiringWithin: '48' }], '/0/expiringWithin pattern'],
    ['a time that is a number', [{ ...acme, staleAfter: 48 }], '/0/staleAfter type'],
  ])('marks %s, which the bot refuses', (_what, content, mark) => {
    const text = JSON.stringify(content);
    expect(marksIn(JSON.parse(text))).toContain(mark);
    expect(readByBot(text)).toBeUndefined();
  });

  it('marks every reserved word that could be a name', () => {
    const words = reservedWords.filter((word) => /^[a-z]/.test(word));
    expect(words.length).toBeGreaterThan(30);
    for (const name of words) expect(marksIn([{ ...acme, name }])).toEqual(['/0/name pattern']);
  });

  it('accepts every file that the bot accepts', () => {
    let accepted = 0;
    fc.assert(
      fc.property(fc.array(anyEntry(), { maxLength: 2 }), fc.boolean(), (list, isWrapped) => {
        const content = isWrapped ? { portals: list } : list;
        if (readByBot(JSON.stringify(content)) === undefined) return;
        accepted += 1;
        expect(marksIn(content)).toEqual([]);
      }),
      { numRuns: 2_000 },
    );

    expect(accepted).toBeGreaterThan(200);
  });
});

/** An entry that is often, but not always, sound. */
function anyEntry(): fc.Arbitrary<object> {
  const padding = fc.constantFrom('', ' ', '\t');
  const text = (usual: fc.Arbitrary<string>, unusual: fc.Arbitrary<string>) =>
    fc
      .tuple(padding, fc.oneof({ weight: 7, arbitrary: usual }, { weight: 1, arbitrary: unusual }), padding)
      .map((parts) => parts.join(''));
  const blank = fc.constantFrom('', ' ', null);
  const orBlank = (value: fc.Arbitrary<string>) => fc.oneof({ weight: 3, arbitrary: value }, blank);

  const letter = fc.constantFrom(...'aZßéÅ北ｆ²İ', '𝒜', 'e\u0301', 'a\u0308\u0304');
  const rest = fc.array(fc.oneof(letter, fc.constantFrom(...'7._-', '\u0345')), { maxLength: 40 });
  const word = text(
    fc.tuple(letter, rest).map(([first, others]) => first + others.join('')),
    fc.constantFrom(...reservedWords, 'All', '7D', '7x', '007', '3 days', 'portals'),
  );
  const url = text(
    fc
      .tuple(
        fc.constantFrom('https', 'HTTP'),
        fc.constantFrom('acme.example.com', '10.0.0.7:8080', '[::1]', 'ü.example', '@h', '/h'),
        fc.constantFrom('', '/', '/a@b', '\\a@b', '/ü'),
      )
      .map(([scheme, host, path]) => `${scheme}://${host}${path}`),
    fc.constantFrom(
      'ftp://h',
      'acme.example.com',
      'https://u:p@h',
      'https://h/a b',
      'https://h?x',
      'https://h#x',
    ),
  );
  const time = text(
    fc
      .tuple(
        fc.constantFrom('60', '007', '365'),
        fc.constantFrom('s', 'M', 'h', 'Days', 'w', ' weeks', 'wk', '\tmin'),
      )
      .map(([count, unit]) => count + unit),
    fc.constantFrom('1', 'soon', '3 fortnights', '9999999d'),
  );
  const members = fc.record(
    {
      ...{ name: word, url, group: orBlank(word), expiringWithin: orBlank(time), staleAfter: orBlank(time) },
      dumps: fc.constantFrom(true, false, null),
    },
    { requiredKeys: ['name', 'url'] },
  );
  const key = fc.oneof(
    fc.record({
      apiKey: text(
        fc.constantFrom('sk-1', 'Bearer sk-1', 'bASIC x', '!'),
        fc.constantFrom('xoxb-1', 'a b', '"x"'),
      ),
      apiKeyFile: blank,
    }),
    fc.record({ apiKeyFile: text(fc.constantFrom('key', ...keyFiles), fc.string()), apiKeyEnv: blank }),
    fc.record({ apiKeyEnv: text(fc.constantFrom('ACME_KEY', 'ARCHIVE_KEY'), fc.string()), apiKey: blank }),
  );
  return fc.tuple(members, key).map(([one, other]) => ({ ...one, ...other }));
}

describe('portals.example.yml', () => {
  const text = readFileSync('portals.example.yml', 'utf8');

  it('tells editors where the schema is, on its first line', () => {
    expect(text.split('\n')[0]).toBe('# yaml-language-server: $schema=./portals.schema.json');
  });

  it('is accepted by the schema and by the bot', () => {
    expect(marksIn(parseYaml(text))).toEqual([]);
    const portals = readByBot(text)?.map(({ portal }) => portal);
    expect(portals?.map(({ name, group }) => [name, group])).toEqual([
      ['acme', undefined],
      ['berlin', 'emea'],
      ['madrid', 'emea'],
      ['archive', undefined],
    ]);
    expect(portals?.at(-1)).toMatchObject({ dumps: true, policy: { staleAfterMs: 36 * 3_600_000 } });
  });

  it('shows every member but the key itself', () => {
    const entries = (parseYaml(text) as { portals: object[] }).portals;
    const shown = new Set(entries.flatMap((entry) => Object.keys(entry)));
    const expected = Object.keys(portalMembers).filter((member) => member !== 'apiKey');
    expect([...shown].toSorted()).toEqual(expected.toSorted());
  });
});
