import { Agent } from 'undici';
import { onTestFinished } from 'vitest';
import { type SandboxSlack, startSlack } from '../../sandbox/slack/slack-server.ts';
import type { StoredView } from '../../sandbox/slack/stored-message.ts';
import { createDigestForms } from '../../src/answering/create-digest-forms.ts';
import { createDigestSetup, type SetupAccess } from '../../src/digest/create-digest-setup.ts';
import type { Subscriptions } from '../../src/digest/subscription.ts';
import { Secret } from '../../src/ops/secret.ts';
import { createSlackLogger } from '../../src/ops/slack-logger.ts';
import { createPoster } from '../../src/slack/create-poster.ts';
import { createSlack } from '../../src/slack/create-slack.ts';
import { createZones } from '../../src/slack/create-zones.ts';
import { createActs } from '../../src/store/acts.ts';
import { createSubscriptions } from '../../src/store/subscriptions.ts';
import { createLogBook, type LogEntry } from '../digest/log-book.ts';
import { openEmbeddedStore, type TestStore } from '../store/open-test-store.ts';
import { createFetch } from './post-once.ts';

export const anna = 'U0SBANNA001';
export const backups = 'C0SBBACKUPS';
export const now = new Date('2026-11-25T12:00:00Z');

export interface FormRig {
  readonly slack: SandboxSlack;
  readonly subscriptions: Subscriptions;
  readonly entries: readonly LogEntry[];
  /** Whether each form that was asked for opened. */
  readonly opened: readonly boolean[];
  /** Types a command that opens the form, and resolves when it is answered. */
  ask(digestId?: string, channelId?: string): Promise<void>;
  /** The dialog on top. */
  top(): StoredView;
  /** Where Slack reaches it in HTTP mode. */
  address(): string;
  /** The dialog on top once it shows this text; Slack changes it by itself. */
  showing(text: string): Promise<StoredView>;
  stop(): Promise<void>;
}

export interface FormRigOptions {
  readonly slack?: SandboxSlack;
  readonly store?: TestStore;
  readonly access?: Partial<SetupAccess>;
  /** Stands between the bot and its database. */
  readonly wrap?: (subscriptions: Subscriptions) => Subscriptions;
  readonly mode?: 'socket' | 'http';
}

/** A local Slack in which Anna is, with two digest channels and a clock that stands still. */
export async function startFormSlack(): Promise<SandboxSlack> {
  const slack = await startSlack({ clock: () => now });
  onTestFinished(() => slack.close());
  slack.rules.enforceChannelPace = false;
  return slack;
}

/** The bot's forms over a real connection to the local Slack, with a real database. Every command opens a form. */
export async function startFormRig(options: FormRigOptions = {}): Promise<FormRig> {
  const slack = options.slack ?? (await startFormSlack());
  const store = options.store ?? (await openEmbeddedStore());
  if (options.store === undefined) onTestFinished(() => store.remove());
  const { log, entries } = createLogBook();
  const quiet = {
    debug: () => undefined,
    info: () => undefined,
    warn: () => undefined,
    error: () => undefined,
  };
  const slackLog = createSlackLogger(quiet);
  const access = {
    users: new Set<string>(),
    channels: new Set<string>(),
    admins: new Set<string>(),
    ...options.access,
  };
  const dispatcher = new Agent();
  const reach = {
    token: new Secret(slack.botToken),
    apiUrl: slack.apiUrl,
    fetch: createFetch(),
    log,
    slackLog,
  };
  const context = { database: store.store.database, teamId: () => slack.teamId };
  const kept = createSubscriptions(context);
  const subscriptions = options.wrap?.(kept) ?? kept;
  const setup = createDigestSetup({
    subscriptions,
    poster: createPoster({
      ...reach,
      assessChannel: async () => ({ kind: 'allowed' }),
      onLost: () => undefined,
    }),
    zones: createZones(reach),
    access,
    timeZone: 'UTC',
    clock: () => now,
    log,
  });
  const opened: boolean[] = [];
  let asked: string | undefined;
  const bot = createSlack({
    ...{ botToken: reach.token, apiUrl: slack.apiUrl, access, fetch: reach.fetch, dispatcher, log, slackLog },
    mode:
      options.mode === 'http'
        ? { kind: 'http', signingSecret: new Secret(slack.signingSecret), port: 0, host: undefined }
        : { kind: 'socket', appToken: new Secret(slack.appToken) },
    assessChannel: async () => ({ kind: 'allowed' }),
    known: { portals: [], groups: [] },
    answering: {
      async answer(_command, to) {
        opened.push((await to.openForm?.(asked)) ?? false);
        return 'sent';
      },
      abandon: async () => undefined,
    },
    forms: createDigestForms({ setup, commandName: () => '/backups', log }),
    acts: createActs(context, () => now),
    subscribedChannels: async () => new Set(),
    retryPauseMs: 1,
    onLost: () => undefined,
    onTeam: async () => undefined,
    onCommand: () => undefined,
  });
  await bot.start();
  let stopped: Promise<void> | undefined;
  const stop = () => {
    stopped ??= bot.stop().then(() => dispatcher.destroy());
    return stopped;
  };
  onTestFinished(stop);
  const top = () => {
    const view = slack.store.modals(anna).at(-1);
    if (view === undefined) throw new Error('no dialog is open');
    return view;
  };

  return {
    ...{ slack, subscriptions: kept, entries, opened, top, stop },
    async ask(digestId, channelId = backups) {
      asked = digestId;
      const before = opened.length;
      await slack.command({ text: 'digest', channelId, userId: anna });
      await until(slack, () => opened.length > before);
    },
    address() {
      const port = /on port (\d+)/.exec(entries.map(({ message }) => message).join('\n'))?.[1];
      return `http://127.0.0.1:${port}/slack/events`;
    },
    async showing(text) {
      await until(slack, () => JSON.stringify(slack.store.modals(anna).at(-1)?.content ?? '').includes(text));
      return top();
    },
  };
}

/** Looks whenever something changes in the local Slack, and a little later for what changes elsewhere. */
export function until(slack: SandboxSlack, isSo: () => boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    const look = () => {
      if (!isSo()) return;
      end();
      resolve();
    };
    const timer = setInterval(look, 5);
    const deadline = setTimeout(() => {
      end();
      reject(new Error('it did not come to that'));
    }, 5_000);
    const unsubscribe = slack.onChange(look);
    function end() {
      clearInterval(timer);
      clearTimeout(deadline);
      unsubscribe();
    }
    look();
  });
}
