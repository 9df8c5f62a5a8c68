import { parseEnv } from 'node:util';
import { Secret } from '../ops/secret.ts';
import { ConfigError, type Env, Environment, type Files, isMissing, reasonOf } from './environment.ts';
import { reportMisspelt } from './misspelt.ts';
import { type IsDirect, noProxy } from './no-proxy.ts';
import type { PortalConfig } from './portal-entry.ts';
import { parsePortals } from './portal-settings.ts';
import { docOf } from './settings.ts';
import { channels, destination, people } from './slack-ids.ts';
import { parseSlack, type SlackConfig } from './slack-settings.ts';
import { cron, oneOf, timeBetween, timeZone } from './values.ts';

/** All settings, validated. Secrets print as `[secret]`. */
export interface Config {
  readonly slack: SlackConfig;
  /** At least one. */
  readonly portals: readonly PortalConfig[];
  readonly docspace: DocspaceConfig;
  readonly digest: DigestConfig;
  readonly store: StoreConfig;
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

/** How digests are delivered, and the one that the settings ask for. */
export interface DigestConfig {
  /** `undefined` when no channel was named. */
  readonly seed: DigestSeed | undefined;
  /** Where a person's own zone is not known. */
  readonly timeZone: string;
  /** A digest that would be later than this is skipped. */
  readonly lateWithinMs: number;
  /** What becomes of a digest that Slack may have posted, when its channel cannot be looked at. */
  readonly whenUnsure: (typeof unsureChoices)[number];
}

/** The digest that `DIGEST_…` asks for. */
export interface DigestSeed {
  /** The id of a channel, a direct message or a person. */
  readonly channel: string;
  /** Five fields. */
  readonly cron: string;
  readonly timeZone: string;
}

/** Where the bot remembers: `file:…` or `postgres://…`, which may hold a password. */
export interface StoreConfig {
  readonly url: Secret;
}

/** Who may ask, and where, by id; an empty set means everyone, or everywhere, in the workspace. */
export interface AccessConfig {
  readonly users: ReadonlySet<string>;
  readonly channels: ReadonlySet<string>;
  /** Who may change digests; empty: whoever may ask. */
  readonly admins: ReadonlySet<string>;
}

/** How much is logged, and in which form. */
export interface LogConfig {
  readonly level: (typeof logLevels)[number];
  readonly format: (typeof logFormats)[number];
}

const hourMs = 3_600_000;

const logLevels = ['debug', 'info', 'warn', 'error'] as const;
const logFormats = ['text', 'json'] as const;
const unsureChoices = ['repeat', 'give-up'] as const;

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
  const store = parseStore(environment);
  const access = parseAccess(environment);
  const log = parseLog(environment);
  reportMisspelt(environment, variables);

  const error = environment.error();
  if (error !== undefined) throw error;
  if (!slack || !portals || !docspace || !digest || !store || !log)
    throw new Error('A problem was not reported');
  return { slack, portals, docspace, digest, store, access, log };
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

/** `undefined` after problems were reported. */
function parseDigest(environment: Environment): DigestConfig | undefined {
  const channel = environment.value('DIGEST_CHANNEL', destination);
  const pattern = environment.value('DIGEST_CRON', cron);
  const zone = environment.value('DIGEST_TIMEZONE', timeZone);
  const lateWithinMs = environment.value('LATE_WITHIN', timeBetween(hourMs, 24 * hourMs));
  const whenUnsure = environment.value('WHEN_UNSURE', oneOf(unsureChoices));
  if (!environment.isSet('DIGEST_CHANNEL') && environment.isSet('DIGEST_CRON')) {
    environment.report('DIGEST_CRON', 'has no effect without DIGEST_CHANNEL. Set that too, or remove this');
  }
  if (pattern === undefined || zone === undefined) return undefined;
  if (lateWithinMs === undefined || whenUnsure === undefined) return undefined;
  const seed = channel === undefined ? undefined : { channel, cron: pattern, timeZone: zone };
  return { seed, timeZone: zone, lateWithinMs, whenUnsure };
}

/** Only where the bot remembers. Throws a `ConfigError`. */
export function parseStoreConfig(env: Env, files: Files): StoreConfig {
  const environment = new Environment(env, files);
  const store = parseStore(environment);
  const error = environment.error();
  if (error !== undefined) throw error;
  if (!store) throw new Error('A problem was not reported');
  return store;
}

function parseStore(environment: Environment): StoreConfig | undefined {
  const url = environment.secret('DATABASE_URL');
  if (url !== undefined) return { url };
  const { default: usual } = docOf('DATABASE_URL');
  return environment.isSet('DATABASE_URL') || usual === undefined ? undefined : { url: new Secret(usual) };
}

function parseAccess(environment: Environment): AccessConfig {
  return {
    users: environment.value('ALLOWED_USERS', people) ?? new Set(),
    channels: environment.value('ALLOWED_CHANNELS', channels) ?? new Set(),
    admins: environment.value('ALLOWED_ADMINS', people) ?? new Set(),
  };
}

function parseLog(environment: Environment): LogConfig | undefined {
  const level = environment.value('LOG_LEVEL', oneOf(logLevels));
  const format = environment.value('LOG_FORMAT', oneOf(logFormats));
  return level === undefined || format === undefined ? undefined : { level, format };
}
