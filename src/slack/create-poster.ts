import { heldUp, type Poster, type PostOutcome } from '../digest/poster.ts';
import type { Message } from '../messages/kit/message.ts';
import { renderPlainText } from '../messages/kit/plain-text.ts';
import type { Log } from '../ops/log.ts';
import type { AssessChannel } from './channel-guard.ts';
import { type ClientOptions, createClient } from './create-client.ts';
import { createFindPost } from './find-post.ts';
import { mapSlackFailure, type SlackFailure } from './slack-failure.ts';
import { TokenRefusedError } from './token-refused-error.ts';

const timeoutMs = 15_000;
/** The name of what our messages carry unseen; everyone in the workspace can read it, so it holds no secret. */
const eventType = 'backup_digest';

/**
 * Posts where `assessChannel` allows it, with a client that never repeats a call by itself: after a timeout Slack may
 * have posted already, and chat.postMessage has no idempotency key. Refused blocks are sent once more as plain text. A
 * rate limit is reported at once: whoever sends a message again must know that nobody else has, meanwhile.
 * `onLost` is called when Slack refuses the token permanently.
 */
export function createPoster(
  options: ClientOptions & {
    readonly assessChannel: AssessChannel;
    readonly log: Log;
    readonly onLost: (error: unknown) => void;
  },
): Poster {
  const { log } = options;
  const client = createClient(options, timeoutMs);

  async function attempt(
    channel: string,
    message: PostBody,
    key: string,
  ): Promise<PostOutcome | SlackFailure> {
    try {
      const { ts, channel: id } = await client.chat.postMessage({
        channel,
        ...message,
        metadata: { event_type: eventType, event_payload: { key } },
        unfurl_links: false,
        unfurl_media: false,
      });
      return { kind: 'posted', channel: id ?? channel, ts: ts ?? '' };
    } catch (error) {
      const failure = mapSlackFailure(error);
      log.debug('Slack did not accept a message', {
        channel,
        failure: failure.kind,
        code: failure.code,
        error,
      });
      return failure;
    }
  }

  return {
    find: createFindPost({ client, eventType, onDead: settle }),
    async post(channel, message, key, isInTime = () => true) {
      const verdict = await options.assessChannel(channel);
      if (verdict.kind === 'outsiders') return { kind: 'withheld' };
      if (verdict.kind === 'unchecked') return settle(asNotPosted(verdict.failure));
      if (!isInTime()) return heldUp;
      const outcome = await attempt(channel, { text: message.text, blocks: [...message.blocks] }, key);
      if (outcome.kind !== 'blocks-refused') return settle(outcome);
      log.error('Slack refused the blocks of a message; sending it as plain text', {
        code: outcome.code,
        details: outcome.details,
      });
      if (!isInTime()) return heldUp;
      return settle(await attempt(channel, renderPlainText(message), key));
    },
  };

  function settle(outcome: PostOutcome | SlackFailure): PostOutcome {
    if (outcome.kind === 'credentials-dead') {
      options.onLost(new TokenRefusedError('SLACK_BOT_TOKEN', outcome.code, outcome.advice));
      // Not refused for good: the next process has another token.
      return { kind: 'not-delivered', code: outcome.code, retryAfterMs: undefined };
    }
    if (outcome.kind !== 'blocks-refused') return outcome;
    return {
      kind: 'refused',
      code: outcome.code,
      advice: 'It is a bug in the bot; its log has the details.',
    };
  }
}

/** A call that only reads posts nothing, whatever its outcome. */
function asNotPosted(failure: SlackFailure): SlackFailure {
  return failure.kind === 'uncertain'
    ? { kind: 'not-delivered', code: failure.code, retryAfterMs: undefined }
    : failure;
}

interface PostBody {
  readonly text: string;
  readonly blocks?: Message['blocks'][number][];
}
