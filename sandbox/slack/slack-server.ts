import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerResponseUrl } from './answer-response-url.ts';
import { type ChannelChange, changeChannel } from './change-channel.ts';
import { ChannelPace } from './channel-pace.ts';
import type { Route } from './deliver-to-app.ts';
import { type Fault, FaultPlan } from './faults.ts';
import { waitFor } from './interactions/answers.ts';
import {
  type ActionInput,
  type ActionOutcome,
  actOnMessage,
  actOnView,
  type InteractionOutcome,
  type ViewActionInput,
} from './interactions/block-action.ts';
import { type CommandInput, type CommandOutcome, typeCommand } from './interactions/command.ts';
import { openAppHome } from './interactions/home-tab.ts';
import { actingUser } from './interactions/payload-parts.ts';
import { type SuggestionInput, type SuggestionOutcome, suggestOptions } from './interactions/suggestion.ts';
import { closeModal, type SubmitInput, type SubmitOutcome, submitModal } from './interactions/view-dialog.ts';
import { OfferedOptions } from './offered-options.ts';
import { Repeats } from './repeats.ts';
import { ResponseUrls } from './response-urls.ts';
import { type SlackRules, slackRules } from './rules.ts';
import type { SlackChange } from './slack-change.ts';
import { SlackStore } from './slack-store.ts';
import { type SocketDrop, SocketHub } from './socket-hub.ts';
import type { StoredMessage, StoredView } from './stored-message.ts';
import { Triggers } from './triggers.ts';
import { contentOf, type Upload, Uploads } from './uploads.ts';
import { answerApiCall, recordFaultyCall } from './web-api.ts';
import { type Reply, readBody, send, sendUnlessFaulty } from './wire.ts';
import { defaultWorkspace, type Workspace } from './workspace.ts';
import type { World } from './world.ts';

type Via = { readonly via?: 'socket' | 'http' };

/** A Slack workspace with one app installed, on 127.0.0.1, that speaks the Web API, Socket Mode and signed HTTP. */
export interface SandboxSlack extends AsyncDisposable {
  readonly url: string;
  /** For `slackApiUrl`, with the trailing slash. */
  readonly apiUrl: string;
  readonly botToken: string;
  readonly appToken: string;
  readonly signingSecret: string;
  readonly teamId: string;
  readonly appId: string;
  readonly botUserId: string;
  readonly workspace: Workspace;
  readonly store: SlackStore;
  readonly rules: SlackRules;
  /** The bot's request URL. While set, commands, actions and events go there as signed requests. */
  httpTarget: string | undefined;
  readonly socketConnections: number;
  /** Slack's side of Socket Mode, for what only tests about the connection do. */
  readonly sockets: SocketHub;

  onChange(listener: (change: SlackChange) => void): () => void;
  /** Types a slash command; resolves when it is acknowledged or the deadline passed. */
  command(input: CommandInput & Via): Promise<CommandOutcome>;
  /** Clicks or picks in a message. Rejects when a user could not do that. */
  act(input: ActionInput & Via): Promise<ActionOutcome>;
  /**
   * Opens an `external_select` of a message or view, or types in it: asks the app for the options, which `act` may then pick.
   * Rejects when a user could not do that.
   */
  suggest(input: SuggestionInput & Via): Promise<SuggestionOutcome>;
  /** Clicks or picks in a Home tab or an open modal. */
  actInView(input: ViewActionInput & Via): Promise<InteractionOutcome>;
  submitView(input: SubmitInput & Via): Promise<SubmitOutcome>;
  closeView(view: StoredView): Promise<InteractionOutcome | undefined>;
  openHome(userId?: string, tab?: 'home' | 'messages'): Promise<InteractionOutcome>;
  /** The first message, already there or still to come, that fits. Rejects after `timeoutMs` (5 s). */
  waitForMessage(predicate: (message: StoredMessage) => boolean, timeoutMs?: number): Promise<StoredMessage>;

  /** Plays a failure for the next `times` (1) calls of the method. */
  failApi(method: string, how: Fault, times?: number): void;
  failResponseUrl(how: Fault, times?: number): void;
  /** Plays a failure for the next `times` (1) requests to an upload URL. */
  failUpload(how: Fault, times?: number): void;
  /** Delivers the next `times` (1) commands, clicks or views twice, with the same trigger_id. */
  deliverTwice(times?: number): void;
  /** Archives or deletes a channel, or takes the bot out of it, as people do. */
  changeChannel(channelId: string, change: ChannelChange): void;
  /** Forgets all failures not yet played. */
  healAll(): void;
  dropSockets(how?: SocketDrop): void;
  /** apps.connections.open answers with this error until called with `undefined`. */
  refuseConnections(error: string | undefined): void;
  /** From now on every call is `token_revoked`; open sockets stay. */
  revokeTokens(): void;
  waitForSocket(timeoutMs?: number): Promise<void>;
  close(): Promise<void>;
}

export interface SlackOptions {
  readonly clock?: () => Date;
  readonly workspace?: Partial<Workspace>;
}

