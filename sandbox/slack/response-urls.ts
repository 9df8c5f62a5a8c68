import { randomBytes } from 'node:crypto';
import { flagArgument, textArgument } from './call-arguments.ts';
import { isJsonObject, type JsonObject, parseJson } from './json.ts';
import { readMessageContent } from './message-content.ts';
import { SlackApiError } from './slack-api-error.ts';
import type { StoredMessage } from './stored-message.ts';
import { jsonReply, type Reply } from './wire.ts';
import type { World } from './world.ts';

/** What caused the URL: a typed command, or something clicked in a message, which it may then replace or delete. */
export type ResponseUrlSource =
  | { readonly kind: 'command'; readonly typed: string }
  | { readonly kind: 'message'; readonly channelId: string; readonly ts: string };

export interface ResponseUrl {
  readonly url: string;
  readonly channelId: string;
  readonly userId: string;
  readonly source: ResponseUrlSource;
  readonly issuedAt: Date;
  uses: number;
  /** Each message as it was when it came through this URL, in order. */
  readonly answers: StoredMessage[];
  readonly listeners: Set<() => void>;
}

/** The response_urls given out, by path. */
export class ResponseUrls {
  readonly #issued = new Map<string, ResponseUrl>();

  issue(world: World, userId: string, channelId: string, source: ResponseUrlSource): ResponseUrl {
    const area = source.kind === 'command' ? 'commands' : 'actions';
    const path = `/${area}/${world.workspace.teamId}/${randomBytes(6).toString('hex')}/${randomBytes(12).toString('hex')}`;
    const url = `${world.baseUrl()}${path}`;
    const issued = {
      url,
      channelId,
      userId,
      source,
      issuedAt: world.clock(),
      uses: 0,
      answers: [],
      listeners: new Set<() => void>(),
    };
    this.#issued.set(path, issued);
    return issued;
  }

  find(path: string): ResponseUrl | undefined {
    return this.#issued.get(path);
  }
}

/** Answers a POST to a response_url: at most five messages within thirty minutes. */
export function answerResponseUrl(world: World, responseUrl: ResponseUrl, body: string): Reply {
  const { rules } = world;
  const refuse = (status: number, error: string): Reply => jsonReply({ ok: false, error }, status);
  const ageMs = world.clock().getTime() - responseUrl.issuedAt.getTime();
  if (ageMs > rules.responseUrlTtlMs) return refuse(404, 'expired_url');
  if (responseUrl.uses >= rules.responseUrlUses) return refuse(404, 'used_url');
  const payload = readPayload(body);
  if (payload === undefined) return refuse(400, 'invalid_payload');
  try {
    const answer = use(world, responseUrl, payload);
    responseUrl.uses += 1;
    if (answer !== undefined) responseUrl.answers.push(answer);
    for (const listener of [...responseUrl.listeners]) listener();
    return jsonReply({ ok: true });
  } catch (error) {
    if (error instanceof SlackApiError) return refuse(400, error.code);
    throw error;
  }
}

function readPayload(body: string): JsonObject | undefined {
  const parsed = parseJson(body) ?? parseJson(new URLSearchParams(body).get('payload') ?? '');
  return isJsonObject(parsed) ? parsed : undefined;
}

function use(world: World, responseUrl: ResponseUrl, payload: JsonObject): StoredMessage | undefined {
  const { source } = responseUrl;
  // A command has no message of its own: Slack posts anew (bolt-js #2287, bolt-python #1268).
  const original = source.kind === 'message' ? world.store.message(source.channelId, source.ts) : undefined;
  if (flagArgument(payload, 'delete_original')) {
    if (original !== undefined) world.store.deleteMessage(original);
    return undefined;
  }
  const { text = '', blocks = [] } = readMessageContent(payload);
  if (flagArgument(payload, 'replace_original') && original !== undefined) {
    if (original.deleted) throw new SlackApiError('message_not_found');
    return world.store.updateMessage(original, { text, blocks }, world.clock());
  }
  return postAnswer(world, responseUrl, payload, 'response_url');
}

/** Posts an answer, to the user alone unless `response_type` says `in_channel`. Throws as `readMessageContent` does. */
export function postAnswer(
  world: World,
  { channelId, userId, source }: ResponseUrl,
  payload: JsonObject,
  origin: 'response_url' | 'ack',
): StoredMessage {
  const { text = '', blocks = [] } = readMessageContent(payload);
  const isForAll = payload['response_type'] === 'in_channel';
  const threadTs = textArgument(payload, 'thread_ts');
  return world.store.postMessage(
    {
      channelId,
      userId: world.workspace.botUserId,
      text,
      blocks,
      origin,
      unfurlLinks: payload['unfurl_links'] !== false,
      ...(isForAll ? {} : { ephemeralTo: userId }),
      ...(isForAll && source.kind === 'command' ? { commandEcho: source.typed } : {}),
      ...(threadTs === undefined ? {} : { threadTs }),
    },
    world.clock(),
  );
}
