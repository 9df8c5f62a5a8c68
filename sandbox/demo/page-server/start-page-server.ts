import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Cast } from '../../cast.ts';
import { parseJson } from '../../slack/json.ts';
import type { SandboxSlack } from '../../slack/slack-server.ts';
import type { StoredFile } from '../../slack/stored-message.ts';
import { readAppManifest } from '../app-manifest.ts';
import type { BotKeeper } from '../bot-keeper.ts';
import type { DemoClock } from '../demo-clock.ts';
import type { StageRunner } from '../run-stage.ts';
import { isVisible } from '../visible.ts';
import { bundlePage } from './bundle-page.ts';
import { createEventStream, type EventStream } from './event-stream.ts';
import { createPageActions, type PageActions } from './page-actions.ts';
import { pageHeaders, pageHtml } from './page-html.ts';
import { createPageModel } from './page-model.ts';
import type { PageReply } from './page-wire.ts';
import { refusalOf } from './request-guard.ts';

export interface PageServer {
  /** `http://127.0.0.1:PORT/` */
  readonly url: string;
  close(): Promise<void>;
}

export interface PageServerParts {
  readonly slack: SandboxSlack;
  readonly cast: Cast;
  readonly bot: BotKeeper;
  readonly stage: StageRunner;
  readonly clock: DemoClock;
  /** The wanted port. If it is taken, one of the next ten is used. 0: any free port. */
  readonly port: number;
}

/** Serves the page, its live updates and its actions, on 127.0.0.1 only. */
export async function startPageServer(parts: PageServerParts): Promise<PageServer> {
  const [bundle, app, icon] = await Promise.all([
    bundlePage(),
    readAppManifest(),
    readFile(iconFile, 'utf8'),
  ]);
  const run = randomBytes(6).toString('hex');
  const events: EventStream = createEventStream(() => model.state(), run);
  const model = createPageModel({ ...parts, app }, events.send);
  const { lookAtPortals } = model;
  const actions = createPageActions({
    ...parts,
    clock: parts.clock.now,
    command: app.command,
    lookAtPortals,
  });
  await lookAtPortals();

  const files = new Map([
    ['/', { type: 'text/html; charset=utf-8', body: pageHtml }],
    ['/page.js', { type: 'text/javascript; charset=utf-8', body: bundle.script }],
    ['/page.css', { type: 'text/css; charset=utf-8', body: bundle.styles }],
    ['/icon.svg', { type: 'image/svg+xml', body: icon }],
  ]);
  const routes = { files, actions, events, uploads: (id: string) => findFile(parts.slack, id) };
  const server = createServer((request, response) => {
    answer(routes, request, response, portOf(server)).catch(() => response.destroy());
  });
  await listenNear(server, parts.port);
  return {
    url: `http://127.0.0.1:${portOf(server)}/`,
    async close() {
      events.close();
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

const iconFile = new URL('../../../assets/icon.svg', import.meta.url);

interface Routes {
  readonly files: ReadonlyMap<string, { readonly type: string; readonly body: string }>;
  readonly actions: PageActions;
  readonly events: EventStream;
  /** The files of messages, by id. */
  readonly uploads: (id: string) => StoredFile | undefined;
}

async function answer(
  routes: Routes,
  request: IncomingMessage,
  response: ServerResponse,
  port: number,
): Promise<void> {
  for (const [name, value] of Object.entries(pageHeaders)) response.setHeader(name, value);
  const refusal = refusalOf(request, port);
  if (refusal !== undefined) return sendJson(response, 403, { ok: false, error: refusal });
  const { pathname } = new URL(request.url ?? '/', 'http://page');
  if (request.method === 'POST') return answerAction(routes.actions.get(pathname), request, response);
  if (pathname === '/events') {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    return routes.events.open(response, request.headers['last-event-id']?.toString());
  }
  const upload = routes.uploads(pathname.replace(/^\/files\//, ''));
  if (upload !== undefined) return sendFile(response, upload);
  const file = routes.files.get(pathname);
  if (file === undefined) return sendJson(response, 404, { ok: false, error: 'Not found.' });
  response.writeHead(200, { 'content-type': file.type }).end(file.body);
}

function findFile({ store }: SandboxSlack, id: string): StoredFile | undefined {
  const seen = store.messages().filter((message) => isVisible(store, message));
  return seen.flatMap(({ files = [] }) => files).find((file) => file.id === id);
}

/** To be saved, never shown: it is not ours. */
function sendFile(response: ServerResponse, { name, content }: StoredFile): void {
  response
    .writeHead(200, {
      'content-type': 'application/octet-stream',
      'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
    })
    .end(content);
}

const largestBody = 64 * 1024;

async function answerAction(
  action: ((body: unknown) => Promise<PageReply>) | undefined,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (action === undefined) return sendJson(response, 404, { ok: false, error: 'Not found.' });
  let body = '';
  for await (const chunk of request.setEncoding('utf8')) {
    body += String(chunk);
    if (body.length > largestBody)
      return sendJson(response, 413, { ok: false, error: 'The request is too large.' });
  }
  const reply = await action(parseJson(body));
  sendJson(response, 200, reply);
}

function sendJson(response: ServerResponse, status: number, reply: PageReply): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(reply));
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

const portsToTry = 10;

async function listenNear(server: Server, wanted: number): Promise<void> {
  for (let offset = 0; ; offset += 1) {
    try {
      return await listen(server, wanted + offset);
    } catch (error) {
      const isTaken = (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
      if (!isTaken || wanted === 0 || offset >= portsToTry) throw error;
    }
  }
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
}
