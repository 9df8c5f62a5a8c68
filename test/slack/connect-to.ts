import { SocketModeReceiver } from '@slack/bolt';
import { onTestFinished } from 'vitest';
import { createSlackLogger } from '../../src/ops/slack-logger.ts';
import { keepConnected } from '../../src/slack/keep-connected.ts';
import { createLogBook } from '../digest/log-book.ts';
import { createFetch } from './post-once.ts';

/** A connection as the bot sets it up, to a Slack at this address. */
export function connectTo(
  apiUrl: string,
  {
    openTimeoutMs = 10_000,
    ...times
  }: {
    readonly openTimeoutMs?: number;
    readonly firstPauseMs?: number;
    readonly helloTimeoutMs?: number;
  } = {},
) {
  const { log, entries } = createLogBook();
  const lost: unknown[] = [];
  const receiver = new SocketModeReceiver({
    appToken: 'xapp-sandbox-app',
    logger: createSlackLogger(createLogBook().log),
    autoReconnectEnabled: false,
    installerOptions: {
      clientOptions: {
        slackApiUrl: apiUrl,
        fetch: createFetch(),
        timeout: openTimeoutMs,
        retryConfig: { retries: 0 },
        rejectRateLimitedCalls: true,
      },
    },
  });
  const connection = keepConnected({
    client: receiver.client,
    log,
    firstPauseMs: 1,
    helloTimeoutMs: 10_000,
    onLost: (error) => lost.push(error),
    ...times,
  });
  onTestFinished(() => connection.stop());
  return { connection, client: receiver.client, entries, lost };
}
