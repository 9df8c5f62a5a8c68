import { App, type Logger } from '@slack/bolt';
import type { Acts } from '../answering/acts.ts';
import type { Answering } from '../answering/create-answering.ts';
import type { DigestForms } from '../answering/create-digest-forms.ts';
import type { KnownNames } from '../commands/known-names.ts';
import type { Log } from '../ops/log.ts';
import type { Secret } from '../ops/secret.ts';
import type { AccessRules } from './access.ts';
import type { AssessChannel } from './channel-guard.ts';
import { createInlet, type InletOptions, type ReceiverMode } from './create-inlet.ts';
import { createInFlight } from './in-flight.ts';
import { listenForActions } from './listen-for-actions.ts';
import { listenForCommand } from './listen-for-command.ts';
import { listenForOptions } from './listen-for-options.ts';
import { listenForViews } from './listen-for-views.ts';
import { createRetries } from './retries.ts';
import type { SubscribedChannels } from './subscribed-channels.ts';
import { untilAccepted } from './until-accepted.ts';

/** The bot's side of Slack. */
export interface Slack {
  /** Resolves when Slack can reach the bot; rejects with `TokenRefusedError` when a token is refused permanently. */
  start(): Promise<void>;
  /** Accepts no more commands; resolves when those in progress are answered. */
  stop(): Promise<void>;
}

export interface SlackOptions {
  readonly botToken: Secret;
  readonly mode: ReceiverMode;
  readonly apiUrl: string;
  readonly access: AccessRules;
  readonly assessChannel: AssessChannel;
  readonly known: KnownNames;
  readonly answering: Answering;
  readonly forms: DigestForms;
  readonly acts: Acts;
  readonly subscribedChannels: SubscribedChannels;
  readonly fetch: typeof globalThis.fetch;
  readonly dispatcher: InletOptions['dispatcher'];
  readonly log: Log;
  readonly slackLog: Logger;
  /** First pause before a failed call or reply is tried again. */
  readonly retryPauseMs: number;
  readonly onLost: (error: unknown) => void;
  /** Called with the bot's own workspace once Slack has accepted its token. Nothing is received before it resolves. */
  readonly onTeam: (teamId: string) => Promise<void>;
  /** Called with the name by which the app's command was typed, such as `/backups`. */
  readonly onCommand: (name: string) => void;
}

const callTimeoutMs = 10_000;

/** Assembles Bolt, the inlet and the listeners. Nothing is connected before `start`. */
export function createSlack(options: SlackOptions): Slack {
  const { log } = options;
  const stopping = new AbortController();
  const inFlight = createInFlight();
  const botToken = options.botToken.reveal();
  let teamId: string | undefined;

  const inlet = createInlet(options.mode, { ...options, reconnectPauseMs: options.retryPauseMs });
  const app = new App({
    receiver: inlet.receiver,
    authorize: async () => ({ botToken }),
    clientOptions: {
      slackApiUrl: options.apiUrl,
      fetch: options.fetch,
      timeout: callTimeoutMs,
      // Its one call is repeated below.
      retryConfig: { retries: 0 },
      rejectRateLimitedCalls: true,
    },
    logger: options.slackLog,
    convoStore: false,
    deferInitialization: true,
  });
  app.error(async (error) => log.error('Handling a request from Slack failed', { error }));
  const listeners = { ...options, inFlight, teamId: () => teamId };
  listenForCommand(app, listeners);
  listenForActions(app, listeners);
  listenForOptions(app, listeners);
  listenForViews(app, listeners);

  return {
    async start() {
      await app.init();
      const { signal } = stopping;
      const retries = createRetries({ log, firstPauseMs: options.retryPauseMs, signal });
      const test = () => app.client.auth.test({ token: botToken });
      const call = { setting: 'SLACK_BOT_TOKEN', retries, signal } as const;
      teamId = (await untilAccepted(test, call)).team_id;
      if (teamId !== undefined) await options.onTeam(teamId);
      const where = await inlet.open();
      log.info(`Connected to Slack ${where}`, { team: teamId });
    },
    async stop() {
      stopping.abort();
      await inlet
        .close()
        .catch((error: unknown) => log.warn('Closing the connection to Slack failed', { error }));
      // Only now, to include what arrived while the connection was closing.
      await inFlight.drained();
    },
  };
}