/** Starts the workspace. Resolves when it listens; close it with `close()` or `await using`. */
export async function startSlack(options: SlackOptions = {}): Promise<SandboxSlack> {
  const faults = new FaultPlan();
  const state: { baseUrl: string; areTokensRevoked: boolean } = { baseUrl: '', areTokensRevoked: false };
  const world = createWorld(options, state);
  const server = createServer((request, response) => {
    answer(world, faults, request, response).catch(() => response.destroy());
  });
  server.on('upgrade', (request, socket, head) => world.sockets.upgrade(request, socket, head));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  state.baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = async (): Promise<void> => {
    world.sockets.close();
    server.closeAllConnections();
    if (server.listening) await new Promise((resolve) => server.close(resolve));
  };
  return createHandle(world, state, faults, close);
}

function createWorld(options: SlackOptions, state: { baseUrl: string; areTokensRevoked: boolean }): World {
  const workspace = { ...defaultWorkspace, ...options.workspace };
  const rules = slackRules();
  const store = new SlackStore(workspace);
  const clock = options.clock ?? (() => new Date());
  return {
    workspace,
    rules,
    store,
    clock,
    pace: new ChannelPace(rules),
    triggers: new Triggers(rules, clock),
    responseUrls: new ResponseUrls(),
    offeredOptions: new OfferedOptions(),
    uploads: new Uploads(),
    repeats: new Repeats(),
    sockets: new SocketHub({ appId: workspace.appId, rules, store }),
    baseUrl: () => state.baseUrl,
    areTokensRevoked: () => state.areTokensRevoked,
  };
}

async function answer(
  world: World,
  faults: FaultPlan,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://slack');
  const body = await readBody(request);
  const method = /^\/api\/([\w.]+)$/.exec(url.pathname)?.[1];
  if (method !== undefined) {
    const contentType = request.headers['content-type'] ?? '';
    const call = {
      method,
      contentType,
      authorization: request.headers.authorization,
      query: url.searchParams,
      body: String(body),
    };
    const fault = faults.take(method);
    if (fault !== undefined && !fault.kind.startsWith('accept-then')) recordFaultyCall(world, call, fault);
    return sendUnlessFaulty(response, fault, () => answerApiCall(world, call));
  }
  const upload = world.uploads.find(url.pathname);
  if (upload !== undefined && request.method === 'POST') {
    const content = await contentOf(body, request.headers['content-type'] ?? '');
    return sendUnlessFaulty(response, faults.take('upload'), () => takeContent(upload, content));
  }
  const responseUrl = world.responseUrls.find(url.pathname);
  if (responseUrl === undefined) return send(response, { status: 404, headers: {}, body: '' });
  const text = String(body);
  sendUnlessFaulty(response, faults.take('response_url'), () => answerResponseUrl(world, responseUrl, text));
}

function takeContent(upload: Upload, content: Buffer): Reply {
  if (content.length !== upload.length) return { status: 400, headers: {}, body: 'length mismatch' };
  upload.content = content;
  return { status: 200, headers: {}, body: `OK - ${content.length}` };
}

function createHandle(
  world: World,
  state: { baseUrl: string; areTokensRevoked: boolean },
  faults: FaultPlan,
  close: () => Promise<void>,
): SandboxSlack {
  const { workspace, store, sockets } = world;
  const listen = (wake: () => void): (() => void) => store.onChange(wake);
  const route = (via?: 'socket' | 'http'): Route => {
    const { httpTarget } = handle;
    return { via: via ?? (httpTarget === undefined ? 'socket' : 'http'), httpTarget };
  };
  const handle: SandboxSlack = {
    url: state.baseUrl,
    apiUrl: `${state.baseUrl}/api/`,
    botToken: workspace.botToken,
    appToken: workspace.appToken,
    signingSecret: workspace.signingSecret,
    teamId: workspace.teamId,
    appId: workspace.appId,
    botUserId: workspace.botUserId,
    workspace,
    store,
    rules: world.rules,
    httpTarget: undefined,
    sockets,
    get socketConnections() {
      return sockets.connections;
    },
    onChange: (listener) => store.onChange(listener),
    command: ({ via, ...input }) => typeCommand(world, route(via), input),
    act: ({ via, ...input }) => actOnMessage(world, route(via), input),
    suggest: ({ via, ...input }) => suggestOptions(world, route(via), input),
    actInView: ({ via, ...input }) => actOnView(world, route(via), input),
    submitView: ({ via, ...input }) => submitModal(world, route(via), input),
    closeView: (view) => closeModal(world, route(), view),
    openHome: (userId, tab = 'home') => openAppHome(world, route(), actingUser(world, userId), tab),
    waitForMessage: (predicate, timeoutMs = 5000) =>
      waitFor(() => store.messages().find(predicate), listen, timeoutMs, 'fitting message'),
    failApi: (method, how, times = 1) => faults.add(method, how, times),
    failResponseUrl: (how, times = 1) => faults.add('response_url', how, times),
    failUpload: (how, times = 1) => faults.add('upload', how, times),
    deliverTwice: (times = 1) => world.repeats.add(times),
    changeChannel: (channelId, change) => changeChannel(store, channelId, change),
    healAll: () => faults.clear(),
    dropSockets: (how = 'abrupt') => sockets.drop(how),
    refuseConnections: (error) => sockets.refuseConnections(error),
    revokeTokens: () => {
      state.areTokensRevoked = true;
    },
    waitForSocket: async (timeoutMs = 5000) => {
      await waitFor(() => sockets.connections > 0 || undefined, listen, timeoutMs, 'Socket Mode connection');
    },
    close,
    [Symbol.asyncDispose]: close,
  };
  return handle;
}
