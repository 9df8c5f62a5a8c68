import { type SandboxPortal, startPortal } from '../../sandbox/docspace/portal-server.ts';
import { backupRecord } from '../../sandbox/docspace/records.ts';
import { type SandboxSlack, startSlack } from '../../sandbox/slack/slack-server.ts';
import type { StoredMessage } from '../../sandbox/slack/stored-message.ts';
import { type Bot, createBot } from '../../src/app.ts';
import { type Config, parseConfig } from '../../src/config/config.ts';
import type { Ticks } from '../../src/digest/ticks.ts';
import { createLog } from '../../src/ops/create-log.ts';
import { Secret } from '../../src/ops/secret.ts';
import { createSlackLogger } from '../../src/ops/slack-logger.ts';
import { openStore, type Store } from '../../src/store/open-store.ts';
import { openEmbeddedStore } from '../store/open-test-store.ts';

/** A local Slack, some portals by name, and the real bot between them. */
export interface World extends AsyncDisposable {
  readonly slack: SandboxSlack;
  readonly bot: Bot;
  /** Where the bot remembers: open until it stops. */
  readonly store: Store;
  readonly databaseUrl: string;
  /** Log lines as they were written. */
  readonly lines: readonly string[];
  /** The errors of the bot when Slack refused it permanently. */
  readonly lost: readonly unknown[];
  portal(name: string): SandboxPortal;
  /** Stops the bot and starts it again on the same database, with these settings in place of the ones before. */
  restart(env: Readonly<Record<string, string>>): Promise<void>;
}

export interface WorldOptions {
  readonly portals?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly mode?: 'socket' | 'http';
  readonly clock?: () => Date;
  /** When the bot looks whether a digest is due. */
  readonly ticks?: Ticks;
  /** Scopes of the bot token; all it can use by default. */
  readonly scopes?: readonly string[];
  readonly loadingAfterMs?: number;
  readonly longestStopMs?: number;
  /** False leaves the start to the test. */
  readonly start?: boolean;
}

const hourMs = 3_600_000;

/** A portal with one valid backup of two hours ago. */
async function startSoundPortal(alias: string, clock: () => Date): Promise<SandboxPortal> {
  const portal = await startPortal({ alias, clock });
  const createdAt = new Date(clock().getTime() - 2 * hourMs);
  portal.state.ownBackups.push(backupRecord({ alias, storage: 'ThirdPartyConsumer', createdAt }));
  return portal;
}

export async function startWorld(options: WorldOptions = {}): Promise<World> {
  const { portals: names = ['acme'], clock = () => new Date(), mode = 'socket' } = options;
  const { scopes } = options;
  const slack = await startSlack({ clock, ...(scopes && { workspace: { scopes } }) });
  slack.rules.enforceChannelPace = false;
  const portals = new Map(
    await Promise.all(names.map(async (name) => [name, await startSoundPortal(name, clock)] as const)),
  );
  const lines: string[] = [];
  const lost: unknown[] = [];
  const log = createLog({ level: 'debug', format: 'json', write: (line) => lines.push(line) });
  const opened = await openEmbeddedStore();
  const { url: databaseUrl, remove } = opened;
  let { store } = opened;
  const create = (env = options.env) =>
    createBot(configure(slack, portals, { ...options, ...(env && { env }) }), {
      ...{ store, log, slackLog: createSlackLogger(log), clock, retryPauseMs: 5 },
      ...(options.ticks && { ticks: options.ticks }),
      onLost: (error) => lost.push(error),
      loadingAfterMs: options.loadingAfterMs ?? 5_000,
      longestStopMs: options.longestStopMs ?? 10_000,
    });
  let bot = create();
  if (options.start !== false) await bot.start();
  if (mode === 'http') slack.httpTarget = `http://127.0.0.1:${portOf(lines)}/slack/events`;

  return {
    slack,
    get bot() {
      return bot;
    },
    get store() {
      return store;
    },
    databaseUrl,
    lines,
    lost,
    portal(name) {
      const portal = portals.get(name);
      if (portal === undefined) throw new Error(`no portal ${name}`);
      return portal;
    },
    async restart(env) {
      await bot.stop();
      store = await openStore({ url: new Secret(databaseUrl), clock, log });
      bot = create(env);
      await bot.start();
    },
    async [Symbol.asyncDispose]() {
      await bot.stop();
      await slack.close();
      await Promise.all([...portals.values()].map((portal) => portal.close()));
      await remove();
    },
  };
}

function configure(
  slack: SandboxSlack,
  portals: ReadonlyMap<string, SandboxPortal>,
  { mode, env }: WorldOptions,
): Config {
  const line =
    mode === 'http' ? { SLACK_SIGNING_SECRET: slack.signingSecret } : { SLACK_APP_TOKEN: slack.appToken };
  const config = parseConfig(
    {
      ...line,
      SLACK_BOT_TOKEN: slack.botToken,
      SLACK_API_URL: slack.apiUrl,
      DOCSPACE_PORTALS_FILE: 'portals.json',
      PORTAL_TIMEOUT: '20s',
      ...env,
    },
    { read: () => renderPortalsFile(portals) },
  );
  const { slack: settings } = config;
  if (settings.mode.kind === 'socket') return config;
  return { ...config, slack: { ...settings, mode: { ...settings.mode, port: 0 } } };
}

function renderPortalsFile(portals: ReadonlyMap<string, SandboxPortal>): string {
  return JSON.stringify([...portals].map(([name, { url, apiKey }]) => ({ name, url, apiKey })));
}

function portOf(lines: readonly string[]): string {
  return /on port (\d+)/.exec(lines.join('\n'))?.[1] ?? '';
}

/** Everything a reader sees of a message: its blocks, or its text when there are none. */
export function wordsOf(message: StoredMessage): string {
  return message.blocks.length === 0 ? message.text : JSON.stringify(message.blocks);
}
