import { createServer, type IncomingHttpHeaders, type RequestListener } from 'node:http';
import zlib from 'node:zlib';
import { EnvHttpProxyAgent } from 'undici';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createDispatcher } from '../../src/docspace/create-dispatcher.ts';
import { createReply } from '../../src/slack/create-reply.ts';
import { createLogBook } from '../digest/log-book.ts';
import { startProxy } from '../docspace/start-proxy.ts';
import { createFetch, failToPost, listen, startApi, uncertain } from './post-once.ts';

const ok = '{"ok":true,"channel":"C1","ts":"1.2"}';
const refused = uncertain('UNEXPECTED_CONTENT_ENCODING');

afterEach(() => vi.restoreAllMocks());

function answerEncoded(encoding: string, body: Buffer | string): RequestListener {
  return (request, response) => {
    request.resume();
    response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': encoding }).end(body);
  };
}

describe('an answer from Slack', () => {
  it.each([
    ['br', zlib.brotliCompressSync(ok)],
    ['BR', zlib.brotliCompressSync(ok)],
    ['gzip, br', zlib.brotliCompressSync(zlib.gzipSync(ok))],
    ['br, gzip', zlib.gzipSync(zlib.brotliCompressSync(ok))],
    ['deflate', zlib.deflateSync(ok)],
    ['zstd', ok],
    ['unheard-of', ok],
  ])('that comes with the encoding %j is not decoded: it may have been posted', async (encoding, body) => {
    const decoders = (['createBrotliDecompress', 'createGunzip', 'createInflate'] as const).map((name) =>
      vi.spyOn(zlib, name),
    );
    expect(await failToPost(await startApi(answerEncoded(encoding, body)))).toEqual(refused);
    for (const decoder of decoders) expect(decoder).not.toHaveBeenCalled();
  });

  it('is not decoded either when it comes through a proxy', async () => {
    const [url, proxy] = [
      await startApi(answerEncoded('br', zlib.brotliCompressSync(ok))),
      await startProxy(),
    ];
    const ways = { httpProxy: proxy.url, httpsProxy: '', noProxy: '', proxyTunnel: false };
    const fetch = createFetch(new EnvHttpProxyAgent(ways));
    expect(await failToPost(url, { fetch })).toEqual(refused);
    expect(proxy.passed).toHaveLength(1);
  });

  it.each([
    ['gzip', zlib.gzipSync(ok)],
    ['x-gzip', zlib.gzipSync(ok)],
    ['GZip ', zlib.gzipSync(ok)],
    ['identity', ok],
  ])('may come with the encoding %j', async (encoding, body) => {
    const url = await startApi(answerEncoded(encoding, body));
    expect(await (await createFetch()(url)).json()).toMatchObject({ ok: true });
  });

  it('is requested in gzip, regardless of the caller, with the headers that the caller sets', async () => {
    const seen: IncomingHttpHeaders[] = [];
    const url = await startApi((request, response) => {
      seen.push(request.headers);
      response.end(ok);
    });
    const fetch = createFetch();
    await fetch(url);
    await fetch(url, { headers: { authorization: 'Bearer xoxb-1', 'Accept-Encoding': 'br' } });
    expect(seen).toMatchObject([
      { 'accept-encoding': 'gzip' },
      { 'accept-encoding': 'gzip', authorization: 'Bearer xoxb-1' },
    ]);
  });

  it('may come after interim answers', async () => {
    const port = await listen(
      createServer((_request, response) => {
        response.writeEarlyHints({ link: '</style.css>; rel=preload' });
        response.writeEarlyHints({ link: '</script.js>; rel=preload' });
        response.writeHead(200, { 'content-encoding': 'gzip' }).end(zlib.gzipSync(ok));
      }),
    );
    expect(await (await createFetch()(`http://127.0.0.1:${port}`)).json()).toMatchObject({ ok: true });
  });
});

describe('an answer for the channel through a response_url', () => {
  it('is not sent again when Slack says what it did in Brotli', async () => {
    let requests = 0;
    const url = await startApi((request, response) => {
      requests += 1;
      answerEncoded('br', zlib.brotliCompressSync('ok'))(request, response);
    });
    const fetch = createFetch(
      createDispatcher({ proxy: {}, connectTimeoutMs: 5_000, freshConnections: true }),
    );
    const reply = createReply({
      ...{ responseUrl: url, fetch, log: createLogBook().log, retryDelayMs: 1 },
      assessChannel: async () => ({ kind: 'allowed' }),
    });
    const sent = await reply.send({ text: 'x', blocks: [] }, 'channel');
    expect(sent).toBe('uncertain');
    expect(requests).toBe(1);
  });
});
