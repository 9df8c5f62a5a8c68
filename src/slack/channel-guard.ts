import type { Log } from '../ops/log.ts';
import { type ClientOptions, createClient } from './create-client.ts';
import { mapSlackFailure, type SlackFailure } from './slack-failure.ts';

/** Whether everyone in a channel may see backups. */
export type ChannelVerdict =
  | { readonly kind: 'allowed' }
  /** People outside the workspace are in it. */
  | { readonly kind: 'outsiders' }
  /** Slack did not say who is in it. */
  | { readonly kind: 'unchecked'; readonly failure: SlackFailure };

/** Assesses a channel by its id. Never rejects, and takes `timeoutMs` at most. */
export type AssessChannel = (channel: string) => Promise<ChannelVerdict>;

const timeoutMs = 3_000;
const rememberForMs = 5 * 60_000;

/**
 * Withholds channel messages from channels that are shared with other organisations by Slack Connect, unless `allowed`
 * names the channel. A channel shared only between workspaces of one Enterprise organisation does not count. Without
 * the optional scopes channels:read and groups:read nothing is checked; the log says so once.
 *
 * When the check fails for another reason the verdict is `unchecked` and nothing may be posted: a message that comes a
 * minute later, or needs one more setting, does less harm than one read by the wrong people. So for a private channel
 * without the bot, which Slack reports as `channel_not_found`, the channel must be named or the bot invited.
 */
export function createChannelGuard(
  options: ClientOptions & { readonly allowed: ReadonlySet<string>; readonly log: Log },
): AssessChannel {
  const client = createClient(options, timeoutMs);
  const remembered = new Map<string, ChannelVerdict>();
  let isLogged = false;

  async function ask(channel: string): Promise<ChannelVerdict> {
    try {
      const info = await client.conversations.info({ channel });
      return info.channel?.is_ext_shared === true ? { kind: 'outsiders' } : { kind: 'allowed' };
    } catch (error) {
      const failure = mapSlackFailure(error);
      if (failure.code !== 'missing_scope') {
        options.log.warn('Checking who is in a channel failed', { channel, code: failure.code, error });
        return { kind: 'unchecked', failure };
      }
      if (!isLogged) options.log.warn(lacksScope, { channel, scopes: 'channels:read, groups:read' });
      isLogged = true;
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

/**
 * A person, or a direct message: the user who names or uses it has chosen the reader, and a bot cannot check the direct
 * messages of others.
 */
function isChosenPerson(channel: string): boolean {
  return /^[DUW]/.test(channel);
}
