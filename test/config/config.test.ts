import { readFileSync } from 'node:fs';
import { inspect, parseEnv } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assessConfig, ConfigError, loadEnv, parseConfig } from '../../src/config/config.ts';
import { settings } from '../../src/config/settings.ts';

type Env = Record<string, string | undefined>;

const sound: Env = {
  SLACK_BOT_TOKEN: 'xoxb-1-canary',
  SLACK_APP_TOKEN: 'xapp-1-canary',
  DOCSPACE_URL: 'https://acme.onlyoffice.com',
  DOCSPACE_API_KEY: 'sk-canary',
};
const httpMode: Env = {
  ...sound,
  SLACK_APP_TOKEN: undefined,
  SLACK_SIGNING_SECRET: '0123456789abcdef-canary',
};

function folder(contents: Record<string, string>): { read(path: string): string } {
  return {
    read(path) {
      const text = Object.hasOwn(contents, path) ? contents[path] : undefined;
      if (text === undefined) throw Object.assign(new Error(`ENOENT ${path}`), { code: 'ENOENT' });
      return text;
    },
  };
}

function parse(env: Env, files: Record<string, string> = {}) {
  return parseConfig({ ...sound, ...env }, folder(files));
}

function problemsOf(env: Env, files: Record<string, string> = {}): ConfigError['problems'] {
  return refusalOf(() => parse(env, files)).problems;
}

