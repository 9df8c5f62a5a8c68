import { parseEnv } from 'node:util';
import type { Secret } from '../ops/secret.ts';
import { ConfigError, type Env, Environment, type Files, isMissing, reasonOf } from './environment.ts';
import { reportMisspelt } from './misspelt.ts';
import { type IsDirect, noProxy } from './no-proxy.ts';
import type { PortalConfig } from './portal-entry.ts';
import { parsePortals } from './portal-settings.ts';
import { channels, destination, people } from './slack-ids.ts';
import { parseSlack, type SlackConfig } from './slack-settings.ts';
import { cron, oneOf, timeBetween, timeZone } from './values.ts';

/** All settings, validated. Secrets print as `[secret]`. */
export interface Config {
  readonly slack: SlackConfig;
  /** At least one. */
  readonly portals: readonly PortalConfig[];
  readonly docspace: DocspaceConfig;
  /** `undefined` when no channel was named. */
  readonly digest: DigestConfig | undefined;
  readonly access: AccessConfig;
  readonly log: LogConfig;
}

/** How portals are reached. */
export interface DocspaceConfig {
  readonly timeoutMs: number;
  readonly proxy: {
    readonly http: Secret | undefined;
    readonly https: Secret | undefined;
    /** From `NO_PROXY`; `undefined` when nothing is reached without a proxy. */
    readonly isDirect: IsDirect | undefined;
  };
}

/** When and where the digest goes. */
export interface DigestConfig {
  /** The id of a channel, a direct message or a person. */
  readonly channel: string;
  readonly cron: string;
  readonly timeZone: string;
}

/** Who may ask, and where, by id; an empty set means everyone, or everywhere, in the workspace. */
export interface AccessConfig {
  readonly users: ReadonlySet<string>;
  readonly channels: ReadonlySet<string>;
}

/** How much is logged, and in which form. */
export interface LogConfig {
  readonly level: (typeof logLevels)[number];
  readonly format: (typeof logFormats)[number];
}

const logLevels = ['debug', 'info', 'warn', 'error'] as const;
const logFormats = ['text', 'json'] as const;

export { ConfigError } from './environment.ts';

/**
 * Reads the configuration from an environment; an empty value counts as unset.
 * Throws one `ConfigError` that lists every problem and holds no secret.
 */
export function parseConfig(env: Env, files: Files): Config {
  const environment = new Environment(env, files);
  const slack = parseSlack(environment);
  const { portals, variables } = parsePortals(environment);
  const docspace = parseDocspace(environment);
  const digest = parseDigest(environment);
  const access = parseAccess(environment);
  const log = parseLog(environment);
  reportMisspelt(environment, variables);

  const error = environment.error();
  if (error !== undefined) throw error;
  if (!slack || !portals || !docspace || !log) throw new Error('A problem was not reported');
  return { slack, portals, docspace, digest, access, log };
}

/**
 * The environment, completed with the variables of a `.env` file: what is set outside wins, even when empty. A missing
 * file changes nothing; one that cannot be read throws a `ConfigError`.
 */
export function loadEnv(env: Env, files: Files, path = '.env'): Env {
  try {
    return { ...parseEnv(files.read(path).replace(/^\uFEFF/, '')), ...env };
  } catch (error) {
    if (isMissing(error)) return env;
    throw new ConfigError([{ setting: path, message: `cannot be read: ${reasonOf(error)}` }]);
  }
}

/** Warnings for the start: what works but is risky, such as keys and tokens sent in clear text. */
export function assessConfig({ slack, portals }: Config): string[] {
  const api = { name: 'SLACK_API_URL', url: slack.apiUrl, what: 'The bot token' };
  const addresses = [
    api,
    ...portals.map(({ portal }) => ({ name: portal.name, url: portal.url, what: 'The API key' })),
  ];
  return addresses
    .filter(({ url }) => url.startsWith('http:') && !isLoopback(new URL(url).hostname))
    .map(({ name, url, what }) => `${what} is sent in clear text to ${url} (${name}); use https if you can`);
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname.endsWith('.localhost') || /^127\.|^\[::1\]$/.test(hostname);
}

function parseDocspace(environment: Environment): DocspaceConfig | undefined {
  const timeoutMs = environment.value('PORTAL_TIMEOUT', timeBetween(1_000, 300_000));
  const http = environment.secretInEitherCase('HTTP_PROXY');
  const https = environment.secretInEitherCase('HTTPS_PROXY');
  // Without a proxy it has no effect, and a list written for other programs must not stop the bot.
  const isProxied = (['HTTP_PROXY', 'HTTPS_PROXY'] as const).some((name) =>
    environment.isSetInEitherCase(name),
  );
  const isDirect = isProxied ? environment.valueInEitherCase('NO_PROXY', noProxy) : undefined;
  return timeoutMs === undefined ? undefined : { timeoutMs, proxy: { http, https, isDirect } };
}

/** `undefined` without a channel, or after problems were reported. */
function parseDigest(environment: Environment): DigestConfig | undefined {
  const channel = environment.value('DIGEST_CHANNEL', destination);
  const pattern = environment.value('DIGEST_CRON', cron);
  const zone = environment.value('DIGEST_TIMEZONE', timeZone);
  if (!environment.isSet('DIGEST_CHANNEL')) {
    for (const name of ['DIGEST_CRON', 'DIGEST_TIMEZONE'] as const) {
      if (environment.isSet(name))
        environment.report(name, 'has no effect without DIGEST_CHANNEL. Set that too, or remove this');
    }
  }
  if (channel === undefined || pattern === undefined || zone === undefined) return undefined;
  return { channel, cron: pattern, timeZone: zone };
}

function parseAccess(environment: Environment): AccessConfig {
  return {
    users: environment.value('ALLOWED_USERS', people) ?? new Set(),
    channels: environment.value('ALLOWED_CHANNELS', channels) ?? new Set(),
  };
}

function parseLog(environment: Environment): LogConfig | undefined {
  const level = environment.value('LOG_LEVEL', oneOf(logLevels));
  const format = environment.value('LOG_FORMAT', oneOf(logFormats));
  return level === undefined || format === undefined ? undefined : { level, format };
}
