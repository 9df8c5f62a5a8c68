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
  /** The address to listen on; all addresses when absent. */
  readonly host?: string | undefined;
}

/** How long a request may take to arrive after the bot begins to stop. */
const arrivalGraceMs = 500;

/** Slack's requests for Bolt, at `/slack/events`. `open` rejects when the port is not available. */
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
      return `on port ${boundPort}${host === undefined ? '' : ` of ${host}`}, path /slack/events`;
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

interface RequestContext {
  readonly receive: RequestListener;
  readonly unanswered: Set<Promise<unknown>>;
  readonly log: Log;
  readonly slackLog: Logger;
}

const { bufferIncomingMessage, defaultBodyLimit, defaultDispatchErrorHandler, isRawBodyError } =
  HTTPModuleFunctions;

/**
 * Reads the body before Bolt (5.1) does, which fails with an unhandled rejection when it is not an object, such as
 * `payload=null`. A request counts as unanswered once all of it has arrived.
 */
async function takeRequest(
  request: IncomingMessage,
  response: ServerResponse,
  context: RequestContext,
): Promise<void> {
  const answered = new Promise((resolve) => response.once('close', resolve));
  try {
    const whole = await bufferIncomingMessage(request, defaultBodyLimit);
    context.unanswered.add(answered);
    void answered.then(() => context.unanswered.delete(answered));
    if (request.method !== 'POST' || holdsObject(whole)) return context.receive(request, response);
    context.log.warn('Request refused: its body is not an object');
    response.writeHead(400).end();
  } catch (error) {
    if (!isRawBodyError(error)) {
      const failure = { error: error as Error, logger: context.slackLog, request, response };
      return defaultDispatchErrorHandler(failure as Parameters<typeof defaultDispatchErrorHandler>[0]);
    }
    context.log.warn('Request refused: it could not be read', { error });
    response.writeHead(error.statusCode).end();
  }
}

type Buffered = Awaited<ReturnType<typeof bufferIncomingMessage>>;

/** Also false for a body that cannot be parsed, because Bolt would log a part of it. */
function holdsObject(request: Buffered): boolean {
  try {
    return isRecord(HTTPModuleFunctions.parseHTTPRequestBody(request));
  } catch {
    return false;
  }
}
