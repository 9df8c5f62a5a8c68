import { describe, expect, it, vi } from 'vitest';
import type { ReadFailure } from '../../src/backups/failure.ts';
import type { Portal } from '../../src/backups/portal.ts';
import type { HistoryAnswer, Part, Reading, Scope } from '../../src/backups/reading.ts';
import type { LogFields } from '../../src/ops/log.ts';
import { createReadings, type ReadingsOptions } from '../../src/readings/create-readings.ts';
import type { PortalReader } from '../../src/readings/portal-reader.ts';
import { aPortal } from '../backups/sample-backups.ts';
import { createScriptedReader } from './scripted-reader.ts';

const start = new Date('2026-11-24T09:00:00Z');
const soon = { timeout: 10_000, interval: 1 };
const empty: HistoryAnswer = { kind: 'read', backups: [] };
const acme = aPortal('acme');
const beta = aPortal('beta', { dumps: true });

function failed(failure: ReadFailure): HistoryAnswer {
  return { kind: 'failed', failure };
}

function setUp(options: Partial<ReadingsOptions> = {}) {
  let now = start;
  const errors: { message: string; fields: LogFields | undefined }[] = [];
  const reader = createScriptedReader();
  const readings = createReadings({
    reader,
    clock: () => now,
    log: {
      debug: () => undefined,
      info: () => undefined,
      warn: () => undefined,
      error: (message, fields) => errors.push({ message, fields }),
    },
    ...options,
  });
  return {
    reader,
    errors,
    readings,
    advance: (ms: number) => {
      now = new Date(now.getTime() + ms);
    },
    read: (portals: readonly Portal[], { scope = 'own' as Scope, fresh = false } = {}) =>
      readings.read(portals, { scope: () => scope, fresh }),
    /** Answers all questions that wait. */
    answerAll: async (answer: HistoryAnswer, count: number) => {
      await vi.waitFor(() => expect(reader.questions).toHaveLength(count), soon);
      for (const question of reader.questions) question.answer(answer);
    },
  };
}

function failuresOf(readings: readonly Reading[]): unknown[] {
  return readings.flatMap(({ histories }) =>
    histories.map(({ answer }) => (answer.kind === 'failed' ? answer.failure.kind : 'read')),
  );
}

describe('a reading of many portals', () => {
  it('comes in the order asked, regardless of who answers first', async () => {
    const { read, reader, answerAll } = setUp();
    const asked = read([beta, acme]);
    await vi.waitFor(() => expect(reader.questions).toHaveLength(2), soon);
    reader.questions[1]?.answer(empty);
    await answerAll(failed({ kind: 'not-found' }), 2);
    expect((await asked).map(({ portal }) => portal)).toEqual([beta, acme]);
    expect(failuresOf(await asked)).toEqual(['not-found', 'read']);
  });

  it.each<[Scope, Part[]]>([
    ['own', ['own']],
    ['dumps', ['dumps']],
    ['all', ['own', 'dumps']],
  ])('of scope %s has a part for each list', async (scope, parts) => {
    const { read, answerAll } = setUp();
    const asked = read([acme], { scope });
    await answerAll(empty, parts.length);
    expect(await asked).toEqual([
      { portal: acme, histories: parts.map((part) => ({ part, answer: empty, readAt: start })) },
    ]);
  });

  it('asks each portal for the lists it should', async () => {
    const { readings, reader, answerAll } = setUp();
    const asked = readings.read([acme, beta], {
      scope: ({ dumps }) => (dumps ? 'all' : 'own'),
      fresh: false,
    });
    await answerAll(empty, 3);
    await asked;
    expect(reader.questions.map(({ portal, part }) => `${portal} ${part}`).toSorted()).toEqual([
      'acme own',
      'beta dumps',
      'beta own',
    ]);
  });

  it('keeps the own backups when the dumps cannot be read', async () => {
    const { read, reader } = setUp();
    const asked = read([acme], { scope: 'all' });
    await vi.waitFor(() => expect(reader.questions).toHaveLength(2), soon);
    for (const question of reader.questions)
      question.answer(question.part === 'dumps' ? failed({ kind: 'not-found' }) : empty);
    expect(failuresOf(await asked)).toEqual(['read', 'not-found']);
  });

  it('of no portal is empty', async () => {
    expect(await setUp().read([])).toEqual([]);
  });

  it('asks all portals at once, so that none waits for another', async () => {
    const { read, reader, answerAll } = setUp();
    const portals = Array.from({ length: 200 }, (_, n) => ({ ...acme, name: `portal-${n}` }));
    const asked = read(portals, { scope: 'all' });
    expect(reader.questions).toHaveLength(400);
    await answerAll(empty, 400);
    expect(await asked).toHaveLength(200);
  });
});

