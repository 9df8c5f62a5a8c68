import { setTimeout as wait } from 'node:timers/promises';
import type { Message } from '../messages/message.ts';
import { renderPlainText } from '../messages/plain-text.ts';
import type { Log } from '../ops/log.ts';

/** Where an answer goes: `replace` puts it in the place of the message that was clicked or of an earlier answer. */
export interface ReplyTo {
  readonly audience: 'asker' | 'channel';
  readonly replace: boolean;
}

/** Answers one command or click through its `response_url`: at most 5 uses within 30 minutes (Slack's rule). */
export interface Reply {
  /** Tries again after faults that pass, falls back to plain text when Slack refuses the blocks. Never rejects. */
  send(message: Message, to: ReplyTo): Promise<boolean>;
  /** Tries once, for a word in passing that nobody misses and that must not use up the tries of the answer. */
  announce(message: Message, to: ReplyTo): Promise<void>;
}

const timeoutMs = 10_000;
const maxUses = 5;
const maxTries = 3;

type Attempt =
  | { readonly kind: 'sent' }
  | { readonly kind: 'blocks-refused'; readonly detail: string }
  | { readonly kind: 'passing'; readonly error: unknown }
  | { readonly kind: 'lasting'; readonly error: unknown };

/** `retryDelayMs` is the first pause between tries; each next one is twice as long. */
export function createReply(options: {
  readonly responseUrl: string;
  readonly fetch: typeof globalThis.fetch;
  readonly log: Log;
  readonly retryDelayMs: number;
}): Reply {
  const { log } = options;
  let uses = 0;

  async function attempt(body: object): Promise<Attempt> {
    if (uses >= maxUses) return { kind: 'lasting', error: new Error('the response_url is used up') };
    uses += 1;
    try {
      const response = await options.fetch(options.responseUrl, {
        method: 'POST',
        headers: { 'content-type': 'application/json; charset=utf-8' },
        body: JSON.stringify(body),
        redirect: 'error',
        signal: AbortSignal.timeout(timeoutMs),
      });
      return judgeAnswer(response.status, await response.text());
    } catch (error) {
      return { kind: 'passing', error };
    }
  }

  async function deliver(body: object): Promise<Attempt> {
    let last = await attempt(body);
    for (let tries = 1; last.kind === 'passing' && tries < maxTries && uses < maxUses; tries += 1) {
      await wait(options.retryDelayMs * 2 ** (tries - 1));
      last = await attempt(body);
    }
    return last;
  }

  return {
    async announce({ text, blocks }, to) {
      await attempt({ ...how(to), text, blocks });
    },
    async send(message, to) {
      let result = await deliver({ ...how(to), text: message.text, blocks: message.blocks });
      if (result.kind === 'blocks-refused') {
        log.error('Slack refused the blocks of an answer; it goes out as plain text', {
          detail: result.detail,
        });
        result = await deliver({ ...how(to), ...renderPlainText(message) });
      }
      if (result.kind === 'passing' || result.kind === 'lasting') {
        log.error('An answer could not be delivered to Slack', { uses, error: result.error });
      }
      return result.kind === 'sent';
    },
  };
}

function how({ audience, replace }: ReplyTo) {
  return {
    response_type: audience === 'channel' ? 'in_channel' : 'ephemeral',
    replace_original: replace,
    unfurl_links: false,
    unfurl_media: false,
  };
}

/** `invalid_blocks`, `msg_blocks_too_long`, `invalid_attachments`, `only_one_table_allowed` and their kin. */
const refusedBlocks = /(^|_)(blocks?|attachments?|table)(_|$)|msg_too_long/;

/** Slack answers a response_url with `ok` or JSON; a refusal comes as JSON with `ok: false`, whatever the status. */
function judgeAnswer(status: number, body: string): Attempt {
  const code = /"error"\s*:\s*"([a-z_]{1,60})"/.exec(body)?.[1] ?? /^[a-z_]{1,60}$/.exec(body.trim())?.[0];
  if (code !== undefined && refusedBlocks.test(code)) {
    return { kind: 'blocks-refused', detail: body.slice(0, 500) };
  }
  const isOk = status >= 200 && status < 300 && !/"ok"\s*:\s*false/.test(body);
  if (isOk) return { kind: 'sent' };
  const error = new Error(`response_url answered ${status}${code === undefined ? '' : ` ${code}`}`);
  return status === 429 || status >= 500 ? { kind: 'passing', error } : { kind: 'lasting', error };
}
