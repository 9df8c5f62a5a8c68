import { decodeArguments } from './call-arguments.ts';
import { RateLimitedError } from './channel-pace.ts';
import type { Fault } from './faults.ts';
import { isJsonObject, type JsonObject } from './json.ts';
import type { ApiMethod } from './methods/api-method.ts';
import { apiMethods } from './methods/api-methods.ts';
import { SlackApiError } from './slack-api-error.ts';
import { jsonReply, type Reply, rateLimitedReply } from './wire.ts';
import type { World } from './world.ts';

/** A Web API request as it arrived. */
export interface ApiRequest {
  readonly method: string;
  readonly contentType: string;
  readonly authorization: string | undefined;
  readonly query: URLSearchParams;
  readonly body: string;
}

/** Answers a Web API call as Slack does: HTTP 200 even for errors, 429 for rate limits. Records the call. */
export function answerApiCall(world: World, request: ApiRequest): Reply {
  const { token: inBody, ...args } = decodeArguments(request.contentType, request.body, request.query);
  const token = request.authorization?.replace(/^Bearer /, '') ?? inBody;
  const record = (outcome: string): void =>
    world.store.recordApiCall({ method: request.method, args, at: world.clock(), outcome });
  try {
    const method = apiMethods.get(request.method);
    if (method === undefined) throw new SlackApiError('unknown_method', { req_method: request.method });
    const headers = admit(world, method, token, args);
    const reply = jsonReply(
      { ok: true, ...withCharsetWarning(request, method.run({ world, args })) },
      200,
      headers,
    );
    record('ok');
    return reply;
  } catch (error) {
    if (error instanceof RateLimitedError) {
      record('ratelimited');
      return rateLimitedReply(error.retryAfterS);
    }
    if (!(error instanceof SlackApiError)) throw error;
    record(error.code);
    return jsonReply({ ok: false, error: error.code, ...error.extra });
  }
}

/** Records a call that got a fault instead of an answer. */
export function recordFaultyCall(world: World, request: ApiRequest, fault: Fault): void {
  const { token: _, ...args } = decodeArguments(request.contentType, request.body, request.query);
  world.store.recordApiCall({ method: request.method, args, at: world.clock(), outcome: fault.kind });
}

/** Checks token and scope. The SDK shows the scope headers as `response_metadata.scopes`. */
function admit(world: World, method: ApiMethod, token: unknown, args: JsonObject): Record<string, string> {
  if (method.token === 'none') return {};
  if (typeof token !== 'string' || token === '') throw new SlackApiError('not_authed');
  const { botToken, appToken, scopes } = world.workspace;
  if (token !== botToken && token !== appToken) throw new SlackApiError('invalid_auth');
  if (world.areTokensRevoked()) throw new SlackApiError('token_revoked');
  if (token !== (method.token === 'bot' ? botToken : appToken))
    throw new SlackApiError('not_allowed_token_type');
  const needed = method.scope?.({ world, args });
  if (needed !== undefined && !scopes.includes(needed)) {
    throw new SlackApiError('missing_scope', { needed, provided: scopes.join(',') });
  }
  return {
    ...(method.token === 'bot' ? { 'x-oauth-scopes': scopes.join(',') } : {}),
    ...(needed === undefined ? {} : { 'x-accepted-oauth-scopes': needed }),
  };
}

/** Slack warns about a JSON body whose content type has no charset. */
function withCharsetWarning({ contentType }: ApiRequest, answer: JsonObject): JsonObject {
  if (!contentType.startsWith('application/json') || contentType.includes('charset')) return answer;
  const metadata = isJsonObject(answer['response_metadata']) ? answer['response_metadata'] : {};
  return {
    ...answer,
    warning: 'missing_charset',
    response_metadata: { ...metadata, warnings: ['missing_charset'] },
  };
}