describe('a bug in reading one portal', () => {
  it('hides nothing of the others, and is logged', async () => {
    const { read, reader, errors } = setUp();
    const asked = read([acme, beta]);
    await vi.waitFor(() => expect(reader.questions).toHaveLength(2), soon);
    const error = new TypeError('oops');
    reader.questions[0]?.reject(error);
    reader.questions[1]?.answer(empty);
    expect(failuresOf(await asked)).toEqual(['bug', 'read']);
    expect(errors).toMatchObject([{ fields: { portal: 'acme', part: 'own', error } }]);
  });

  it('is a value even when the reader throws at once', async () => {
    const reader: PortalReader = {
      readHistory() {
        throw new TypeError('oops');
      },
    };
    expect(failuresOf(await setUp({ reader }).read([acme]))).toEqual(['bug']);
  });
});

describe('an answer', () => {
  it('is shared by all callers who ask meanwhile, fresh or not', async () => {
    const { read, answerAll, reader } = setUp();
    const asked = [read([acme]), read([acme, beta]), read([acme], { fresh: true })];
    await answerAll(empty, 2);
    const [first, second, third] = await Promise.all(asked);
    expect(reader.questions).toHaveLength(2);
    expect(second?.[0]?.histories[0]).toBe(first?.[0]?.histories[0]);
    expect(third?.[0]?.histories[0]).toBe(first?.[0]?.histories[0]);
  });

  it('is reused for a while, with the time it was read', async () => {
    const { read, answerAll, advance, reader } = setUp();
    const asked = read([acme]);
    await answerAll(empty, 1);
    await asked;
    advance(30_000);
    expect((await read([acme]))[0]?.histories).toEqual([{ part: 'own', answer: empty, readAt: start }]);
    expect(reader.questions).toHaveLength(1);
  });

  it.each([30_001, -1])('is asked for again when the clock has moved by %i ms', async (ms) => {
    const { read, answerAll, advance } = setUp();
    const asked = read([acme]);
    await answerAll(empty, 1);
    await asked;
    advance(ms);
    const again = read([acme]);
    await answerAll(empty, 2);
    expect((await again)[0]?.histories[0]?.readAt).toEqual(new Date(start.getTime() + ms));
  });

  it('is asked for again when a caller wants it fresh', async () => {
    const { read, answerAll } = setUp();
    const asked = read([acme]);
    await answerAll(empty, 1);
    await asked;
    const again = read([acme], { fresh: true });
    await answerAll(failed({ kind: 'key-refused' }), 2);
    expect(failuresOf(await again)).toEqual(['key-refused']);
  });

  it('about one list says nothing of the other', async () => {
    const { read, answerAll } = setUp();
    const asked = read([acme]);
    await answerAll(empty, 1);
    await asked;
    const dumps = read([acme], { scope: 'dumps' });
    await answerAll(failed({ kind: 'not-found' }), 2);
    expect(failuresOf(await dumps)).toEqual(['not-found']);
  });
});