function refusalOf(act: () => unknown): ConfigError {
  try {
    act();
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
  throw new Error('The configuration was accepted');
}

/** The only problem, as `SETTING: message`. */
function problemOf(env: Env, files: Record<string, string> = {}): string {
  const problems = problemsOf(env, files);
  expect(problems).toHaveLength(1);
  return problems.map(({ setting, message }) => `${setting}: ${message}`).join();
}

describe('a configuration', () => {
  it('needs two tokens, an address and a key, and fills in the rest', () => {
    const config = parse({});
    expect(config).toMatchObject({
      slack: { mode: { kind: 'socket' }, apiUrl: 'https://slack.com/api/' },
      docspace: { timeoutMs: 20_000, proxy: { http: undefined, https: undefined, isDirect: undefined } },
      digest: { seed: undefined, timeZone: 'UTC', lateWithinMs: 12 * 3_600_000, whenUnsure: 'repeat' },
      access: { users: new Set(), channels: new Set(), admins: new Set() },
      log: { level: 'info', format: 'text' },
    });
    expect(config.portals.map(({ portal }) => portal)).toEqual([
      {
        name: 'acme',
        url: 'https://acme.onlyoffice.com',
        dumps: false,
        policy: { expiringWithinMs: 48 * 3_600_000, staleAfterMs: 8 * 86_400_000 },
      },
    ]);
    expect(config.slack.botToken.reveal()).toBe('xoxb-1-canary');
    expect(config.portals[0]?.apiKey.reveal()).toBe('sk-canary');
  });

  it('reports every problem at once, in words that help to fix it', () => {
    const error = refusalOf(() =>
      parseConfig({ PORTAL_TIMEOUT: '2x', LOG_LEVEL: 'loud', DIGEST_CRON: '0 9 * * *' }, folder({})),
    );
    expect(error.message).toBe(
      [
        'The configuration has 6 problems:',
        '- SLACK_BOT_TOKEN: is not set. Allowed: a token that starts with xoxb- (Slack: OAuth & Permissions). Example: SLACK_BOT_TOKEN=xoxb-1234567890-abcdef',
        '- SLACK_APP_TOKEN: is not set, and neither is SLACK_SIGNING_SECRET (HTTP mode). Allowed: a token that starts with xapp- and has the scope connections:write (Slack: Basic Information, App-Level Tokens). Example: SLACK_APP_TOKEN=xapp-1-A0123456789-1234567890-abcdef',
        '- DOCSPACE_URL: is not set, and neither is DOCSPACE_PORTALS_FILE (several portals). Allowed: an http or https address without user name, query or fragment. Example: DOCSPACE_URL=https://acme.onlyoffice.com',
        '- PORTAL_TIMEOUT: "2x" is not a time. Allowed: a time from 1s to 5m. Example: PORTAL_TIMEOUT=30s',
        '- DIGEST_CRON: has no effect without DIGEST_CHANNEL. Set that too, or remove this',
        '- LOG_LEVEL: "loud" is unknown. Allowed: debug, info, warn or error. Example: LOG_LEVEL=debug',
      ].join('\n'),
    );
  });

  it('treats an empty value as unset', () => {
    expect(
      parse({ LOG_LEVEL: '', DIGEST_CHANNEL: '  ', ALLOWED_USERS: '', SLACK_SIGNING_SECRET: '' }),
    ).toEqual(parse({}));
  });

  it.each([
    ['PORTAL_TIMEOUT', '900ms'],
    ['PORTAL_TIMEOUT', '6m'],
    ['EXPIRING_WITHIN', '30s'],
    ['STALE_AFTER', '3651d'],
    ['LOG_FORMAT', 'xml'],
    ['SLACK_API_URL', 'ftp://slack.com'],
    ['DOCSPACE_NAME', 'two words'],
    ['DOCSPACE_NAME', 'all'],
    ['DOCSPACE_NAME', '7d'],
    ['DOCSPACE_NAME', '-acme'],
    ['DOCSPACE_NAME', 'a'.repeat(41)],
  ])('refuses %s=%s, with what is allowed and an example', (name, value) => {
    const doc = settings.find((setting) => setting.name === name);
    const problem = problemOf({ [name]: value });
    expect(problem).toMatch(new RegExp(`^${name}: "${value}" (is|has|means) `));
    expect(problem).toContain(`. Allowed: ${doc?.allowed}. Example: ${name}=${doc?.example}`);
  });

  it('is accepted or refused, and never causes an exception', () => {
    const wild = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.webUrl({ withQueryParameters: true }),
      ...[fc.stringMatching(/^[\d*/, -]+$/), fc.stringMatching(/^[CU][A-Z0-9]{8}$/)],
      ...settings.map(({ example }) => fc.constant(example)),
    );
    const names = fc.constantFrom(...settings.flatMap(({ name }) => [name, `${name}_FILE`]));
    const file = fc.oneof(fc.json(), fc.string()).map((text) => ({ './portals.yml': text, x: text }));
    fc.assert(
      fc.property(fc.dictionary(names, wild), file, (env, files) => {
        try {
          expect(parse(env, files).portals).not.toEqual([]);
        } catch (error) {
          expect(error).toBeInstanceOf(ConfigError);
        }
      }),
      { numRuns: 300 },
    );
  });

  it.each(['acme', 'Acme-2.eu_west', 'Zürich', '東京', 'हिन्दी', '9lives', 'a'.repeat(40)])(
    'lets a portal be called %s',
    (name) => {
      expect(parse({ DOCSPACE_NAME: name }).portals[0]?.portal.name).toBe(name);
    },
  );
});

