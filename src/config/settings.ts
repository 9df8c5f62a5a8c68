/**
 * What an administrator must know about one setting. Every cell of the table in `docs/settings.md`, and the names and
 * defaults of `.env.example`, are tested against it.
 */
export interface SettingDoc {
  readonly name: string;
  /** A secret is never shown, and may also come from the file that `NAME_FILE` names. */
  readonly secret: boolean;
  readonly what: string;
  /** When the setting is required. Absent: never. */
  readonly required?: string;
  /** The value that applies while the setting is unset. */
  readonly default?: string;
  readonly allowed: string;
  readonly example: string;
}

const table = [
  {
    name: 'SLACK_BOT_TOKEN',
    secret: true,
    what: 'The bot token of the Slack app',
    required: 'always',
    allowed: 'a token that starts with xoxb- (Slack: OAuth & Permissions)',
    example: 'xoxb-1234567890-abcdef',
  },
  {
    name: 'SLACK_APP_TOKEN',
    secret: true,
    what: 'The app-level token for Socket Mode',
    required: 'unless SLACK_SIGNING_SECRET is set',
    allowed:
      'a token that starts with xapp- and has the scope connections:write (Slack: Basic Information, App-Level Tokens)',
    example: 'xapp-1-A0123456789-1234567890-abcdef',
  },
  {
    name: 'SLACK_SIGNING_SECRET',
    secret: true,
    what: 'The signing secret for HTTP mode',
    required: 'unless SLACK_APP_TOKEN is set',
    allowed: 'the signing secret, 32 letters and digits (Slack: Basic Information, App Credentials)',
    example: '0123456789abcdef0123456789abcdef',
  },
  {
    name: 'PORT',
    secret: false,
    what: 'The port that HTTP mode listens on; Socket Mode needs none',
    default: '3000',
    allowed: 'a whole number from 1 to 65535',
    example: '8080',
  },
  {
    name: 'HOST',
    secret: false,
    what: 'The one address of this machine that HTTP mode listens on; unset: all of them',
    allowed: 'an IP address or a host name',
    example: '127.0.0.1',
  },
  {
    name: 'SLACK_API_URL',
    secret: false,
    what: "The address of Slack's Web API",
    default: 'https://slack.com/api/',
    allowed: 'an http or https address without user name, query or fragment',
    example: 'https://slack-gov.com/api/',
  },
  {
    name: 'DOCSPACE_URL',
    secret: false,
    what: 'The address of a single portal',
    required: 'unless DOCSPACE_PORTALS_FILE is set',
    allowed: 'an http or https address without user name, query or fragment',
    example: 'https://acme.onlyoffice.com',
  },
  {
    name: 'DOCSPACE_API_KEY',
    secret: true,
    what: 'The API key of the single portal, of an owner or DocSpace admin, with the permission *:read',
    required: 'with DOCSPACE_URL',
    allowed:
      'an API key (DocSpace: Developer Tools, API keys), alone or as a whole Authorization header (Bearer … or Basic …)',
    example: 'sk-0123456789abcdef',
  },
  {
    name: 'DOCSPACE_NAME',
    secret: false,
    what: "The single portal's name in commands; unset: the first part of its address",
    allowed:
      '1 to 40 letters, digits, dots, dashes and underscores, starting with a letter or digit, not a word of /backups (such as all or 7d)',
    example: 'acme',
  },
  {
    name: 'DOCSPACE_PORTALS_FILE',
    secret: false,
    what: 'A YAML or JSON file that lists several portals',
    required: 'unless DOCSPACE_URL is set',
    allowed: 'the path of a readable file',
    example: './portals.yml',
  },
  {
    name: 'PORTAL_TIMEOUT',
    secret: false,
    what: 'How long a portal may take to answer',
    default: '20s',
    allowed: 'a time from 1s to 5m',
    example: '30s',
  },
  {
    name: 'DIGEST_CHANNEL',
    secret: false,
    what: 'Where a first digest goes, until somebody changes it in Slack; unset: digests are only set up in Slack',
    allowed: 'the id of a channel (C… or G…), of a direct message (D…) or of a person (U… or W…)',
    example: 'C0123456789',
  },
  {
    name: 'DIGEST_CRON',
    secret: false,
    what: 'When the digest is posted',
    default: '0 9 * * *',
    allowed:
      'five cron fields: minute, hour, day of month, month, day of week; a day of month or a day of week, not both',
    example: '30 8 * * 1-5',
  },
  {
    name: 'DIGEST_TIMEZONE',
    secret: false,
    what: 'The time zone of DIGEST_CRON, and of digests set up in Slack by people whose own zone is not known',
    default: 'UTC',
    allowed: 'a time zone name of the IANA database',
    example: 'Europe/Berlin',
  },
  {
    name: 'LATE_WITHIN',
    secret: false,
    what: 'A digest that could not be posted in time is still posted within this time, and says so',
    default: '12h',
    allowed: 'a time from 1h to 24h',
    example: '4h',
  },
  {
    name: 'WHEN_UNSURE',
    secret: false,
    what: 'What to do when Slack may or may not have posted a digest, and the bot may not look: post it again, marked as a possible repeat, or give it up',
    default: 'repeat',
    allowed: 'repeat or give-up',
    example: 'give-up',
  },
  {
    name: 'DATABASE_URL',
    secret: true,
    what: 'Where the bot remembers digests and what the portals showed: a file for one bot, or PostgreSQL for several copies',
    default: 'file:./data/backups.db',
    allowed: 'file: and a path, or a postgres:// address',
    example: 'postgres://bot:password@db.example.com/backups',
  },
  {
    name: 'EXPIRING_WITHIN',
    secret: false,
    what: 'A backup that expires within this time needs attention',
    default: '48h',
    allowed: 'a time from 1m to 3650d',
    example: '3d',
  },
  {
    name: 'STALE_AFTER',
    secret: false,
    what: 'A newest backup older than this needs attention; the default suits a weekly schedule',
    default: '8d',
    allowed: 'a time from 1m to 3650d',
    example: '36h',
  },
  {
    name: 'ALLOWED_USERS',
    secret: false,
    what: 'Who may ask; unset: everyone in the workspace',
    allowed: 'ids of people (U… or W…), separated by commas or spaces',
    example: 'U0123456789,U9876543210',
  },
  {
    name: 'ALLOWED_CHANNELS',
    secret: false,
    what: "Where people may ask, besides the digest's channel; unset: everywhere in the workspace",
    allowed: 'ids of channels (C…, G… or D…), separated by commas or spaces',
    example: 'C0123456789',
  },
  {
    name: 'ALLOWED_ADMINS',
    secret: false,
    what: 'Who may set up, change and stop digests; unset: everyone who may ask',
    allowed: 'ids of people (U… or W…), separated by commas or spaces',
    example: 'U0123456789',
  },
  {
    name: 'LOG_LEVEL',
    secret: false,
    what: 'The lowest level that is logged',
    default: 'info',
    allowed: 'debug, info, warn or error',
    example: 'debug',
  },
  {
    name: 'LOG_FORMAT',
    secret: false,
    what: 'Log lines for people or for machines',
    default: 'text',
    allowed: 'text or json',
    example: 'json',
  },
  {
    name: 'HTTP_PROXY',
    secret: true,
    what: 'The proxy for http addresses, and for https ones while HTTPS_PROXY is unset; http_proxy takes precedence',
    allowed: 'an http or https address',
    example: 'http://proxy.example.com:3128',
  },
  {
    name: 'HTTPS_PROXY',
    secret: true,
    what: 'The proxy for https addresses; https_proxy takes precedence',
    allowed: 'an http or https address',
    example: 'http://proxy.example.com:3128',
  },
  {
    name: 'NO_PROXY',
    secret: false,
    what: 'Hosts that are reached without a proxy; no_proxy takes precedence',
    allowed:
      'host names (with their subdomains), IP addresses and networks (10.0.0.0/8), separated by commas; * for all',
    example: 'localhost,.example.com,10.0.0.0/8',
  },
] as const satisfies readonly SettingDoc[];

/** The name of any setting. */
export type SettingName = (typeof table)[number]['name'];
/** The name of a setting that is a secret. */
export type SecretName = Extract<(typeof table)[number], { secret: true }>['name'];
/** The name of a setting that may be shown. */
export type PlainName = Exclude<SettingName, SecretName>;

/** Every setting, in the order an administrator meets them. */
export const settings: readonly (SettingDoc & { readonly name: SettingName })[] = table;

/** The documentation of one setting. */
export function docOf(name: SettingName): SettingDoc {
  const doc = settings.find((setting) => setting.name === name);
  if (doc === undefined) throw new Error(`No such setting: ${name}`);
  return doc;
}
