import { flagArgument, textArgument } from './call-arguments.ts';
import { isJsonObject, type JsonObject, parseJson } from './json.ts';
import { readMessageContent } from './message-content.ts';
import type { ResponseUrl } from './response-urls.ts';
import { SlackApiError } from './slack-api-error.ts';
import type { StoredMessage } from './stored-message.ts';
import { jsonReply, type Reply } from './wire.ts';
import type { World } from './world.ts';

/** Answers a POST to a response_url, which takes at most five messages within thirty minutes. */
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
  // A command has no message to replace, so Slack posts a new one (bolt-js #2287, bolt-python #1268).
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

/** Posts an answer, visible only to the user unless `response_type` says `in_channel`. Throws as `readMessageContent` does. */
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
