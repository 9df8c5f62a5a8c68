import type { App, Logger } from '@slack/bolt';
import type { Dispatcher } from 'undici';
import type { Log } from '../ops/log.ts';
import type { Secret } from '../ops/secret.ts';
import { type ClientOptions, createClient } from './create-client.ts';
import { keepConnected } from './keep-connected.ts';
import { type Line, LineError, openLine } from './open-line.ts';
import type { Envelope } from './read-frame.ts';

export interface SocketInletOptions {
  readonly apiUrl: string;
  readonly fetch: typeof globalThis.fetch;
  readonly dispatcher: Dispatcher;
  readonly log: Log;
  readonly slackLog: Logger;
  readonly reconnectPauseMs: number;
  readonly onLost: (error: unknown) => void;
  readonly times?: Partial<typeof defaultTimes>;
}

const defaultTimes = {
  openTimeoutMs: 10_000,
  /** Slack usually greets a new connection at once. */
  helloTimeoutMs: 20_000,
  pingIntervalMs: 10_000,
  lastingMs: 30_000,
  lingerMs: 1_000,
};

/**
 * Socket Mode for Bolt, without the SDK's client (3.1): that one closes a connection before it opens the next, waits
 * for Slack to end the TCP connection, which it never does, and fails with an unhandled rejection on an unexpected
 * frame.
 */
export function createSocketInlet(appToken: Secret, options: SocketInletOptions) {
  const times = { ...defaultTimes, ...options.times };
  const { log, dispatcher } = options;
  const intake = createIntake(log);
  const onMalformed = (problem: string) => log.warn(`Malformed frame from Slack ignored: ${problem}`);
  const connection = keepConnected({
    ...{ log, firstPauseMs: options.reconnectPauseMs, onLost: options.onLost, ...times },
    async openLine(signal) {
      const url = await askForAddress(appToken, { ...options, ...times, signal });
      const onEnvelope = (envelope: Envelope, line: Pick<Line, 'send'>) =>
        void intake.take(envelope, (frame) => line.send(frame) || connection.send(frame));
      return openLine({ url, dispatcher, signal, onEnvelope, onMalformed, ...times });
    },
  });
  return {
    receiver: { init: intake.init, start: () => connection.start(), stop: () => connection.stop() },
    async open() {
      await connection.start();
      return 'over Socket Mode';
    },
    close: () => connection.stop(),
  };
}

interface AddressQuestion {
  readonly apiUrl: string;
  readonly fetch: typeof globalThis.fetch;
  readonly slackLog: Logger;
  readonly openTimeoutMs: number;
  readonly signal: AbortSignal;
}

/** The address for one new connection. Each call has its own client, which a stop can abort. */
async function askForAddress(appToken: Secret, question: AddressQuestion): Promise<string> {
  const { slackLog, signal } = question;
  const options: ClientOptions = {
    token: appToken,
    apiUrl: question.apiUrl,
    fetch: (input, init) => question.fetch(input, { ...init, signal: joinSignals(signal, init?.signal) }),
    // Failures here are logged once, by the caller that retries.
    slackLog: { ...slackLog, warn: slackLog.debug, error: slackLog.debug },
  };
  const client = createClient(options, question.openTimeoutMs);
  const { url } = await client.apps.connections.open({});
  if (url === undefined) throw new LineError('Slack gave no address to connect to');
  return url;
}

function joinSignals(...signals: readonly (AbortSignal | null | undefined)[]): AbortSignal {
  return AbortSignal.any(signals.filter((signal) => signal instanceof AbortSignal));
}

/** More than Slack delivers while two connections are open. */
const mostRemembered = 1_000;

/**
 * Hands each envelope to Bolt once. Slack may deliver one over both the old and the new connection while it moves an
 * app; the second delivery is acknowledged and not handled again.
 */
function createIntake(log: Log) {
  const seen = new Set<string>();
  let app: App | undefined;
  return {
    init(bolt: App) {
      app = bolt;
    },
    async take({ id, payload, retryNum, retryReason }: Envelope, send: (frame: object) => boolean) {
      const ack = async (response?: unknown) => {
        const body = typeof response === 'string' ? { text: response } : response;
        if (!send({ envelope_id: id, payload: body ?? {} }))
          throw new Error('there is no connection to Slack');
      };
      try {
        if (seen.has(id)) return await ack();
        remember(id, seen);
        await app?.processEvent({
          body: payload,
          ack,
          ...(retryNum !== undefined && { retryNum }),
          ...(retryReason !== undefined && { retryReason }),
        });
      } catch (error) {
        log.error('Handling a request from Slack failed', { error });
      }
    },
  };
}

function remember(id: string, seen: Set<string>): void {
  seen.add(id);
  const [oldest] = seen;
  if (seen.size > mostRemembered && oldest !== undefined) seen.delete(oldest);
}
