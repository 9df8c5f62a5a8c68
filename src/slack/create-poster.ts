import { setTimeout as wait } from 'node:timers/promises';
import type { Poster, PostOutcome } from '../digest/poster.ts';
import type { Message } from '../messages/kit/message.ts';
import { renderPlainText } from '../messages/kit/plain-text.ts';
import type { Log } from '../ops/log.ts';
import type { AssessChannel } from './channel-guard.ts';
import { type ClientOptions, createClient } from './create-client.ts';
import { mapSlackFailure, type SlackFailure } from './slack-failure.ts';
import { TokenRefusedError } from './token-refused-error.ts';

const timeoutMs = 15_000;
/** Slack's limit is one message per second and channel, so most rate limits are short. */
const longestPauseMs = 5_000;

/**
 * Posts where `assessChannel` allows it, with a client that never repeats a call by itself: after a timeout Slack may
 * have posted already, and chat.postMessage has no idempotency key. Refused blocks are sent once more as plain text.
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

  async function attempt(channel: string, message: PostBody): Promise<PostOutcome | SlackFailure> {
    try {
      const { ts, channel: id } = await client.chat.postMessage({
        channel,
        ...message,
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

  /** A rate limit means that nothing was posted; a short one is waited for, once. */
  async function attemptPatiently(channel: string, message: PostBody): Promise<PostOutcome | SlackFailure> {
    const first = await attempt(channel, message);
    const pauseMs = first.kind === 'not-delivered' ? first.retryAfterMs : undefined;
    if (pauseMs === undefined || pauseMs > longestPauseMs) return first;
    await wait(pauseMs);
    return attempt(channel, message);
  }

  return {
    async post(channel, message) {
      const verdict = await options.assessChannel(channel);
      if (verdict.kind === 'outsiders') return { kind: 'withheld' };
      if (verdict.kind === 'unchecked') return settle(asNotPosted(verdict.failure));
      const outcome = await attemptPatiently(channel, { text: message.text, blocks: [...message.blocks] });
      if (outcome.kind !== 'blocks-refused') return settle(outcome);
      log.error('Slack refused the blocks of a message; sending it as plain text', {
        code: outcome.code,
        details: outcome.details,
      });
      return settle(await attemptPatiently(channel, renderPlainText(message)));
    },
  };

  function settle(outcome: PostOutcome | SlackFailure): PostOutcome {
    if (outcome.kind === 'credentials-dead') {
      options.onLost(new TokenRefusedError('SLACK_BOT_TOKEN', outcome.code, outcome.advice));
      return { kind: 'refused', code: outcome.code, advice: outcome.advice };
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
