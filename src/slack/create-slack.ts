import { App, type Logger } from '@slack/bolt';
import type { Answering } from '../answering/create-answering.ts';
import type { Log } from '../ops/log.ts';
import type { Secret } from '../ops/secret.ts';
import type { AccessRules } from './access.ts';
import type { AssessChannel } from './channel-guard.ts';
import { createInlet, type InletOptions, type ReceiverMode } from './create-inlet.ts';
import { createInFlight } from './in-flight.ts';
import { listenForActions } from './listen-for-actions.ts';
import { listenForCommand } from './listen-for-command.ts';
import { type Identity, readIdentity } from './read-identity.ts';
import { createRetries } from './retries.ts';

/** The bot's side of Slack. */
export interface Slack {
  /** Resolves when Slack can reach the bot; rejects with `TokenRefusedError` when a token is refused for good. */
  start(): Promise<void>;
  /** Takes no more commands; resolves when those under way are answered. */
  stop(): Promise<void>;
}

export interface SlackOptions {
  readonly botToken: Secret;
  readonly mode: ReceiverMode;
  readonly apiUrl: string;
  readonly access: AccessRules;
  readonly assessChannel: AssessChannel;
  readonly portalNames: readonly string[];
  readonly answering: Answering;
  readonly fetch: typeof globalThis.fetch;
  readonly dispatcher: InletOptions['dispatcher'];
  readonly log: Log;
  readonly slackLog: Logger;
  /** First pause before a failed call or reply is tried again. */
  readonly retryPauseMs: number;
  readonly onLost: (error: unknown) => void;
  /** Hears the name under which the app's command was typed, such as `/backups`. */
  readonly onCommand: (name: string) => void;
}

const callTimeoutMs = 10_000;

/** Puts Bolt, the way in from Slack and our listeners together. Nothing is connected before `start`. */
export function createSlack(options: SlackOptions): Slack {
  const { log } = options;
  const stopping = new AbortController();
  const inFlight = createInFlight();
  const botToken = options.botToken.reveal();
  let identity: Identity | undefined;

  const inlet = createInlet(options.mode, { ...options, reconnectPauseMs: options.retryPauseMs });
  const app = new App({
    receiver: inlet.receiver,
    authorize: async () => ({ botToken, ...identity }),
    clientOptions: {
      slackApiUrl: options.apiUrl,
      fetch: options.fetch,
      timeout: callTimeoutMs,
      retryConfig: { retries: 2, minTimeout: 200, maxTimeout: 2_000 },
    },
    logger: options.slackLog,
    convoStore: false,
    deferInitialization: true,
  });
  app.error(async (error) => log.error('A message from Slack could not be handled', { error }));
  const listeners = { ...options, inFlight, teamId: () => identity?.teamId ?? '' };
  listenForCommand(app, listeners);
  listenForActions(app, listeners);

  return {
    async start() {
      await app.init();
      const { signal } = stopping;
      const retries = createRetries({ log, firstPauseMs: options.retryPauseMs, signal });
      const call = { retries, signal };
      identity = await readIdentity(() => app.client.auth.test({ token: botToken }), call);
      const where = await inlet.open();
      log.info(`Connected to Slack ${where}`, { team: identity.teamId });
    },
    async stop() {
      stopping.abort();
      await inlet.close().catch((error: unknown) => log.warn('The line to Slack did not close', { error }));
      // Only now: what came in while the line closed counts too.
      await inFlight.drained();
    },
  };
}
