import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Message } from '../../src/messages/kit/message.ts';
import { createReply } from '../../src/slack/create-reply.ts';
import { createLogBook } from '../digest/log-book.ts';
import { closedPort, createFetch, startApi } from './post-once.ts';
import { watchPauses } from './watch-pauses.ts';
import { watchTimeouts } from './watch-timeouts.ts';

const message: Message = {
  text: '🟢 *All fine*',
  blocks: [{ type: 'context', elements: [{ type: 'mrkdwn', text: 'acme is fine' }] }],
};
const announcement: Message = { ...message, text: 'Reading 7 portals …' };
const allow = async () => ({ kind: 'allowed' as const });
const ok: Handler = (response) => response.end('ok');
type Handler = (response: ServerResponse, request: IncomingMessage, losePatience: () => void) => void;

const json =
  (status: number, body: object | string): Handler =>
  (response) => {
    const sent = typeof body === 'string' ? body : JSON.stringify(body);
    response.writeHead(status, { 'content-type': 'application/json' }).end(sent);
  };

/** A response_url that does these in turn, and the last one from then on. */
async function start(...handlers: readonly Handler[]) {
  const bodies: Record<string, unknown>[] = [];
  const arrivals: number[] = [];
  const responseUrl = await startApi((request, response) => {
    arrivals.push(performance.now());
    void text(request).then((body) => {
      bodies.push(JSON.parse(body));
      handlers[Math.min(bodies.length, handlers.length) - 1]?.(response, request, rig.losePatience);
    });
  });
  const rig = replyTo(responseUrl);
  return { ...rig, responseUrl, bodies, arrivals };
}

function replyTo(responseUrl: string, retryDelayMs = 1, own = createFetch()) {
  const { log, entries } = createLogBook();
  let patience = new AbortController();
  // The bot's ten seconds are too long for a test.
  const fetch: typeof globalThis.fetch = (input, init) => {
    patience = new AbortController();
    const signals = [patience.signal, ...(init?.signal ? [init.signal] : [])];
    return own(input, { ...init, signal: AbortSignal.any(signals) });
  };
  const losePatience = () => patience.abort(new DOMException('too long', 'TimeoutError'));
  const reply = createReply({ responseUrl, assessChannel: allow, fetch, log, retryDelayMs });
  return { reply, entries, losePatience };
}