describe("a portal's address", () => {
  it.each([
    ['https://acme.example.com/', 'https://acme.example.com'],
    ['HTTPS://Acme.Example.com:443', 'https://acme.example.com'],
    ['http://10.0.0.7:8092/docspace//', 'http://10.0.0.7:8092/docspace'],
  ])('is read from %s as %s', (typed, url) => {
    expect(parse({ DOCSPACE_URL: typed }).portals[0]?.portal.url).toBe(url);
  });

  it.each([
    ['acme.onlyoffice.com', 'lacks https://'],
    ['ftp://acme.example.com', 'is neither http nor https'],
    ['https://', 'is not an address'],
    ['https://acme.example.com/?a=1', 'has a query'],
    ['https://acme.example.com/#', 'has a query or fragment'],
    ['https://acme .example.com', 'has a space'],
  ])('is refused when it is %s', (typed, why) => {
    expect(problemOf({ DOCSPACE_URL: typed })).toContain(why);
  });

  it.each([
    ['https://acme.onlyoffice.com', 'acme'],
    ['https://localhost:8092', 'localhost'],
    ['http://127.0.0.1:8092', '127.0.0.1'],
    ['http://[::1]:8092', 'portal-1'],
    ['https://all.example.com', 'portal-all'],
    ['https://7d.example.com', 'portal-7d'],
    ['https://[::]', 'docspace'],
    ['https://_.example.com', 'docspace'],
  ])('names the portal at %s', (url, name) => {
    expect(parse({ DOCSPACE_URL: url }).portals[0]?.portal.name).toBe(name);
  });

  it('always gives a name that could have been typed', () => {
    fc.assert(
      fc.property(fc.webUrl({ withQueryParameters: false, withFragments: false }), (url) => {
        const name = parse({ DOCSPACE_URL: url }).portals[0]?.portal.name ?? '';
        expect(parse({ DOCSPACE_URL: url, DOCSPACE_NAME: name }).portals[0]?.portal.name).toBe(name);
      }),
      { numRuns: 50 },
    );
  });

  it('causes a warning when the key would be sent in clear text, but not on this machine', () => {
    const lan = parse({ DOCSPACE_URL: 'http://docspace.lan', SLACK_API_URL: 'http://slack.lan/api' });
    expect(assessConfig(lan)).toEqual([
      'The bot token is sent in clear text to http://slack.lan/api/ (SLACK_API_URL); use https if you can',
      'The API key is sent in clear text to http://docspace.lan (docspace); use https if you can',
    ]);
    for (const url of [
      'http://localhost:1',
      'http://127.0.0.1',
      'http://[::1]:3',
      'https://acme.example.com',
    ]) {
      expect(assessConfig(parse({ DOCSPACE_URL: url, SLACK_API_URL: url }))).toEqual([]);
    }
  });
});

