import type { App } from '@slack/bolt';
import { Agent, type Dispatcher } from 'undici';
import { onTestFinished } from 'vitest';
import { Secret } from '../../src/ops/secret.ts';
import { createSlackLogger } from '../../src/ops/slack-logger.ts';
import { createSocketInlet, type SocketInletOptions } from '../../src/slack/create-socket-inlet.ts';
import { createLogBook } from '../digest/log-book.ts';
import { createFetch } from './post-once.ts';

type Received = Parameters<App['processEvent']>[0];

export interface ConnectOptions {
  readonly dispatcher?: Dispatcher;
  readonly firstPauseMs?: number;
  readonly times?: SocketInletOptions['times'];
  /** Replaces Bolt; acknowledges everything by default. */
  readonly handle?: (event: Received) => Promise<void>;
}

/** A connection as the bot sets it up, to a Slack at this address. Its events are acknowledged at once. */
export function connectTo(apiUrl: string, options: ConnectOptions = {}) {
  const { dispatcher = new Agent(), firstPauseMs = 1, times, handle = ({ ack }) => ack() } = options;
  const { log, entries } = createLogBook();
  const lost: unknown[] = [];
  const events: Received[] = [];
  const inlet = createSocketInlet(new Secret('xapp-sandbox-app'), {
    apiUrl,
    fetch: createFetch(),
    dispatcher,
    log,
    slackLog: createSlackLogger(log),
    reconnectPauseMs: firstPauseMs,
    onLost: (error) => lost.push(error),
    times: { lastingMs: 0, lingerMs: 20, ...times },
  });
  inlet.receiver.init({
    processEvent: (event: Received) => {
      events.push(event);
      return handle(event);
    },
  } as unknown as App);
  onTestFinished(async () => {
    await inlet.close();
    await dispatcher.destroy();
  });
  return { start: inlet.open, stop: inlet.close, entries, events, lost };
}
