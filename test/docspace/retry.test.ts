import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ReadFailure } from '../../src/backups/failure.ts';
import {
  parseRetryAfter,
  planDelay,
  type RetryPolicy,
  retryPolicy,
  tryAgain,
} from '../../src/docspace/retry.ts';

const policy: RetryPolicy = { tries: 4, firstDelayMs: 100, factor: 3 };
const dropped: ReadFailure = { kind: 'unreachable', reason: 'dropped' };

function delayOf(failure: ReadFailure | undefined, tries = 1): number | undefined {
  return planDelay(policy, { failure, tries, retryAfterMs: undefined, jitter: 1 });
}

describe('another try', () => {
  it('comes twice at most, and within a second in all', () => {
    const late = [1, 2, 3].map((tries) =>
      planDelay(retryPolicy, { failure: dropped, tries, retryAfterMs: undefined, jitter: 1 }),
    );
    expect(late).toEqual([200, 600, undefined]);
  });

  it('comes later each time, and not for ever', () => {
    expect([1, 2, 3, 4].map((tries) => delayOf(dropped, tries))).toEqual([100, 300, 900, undefined]);
  });

  it.each<ReadFailure>([
    { kind: 'rate-limited', retryAt: undefined },
    { kind: 'server-error', status: 502, retryAt: undefined },
    { kind: 'server-error', status: 503, retryAt: undefined },
    { kind: 'server-error', status: 504, retryAt: undefined },
    { kind: 'unreachable', reason: 'refused' },
    { kind: 'unreachable', reason: 'dns' },
    { kind: 'unreachable', reason: 'proxy' },
  ])('may fix $kind $status$reason', (failure) => {
    expect(delayOf(failure)).toBe(100);
  });

  it.each<ReadFailure>([
    { kind: 'bad-certificate', fault: 'expired' },
    { kind: 'refused-in-front', by: 'challenge' },
    { kind: 'internal-error' },
    { kind: 'unreachable', reason: 'not-https' },
    { kind: 'unreachable', reason: 'tls' },
    { kind: 'server-error', status: 500, retryAt: undefined },
    { kind: 'key-refused' },
    { kind: 'key-not-allowed', lacks: 'owner' },
    { kind: 'too-large', what: 'headers', limitBytes: 1 },
    { kind: 'not-found' },
    { kind: 'redirected', to: undefined },
    { kind: 'broken-json' },
    { kind: 'too-large', what: 'body', limitBytes: 1 },
  ])('does not fix $kind $status$reason', (failure) => {
    expect(delayOf(failure)).toBeUndefined();
  });

  it('never comes before the portal wants it, nor without jitter of its own', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.integer({ min: 1, max: 86_400_000 }),
        (jitter, ms) => {
          const told = planDelay(policy, { failure: dropped, tries: 1, retryAfterMs: ms, jitter }) ?? 0;
          const own = planDelay(policy, { failure: dropped, tries: 1, retryAfterMs: undefined, jitter }) ?? 0;
          expect(told).toBeGreaterThanOrEqual(ms);
          expect(own).toBeGreaterThanOrEqual(50);
          expect(own).toBeLessThanOrEqual(100);
        },
      ),
    );
  });
});

describe('trying again', () => {
  /** How often a portal is asked that always wants to be asked again 5 ms later. */
  async function countTries(leftMs: number): Promise<number> {
    let tries = 0;
    const attempt = async () => {
      tries += 1;
      return { result: undefined, failure: dropped, retryAfterMs: 5 };
    };
    const terms = { policy: { ...policy, firstDelayMs: 0 }, leftMs: () => leftMs };
    await tryAgain(attempt, { ...terms, signal: new AbortController().signal });
    return tries;
  }

  it('ends when the next try would start at the deadline, and not before', async () => {
    expect(await countTries(5)).toBe(1);
    expect(await countTries(6)).toBe(policy.tries);
  });

  it('stops waiting when its signal aborts', async () => {
    const stopping = new AbortController();
    const attempt = async () => {
      setImmediate(() => stopping.abort());
      return { result: undefined, failure: dropped, retryAfterMs: 60_000 };
    };
    const terms = { policy, leftMs: () => Number.POSITIVE_INFINITY, signal: stopping.signal };
    await expect(tryAgain(attempt, terms)).rejects.toMatchObject({ name: 'AbortError' });
  });
});

const now = new Date('2026-11-24T09:00:00Z');

describe('a Retry-After header', () => {
  it.each([
    ['1', 1_000],
    ['60', 60_000],
    ['86400', 86_400_000],
    ['999999999999', 86_400_000],
    ['Tue, 24 Nov 2026 09:01:30 GMT', 90_000],
    ['Fri, 24 Nov 2126 09:00:00 GMT', 86_400_000],
  ])('%j asks for %i ms', (header, ms) => {
    expect(parseRetryAfter(header, now)).toBe(ms);
  });

  it('asks for what is left until its date, be it a millisecond', () => {
    const header = 'Tue, 24 Nov 2026 09:00:01 GMT';
    expect(parseRetryAfter(header, new Date('2026-11-24T09:00:00.999Z'))).toBe(1);
    expect(parseRetryAfter(header, new Date('2026-11-24T09:00:01Z'))).toBeUndefined();
  });

  it.each([
    undefined,
    '',
    '0',
    '-5',
    '1.5',
    'soon',
    '2026-11-24',
    'Tue, 24 Nov 2026 08:59:00 GMT',
    ['1', '2'],
  ])('%j asks for nothing', (header) => {
    expect(parseRetryAfter(header, now)).toBeUndefined();
  });
});
