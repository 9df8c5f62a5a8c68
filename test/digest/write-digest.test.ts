import { describe, expect, test } from 'vitest';
import type { Reading } from '../../src/backups/reading.ts';
import { runDigest, writeDigest } from '../../src/digest/write-digest.ts';
import { acme } from './digest-rig.ts';
import { createLogBook } from './log-book.ts';

const now = new Date('2026-11-24T09:00:00Z');
const never = { next: () => undefined, last: () => undefined };

/** Runs with scripted portals and a scripted Slack. */
async function run(read: () => Promise<Reading[]>, post: () => Promise<never>) {
  const { log, entries } = createLogBook();
  const outcome = await runDigest(
    {
      settings: { channel: 'C0BACKUPS', cron: '0 9 * * *', timeZone: 'UTC' },
      portals: [acme],
      readings: { read },
      poster: { post },
      clock: () => now,
      log,
    },
    { slots: never, dueAt: now },
  );
  return { outcome, entries };
}

describe('a bug', () => {
  test('before Slack is asked is logged and may be tried again', async () => {
    const error = new Error('a bug in reading');
    const { outcome, entries } = await run(
      () => Promise.reject(error),
      () => Promise.reject(new Error('not reached')),
    );
    expect(outcome).toEqual({ kind: 'bug' });
    expect(entries).toMatchObject([{ level: 'error', fields: { error } }]);
  });

  test('while Slack is asked is logged and must not be repeated', async () => {
    const error = new Error('a bug in posting');
    const { outcome, entries } = await run(
      async () => [],
      () => Promise.reject(error),
    );
    expect(outcome).toEqual({ kind: 'uncertain', code: 'bug' });
    expect(entries).toMatchObject([{ level: 'error', fields: { error } }]);
  });
});

describe('a digest that comes late', () => {
  const minuteMs = 60_000;
  const lateWords = async (begunMs: number, tookMs: number) => {
    let at = new Date(now.getTime() + begunMs);
    const message = await writeDigest(
      {
        settings: { channel: 'C0BACKUPS', cron: '0 9 * * *', timeZone: 'UTC' },
        portals: [acme],
        readings: {
          async read() {
            at = new Date(at.getTime() + tookMs);
            return [];
          },
        },
        poster: { post: () => Promise.reject(new Error('not reached')) },
        clock: () => at,
        log: createLogBook().log,
      },
      { slots: never, dueAt: now, fresh: true, audience: 'channel', lastFailure: undefined },
    );
    return /Late by.*?(when the bot or Slack was not available|some portals were slow)/.exec(
      message.text,
    )?.[1];
  };

  test('because it was started late says so', async () => {
    expect(await lateWords(6 * minuteMs, 0)).toContain('the bot or Slack');
    expect(await lateWords(6 * minuteMs, 9 * minuteMs)).toContain('the bot or Slack');
  });

  test('because portals were slow says so, and blames nothing else', async () => {
    expect(await lateWords(0, 6 * minuteMs)).toBe('some portals were slow');
    expect(await lateWords(0, 4 * minuteMs)).toBeUndefined();
  });
});
