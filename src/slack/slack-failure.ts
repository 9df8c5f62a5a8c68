import { webApi } from '@slack/bolt';
import type { PostOutcome } from '../digest/poster.ts';

/** Why a call to Slack's Web API failed, and whether it is worth another try. */
export type SlackFailure =
  | Exclude<PostOutcome, { kind: 'posted' | 'withheld' | 'bug' }>
  /** The blocks broke a rule of Block Kit: a bug. `details` are Slack's pointers into the blocks. */
  | { readonly kind: 'blocks-refused'; readonly code: string; readonly details: readonly string[] }
  /** The token no longer works for any call. */
  | { readonly kind: 'credentials-dead'; readonly code: string; readonly advice: string };

const deadCredentials: ReadonlySet<string> = new Set([
  ...['invalid_auth', 'not_authed', 'token_revoked', 'token_expired', 'account_inactive', 'team_disabled'],
  ...['user_removed_from_team', 'not_allowed_token_type', 'forbidden_team', 'team_access_not_granted'],
]);
const refusedBlocks: ReadonlySet<string> = new Set([
  ...[
    'invalid_blocks',
    'invalid_blocks_format',
    'msg_blocks_too_long',
    'msg_too_long',
    'too_many_attachments',
  ],
  ...['invalid_attachments', 'attachment_payload_limit_exceeded', 'only_one_table_allowed'],
]);
const certainlyNotDone: ReadonlySet<string> = new Set([
  ...['ratelimited', 'rate_limited', 'service_unavailable', 'team_added_to_org'],
]);
const perhapsDone: ReadonlySet<string> = new Set(['internal_error', 'fatal_error', 'request_timeout']);
/** Nothing can be posted in that channel any more, until somebody changes it there. */
const goneChannel: ReadonlySet<string> = new Set([
  ...['is_archived', 'channel_not_found', 'not_in_channel', 'restricted_action', 'messages_tab_disabled'],
  ...['user_not_found', 'user_disabled', 'cannot_dm_bot'],
]);
const adviceByCode: ReadonlyMap<string, string> = new Map([
  ['not_in_channel', 'Invite the bot to the channel with /invite.'],
  ['channel_not_found', 'Check the channel id; the bot must be invited to private channels.'],
  ['is_archived', 'Unarchive the channel, or choose another one for the digest.'],
  ['missing_scope', 'Reinstall the Slack app from manifest.yml so that it has the scopes it needs.'],
  ['restricted_action', 'A workspace rule prevents the bot from posting there; ask a workspace admin.'],
]);
const checkProxy = 'Check SLACK_API_URL and any proxy to Slack.';

/** Maps everything the Slack SDK throws. Sources: `slack_webapi_*` errors and the error list of chat.postMessage. */
export function mapSlackFailure(error: unknown): SlackFailure {
  if (error instanceof webApi.WebAPIPlatformError) return mapPlatformError(error);
  if (error instanceof webApi.WebAPIRateLimitedError) return notNow('ratelimited', error.retryAfter);
  if (error instanceof webApi.WebAPIHTTPError) return mapStatus(error.statusCode, error.headers);
  const causes = causesOf(error);
  if (causes.some(isRateLimit)) return notNow('ratelimited');
  const code = causes.map(codeOf).find((each) => each !== undefined) ?? 'network';
  if (causes.some(isRedirect)) return { kind: 'refused', code: 'redirected', advice: checkProxy };
  return causes.some(isNeverSent) ? notNow(code) : { kind: 'uncertain', code };
}

function notNow(code: string, retryAfterS?: number): SlackFailure {
  const retryAfterMs = retryAfterS === undefined ? undefined : Math.max(0, retryAfterS * 1_000);
  return { kind: 'not-delivered', code, retryAfterMs };
}

/** An unreadable answer, such as a proxy's page or truncated JSON, does not show what Slack did. */
function mapPlatformError({ data }: webApi.WebAPIPlatformError): SlackFailure {
  const code: unknown = data.error;
  if (typeof code !== 'string' || !/^[a-z0-9_]{1,80}$/.test(code)) {
    return { kind: 'uncertain', code: 'unreadable_answer' };
  }
  if (deadCredentials.has(code)) {
    return { kind: 'credentials-dead', code, advice: 'Reinstall the Slack app and set its new tokens.' };
  }
  if (refusedBlocks.has(code)) {
    return { kind: 'blocks-refused', code, details: data.response_metadata?.messages ?? [] };
  }
  if (certainlyNotDone.has(code)) return notNow(code);
  if (perhapsDone.has(code)) return { kind: 'uncertain', code };
  const family = code.startsWith('restricted_action') ? 'restricted_action' : code;
  const advice = adviceByCode.get(family) ?? `Slack's documentation explains “${code}”.`;
  return { kind: 'refused', code, advice, ...(goneChannel.has(family) && { isChannelGone: true }) };
}

/** A gateway may answer 502, 503 or 504 after it has forwarded the request; only a `Retry-After` rules that out. */
function mapStatus(status: number, headers: Readonly<Record<string, unknown>>): SlackFailure {
  const code = `http_${status}`;
  const retryAfterS = Number(headers['retry-after'] ?? Number.NaN);
  if (status === 503 && retryAfterS >= 0) return notNow(code, retryAfterS);
  if (status >= 500 || status === 408) return { kind: 'uncertain', code };
  return { kind: 'refused', code, advice: checkProxy };
}

function causesOf(error: unknown): Error[] {
  const causes: Error[] = [];
  for (let next = error; next instanceof Error && !causes.includes(next); next = next.cause)
    causes.push(next);
  return causes;
}

/** A specific code; the SDK's own codes only say that something failed. */
function codeOf(error: Error): string | undefined {
  const code: unknown = 'code' in error ? error.code : undefined;
  if (typeof code === 'string' && !code.startsWith('slack_')) return code;
  return error.name === 'TimeoutError' ? 'timeout' : undefined;
}

/** The SDK (8.2) and undici (7.30) have no codes for these, only messages. */
function isRateLimit(error: Error): boolean {
  return error.message.startsWith('Retry header did not contain a valid timeout');
}

function isRedirect(error: Error): boolean {
  return error.message === 'unexpected redirect';
}

const proxyRefusal = /^Proxy (response|Authentication Required)\b/;
const handshakeCut = 'Client network socket disconnected before secure TLS connection was established';
/** undici's codes, OpenSSL's for a certificate, and Node's for the name in it. */
const unconnectedCode = /^(UND_ERR_CONNECT_TIMEOUT|UND_ERR_PRX_TLS|(?!ERR_SSL_).*(CERT|LEAF_SIGNATURE).*)$/;

/**
 * Whether it failed before there was a connection, so that no request can have been sent. The system call decides, not
 * the code: an established connection can also end with ENETUNREACH or ETIMEDOUT.
 */
function isNeverSent(error: Error): boolean {
  if (error instanceof AggregateError) return error.errors.length > 0 && error.errors.every(isNeverSent);
  const call: unknown = 'syscall' in error ? error.syscall : undefined;
  if (call === 'connect' || call === 'getaddrinfo') return true;
  if (proxyRefusal.test(error.message) || error.message === handshakeCut) return true;
  return unconnectedCode.test(codeOf(error) ?? '');
}
