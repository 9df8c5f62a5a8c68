import { App, type Logger } from '@slack/bolt';
import type { Log } from '../ops/log.ts';
import type { Secret } from '../ops/secret.ts';
import type { AccessRules } from './access.ts';
import type { Answering } from './create-answering.ts';
import { createInlet, type InletOptions, type ReceiverMode } from './create-inlet.ts';
import { createInFlight } from './in-flight.ts';
import { listenForActions } from './listen-for-actions.ts';
import { listenForCommand } from './listen-for-command.ts';
import { type Identity, readIdentity } from './read-identity.ts';

/** The bot's side of Slack. */
export interface Slack {
  /** Resolves when Slack can reach the bot; rejects with `TokenRefusedError` when a token is refused for good. */
  start(): Promise<void>;
  /** Takes no more commands and finishes those under way; what is not done after `deadlineMs` gets a word of apology. */
  stop(deadlineMs: number): Promise<void>;
}

export interface SlackOptions {
  readonly botToken: Secret;
  readonly mode: ReceiverMode;
  readonly apiUrl: string;
  readonly access: AccessRules;
  readonly portalNames: readonly string[];
  readonly answering: Answering;
  readonly fetch: typeof globalThis.fetch;
  readonly dispatcher: InletOptions['dispatcher'];
  readonly clock: () => Date;
  readonly log: Log;
  readonly slackLog: Logger;
  /** First pause before a failed call or reply is tried again. */
  readonly retryPauseMs: number;
  readonly onLost: (error: unknown) => void;
}

const callTimeoutMs = 10_000;

export function createSlack(options: SlackOptions): Slack {
  const { log, answering } = options;
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
      const call = { log, firstPauseMs: options.retryPauseMs, signal: stopping.signal };
      identity = await readIdentity(() => app.client.auth.test({ token: botToken }), call);
      const where = await inlet.open();
      log.info(`Connected to Slack ${where}`, { team: identity.teamId });
    },
    async stop(deadlineMs) {
      stopping.abort();
      const deadline = new Promise<'late'>((resolve) => setTimeout(resolve, deadlineMs, 'late').unref());
      const done = Promise.allSettled([inlet.close(), inFlight.drained()]);
      if ((await Promise.race([done, deadline])) === 'late') await answering.abandon();
    },
  };
}