describe('Slack mode', () => {
  it('is HTTP with a signing secret, on port 3000 by default', () => {
    expect(parseConfig(httpMode, folder({})).slack.mode).toMatchObject({ kind: 'http', port: 3000 });
    expect(parseConfig({ ...httpMode, PORT: '8080' }, folder({})).slack.mode).toMatchObject({ port: 8080 });
  });

  it.each([
    ['127.0.0.1', '127.0.0.1'],
    ['::1', '::1'],
    ['[::1]', '::1'],
    ['localhost', 'localhost'],
    ['bot.example.com', 'bot.example.com'],
    ['', undefined],
  ])('listens at the host %j as %j', (HOST, host) => {
    expect(parseConfig({ ...httpMode, HOST }, folder({})).slack.mode).toMatchObject({ kind: 'http', host });
  });

  it.each([
    ['http://127.0.0.1', 'is an address with a protocol; give only the host'],
    ['127.0.0.1:3000', 'is neither an IP address nor a host name'],
    ['[::1]:3000', 'is neither an IP address nor a host name'],
    ['127.0.0.256', 'is neither an IP address nor a host name'],
    ['two words', 'is neither an IP address nor a host name'],
    ['*', 'is neither an IP address nor a host name'],
  ])('refuses the host %s', (HOST, why) => {
    expect(refusalOf(() => parseConfig({ ...httpMode, HOST }, folder({}))).problems).toEqual([
      {
        setting: 'HOST',
        message: `${JSON.stringify(HOST)} ${why}. Allowed: an IP address or a host name. Example: HOST=127.0.0.1`,
      },
    ]);
  });

  it.each(['0', '65536', '8080.5', '-1', 'http'])('refuses port %s', (PORT) => {
    expect(refusalOf(() => parseConfig({ ...httpMode, PORT }, folder({}))).problems).toMatchObject([
      { setting: 'PORT' },
    ]);
  });

  it('does not guess when both tokens are set', () => {
    expect(problemOf({ SLACK_SIGNING_SECRET: '0123456789abcdef' })).toMatch(
      /^SLACK_APP_TOKEN: is set, and so is/,
    );
  });

  it("does not mind a platform's PORT and HOST beside Socket Mode", () => {
    expect(parse({ PORT: 'tcp://10.0.0.1:80', HOST: 'tcp://10.0.0.1' }).slack.mode.kind).toBe('socket');
  });

  it("appends a slash to the API's address", () => {
    expect(parse({ SLACK_API_URL: 'http://127.0.0.1:9/api' }).slack.apiUrl).toBe('http://127.0.0.1:9/api/');
  });

  it.each([
    ['SLACK_BOT_TOKEN', 'xapp-1-canary', 'belongs in SLACK_APP_TOKEN'],
    ['SLACK_BOT_TOKEN', 'xoxp-1-canary', "is a user's token"],
    ['SLACK_BOT_TOKEN', 'xoxe.xoxb-1-canary', 'turn off token rotation'],
    ['SLACK_BOT_TOKEN', '"xoxb-1-canary"', 'quotation marks'],
    ['SLACK_APP_TOKEN', 'xoxb-1-canary', 'belongs in SLACK_BOT_TOKEN'],
    ['SLACK_APP_TOKEN', 'canary', 'does not look like one'],
    ['SLACK_BOT_TOKEN', 'Bearer xoxb-canary', 'starts with the word Bearer'],
    ['DOCSPACE_API_KEY', 'Bearer xoxb-canary', 'belongs in SLACK_BOT_TOKEN'],
    ['DOCSPACE_API_KEY', 'Bearer sk-1 canary', 'a space'],
    ['DOCSPACE_API_KEY', 'basic', 'is only the word before a key'],
    ['DOCSPACE_API_KEY', 'xoxb-1-canary', 'belongs in SLACK_BOT_TOKEN'],
    ['DOCSPACE_API_KEY', 'sk-can\nary', 'a line break'],
    ['HTTPS_PROXY', 'socks5://me:canary@proxy:1', 'is not an http or https address'],
  ])('says what is in %s by mistake, without showing it', (name, value, hint) => {
    const problem = problemOf({ [name]: value });
    expect(problem).toContain(hint);
    expect(problem).toContain(`${name}: the value `);
    expect(problem).not.toMatch(/canary|me:/);
  });
});

