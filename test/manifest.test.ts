import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { webApi } from '@slack/bolt';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { usageHint } from '../src/commands/words.ts';

type Manifest = webApi.AppsManifestValidateArguments['manifest'];

const root = fileURLToPath(new URL('..', import.meta.url));
const socket = readManifest('manifest.yml');
const http = readManifest('manifest.http.yml');
const code = readCode();

/** The scope that a bot token needs for each method the bot may call; `undefined`: none. */
const scopeByMethod: Readonly<Record<string, string | undefined>> = {
  // The app-level token's, whose scope no manifest has.
  'apps.connections.open': undefined,
  'auth.test': undefined,
  'chat.postMessage': 'chat:write',
  'conversations.history': undefined,
  'conversations.info': undefined,
  'conversations.open': undefined,
  'files.getUploadURLExternal': undefined,
  'files.completeUploadExternal': undefined,
  'users.info': undefined,
  'chat.update': 'chat:write',
  'chat.postEphemeral': 'chat:write',
  'views.open': undefined,
  'views.update': undefined,
};

/** Scopes without which everything works, only less well. */
const optionalScopes = [
  ...['channels:read', 'groups:read', 'users:read'],
  ...['channels:history', 'groups:history', 'im:history'],
  ...['files:write', 'im:write'],
];

describe.each([
  ['manifest.yml', socket],
  ['manifest.http.yml', http],
])('%s', (_file, manifest) => {
  it("keeps to Slack's limits and has only members of Slack's", () => {
    const validate = new Ajv({ allErrors: true }).compile(manifestSchema());
    validate(manifest);
    expect(validate.errors).toBeNull();
  });

  it('declares one command, with the usage hint of the code, which answers any command', () => {
    expect(matches(/\bapp\.command(?:<[^>]*>)?\(\s*([^\s,]+)/g)).toEqual(['/^\\//']);
    const commands = manifest.features?.slash_commands;
    expect(commands).toMatchObject([{ command: '/backups', usage_hint: usageHint }]);
  });

  it('asks for the scopes the code needs, and for no more', () => {
    const methods = matches(/\b(?:client|web)\.([a-z]+(?:\.[a-zA-Z]+)+)\(/g);
    expect(methods).toContain('chat.postMessage');
    expect(methods.filter((method) => !Object.hasOwn(scopeByMethod, method))).toEqual([]);
    const scopes = methods.map((method) => scopeByMethod[method]).filter((scope) => scope !== undefined);
    expect(new Set(manifest.oauth_config?.scopes?.bot)).toEqual(new Set(['commands', ...scopes]));
    expect(Object.keys(manifest.oauth_config?.scopes ?? {})).toEqual(['bot', 'bot_optional']);
    expect(methods).toEqual(expect.arrayContaining(['conversations.info', 'users.info']));
    expect(manifest.oauth_config?.scopes?.bot_optional).toEqual(optionalScopes);
  });

  it('listens to buttons, forms and what is typed in a select, and to no events, as the code does', () => {
    expect(matches(/\bapp\.(action|options|view)\b/g).sort()).toEqual(['action', 'options', 'view']);
    expect(matches(/\bapp\.(event|message|shortcut|function|assistant)\b/g)).toEqual([]);
    expect(manifest.settings?.interactivity?.is_enabled).toBe(true);
    expect(manifest.settings).not.toHaveProperty('event_subscriptions');
  });

  it('names things as typed, and keeps the token that the bot is configured with', () => {
    const expected = {
      features: { bot_user: { display_name: 'docspace-backups', always_online: true } },
      settings: { org_deploy_enabled: false, token_rotation_enabled: false },
    } satisfies Partial<Manifest>;
    expect(manifest).toMatchObject(expected);
    // Escaped, a portal called like a channel would arrive as an id.
    expect(manifest.features?.slash_commands).toMatchObject([{ should_escape: false }]);
    // A person's digest arrives in the app's messages tab, where commands can be typed only if it is writable.
    expect(manifest.features?.app_home).toMatchObject({
      messages_tab_enabled: true,
      messages_tab_read_only_enabled: false,
    });
  });
});

describe('the two manifests', () => {
  it('differ only in how Slack reaches the bot', () => {
    expect(socket.settings?.socket_mode_enabled).toBe(true);
    expect(http.settings?.socket_mode_enabled).toBe(false);
    const address = 'https://backups.example.com/slack/events';
    const [command] = socket.features?.slash_commands ?? [];
    expect(http).toEqual({
      ...socket,
      features: { ...socket.features, slash_commands: [{ ...command, url: address }] },
      settings: {
        ...socket.settings,
        interactivity: { is_enabled: true, request_url: address, message_menu_options_url: address },
        socket_mode_enabled: false,
      },
    });
  });

  it('need no address in Socket Mode', () => {
    expect(JSON.stringify(socket)).not.toMatch(/"(url|request_url|message_menu_options_url)"/);
  });
});

function readManifest(file: string): Manifest {
  return parse(readFileSync(`${root}${file}`, 'utf8')) as Manifest;
}

function readCode(): string {
  const files = readdirSync(`${root}src`, { recursive: true, encoding: 'utf8' });
  return files
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(`${root}src/${file}`, 'utf8'))
    .join('\n');
}

/** What the group of a pattern finds in the code, each once. */
function matches(pattern: RegExp): string[] {
  return [...new Set([...code.matchAll(pattern)].map((match) => match[1] ?? ''))];
}

/** What Slack's own schema says of the members used here (slackapi/manifest-schema; Slack's app manifest reference). */
function manifestSchema(): object {
  const text = (maxLength: number, minLength = 1) => ({ type: 'string', minLength, maxLength });
  const closed = (properties: object, required: readonly string[] = []) => ({
    type: 'object',
    properties,
    required,
    additionalProperties: false,
  });
  const flag = { type: 'boolean' };
  const scopes = { type: 'array', uniqueItems: true, maxItems: 255 };
  const url = { type: 'string', pattern: '^https://', maxLength: 3000 };
  return closed(
    {
      _metadata: closed({ major_version: { enum: [1, 2] }, minor_version: { type: 'integer' } }),
      display_information: closed(
        {
          name: text(35),
          description: text(140),
          long_description: text(4000, 175),
          background_color: { type: 'string', pattern: '^#([0-9a-f]{3}|[0-9a-f]{6})$' },
        },
        ['name', 'description', 'long_description', 'background_color'],
      ),
      features: closed({
        app_home: closed({
          home_tab_enabled: flag,
          messages_tab_enabled: flag,
          messages_tab_read_only_enabled: flag,
        }),
        bot_user: closed(
          { display_name: { type: 'string', pattern: '^[a-z0-9._-]{1,80}$' }, always_online: flag },
          ['display_name'],
        ),
        slash_commands: {
          type: 'array',
          minItems: 1,
          maxItems: 50,
          items: closed(
            {
              command: { type: 'string', pattern: '^/[a-z0-9_-]{1,31}$' },
              description: text(2000),
              usage_hint: text(1000),
              should_escape: flag,
              url,
            },
            ['command', 'description', 'usage_hint', 'should_escape'],
          ),
        },
      }),
      oauth_config: closed({ scopes: closed({ bot: scopes, bot_optional: scopes }) }),
      settings: closed({
        interactivity: closed({ is_enabled: flag, request_url: url, message_menu_options_url: url }, [
          'is_enabled',
        ]),
        socket_mode_enabled: flag,
        org_deploy_enabled: flag,
        token_rotation_enabled: flag,
      }),
    },
    ['display_information', 'features', 'oauth_config', 'settings'],
  );
}
