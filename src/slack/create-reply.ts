import { setTimeout as wait } from 'node:timers/promises';
import type { Place, Reply, Sent } from '../answering/reply.ts';
import { renderPlainText } from '../messages/kit/plain-text.ts';
import type { Log } from '../ops/log.ts';
import type { ChannelVerdict } from './channel-guard.ts';
import { mapSlackFailure } from './slack-failure.ts';

const timeoutMs = 10_000;
/** The longest pause between two tries, even when Slack asks for more: a user is waiting. */
const longestPauseMs = 10_000;
/** How long a finished answer waits for the announcement before it. */
const announcementGraceMs = 500;
const maxUses = 5;
const maxTries = 3;

type Attempt =
  | { readonly kind: 'sent' }
  | { readonly kind: 'blocks-refused'; readonly detail: string }
  /** Worth another try. `isUncertain`: Slack may have accepted the message nevertheless. */
  | {
      readonly kind: 'passing';
      readonly error: unknown;
      readonly isUncertain: boolean;
      /** How long Slack asks to wait; 0 when it does not say. */
      readonly notBeforeMs: number;
    }
  | { readonly kind: 'lasting'; readonly error: unknown };

/**
 * Answers through a `response_url`: at most 5 uses within 30 minutes (Slack's rule).
 * `retryDelayMs` is the first pause between tries; each next one is four times as long, or as long as Slack asks.
 * `assessChannel` is called before each message that everyone in the channel can see.
 */
export function createReply(options: {
  readonly responseUrl: string;
  readonly assessChannel: () => Promise<ChannelVerdict>;
  readonly fetch: typeof globalThis.fetch;
  readonly log: Log;
  readonly retryDelayMs: number;
}): Reply {
  const { log } = options;
  let uses = 0;
  /** Whether an announcement replaced the view; uncertain when Slack did not confirm it. */
  let view: 'untouched' | 'replaced' | 'uncertain' = 'untouched';
  let announcing: { readonly done: Promise<void>; readonly cut: AbortController } | undefined;

  async function attempt(body: object, signal?: AbortSignal): Promise<Attempt> {
    if (uses >= maxUses) return { kind: 'lasting', error: new Error('the response_url is used up') };
    uses += 1;
    try {
      const response = await options.fetch(options.responseUrl, {
        method: 'POST',
        headers: { 'content-type': 'application/json; charset=utf-8' },
        body: JSON.stringify(body),
        redirect: 'error',
        signal: AbortSignal.any([AbortSignal.timeout(timeoutMs), ...(signal ? [signal] : [])]),
      });
      const retryAfterMs = Number(response.headers.get('retry-after')) * 1_000 || 0;
      return judgeAnswer(response.status, await response.text(), retryAfterMs);
    } catch (error) {
      const { kind } = mapSlackFailure(error);
      return kind === 'refused'
        ? { kind: 'lasting', error }
        : { kind: 'passing', error, isUncertain: kind !== 'not-delivered', notBeforeMs: 0 };
    }
  }

  /** A private answer may arrive twice; one for the channel is not sent again when it may have arrived. */
  async function deliver(body: object, place: Place): Promise<Attempt> {
    let last = await attempt(body);
    for (let tries = 1; tries < maxTries && uses < maxUses; tries += 1) {
      if (last.kind !== 'passing' || (last.isUncertain && place === 'channel')) break;
      const askedMs = Math.min(last.notBeforeMs, longestPauseMs);
      await wait(Math.max(askedMs, options.retryDelayMs * 4 ** (tries - 1)));
      last = await attempt(body);
    }
    return last;
  }

  /** An announcement must not come after the answer, and a slow one must not delay it. */
  async function endAnnouncing(): Promise<void> {
    if (announcing === undefined) return;
    const { done, cut } = announcing;
    announcing = undefined;
    setTimeout(() => cut.abort(), announcementGraceMs).unref();
    await done;
  }

  /**
   * Slack may still process an announcement that it did not confirm, so the answer goes where that cannot replace it.
   */
  function choosePlace(asked: Place): Place {
    if (asked === 'asker' && view === 'replaced') return 'view';
    return asked === 'view' && view === 'uncertain' ? 'asker' : asked;
  }

  return {
    announce({ text, blocks }, place) {
      const cut = new AbortController();
      const done = attempt({ ...how(place), text, blocks }, cut.signal).then((result) => {
        if (place !== 'view') return;
        if (result.kind === 'sent') view = 'replaced';
        else if (result.kind === 'passing' && result.isUncertain) view = 'uncertain';
      });
      announcing = { done, cut };
      return done;
    },
    async send(message, asked) {
      await endAnnouncing();
      const place = choosePlace(asked);
      const verdict = place === 'channel' ? await options.assessChannel() : { kind: 'allowed' as const };
      if (verdict.kind !== 'allowed') {
        log.info('Share refused', { reason: verdict.kind });
        return verdict.kind;
      }
      let result = await deliver({ ...how(place), text: message.text, blocks: message.blocks }, place);
      if (result.kind === 'blocks-refused') {
        log.error('Slack refused the blocks of an answer; sending it as plain text', {
          detail: result.detail,
        });
        result = await deliver({ ...how(place), ...renderPlainText(message) }, place);
      }
      if (result.kind === 'passing' || result.kind === 'lasting') {
        log.error('Sending an answer to Slack failed', { uses, error: result.error });
      }
      return describeSent(result);
    },
  };
}

function describeSent(result: Attempt): Sent {
  if (result.kind === 'sent') return 'sent';
  return result.kind === 'passing' && result.isUncertain ? 'uncertain' : 'lost';
}

function how(place: Place) {
  return {
    response_type: place === 'channel' ? 'in_channel' : 'ephemeral',
    replace_original: place === 'view',
    unfurl_links: false,
    unfurl_media: false,
  };
}

/** `invalid_blocks`, `msg_blocks_too_long`, `invalid_attachments`, `only_one_table_allowed` and similar codes. */
const refusedBlocks = /(^|_)(blocks?|attachments?|table)(_|$)|msg_too_long/;

/** Slack answers a response_url with `ok` or JSON; a refusal comes as JSON with `ok: false`, whatever the status. */
function judgeAnswer(status: number, body: string, notBeforeMs: number): Attempt {
  const code = /"error"\s*:\s*"([a-z_]{1,60})"/.exec(body)?.[1] ?? /^[a-z_]{1,60}$/.exec(body.trim())?.[0];
  if (code !== undefined && refusedBlocks.test(code)) {
    return { kind: 'blocks-refused', detail: body.slice(0, 500) };
  }
  const isOk = status < 300 && !/"ok"\s*:\s*false/.test(body);
  if (isOk) return { kind: 'sent' };
  const error = new Error(`response_url answered ${status}${code === undefined ? '' : ` ${code}`}`);
  if (status === 429) return { kind: 'passing', error, isUncertain: false, notBeforeMs };
  return status >= 500
    ? { kind: 'passing', error, isUncertain: true, notBeforeMs }
    : { kind: 'lasting', error };
}
