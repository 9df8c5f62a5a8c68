import { setTimeout as wait } from 'node:timers/promises';
import { webApi } from '@slack/bolt';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createSlackLogger } from '../../src/ops/slack-logger.ts';
import { createRetries } from '../../src/slack/retries.ts';
import { untilAccepted } from '../../src/slack/until-accepted.ts';
import { createLogBook } from '../digest/log-book.ts';
import { createFetch, startApi } from './post-once.ts';

type Answer = readonly [status: number, body: object, headers?: Record<string, string>];

/** Asks a Slack that gives these answers in turn, and the last one from then on. */
async function start(...answers: readonly Answer[]) {
  const { log, entries } = createLogBook();
  let calls = 0;
  const slackApiUrl = await startApi((request, response) => {
    request.resume();
    const [status, body, headers] = answers[Math.min(calls, answers.length - 1)] ?? [500, {}];
    calls += 1;
    response.writeHead(status, headers).end(JSON.stringify(body));
  });
  const client = new webApi.WebClient('xoxb-test', {
    slackApiUrl,
    fetch: createFetch(),
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logger: createSlackLogger(createLogBook().log),
  });
  const stopping = new AbortController();
  const { signal } = stopping;
  const accepted = (firstPauseMs: number) => {
    const retries = createRetries({ log, firstPauseMs, signal });
    return untilAccepted(() => client.auth.test(), { setting: 'SLACK_BOT_TOKEN', retries, signal });
  };
  /** The pauses before the first few tries, stopped in the last of them. */
  const pauses = async (count: number, firstPauseMs: number): Promise<number[]> => {
    const stopping = new AbortController();
    const note: typeof log.warn = (message, fields) => {
      log.warn(message, fields);
      if (entries.length === count) stopping.abort();
    };
    const { signal: stop } = stopping;
    const retries = createRetries({ log: { ...log, warn: note, debug: note }, firstPauseMs, signal: stop });
    const options = { setting: 'SLACK_BOT_TOKEN' as const, retries, signal: stop };
    await expect(untilAccepted(() => client.auth.test(), options)).rejects.toMatchObject({
      name: 'AbortError',
    });
    return entries.map(({ fields }) => Number(fields['pauseMs']));
  };
  return { accepted, pauses, entries, calls: () => calls, stop: () => stopping.abort() };
}

afterEach(() => void vi.restoreAllMocks());

const ok: Answer = [200, { ok: true, team_id: 'T1' }];

describe('a call that is repeated until Slack accepts it', () => {
  it('is made once when all is well', async () => {
    const { accepted, entries, calls } = await start(ok);
    expect(await accepted(1)).toMatchObject({ team_id: 'T1' });
    expect([calls(), entries]).toEqual([1, []]);
  });

  it('survives everything transient, and logs each cause once', async () => {
    const { accepted, entries, calls } = await start(
      [500, {}],
      [404, {}],
      [200, { ok: false, error: 'internal_error' }],
      [200, { ok: false, error: 'access_denied' }],
      [429, {}, { 'retry-after': '0' }],
      [429, {}],
      ok,
    );
    expect(await accepted(1)).toMatchObject({ team_id: 'T1' });
    expect(calls()).toBe(7);
    expect(entries.map(({ level, message }) => [level, message])).toEqual([
      ['warn', 'Slack cannot be reached (http_500); trying again'],
      ['warn', 'Slack refused the call (http_404); trying again'],
      ['warn', 'Slack cannot be reached (internal_error); trying again'],
      ['warn', 'Slack refused the call (access_denied); trying again'],
      ['warn', 'Slack asked the bot to wait (ratelimited); trying again'],
    ]);
    expect(entries[3]?.fields).toMatchObject({ advice: expect.any(String), error: expect.any(Error) });
  });

  it.each([
    [0, [2, 4, 8, 16]],
    [0.5, [3, 6, 12, 24]],
  ])('pauses longer and longer, never in step with others (%d)', async (random, expected) => {
    vi.spyOn(Math, 'random').mockReturnValue(random);
    const { pauses } = await start([500, {}]);
    expect(await pauses(4, 4)).toEqual(expected);
  });

  it.each([
    [0, 15_000],
    [0.5, 22_500],
  ])('pauses half a minute at most (%d)', async (random, expected) => {
    vi.spyOn(Math, 'random').mockReturnValue(random);
    const { pauses } = await start([500, {}]);
    expect(await pauses(1, 9e9)).toEqual([expected]);
  });

  // Node fires a timer at once when its delay takes more than 31 bits, which is 24.8 days.
  it.each([90, 3_000_000])('pauses as long as Slack asks: %i s', async (seconds) => {
    const { pauses, calls } = await start([429, {}, { 'retry-after': String(seconds) }]);
    expect(await pauses(1, 1)).toEqual([seconds * 1_000]);
    expect(calls()).toBe(1);
  });

  it('really waits when Slack asks for a little more than a timer can take', async () => {
    const { accepted, stop, calls } = await start([429, {}, { 'retry-after': '2147484' }]);
    const stopped = expect(accepted(1)).rejects.toMatchObject({ name: 'AbortError' });
    await expect.poll(calls).toBe(1);
    await wait(500);
    expect(calls()).toBe(1);
    stop();
    await stopped;
  });

  it('ends when the token is refused permanently, and says what to do', async () => {
    const { accepted, entries, calls } = await start([500, {}], [200, { ok: false, error: 'invalid_auth' }]);
    await expect(accepted(1)).rejects.toMatchObject({
      name: 'TokenRefusedError',
      message: expect.stringMatching(/invalid_auth.*Reinstall/),
    });
    expect([calls(), entries.length]).toEqual([2, 1]);
  });

  it('is not made at all after the stop', async () => {
    let calls = 0;
    const call = async () => (calls += 1);
    const signal = AbortSignal.abort();
    const retries = createRetries({ log: createLogBook().log, firstPauseMs: 1, signal });
    const options = { setting: 'SLACK_BOT_TOKEN' as const, retries, signal };
    await expect(untilAccepted(call, options)).rejects.toMatchObject({ name: 'AbortError' });
    expect(calls).toBe(0);
  });

  it('announces no other try when it fails because of the stop', async () => {
    const { log, entries } = createLogBook();
    const stopping = new AbortController();
    const call = () => {
      stopping.abort();
      return Promise.reject(new Error('the socket was closed'));
    };
    const { signal } = stopping;
    const retries = createRetries({ log, firstPauseMs: 1, signal });
    const accepted = untilAccepted(call, { setting: 'SLACK_BOT_TOKEN', retries, signal });
    await expect(accepted).rejects.toMatchObject({ name: 'AbortError' });
    expect(entries).toEqual([]);
  });
});
