import { HTTPReceiver, type Logger, type Receiver, SocketModeReceiver } from '@slack/bolt';
import type { Log } from '../ops/log.ts';
import type { Secret } from '../ops/secret.ts';
import { keepConnected } from './keep-connected.ts';

/** How Slack reaches the bot. */
export type ReceiverMode =
  | { readonly kind: 'socket'; readonly appToken: Secret }
  | {
      readonly kind: 'http';
      readonly signingSecret: Secret;
      readonly port: number;
      /** The address to listen at; all addresses when absent. */
      readonly host?: string | undefined;
    };

/** The way in from Slack: `receiver` for Bolt, and the life of the line behind it. */
export interface Inlet {
  readonly receiver: Receiver;
  /** Resolves when Slack can reach the bot; tells where, for the log. */
  open(): Promise<string>;
  /** Takes no more commands; resolves when the line is closed. */
  close(): Promise<void>;
}

export interface InletOptions {
  readonly apiUrl: string;
  readonly fetch: typeof globalThis.fetch;
  readonly dispatcher: ConstructorParameters<typeof SocketModeReceiver>[0]['dispatcher'];
  readonly log: Log;
  readonly slackLog: Logger;
  readonly reconnectPauseMs: number;
  readonly onLost: (error: unknown) => void;
}

const openTimeoutMs = 10_000;
/** Slack greets a new connection within a moment. */
const helloTimeoutMs = 20_000;

/** The way in for a mode. Nothing is connected before `open`. */
export function createInlet(mode: ReceiverMode, options: InletOptions): Inlet {
  switch (mode.kind) {
    case 'socket':
      return createSocketInlet(mode.appToken, options);
    case 'http':
      return createHttpInlet(mode.signingSecret, mode.port, options.slackLog);
  }
}

/** The receiver gets client options of its own: Bolt would share, and change, the ones of the app's client. */
function createSocketInlet(appToken: Secret, options: InletOptions): Inlet {
  const receiver = new SocketModeReceiver({
    appToken: appToken.reveal(),
    logger: quieten(options.slackLog),
    dispatcher: options.dispatcher,
    autoReconnectEnabled: false,
    installerOptions: {
      clientOptions: {
        slackApiUrl: options.apiUrl,
        fetch: options.fetch,
        timeout: openTimeoutMs,
        retryConfig: { retries: 0 },
        rejectRateLimitedCalls: true,
      },
    },
  });
  const connection = keepConnected({
    client: receiver.client,
    log: options.log,
    firstPauseMs: options.reconnectPauseMs,
    helloTimeoutMs,
    onLost: options.onLost,
  });
  return {
    receiver,
    async open() {
      await connection.start();
      return 'over Socket Mode';
    },
    close: () => connection.stop(),
  };
}

/** Whatever goes wrong with the connection is told once, by its supervisor. */
function quieten(slackLog: Logger): Logger {
  return { ...slackLog, warn: slackLog.debug, error: slackLog.debug };
}

function createHttpInlet(signingSecret: Secret, port: number, slackLog: Logger): Inlet {
  const receiver = new HTTPReceiver({ signingSecret: signingSecret.reveal(), logger: slackLog });
  let isOpen = false;
  return {
    receiver,
    async open() {
      const server = await receiver.start(port);
      isOpen = true;
      const address = server.address();
      return `at port ${typeof address === 'object' ? address?.port : port}, path /slack/events`;
    },
    async close() {
      if (isOpen) await receiver.stop();
    },
  };
}
