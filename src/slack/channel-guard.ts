import { type Logger, webApi } from '@slack/bolt';
import type { Log } from '../ops/log.ts';
import type { Secret } from '../ops/secret.ts';
import { mapSlackFailure, type SlackFailure } from './slack-failure.ts';

/** Whether everybody in a channel may see backups. */
export type ChannelVerdict =
  | { readonly kind: 'allowed' }
  /** People outside the workspace are in it. */
  | { readonly kind: 'outsiders' }
  /** Slack did not tell who is in it. */
  | { readonly kind: 'unchecked'; readonly failure: SlackFailure };

/** Assesses a channel by its id. Never rejects, and takes `timeoutMs` at most. */
export type AssessChannel = (channel: string) => Promise<ChannelVerdict>;

const timeoutMs = 3_000;
const rememberForMs = 5 * 60_000;

/**
 * Keeps messages for everybody out of channels that are shared with other organisations by Slack Connect, unless
 * `allowed` names the channel. A channel that only workspaces of one Enterprise organisation share is not one of them.
 * Without the optional scopes channels:read and groups:read nothing is checked; the log says so once.
 *
 * When the check fails otherwise the verdict is `unchecked` and nothing may be posted: a message that comes a minute
 * later, or needs one setting more, does less harm than one that the wrong people have read. So a private channel
 * without the bot, which Slack calls `channel_not_found`, must be named or the bot invited.
 */
export function createChannelGuard(options: {
  readonly token: Secret;
  readonly apiUrl: string;
  readonly fetch: typeof globalThis.fetch;
  readonly allowed: ReadonlySet<string>;
  readonly log: Log;
  readonly slackLog: Logger;
}): AssessChannel {
  const client = new webApi.WebClient(options.token.reveal(), {
    slackApiUrl: options.apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: timeoutMs,
    fetch: options.fetch,
    logger: options.slackLog,
  });
  const remembered = new Map<string, ChannelVerdict>();
  let isTold = false;

  async function ask(channel: string): Promise<ChannelVerdict> {
    try {
      const info = await client.conversations.info({ channel });
      return info.channel?.is_ext_shared === true ? { kind: 'outsiders' } : { kind: 'allowed' };
    } catch (error) {
      const failure = mapSlackFailure(error);
      if (failure.code !== 'missing_scope') {
        options.log.warn('Slack did not tell who is in a channel', { channel, code: failure.code, error });
        return { kind: 'unchecked', failure };
      }
      if (!isTold) options.log.warn(lacksScope, { channel, scopes: 'channels:read, groups:read' });
      isTold = true;
      return { kind: 'allowed' };
    }
  }

  return async (channel) => {
    if (options.allowed.has(channel) || isChosenPerson(channel)) return { kind: 'allowed' };
    const known = remembered.get(channel);
    if (known !== undefined) return known;
    const verdict = await ask(channel);
    if (verdict.kind === 'unchecked') return verdict;
    remembered.set(channel, verdict);
    setTimeout(() => remembered.delete(channel), rememberForMs).unref();
    return verdict;
  };
}

const lacksScope =
  'A channel was not checked for people outside the workspace: the Slack app lacks an optional scope. ' +
  'Add the optional scopes of manifest.yml and reinstall the app.';

/** A person, or a direct message: whoever names or uses it has chosen its reader, and a bot cannot look into others' messages. */
function isChosenPerson(channel: string): boolean {
  return /^[DUW]/.test(channel);
}