describe('a secret', () => {
  it('may come from a file, whose last line break does not count', () => {
    const files = { '/run/secrets/bot': 'xoxb-from-file\n', '/run/secrets/key': '\uFEFFsk-from-file\r\n' };
    const config = parse(
      {
        SLACK_BOT_TOKEN: '',
        SLACK_BOT_TOKEN_FILE: '/run/secrets/bot',
        DOCSPACE_API_KEY: undefined,
        DOCSPACE_API_KEY_FILE: '/run/secrets/key',
      },
      files,
    );
    expect(config.slack.botToken.reveal()).toBe('xoxb-from-file');
    expect(config.portals[0]?.apiKey.reveal()).toBe('sk-from-file');
  });

  it.each(['Bearer sk-canary', 'bearer sk-canary', 'Basic bWU6Y2FuYXJ5'])(
    'may be a whole Authorization header, which is kept as it is: %s',
    (header) => {
      expect(parse({ DOCSPACE_API_KEY: header }).portals[0]?.apiKey.reveal()).toBe(header);
    },
  );

  it('is also hidden without its scheme', () => {
    const env = { DOCSPACE_API_KEY: 'Basic bWU6Y2FuYXJ5', DOCSPACE_NAME: 'bWU6Y2FuYXJ5!' };
    expect(problemOf(env)).toMatch(/^DOCSPACE_NAME: "\[secret\]!" has/);
  });

  it('is refused when set twice', () => {
    expect(problemOf({ SLACK_BOT_TOKEN_FILE: '/run/bot' })).toBe(
      'SLACK_BOT_TOKEN: is set twice; remove SLACK_BOT_TOKEN or SLACK_BOT_TOKEN_FILE',
    );
  });

  it('says which file cannot be read and why, and is not reported as missing too', () => {
    const env = { SLACK_BOT_TOKEN: undefined, SLACK_BOT_TOKEN_FILE: '/run/bot' };
    expect(problemOf(env)).toBe(
      'SLACK_BOT_TOKEN_FILE: the file "/run/bot" cannot be read: there is no such file',
    );
    expect(problemOf(env, { '/run/bot': ' \n' })).toBe('SLACK_BOT_TOKEN_FILE: the file "/run/bot" is empty');
  });

  it('is not in the message when it was pasted in place of its path', () => {
    for (const secret of ['0123456789abcdef0123456789abcdef', 'xoxb-1/2/3.canary', 'sk-0123.456']) {
      const env = { DOCSPACE_API_KEY: undefined, DOCSPACE_API_KEY_FILE: secret };
      expect(problemOf(env)).not.toContain(secret);
    }
  });

  it('is not printed by a configuration, however it is printed', () => {
    const config = parse({ HTTPS_PROXY: 'http://me:canary@proxy:1', https_proxy: '' });
    expect(config.docspace.proxy.https?.reveal()).toContain('canary');
    for (const shown of [
      JSON.stringify(config),
      inspect(config, { depth: 10, showHidden: true }),
      `${config.slack.botToken} ${config.docspace.proxy.https}`,
      String(config.portals[0]?.apiKey),
    ]) {
      expect(shown).not.toContain('canary');
    }
  });

  it('is also hidden in plain settings when it was pasted there', () => {
    const key = 'plain-looking-key!';
    expect(problemOf({ DOCSPACE_API_KEY: key, DOCSPACE_NAME: key })).toMatch(
      /^DOCSPACE_NAME: "\[secret\]" has/,
    );
  });

  it('is hidden even where it has no effect', () => {
    const key = 'plain-looking-key!';
    const unread = { DOCSPACE_API_KEY: key, DOCSPACE_PORTALS_FILE: key };
    expect(inspect(problemsOf(unread))).not.toContain(key);
    const proxies = { HTTP_PROXY: key, http_proxy: 'http://proxy:1', LOG_LEVEL: key };
    expect(inspect(problemsOf(proxies))).not.toContain(key);
  });

  it('is in no message, wherever it was pasted', () => {
    const canary = 'Zq7canaryKq9';
    const shapes = fc.constantFrom(
      canary,
      `xoxb-${canary}`,
      `xapp-${canary}`,
      `sk-${canary}`,
      `Bearer ${canary}`,
      `Basic ${canary}`,
      `https://me:${canary}@acme.example.com`,
      `me:${canary}@acme.example.com`,
      `https://acme.example.com/?key=${canary}`,
    );
    const secrets = settings.filter(({ secret }) => secret).map(({ name }) => name);
    const plain = settings.map(({ name }) => name).filter((name) => !secrets.includes(name));
    fc.assert(
      fc.property(fc.constantFrom(...secrets), shapes, fc.constantFrom(...plain), shapes, (a, x, b, y) => {
        const env = { [a]: `${x} `, [b]: y, DIGEST_TIMEZONE: 'nowhere' };
        const error = refusalOf(() => parse(env));
        // A plain setting may show what does not look like a secret, unless a secret setting has the same value.
        if (y !== canary || x === canary) expect(inspect(error)).not.toContain(canary);
      }),
    );
  });
});