describe('a failure', () => {
  it.each<ReadFailure>([
    { kind: 'timeout', afterMs: 10 },
    { kind: 'key-refused' },
    { kind: 'rate-limited', retryAt: undefined },
    { kind: 'rate-limited', retryAt: start },
    { kind: 'server-error', status: 503, retryAt: undefined },
    { kind: 'server-error', status: 503, retryAt: start },
  ])('is never reused: $kind', async (failure) => {
    const { read, answerAll } = setUp();
    const asked = read([acme]);
    await answerAll(failed(failure), 1);
    expect(failuresOf(await asked)).toEqual([failure.kind]);
    const again = read([acme]);
    await answerAll(empty, 2);
    expect(failuresOf(await again)).toEqual(['read']);
  });

  it('replaces an older answer', async () => {
    const { read, answerAll } = setUp();
    const asked = read([acme]);
    await answerAll(empty, 1);
    await asked;
    const fresh = read([acme], { fresh: true });
    await answerAll(failed({ kind: 'key-refused' }), 2);
    await fresh;
    const again = read([acme]);
    await answerAll(failed({ kind: 'not-found' }), 3);
    expect(failuresOf(await again)).toEqual(['not-found']);
  });

  describe.each<[string, (retryAt: Date) => ReadFailure]>([
    ['was asked too often', (retryAt) => ({ kind: 'rate-limited', retryAt })],
    ['broke down', (retryAt) => ({ kind: 'server-error', status: 503, retryAt })],
  ])('of a portal that %s and named a moment', (_what, failureUntil) => {
    async function failUntil(waitMs: number) {
      const rig = setUp();
      const asked = rig.read([acme]);
      await rig.answerAll(failed(failureUntil(new Date(start.getTime() + waitMs))), 1);
      await asked;
      return rig;
    }

    it.each([
      [45_000, 45_000],
      [60_000, 60_000],
      [86_400_000, 60_000],
    ])('%i ms away is reused for %i ms, with the time it was read', async (waitMs, toldMs) => {
      const { read, advance, reader, answerAll } = await failUntil(waitMs);
      advance(toldMs - 1);
      const [again] = await read([acme]);
      expect(again?.histories[0]?.readAt).toEqual(start);
      expect(again?.histories[0]?.answer.kind).toBe('failed');
      expect(reader.questions).toHaveLength(1);
      advance(1);
      const later = read([acme]);
      await answerAll(empty, 2);
      expect(failuresOf(await later)).toEqual(['read']);
    });

    it.each([10_001, 86_400_000])(
      '%i ms away is asked again when a caller wants it fresh',
      async (waitMs) => {
        const { read, answerAll } = await failUntil(waitMs);
        const fresh = read([acme], { fresh: true });
        await answerAll(empty, 2);
        expect(failuresOf(await fresh)).toEqual(['read']);
      },
    );
  });

  it('of a portal that was asked too often is reused for the few seconds it asked for, even fresh', async () => {
    const { read, answerAll, advance, reader } = setUp();
    const asked = read([acme]);
    await answerAll(failed({ kind: 'rate-limited', retryAt: new Date(start.getTime() + 10_000) }), 1);
    await asked;
    advance(9_999);
    expect(failuresOf(await read([acme], { fresh: true }))).toEqual(['rate-limited']);
    expect(reader.questions).toHaveLength(1);
    advance(1);
    const again = read([acme], { fresh: true });
    await answerAll(empty, 2);
    expect(failuresOf(await again)).toEqual(['read']);
  });

  it('of a portal that broke down for a few seconds is asked again when a caller wants it fresh', async () => {
    const { read, answerAll } = setUp();
    const asked = read([acme]);
    const retryAt = new Date(start.getTime() + 5_000);
    await answerAll(failed({ kind: 'server-error', status: 503, retryAt }), 1);
    await asked;
    const fresh = read([acme], { fresh: true });
    await answerAll(empty, 2);
    expect(failuresOf(await fresh)).toEqual(['read']);
  });

  it('is dropped when the clock has moved back before it', async () => {
    const { read, answerAll, advance } = setUp();
    const asked = read([acme]);
    await answerAll(failed({ kind: 'rate-limited', retryAt: new Date(start.getTime() + 60_000) }), 1);
    await asked;
    advance(-1);
    const again = read([acme]);
    await answerAll(empty, 2);
    expect(failuresOf(await again)).toEqual(['read']);
  });
});
