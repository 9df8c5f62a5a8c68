import type { webApi } from '@slack/bolt';
import type { Poster, Sighting } from '../digest/poster.ts';
import { mapSlackFailure, type SlackFailure } from './slack-failure.ts';

const pageSize = 200;
const mostPages = 10;

/**
 * Looks through a channel, newest first, for the message that carries a key, with the optional scopes
 * `channels:history`, `groups:history` and `im:history`, and in the bot's own channels only. The direct messages of a
 * person need `im:write` too, which finds their id.
 */
export function createFindPost(options: {
  readonly client: webApi.WebClient;
  readonly eventType: string;
  /** Called when Slack refuses the token permanently. */
  readonly onDead: (failure: SlackFailure) => void;
}): Poster['find'] {
  const { client, eventType } = options;

  async function idOf(channel: string): Promise<string> {
    if (!/^[UW]/.test(channel)) return channel;
    const opened = await client.conversations.open({ users: channel });
    return opened.channel?.id ?? channel;
  }

  async function look(channel: string, key: string, since: Date): Promise<Sighting> {
    const id = await idOf(channel);
    let cursor: string | undefined;
    for (let page = 0; page < mostPages; page += 1) {
      const answer = await client.conversations.history({
        ...{ channel: id, limit: pageSize, include_all_metadata: true },
        oldest: (since.getTime() / 1_000).toFixed(6),
        ...(cursor !== undefined && { cursor }),
      });
      const found = answer.messages?.find(({ metadata }) => isOurs(metadata, eventType, key));
      if (found?.ts !== undefined) return { kind: 'found', ts: found.ts };
      cursor = answer.response_metadata?.next_cursor;
      if (cursor === undefined || cursor === '') return { kind: 'absent' };
    }
    return { kind: 'no-access', code: 'too_many_messages' };
  }

  return async (channel, key, since) => {
    try {
      return await look(channel, key, since);
    } catch (error) {
      const failure = mapSlackFailure(error);
      if (failure.kind === 'credentials-dead') options.onDead(failure);
      if (failure.kind === 'refused') return { kind: 'no-access', code: failure.code };
      const retryAfterMs = failure.kind === 'not-delivered' ? failure.retryAfterMs : undefined;
      return { kind: 'unanswered', retryAfterMs };
    }
  };
}

interface Metadata {
  readonly event_type?: string;
  readonly event_payload?: object;
}

function isOurs(metadata: Metadata | undefined, eventType: string, key: string): boolean {
  const payload = metadata?.event_payload;
  return (
    metadata?.event_type === eventType && payload !== undefined && 'key' in payload && payload.key === key
  );
}