describe('the digest', () => {
  it('is posted every day at nine, UTC, by default', () => {
    expect(parse({ DIGEST_CHANNEL: 'C0123456789' }).digest.seed).toEqual({
      channel: 'C0123456789',
      cron: '0 9 * * *',
      timeZone: 'UTC',
    });
  });

  it.each(['0 9 * * 1-5', '0 9 1,15 * *', '0 9 ? * 1', '*/30 * * * *', '0  9\t* * mon-fri', '30 9 1 * ?'])(
    'accepts the cron %s',
    (value) => {
      const digest = parse({ DIGEST_CHANNEL: 'C0123456789', DIGEST_CRON: value }).digest;
      expect(digest.seed?.cron).toBe(value.replace(/\s+/g, ' '));
    },
  );

  it.each(['0 9 * *', '61 9 * * *', '0 0 31 2 *', '@daily', '* * * * * *', '0 0 0 9 * * *', 'nine'])(
    'refuses the cron %s',
    (value) => {
      expect(problemOf({ DIGEST_CHANNEL: 'C0123456789', DIGEST_CRON: value })).toMatch(/^DIGEST_CRON: /);
    },
  );

  it.each(['0 9 1 * 1', '0 9 1-31 * mon', '0 9 */2 * 1', '0 9 L * fri', '0 9 1 * 0-6'])(
    'refuses the cron %s, because day of month and day of week combine differently in other programs',
    (value) => {
      expect(problemOf({ DIGEST_CHANNEL: 'C0123456789', DIGEST_CRON: value })).toContain(
        `DIGEST_CRON: "${value}" names a day of month and a day of week, which is ambiguous: leave one of them *. Allowed: `,
      );
    },
  );

  it.each([
    ['0 0 9 1 * *', '0 9 1 * *'],
    ['30 0 9  * * mon-fri', '0 9 * * mon-fri'],
    ['0,30 0 9 * * *', '0 9 * * *'],
  ])('refuses the seconds of the cron %s, with the five fields that are left', (value, five) => {
    expect(problemOf({ DIGEST_CHANNEL: 'C0123456789', DIGEST_CRON: value })).toContain(
      `has six fields, the first of them seconds; leave that out: "${five}"`,
    );
  });

  it.each([
    ['europe/berlin', 'Europe/Berlin'],
    ['utc', 'UTC'],
    ['Asia/Kolkata', 'Asia/Kolkata'],
  ])('has the zone %s as the database writes it', (value, zone) => {
    expect(parse({ DIGEST_TIMEZONE: value }).digest.timeZone).toBe(zone);
  });

  it('suggests the time zone that was meant', () => {
    expect(problemOf({ DIGEST_CHANNEL: 'C0123456789', DIGEST_TIMEZONE: 'Europe/Berlni' })).toContain(
      'did you mean Europe/Berlin?',
    );
    expect(problemOf({ DIGEST_CHANNEL: 'C0123456789', DIGEST_TIMEZONE: '+02:00' })).toContain(
      'is not a time zone',
    );
  });

  it.each([
    ['#general', "is a channel's name"],
    ['@ann', "is a person's name"],
    ['<#C0123456789|general>', 'give only the id, C0123456789'],
    ['https://acme.slack.com/archives/C0123456789', 'give only the id, C0123456789'],
    ['general', 'is not such an id'],
    ['GENERAL', 'is not such an id'],
  ])('says how to find the id instead of %s', (channel, hint) => {
    expect(problemOf({ DIGEST_CHANNEL: channel })).toContain(hint);
  });

  it('has no time of its own without a channel, but a zone for those that are set up in Slack', () => {
    expect(problemOf({ DIGEST_CRON: '0 9 * * *' })).toMatch(/^DIGEST_CRON: has no effect without/);
    expect(parse({ DIGEST_TIMEZONE: 'Europe/Berlin' }).digest).toMatchObject({
      seed: undefined,
      timeZone: 'Europe/Berlin',
    });
  });
});

