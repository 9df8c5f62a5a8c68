import { once } from 'node:events';
import type { RequestListener } from 'node:http';
import { createServer as createHttpServer } from 'node:http';
import type { AddressInfo, Server } from 'node:net';
import { webApi } from '@slack/bolt';
import { Agent, type Dispatcher } from 'undici';
import { onTestFinished } from 'vitest';
import { holdPort } from '../../sandbox/docspace/hold-port.ts';
import { createSlackLogger } from '../../src/ops/slack-logger.ts';
import { createSlackFetch } from '../../src/slack/create-slack-fetch.ts';
import { mapSlackFailure, type SlackFailure } from '../../src/slack/slack-failure.ts';
import { createLogBook } from '../digest/log-book.ts';

/** Listens on a free port of loopback until the test ends, and then cuts every connection. */
export async function listen(server: Server): Promise<number> {
  const sockets = new Set<{ destroy(): unknown }>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  return (server.address() as AddressInfo).port;
}

/** The address of a Slack that answers like this. */
export async function startApi(listener: RequestListener): Promise<string> {
  return `http://127.0.0.1:${await listen(createHttpServer(listener))}/api/`;
}

/** A port of loopback where nothing listens. */
export async function closedPort(): Promise<number> {
  const { port, release } = await holdPort();
  onTestFinished(release);
  return port;
}

/** `fetch` as the bot uses it, over its own connections, which end with the test. */
export function createFetch(dispatcher: Dispatcher = new Agent()): typeof globalThis.fetch {
  onTestFinished(() => dispatcher.destroy());
  return createSlackFetch(dispatcher);
}

/** Posts a message with the SDK's client as the bot sets it up, and maps what it throws. */
export async function failToPost(
  apiUrl: string,
  options: { readonly fetch?: typeof globalThis.fetch; readonly timeoutMs?: number } = {},
): Promise<SlackFailure> {
  const client = new webApi.WebClient('xoxb-test', {
    slackApiUrl: apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: options.timeoutMs ?? 5_000,
    fetch: options.fetch ?? createFetch(),
    logger: createSlackLogger(createLogBook().log),
  });
  const outcome = await client.chat.postMessage({ channel: 'C1', text: 'Hello' }).catch(mapSlackFailure);
  if (!('kind' in outcome)) throw new Error('the message was posted');
  return outcome as SlackFailure;
}

/** A server that sends this answer to every request. */
export function answerWith(
  status: number,
  body: string,
  headers: Record<string, string> = {},
): RequestListener {
  return (request, response) => {
    request.resume();
    response.writeHead(status, headers).end(body);
  };
}

export const notDelivered = (code: string, retryAfterMs?: number) => ({
  kind: 'not-delivered',
  code,
  retryAfterMs,
});
export const uncertain = (code: string) => ({ kind: 'uncertain', code });
