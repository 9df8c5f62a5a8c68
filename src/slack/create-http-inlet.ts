import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { HTTPModuleFunctions, HTTPReceiver, type Logger } from '@slack/bolt';
import type { Log } from '../ops/log.ts';
import type { Secret } from '../ops/secret.ts';
import { isRecord } from './read-frame.ts';

export interface HttpInletMode {
  readonly signingSecret: Secret;
  readonly port: number;
  readonly host?: string | undefined;
}

/** What a request may still take to arrive once the bot stops. */
const arrivalGraceMs = 500;

/** Slack's requests for Bolt, at `/slack/events`. `open` rejects when the port cannot be had. */
export function createHttpInlet(
  { signingSecret, port, host }: HttpInletMode,
  { log, slackLog }: { readonly log: Log; readonly slackLog: Logger },
) {
  const receiver = new HTTPReceiver({ signingSecret: signingSecret.reveal(), logger: slackLog });
  const unanswered = new Set<Promise<unknown>>();
  const server = createServer((request, response) => {
    void takeRequest(request, response, { receive: receiver.requestListener, unanswered, log, slackLog });
  });
  return {
    receiver,
    async open() {
      server.listen({ port, host });
      await once(server, 'listening');
      server.on('error', (error) => log.error('The HTTP server failed', { error }));
      const { port: boundPort } = server.address() as AddressInfo;
      return `at port ${boundPort}${host === undefined ? '' : ` of ${host}`}, path /slack/events`;
    },
    async close() {
      if (!server.listening) return;
      const closed = once(server, 'close');
      server.close();
      await Promise.race([closed, wait(arrivalGraceMs)]);
      await Promise.all(unanswered);
      // Without this, one silent connection would keep the server open.
      server.closeAllConnections();
      await closed;
    },
  };
}

interface Desk {
  readonly receive: RequestListener;
  readonly unanswered: Set<Promise<unknown>>;
  readonly log: Log;
  readonly slackLog: Logger;
}

const { bufferIncomingMessage, defaultBodyLimit, defaultDispatchErrorHandler, isRawBodyError } =
  HTTPModuleFunctions;

/**
 * Reads the body before Bolt (5.1) does, which rejects unhandled at one that holds no object, such as `payload=null`.
 * A request counts as unanswered once all of it has arrived.
 */
async function takeRequest(request: IncomingMessage, response: ServerResponse, desk: Desk): Promise<void> {
  const answered = new Promise((resolve) => response.once('close', resolve));
  try {
    const whole = await bufferIncomingMessage(request, defaultBodyLimit);
    desk.unanswered.add(answered);
    void answered.then(() => desk.unanswered.delete(answered));
    if (request.method !== 'POST' || holdsObject(whole)) return desk.receive(request, response);
    desk.log.warn('Refused a malformed request: its body holds no object');
    response.writeHead(400).end();
  } catch (error) {
    if (!isRawBodyError(error)) {
      const failure = { error: error as Error, logger: desk.slackLog, request, response };
      return defaultDispatchErrorHandler(failure as Parameters<typeof defaultDispatchErrorHandler>[0]);
    }
    desk.log.warn('Refused a request that could not be read', { error });
    response.writeHead(error.statusCode).end();
  }
}

type Buffered = Awaited<ReturnType<typeof bufferIncomingMessage>>;

/** False too for a body that cannot be parsed: Bolt would log a piece of it. */
function holdsObject(request: Buffered): boolean {
  try {
    return isRecord(HTTPModuleFunctions.parseHTTPRequestBody(request));
  } catch {
    return false;
  }
}