describe('access', () => {
  it('lists ids, separated by commas or spaces', () => {
    const { access } = parse({
      ALLOWED_USERS: 'U0123456789, W9876543210',
      ALLOWED_CHANNELS: 'C0123456789\nG0123456789',
    });
    expect(access.users).toEqual(new Set(['U0123456789', 'W9876543210']));
    expect(access.channels).toEqual(new Set(['C0123456789', 'G0123456789']));
  });

  it('never becomes everyone by mistake', () => {
    expect(problemOf({ ALLOWED_USERS: ',' })).toContain('has no id');
    expect(problemOf({ ALLOWED_USERS: 'U0123456789 ann' })).toContain('has "ann", which is not such an id');
    expect(problemOf({ ALLOWED_CHANNELS: 'U0123456789' })).toMatch(/^ALLOWED_CHANNELS: /);
  });
});

describe('proxies', () => {
  it('are taken from lower-case names first', () => {
    const { proxy } = parse({
      HTTP_PROXY: 'http://a:1',
      http_proxy: 'http://b:1',
      HTTPS_PROXY: 'http://c:1',
      no_proxy: 'small.example',
      NO_PROXY: 'large.example',
    }).docspace;
    expect([proxy.http?.reveal(), proxy.https?.reveal()]).toEqual(['http://b:1', 'http://c:1']);
    expect(proxy.isDirect?.(new URL('http://small.example'))).toBe(true);
    expect(proxy.isDirect?.(new URL('http://large.example'))).toBe(false);
  });

  it.each(['https_proxy', 'HTTP_PROXY_FILE'])(
    'are refused with a NO_PROXY that is not understood (%s)',
    (name) => {
      const files = { 'http://a:1': 'http://a:1' };
      expect(problemOf({ [name]: 'http://a:1', NO_PROXY: 'localhost, 10.*' }, files)).toBe(
        'NO_PROXY: "localhost, 10.*" has "10.*", which is no host name, IP address or network. Allowed: host names (with their subdomains), IP addresses and networks (10.0.0.0/8), separated by commas; * for all. Example: NO_PROXY=localhost,.example.com,10.0.0.0/8',
      );
    },
  );

  it('do not make a list for other programs a problem while there is no proxy', () => {
    expect(parse({ NO_PROXY: '10.*' })).toEqual(parse({}));
  });
});

describe('a misspelt setting', () => {
  it.each([
    ['SLACK_BOT_TOKE', 'SLACK_BOT_TOKEN'],
    ['DOCSPACE_URLS', 'DOCSPACE_URL'],
    ['DIGEST_CHANEL', 'DIGEST_CHANNEL'],
    ['DIGST_CHANEL', 'DIGEST_CHANNEL'],
    ['STALE_AFTR', 'STALE_AFTER'],
    ['ALLOWED_USER', 'ALLOWED_USERS'],
    ['slack_app_token', 'SLACK_APP_TOKEN'],
    ['DOCSPACE_API_KEY_FIL', 'DOCSPACE_API_KEY_FILE'],
  ])('%s is reported together with %s', (typed, meant) => {
    expect(problemOf({ [typed]: 'x' })).toBe(`${typed}: is not a setting; did you mean ${meant}?`);
  });

  it('is a plain setting that should come from a file', () => {
    expect(problemOf({ DOCSPACE_URL_FILE: '/run/url' })).toContain(
      'only secrets come from files. Set DOCSPACE_URL',
    );
  });

  it.each([
    'PATH',
    'HOST',
    'HOSTS',
    'HOST_FILE',
    'SLACK_WEB_TOKEN',
    'PORTS',
    'SORT',
    'FTP_PROXY',
    'SLACK_API_TOKEN',
    'DOCSPACE_PORT',
    'PORT_FILE',
    'LOG_LEVEL_FILE',
    'LOG_FORMAT_FILE',
    'NO_PROXY_FILE',
    'LOGLEVEL',
    'DOCSPACE_SERVICE_HOST',
    'HOME',
    'LANG',
  ])('is not %s, which belongs to another program', (name) => {
    expect(parse({ [name]: 'x' })).toEqual(parse({}));
  });
});