describe('a reply', () => {
  it('reaches only the asker, with text for those who cannot see blocks', async () => {
    const { reply, bodies, entries } = await start(ok);
    expect(await reply.send(message, 'asker')).toBe('sent');
    expect(bodies).toEqual([
      {
        response_type: 'ephemeral',
        replace_original: false,
        unfurl_links: false,
        unfurl_media: false,
        text: message.text,
        blocks: message.blocks,
      },
    ]);
    expect(entries).toEqual([]);
  });

  it('reaches the channel, or replaces what was there, when asked to', async () => {
    const { reply, bodies } = await start(ok);
    await reply.send(message, 'channel');
    await reply.send(message, 'view');
    expect(bodies).toMatchObject([
      { response_type: 'in_channel', replace_original: false },
      { response_type: 'ephemeral', replace_original: true },
    ]);
  });

  it('is sent once for each way Slack says yes', async () => {
    for (const yes of [ok, json(200, { ok: true }), json(200, ''), json(299, '')]) {
      const { reply, bodies } = await start(yes);
      expect(await reply.send(message, 'asker')).toBe('sent');
      expect(bodies).toHaveLength(1);
    }
  });

  it('is retried after transient failures', async () => {
    const faults: Handler[] = [
      json(500, 'oops'),
      json(429, ''),
      json(503, 'service_unavailable'),
      (_, request) => request.socket.destroy(),
      (_response, _request, losePatience) => losePatience(),
      (response, request) => {
        response.writeHead(200, { 'content-length': '9' }).write('o', () => request.socket.destroy());
      },
    ];
    await Promise.all(
      faults.map(async (fault) => {
        const { reply, bodies, entries } = await start(fault, ok);
        expect(await reply.send(message, 'asker')).toBe('sent');
        expect(bodies).toHaveLength(2);
        expect(bodies[1]).toEqual(bodies[0]);
        expect(entries).toEqual([]);
      }),
    );
  });

  it('is not sent to the channel again when it may be there already', async () => {
    const faults: Handler[] = [json(500, ''), (_, request) => request.socket.destroy()];
    for (const fault of faults) {
      const { reply, bodies } = await start(fault, ok);
      expect(await reply.send(message, 'channel')).toBe('uncertain');
      expect(bodies).toHaveLength(1);
    }
    const { reply, bodies } = await start(json(429, ''), ok);
    expect(await reply.send(message, 'channel')).toBe('sent');
    expect(bodies).toHaveLength(2);
  });

  it('replaces an announcement that replaced the message clicked', async () => {
    const { reply, bodies } = await start(ok);
    await reply.announce(message, 'view');
    await reply.send(message, 'asker');
    await reply.send(message, 'channel');
    expect(bodies).toMatchObject([
      { replace_original: true },
      { replace_original: true },
      { replace_original: false },
    ]);
  });

  it.each(['asker', 'view'] as const)(
    'is not late when Slack is slow to accept its announcement: %s',
    async (place) => {
      const { reply, bodies, arrivals } = await start(() => undefined, ok);
      void reply.announce(announcement, place);
      await vi.waitFor(() => expect(bodies).toHaveLength(1));
      const finishedAt = performance.now();
      expect(await reply.send(message, place)).toBe('sent');
      expect((arrivals[1] ?? 0) - finishedAt).toBeLessThan(2_000);
    },
  );

  it('waits half a second for its announcement, and no longer', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    const posts: unknown[] = [];
    const fetch: typeof globalThis.fetch = async (_, init) => {
      posts.push(JSON.parse(String(init?.body)).text);
      if (posts.length > 1) return new Response('ok');
      return new Promise((_resolve, reject) => {
        init?.signal?.addEventListener('abort', () => reject(init.signal?.reason));
      });
    };
    const { reply } = replyTo('http://slack.test/', 1, fetch);
    void reply.announce(announcement, 'asker');
    const sent = reply.send(message, 'asker');
    await vi.advanceTimersByTimeAsync(499);
    expect(posts).toEqual([announcement.text]);
    await vi.advanceTimersByTimeAsync(1);
    expect(await sent).toBe('sent');
    expect(posts).toEqual([announcement.text, message.text]);
  });

  it('never ends up under an announcement that Slack carries out late', async () => {
    const shown = { pressed: 'an old answer', below: '' };
    const carryOut = (body: Record<string, unknown>) => {
      shown[body['replace_original'] === true ? 'pressed' : 'below'] = String(body['text']);
    };
    const { reply, bodies } = await start(() => undefined, ok);
    void reply.announce(announcement, 'view');
    await vi.waitFor(() => expect(bodies).toHaveLength(1));
    await reply.send(message, 'view');
    const [late = {}, answer = {}] = bodies;
    for (const body of [answer, late]) carryOut(body);
    expect(Object.values(shown)).toContain(message.text);
  });

  it('is announced once, regardless of the outcome', async () => {
    const { reply, bodies } = await start(json(500, ''));
    await reply.announce(announcement, 'asker');
    expect(bodies).toEqual([
      {
        response_type: 'ephemeral',
        replace_original: false,
        unfurl_links: false,
        unfurl_media: false,
        text: announcement.text,
        blocks: announcement.blocks,
      },
    ]);
  });

  it('is posted as JSON', async () => {
    const seen: unknown[] = [];
    const { reply } = await start((response, request) => {
      seen.push(request.method, request.headers['content-type']);
      response.end('ok');
    });
    await reply.send(message, 'asker');
    expect(seen).toEqual(['POST', 'application/json; charset=utf-8']);
  });

  it('waits no longer than ten seconds, whatever Slack asks', async () => {
    const pauses = watchPauses();
    const limited =
      (seconds: string): Handler =>
      (response) =>
        response.writeHead(429, { 'retry-after': seconds }).end();
    const { reply } = await start(limited('10'), limited('86400'), ok);
    expect(await reply.send(message, 'asker')).toBe('sent');
    expect(pauses).toEqual([10_000, 10_000]);
  });

  it('waits as usual when Slack does not say how long, or nobody can read it', async () => {
    const pauses = watchPauses();
    const { reply } = await start(
      json(429, ''),
      (response) => response.writeHead(429, { 'retry-after': 'soon' }).end(),
      ok,
    );
    expect(await reply.send(message, 'asker')).toBe('sent');
    expect(pauses).toEqual([1, 4]);
  });

  it('waits longer before each next try', async () => {
    const { arrivals, responseUrl } = await start(json(500, ''));
    expect(await replyTo(responseUrl, 20).reply.send(message, 'asker')).toBe('uncertain');
    const [first = 0, second = 0, third = 0] = arrivals;
    expect(arrivals).toHaveLength(3);
    expect(second - first).toBeGreaterThanOrEqual(19);
    expect(third - second).toBeGreaterThanOrEqual(39);
  });

  it('waits as long as Slack asks before the next try', async () => {
    const limited: Handler = (response) => response.writeHead(429, { 'retry-after': '0.2' }).end();
    const { arrivals, responseUrl } = await start(limited, ok);
    expect(await replyTo(responseUrl, 1).reply.send(message, 'asker')).toBe('sent');
    const [first = 0, second = 0] = arrivals;
    expect(second - first).toBeGreaterThanOrEqual(199);
  });

  it.each([
    [300, ''],
    [499, ''],
    [404, { ok: false, error: 'used_url' }],
    [404, { ok: false, error: 'expired_url' }],
    [404, ''],
    [400, 'invalid_payload'],
    [403, 'action_prohibited'],
    [406, 'not_acceptable'],
    [200, { ok: false, error: 'cannot_find_message' }],
    [200, { ok: false, error: 'user_blocked' }],
  ])('is given up at once when Slack refuses permanently: %i %j', async (status, body) => {
    const { reply, bodies, entries } = await start(json(status, body));
    expect(await reply.send(message, 'asker')).toBe('lost');
    expect(bodies).toHaveLength(1);
    expect(entries).toMatchObject([{ level: 'error', fields: { uses: 1 } }]);
  });

  it.each([
    [200, { ok: false, error: 'invalid_blocks', response_metadata: { messages: ['/blocks/0'] } }],
    [400, { ok: false, error: 'invalid_blocks_format' }],
    [500, { ok: false, error: 'msg_blocks_too_long' }],
    [400, 'invalid_blocks'],
    [404, 'invalid_attachments'],
    [200, { ok: false, error: 'only_one_table_allowed' }],
    [200, { ok: false, error: 'msg_too_long' }],
  ])('is sent as plain text when Slack refuses its blocks: %i %j', async (status, body) => {
    const { reply, bodies, entries } = await start(json(status, body), ok);
    expect(await reply.send(message, 'channel')).toBe('sent');
    const [, plain] = bodies;
    expect(plain).not.toHaveProperty('blocks');
    expect(plain).toMatchObject({
      response_type: 'in_channel',
      replace_original: false,
      text: 'acme is fine',
    });
    expect(entries).toMatchObject([{ level: 'error', message: expect.stringContaining('plain text') }]);
    const told = typeof body === 'string' ? body : JSON.stringify(body);
    expect(entries[0]?.fields).toEqual({ detail: told });
  });

  it('is given up when even plain text is refused as too long', async () => {
    const { reply, bodies } = await start(json(400, 'msg_too_long'));
    expect(await reply.send(message, 'asker')).toBe('lost');
    expect(bodies).toHaveLength(2);
  });

  it('does not follow a redirect', async () => {
    let strayed = 0;
    const elsewhere = await startApi((request, response) => {
      request.resume();
      strayed += 1;
      response.end('ok');
    });
    const { reply } = await start((response) => response.writeHead(307, { location: elsewhere }).end());
    expect(await reply.send(message, 'asker')).toBe('lost');
    expect(strayed).toBe(0);
  });

  it.each(['not an address', 'ftp://127.0.0.1/', ''])(
    'never rejects, not even for the address “%s”',
    async (url) => {
      const { reply, entries } = replyTo(url);
      expect(await reply.send(message, 'asker')).not.toBe('sent');
      expect(entries).toMatchObject([{ level: 'error' }]);
    },
  );

  it('never rejects when nothing listens', async () => {
    const { reply } = replyTo(`http://127.0.0.1:${await closedPort()}/`);
    expect(await reply.send(message, 'asker')).toBe('lost');
  });

  it('uses its address five times and no more, tries and plain text included', async () => {
    const refused = json(400, 'invalid_blocks');
    const [retried, plain] = await Promise.all([
      start(json(500, '')),
      start(json(500, ''), json(500, ''), refused, json(500, ''), refused, ok),
    ]);
    for (let send = 0; send < 3; send += 1)
      expect(await retried.reply.send(message, 'asker')).not.toBe('sent');
    expect(retried.bodies).toHaveLength(5);
    for (let send = 0; send < 3; send += 1) expect(await plain.reply.send(message, 'asker')).toBe('lost');
    expect(plain.bodies).toHaveLength(5);
    expect(retried.entries.map(({ fields }) => [fields['uses'], String(fields['error'])])).toEqual([
      [3, expect.stringContaining('500')],
      [5, expect.stringContaining('500')],
      [5, expect.stringContaining('used up')],
    ]);
  });

  it('is given up after ten seconds of silence', async () => {
    const asked = watchTimeouts();
    const { reply } = await start(() => undefined);
    expect(await reply.send(message, 'channel')).toBe('uncertain');
    expect(asked).toEqual([10_000]);
  });
});
