import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ConfigError, parseConfig } from '../../src/config/config.ts';

const slack = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1' };
const path = '/etc/bot/portals.yml';
const hourMs = 3_600_000;

function parse(text: string, env: Record<string, string> = {}, others: Record<string, string> = {}) {
  const contents: Record<string, string> = { ...others, [path]: text };
  const read = (name: string): string => {
    const found = contents[name];
    if (found === undefined) throw Object.assign(new Error('missing'), { code: 'ENOENT' });
    return found;
  };
  return parseConfig({ ...slack, DOCSPACE_PORTALS_FILE: path, ...env }, { read }).portals;
}

/** The problems, without the file's path in front. */
function problemsOf(...file: Parameters<typeof parse>): string[] {
  try {
    parse(...file);
  } catch (error) {
    if (error instanceof ConfigError)
      return error.problems.map(({ message }) => message.replace(/^"\S+portals.yml",? ?/, ''));
    throw error;
  }
  return [];
}

const acme = `name: acme, url: 'https://acme.example.com'`;

describe('the portals file', () => {
  it('lists portals with their own windows and keys, in its order', () => {
    const text = `
portals:
  - name: acme
    url: https://acme.example.com/
    apiKey: sk-acme
  - name: Berlin
    url: http://10.0.0.7
    apiKeyFile: keys/berlin
    dumps: true
    expiringWithin: 3d
    staleAfter: 36 hours
  - name: cairo
    url: https://cairo.example.com
    apiKeyEnv: CAIRO_KEY
    apiKeyFile:
`;
    const others = { '/etc/bot/keys/berlin': 'sk-berlin\n' };
    const portals = parse(text, { CAIRO_KEY: 'sk-cairo', EXPIRING_WITHIN: '2h' }, others);
    const usual = { expiringWithinMs: 2 * hourMs, staleAfterMs: 192 * hourMs };
    expect(portals.map(({ portal }) => portal)).toEqual([
      { name: 'acme', url: 'https://acme.example.com', dumps: false, policy: usual },
      {
        ...{ name: 'Berlin', url: 'http://10.0.0.7', dumps: true },
        policy: { expiringWithinMs: 72 * hourMs, staleAfterMs: 36 * hourMs },
      },
      { name: 'cairo', url: 'https://cairo.example.com', dumps: false, policy: usual },
    ]);
    expect(portals.map(({ apiKey }) => apiKey.reveal())).toEqual(['sk-acme', 'sk-berlin', 'sk-cairo']);
  });

  it.each([
    ['a bare list', `- { ${acme}, apiKey: sk-1 }`],
    [
      'JSON with tabs',
      '{\n\t"portals": [\n\t\t{ "name": "acme", "url": "https://acme.example.com", "apiKey": "sk-1" }\n\t]\n}',
    ],
    [
      'a file of Windows',
      `\uFEFFportals:\r\n  - name: acme\r\n    url: https://acme.example.com\r\n    apiKey: sk-1\r\n`,
    ],
    ['anchors', `- &a { ${acme}, apiKey: sk-1 }`],
  ])('may be %s', (_what, text) => {
    expect(parse(text)).toMatchObject([{ portal: { name: 'acme', url: 'https://acme.example.com' } }]);
  });

  it('is refused with every problem of every portal, by position and name', () => {
    const text = `
portals:
  - name: acme
    url: acme.example.com
    apikey: sk-canary
    dumps: sometimes
  - url: https://b.example.com
    apiKey: sk-canary
    apiKeyEnv: KEY
    expiringWithin: 1s
  - name: 7
    url: https://c.example.com
    apiKey: Bearer xoxb-canary
  - nothing
`;
    expect(problemsOf(text)).toEqual([
      'portal 1 ("acme"): url: "acme.example.com" lacks https://. Allowed: an http or https address without user name, query or fragment. Example: url: https://acme.onlyoffice.com',
      'portal 1 ("acme"): dumps is neither true nor false. Example: dumps: true',
      'portal 1 ("acme"): "apikey" is unknown; did you mean apiKey?',
      'portal 1 ("acme"): has no key; set one of apiKey, apiKeyFile, apiKeyEnv',
      expect.stringMatching(/^portal 2: name is missing\. Allowed: .+ Example: name: acme$/),
      expect.stringMatching(
        /^portal 2: expiringWithin: "1s" is too short\. Allowed: .+ Example: expiringWithin: 3d$/,
      ),
      'portal 2: has apiKey and apiKeyEnv; set only one',
      'portal 3: name is not text; put it in quotation marks',
      'portal 3: apiKey: the value is a bot token, which belongs in SLACK_BOT_TOKEN',
      'portal 4 is not a group of members such as name and url',
    ]);
  });

  it.each([
    ['', 'is empty'],
    ['portals:', 'lists no portal'],
    ['[]', 'lists no portal'],
    ['portals: acme', 'has no list; start it with "portals:" and then "- name: …"'],
    ['acme', 'has no list; start it with "portals:" and then "- name: …"'],
    ['portals: [', 'line 1, column 11 is neither YAML nor JSON (bad indent)'],
    [`- { ${acme}, apiKey: !vault sk-1 }`, 'line 1, column 58 is neither YAML nor JSON (tag resolve failed)'],
    [`- { ${acme}, apiKey: *key }`, 'uses an alias (*name) that cannot be resolved'],
    [`portal: x\nportals: [{ ${acme}, apiKey: sk-1 }]`, ': "portal" is unknown; did you mean portals?'],
    [`portals: [{ ${acme}, apiKey: s }]\nk-1canary: x`, 'has an unknown member; only portals is known'],
    [
      `- { ${acme}, apiKey: s, k-1canary: x }`,
      'portal 1 ("acme"): has an unknown member; known: name, url, group, apiKey, apiKeyFile, apiKeyEnv, dumps, expiringWithin, staleAfter',
    ],
    [`- { ${acme}, apiKeyEnv: KEY }`, 'portal 1 ("acme"): apiKeyEnv: the variable KEY is not set'],
    [`- { ${acme}, apiKeyEnv: sk-1 }`, 'portal 1 ("acme"): apiKeyEnv is not the name of a variable'],
    [
      `- { ${acme}, apiKeyEnv: __proto__ }`,
      'portal 1 ("acme"): apiKeyEnv: the variable __proto__ is not set',
    ],
    [`- { ${acme}, apiKeyFile: ../key }`, 'the file "/etc/key" cannot be read: there is no such file'],
  ])('is refused when it is %j', (text, problem) => {
    expect(problemsOf(text)).toContain(problem);
  });

  it('is refused when its aliases multiply, before they take all memory', () => {
    const lists = Array.from({ length: 9 }, (_, index) => {
      const items = index === 0 ? ['x'] : Array.from({ length: 9 }, () => `*a${index - 1}`);
      return `- &a${index} [${items.join(', ')}]`;
    });
    expect(problemsOf(lists.join('\n'))).toEqual(['uses an alias (*name) that cannot be resolved']);
  });

  it.each([
    ['key', 'apiKey'],
    ['Token', 'apiKey'],
    ['APIKEY', 'apiKey'],
    ['apiKye', 'apiKey'],
    ['api_key', 'apiKey'],
    ['address', 'url'],
    ['uri', 'url'],
    ['dump', 'dumps'],
    ['expiringWithn', 'expiringWithin'],
  ])('says what is meant by the member %s', (member, meant) => {
    const problems = problemsOf(`- { ${acme}, ${member}: x }`);
    expect(problems).toContain(`portal 1 ("acme"): "${member}" is unknown; did you mean ${meant}?`);
  });

  it.each(['id', 'env', 'host', 'port', 'tags', 'label', 'owner', 'region'])(
    'makes no far-fetched guess at the member %s',
    (member) => {
      const problems = problemsOf(`- { ${acme}, apiKey: sk-1, ${member}: x }`);
      expect(problems).toEqual([expect.stringContaining('has an unknown member; known: name, url')]);
    },
  );

  it('puts portals into groups, each in the spelling that comes first', () => {
    const entry = (name: string, group: string) =>
      `{ name: ${name}, url: 'https://a.example.com', apiKey: sk-1, group: ${group} }`;
    const text = `[${entry('a', 'Acme')}, ${entry('b', "' acme '")}, ${entry('acme', 'emea')}, ${entry('d', '')}]`;
    expect(parse(text).map(({ portal }) => portal.group)).toEqual(['Acme', 'Acme', 'emea', undefined]);
  });

  it('may have a group that is called like a portal', () => {
    expect(parse(`- { ${acme}, apiKey: sk-1, group: acme }`)).toMatchObject([{ portal: { group: 'acme' } }]);
  });

  it.each([
    ["'two words'", '"two words" has a character that is not allowed there'],
    ['all', '"all" means something else in /backups'],
    ['7d', '"7d" means something else in /backups'],
    ['x'.repeat(41), `"${'x'.repeat(41)}" is longer than 40 characters`],
  ])('says what is wrong with the group %s, and what is allowed', (group, problem) => {
    expect(problemsOf(`- { ${acme}, apiKey: sk-1, group: ${group} }`)).toEqual([
      `portal 1 ("acme"): group: ${problem}. Allowed: 1 to 40 letters, digits, dots, dashes and underscores, starting with a letter or digit, not a word of /backups (such as all or 7d). Example: group: emea`,
    ]);
  });

  it.each(['7', 'true', '[emea]'])('says that the group %s is not text', (group) => {
    expect(problemsOf(`- { ${acme}, apiKey: sk-1, group: ${group} }`)).toEqual([
      'portal 1 ("acme"): group is not text; put it in quotation marks',
    ]);
  });

  it('is refused when an unknown member is empty, because it may be a misspelt one', () => {
    expect(problemsOf(`- { ${acme}, apiKey: sk-1, stalAfter: }`)).toEqual([
      'portal 1 ("acme"): "stalAfter" is unknown; did you mean staleAfter?',
    ]);
  });

  it.each([
    ['acme', 'ACME'],
    ['Straße', 'STRASSE'],
  ])('refuses two portals that a command could not distinguish: %s and %s', (one, other) => {
    const entry = (name: string) => `{ name: ${name}, url: 'https://a.example.com', apiKey: sk-1 }`;
    expect(problemsOf(`[${entry(one)}, ${entry(other)}]`)).toEqual([
      expect.stringMatching(/^: several portals are called "\w+"; capitals make no difference$/),
    ]);
  });

  it('is refused when it cannot be read', () => {
    expect(problemsOf('', { DOCSPACE_PORTALS_FILE: '/etc/portals' })).toEqual([
      'the file "/etc/portals" cannot be read: there is no such file',
    ]);
  });

  it('excludes the settings of a single portal, unless a portal takes its key from there', () => {
    const text = `[{ ${acme}, apiKeyEnv: DOCSPACE_API_KEY }, { name: b, url: 'https://b', apiKeyEnv: DOCSPACE_API_KEY2 }]`;
    const keys = { DOCSPACE_API_KEY: 'sk-1', DOCSPACE_API_KEY2: 'sk-2' };
    expect(parse(text, keys)).toHaveLength(2);
    expect(problemsOf(text, { ...keys, DOCSPACE_URL: 'https://b', DOCSPACE_NAME: 'b' })).toHaveLength(2);
    expect(problemsOf(`[{ ${acme}, apiKey: sk-1 }]`, { DOCSPACE_API_KEY: 'sk-1' })).toHaveLength(1);
  });

  it('is refused when a member is an object that has no text', () => {
    const members = ['apiKey', 'apiKeyEnv', 'apiKeyFile', 'name', 'url', 'group', 'dumps', 'staleAfter'];
    for (const member of members) {
      const text = JSON.stringify([{ [member]: { toString: '' } }, { [member]: [{ toString: '' }] }]);
      expect(problemsOf(text).length).toBeGreaterThan(1);
    }
  });

  it('is accepted or refused, for any portals', () => {
    const known = [
      'name',
      'url',
      'group',
      'apiKey',
      'apiKeyFile',
      'apiKeyEnv',
      'dumps',
      'expiringWithin',
      'staleAfter',
    ];
    const member = fc.oneof(fc.constantFrom(...known), fc.string(), fc.constant('__proto__'));
    const value = fc.oneof(
      fc.jsonValue(),
      fc.constantFrom('acme', 'https://a.example.com', 'constructor', '2h'),
    );
    const entries = fc.array(fc.oneof(fc.dictionary(member, value), fc.jsonValue()));
    fc.assert(
      fc.property(entries, fc.boolean(), (list, isWrapped) => {
        const text = JSON.stringify(isWrapped ? { portals: list } : list);
        try {
          expect(parse(text)).toHaveLength(list.length);
        } catch (error) {
          expect(error).toBeInstanceOf(ConfigError);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('never puts a key into a message, for any problem of the file', () => {
    const canary = 'sk-Zq7canaryKq9';
    const spot = fc.nat();
    const junk = fc.constantFrom(
      '\t',
      '"',
      '{',
      '}',
      ': ',
      '\n',
      '- ',
      '*',
      '!',
      '&',
      '@',
      '#',
      '|',
      '%',
      ',',
      "'",
    );
    const text = `portals:\n  - name: acme\n    url: https://acme.example.com\n    apiKey: ${canary}\n`;
    fc.assert(
      fc.property(fc.array(fc.tuple(spot, junk), { minLength: 1, maxLength: 3 }), (slips) => {
        const wrong = slips.reduce((sofar, [at, piece]) => {
          const index = at % sofar.length;
          return sofar.slice(0, index) + piece + sofar.slice(index);
        }, text);
        expect(problemsOf(wrong).join()).not.toMatch(/canary/);
      }),
      { numRuns: 500 },
    );
  });
});