describe('.env', () => {
  it('comes after the real environment', () => {
    const files = folder({ '.env': '\uFEFFLOG_LEVEL=debug\r\nLOG_FORMAT="json" # for machines\r\n' });
    expect(loadEnv({ LOG_LEVEL: 'warn' }, files)).toEqual({ LOG_LEVEL: 'warn', LOG_FORMAT: 'json' });
    expect(loadEnv({ LOG_LEVEL: '' }, files)).toMatchObject({ LOG_LEVEL: '' });
  });

  it('may be missing, but not unreadable', () => {
    expect(loadEnv({ A: '1' }, folder({}))).toEqual({ A: '1' });
    const locked = {
      read: () => {
        throw Object.assign(new Error('EACCES'), { code: 'EACCES' });
      },
    };
    expect(refusalOf(() => loadEnv({}, locked)).message).toContain('.env: cannot be read: no permission');
  });
});

describe('.env.example', () => {
  const text = readFileSync(new URL('../../.env.example', import.meta.url), 'utf8');
  const uncommented = parseEnv(text.replaceAll(/^# (?=[A-Z_]+=)/gm, ''));

  it('has every setting once, and no other', () => {
    expect(Object.keys(uncommented).toSorted()).toEqual(settings.map(({ name }) => name).toSorted());
    for (const { name } of settings) {
      expect(text.match(new RegExp(`^(# )?${name}=`, 'gm'))).toHaveLength(1);
    }
  });

  it('shows the defaults, has no secret, and works once the four empty values are filled in', () => {
    for (const { name, default: value = '' } of settings) expect(uncommented[name]).toBe(value);
    expect(parse({ ...parseEnv(text), ...sound })).toEqual(parse({}));
  });
});

describe('the documented settings', () => {
  it('are all read', () => {
    const read = new Set<string | symbol>();
    const watch = (env: Env) =>
      new Proxy(env, {
        getOwnPropertyDescriptor(target, name) {
          read.add(name);
          return Reflect.getOwnPropertyDescriptor(target, name);
        },
      });
    const several = { ...sound, DOCSPACE_PORTALS_FILE: 'portals.yml', HTTPS_PROXY: 'http://proxy:3128' };
    for (const env of [httpMode, several]) {
      try {
        parseConfig(watch(env), folder({}));
      } catch (error) {
        expect(error).toBeInstanceOf(ConfigError);
      }
    }
    // Every secret is looked up to keep it out of messages; only one that is used is looked for in its file too.
    const lookedUp = settings.map(({ name, secret }) => (secret ? `${name}_FILE` : name));
    expect(lookedUp.filter((name) => !read.has(name))).toEqual([]);
  });

  it('have examples that work', () => {
    const examples = (names: readonly string[]) =>
      Object.fromEntries(
        settings.filter(({ name }) => names.includes(name)).map(({ name, example }) => [name, example]),
      );
    const http = ['SLACK_APP_TOKEN', 'DOCSPACE_PORTALS_FILE'];
    const socket = ['SLACK_SIGNING_SECRET', 'DOCSPACE_URL', 'DOCSPACE_API_KEY', 'DOCSPACE_NAME'];
    const all = settings.map(({ name }) => name);
    const files = folder({
      './portals.yml': '- { name: acme, url: https://acme.example.com, apiKey: sk-1 }',
    });
    for (const left of [http, socket]) {
      const env = examples(all.filter((name) => !left.includes(name as string)));
      expect(parseConfig(env, files).portals).toHaveLength(1);
    }
  });

  it('have defaults that are allowed', () => {
    const defaults = Object.fromEntries(settings.map(({ name, default: value }) => [name, value]));
    expect(parse({ ...defaults, ...sound, DIGEST_CHANNEL: 'C0123456789' })).toEqual(
      parse({ DIGEST_CHANNEL: 'C0123456789' }),
    );
  });
});
