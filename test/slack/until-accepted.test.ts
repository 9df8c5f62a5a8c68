import { webApi } from '@slack/bolt';
import { describe, expect, it } from 'vitest';
import { createSlackLogger } from '../../src/ops/slack-logger.ts';
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
  const { signal } = new AbortController();
  const accepted = (firstPauseMs: number) =>
    untilAccepted(() => client.auth.test(), { setting: 'SLACK_BOT_TOKEN', log, firstPauseMs, signal });
  /** The pauses before the first few tries, stopped in the last of them. */
  const pauses = async (count: number, firstPauseMs: number): Promise<number[]> => {
    const stopping = new AbortController();
    const warn: typeof log.warn = (message, fields) => {
      log.warn(message, fields);
      if (entries.length === count) stopping.abort();
    };
    const options = {
      setting: 'SLACK_BOT_TOKEN' as const,
      log: { ...log, warn },
      firstPauseMs,
      signal: stopping.signal,
    };
    await expect(untilAccepted(() => client.auth.test(), options)).rejects.toMatchObject({
      name: 'AbortError',
    });
    return entries.map(({ fields }) => Number(fields['pauseMs']));
  };
  return { accepted, pauses, entries, calls: () => calls };
}

const ok: Answer = [200, { ok: true, team_id: 'T1' }];

describe('a call that is repeated until Slack accepts it', () => {
  it('is made once when all is well', async () => {
    const { accepted, entries, calls } = await start(ok);
    expect(await accepted(1)).toMatchObject({ team_id: 'T1' });
    expect([calls(), entries]).toEqual([1, []]);
  });

  it('outlives all that can pass, and says so each time', async () => {
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
    expect(entries.map(({ level }) => level)).toEqual(Array(6).fill('warn'));
  });

  it('pauses longer and longer, never in step with others', async () => {
    const { pauses } = await start([500, {}]);
    for (const [index, pauseMs] of (await pauses(4, 4)).entries()) {
      expect(pauseMs).toBeGreaterThanOrEqual(2 * 2 ** index);
      expect(pauseMs).toBeLessThanOrEqual(4 * 2 ** index);
    }
  });

  it('pauses half a minute at most', async () => {
    const { pauses } = await start([500, {}]);
    const [pauseMs] = await pauses(1, 9e9);
    expect(pauseMs).toBeGreaterThanOrEqual(15_000);
    expect(pauseMs).toBeLessThanOrEqual(30_000);
  });

  it('pauses as long as Slack asks', async () => {
    const { pauses } = await start([429, {}, { 'retry-after': '90' }]);
    expect(await pauses(1, 1)).toEqual([90_000]);
  });

  it('ends when the token is refused for good, and says what to do', async () => {
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
    const options = {
      setting: 'SLACK_BOT_TOKEN' as const,
      log: createLogBook().log,
      firstPauseMs: 1,
      signal: AbortSignal.abort(),
    };
    await expect(untilAccepted(call, options)).rejects.toMatchObject({ name: 'AbortError' });
    expect(calls).toBe(0);
  });

  it('speaks of no other try when it fails because of the stop', async () => {
    const { log, entries } = createLogBook();
    const stopping = new AbortController();
    const call = () => {
      stopping.abort();
      return Promise.reject(new Error('the socket was closed'));
    };
    const accepted = untilAccepted(call, {
      setting: 'SLACK_BOT_TOKEN',
      log,
      firstPauseMs: 1,
      signal: stopping.signal,
    });
    await expect(accepted).rejects.toMatchObject({ name: 'AbortError' });
    expect(entries).toEqual([]);
  });
});
