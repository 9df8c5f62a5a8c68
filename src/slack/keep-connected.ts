import type { SocketModeReceiver } from '@slack/bolt';
import type { Log } from '../ops/log.ts';
import { untilAccepted } from './until-accepted.ts';

type SocketClient = SocketModeReceiver['client'];

/** A Socket Mode connection that is opened again whenever it ends. */
export interface Connection {
  /**
   * Resolves once connected; rejects with `TokenRefusedError` when Slack refuses the app token for good, and when
   * the connection is stopped before.
   */
  start(): Promise<void>;
  /** Closes the connection and waits until it is closed. */
  stop(): Promise<void>;
}

/**
 * Supervises the SDK's client, whose own reconnecting waits five seconds first and ends for ever, as an unhandled
 * rejection, once `apps.connections.open` has failed (node-slack-sdk #2656). The client must have
 * `autoReconnectEnabled: false`. A connection that Slack ends is opened again at once, and one that brings no greeting
 * within `helloTimeoutMs` is given up, for the SDK would wait for ever. `onLost` gets the error when Slack refuses the
 * token for good.
 */
export function keepConnected(options: {
  readonly client: SocketClient;
  readonly log: Log;
  readonly firstPauseMs: number;
  readonly helloTimeoutMs: number;
  readonly onLost: (error: unknown) => void;
}): Connection {
  const { client, log, helloTimeoutMs } = options;
  const stopping = new AbortController();
  const { firstPauseMs } = options;
  const call = { setting: 'SLACK_APP_TOKEN' as const, log, firstPauseMs, signal: stopping.signal };
  let connecting: Promise<void> = Promise.resolve();
  let isUp = false;

  async function connect(): Promise<void> {
    await untilAccepted(() => startWithin(client, helloTimeoutMs), call);
    if (!stopping.signal.aborted) return;
    await client.disconnect();
    stopping.signal.throwIfAborted();
  }

  function start(): Promise<void> {
    connecting = connect();
    return connecting;
  }

  async function reconnect(): Promise<void> {
    log.info('The connection to Slack ended; connecting again');
    try {
      await start();
      log.info('Connected to Slack again');
    } catch (error) {
      if (!stopping.signal.aborted) options.onLost(error);
    }
  }

  // By the SDK's own events, for a connection can end in the very moment that it is greeted.
  client.on('connected', () => {
    isUp = true;
  });
  client.on('disconnected', () => {
    if (isUp && !stopping.signal.aborted) void reconnect();
    isUp = false;
  });
  client.on('ws_message', (data: unknown) => warnOfOtherProcesses(data, log));

  return {
    start,
    async stop() {
      stopping.abort();
      await client.disconnect();
      // The SDK cannot break off a connection that it has only asked for.
      await connecting.catch(() => undefined);
    },
  };
}

/**
 * The clock runs only while the SDK has a connection that could be given up. A failed start is closed all the same: the
 * SDK tells once more, half a minute late, of a connection that was given up in its handshake, and ends the wrong start.
 */
async function startWithin(client: SocketClient, timeoutMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const startClock = () => {
    timer = setTimeout(() => void client.disconnect(), timeoutMs);
  };
  client.once('connecting', startClock);
  try {
    await client.start();
  } catch (error) {
    await client.disconnect();
    throw error;
  } finally {
    client.off('connecting', startClock);
    clearTimeout(timer);
  }
}

/** Slack gives each command to any one of an app's connections, so a second process silently takes a part of them. */
function warnOfOtherProcesses(data: unknown, log: Log): void {
  const connections = typeof data === 'string' ? parseConnections(data) : 1;
  if (connections > 1) {
    log.warn('Another process is connected with the same app token and takes a part of the commands', {
      connections,
    });
  }
}

function parseConnections(frame: string): number {
  if (!frame.includes('"hello"')) return 1;
  return Number(/"num_connections"\s*:\s*(\d+)/.exec(frame)?.[1] ?? 1);
}
