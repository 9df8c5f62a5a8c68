import { afterEach, describe, expect, it, vi } from 'vitest';
import { createInFlight } from '../../src/slack/in-flight.ts';

/** Work that ends when the test says so. */
function createWork() {
  let end = (): void => undefined;
  let fail = (): void => undefined;
  const promise = new Promise<void>((resolve, reject) => {
    end = resolve;
    fail = () => reject(new Error('bad'));
  });
  return { run: () => promise, end: () => end(), fail: () => fail() };
}

/** Whether it is settled once everything that can happen without waiting has happened. */
async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  let settled = false;
  void promise.finally(() => {
    settled = true;
  });
  await new Promise((resolve) => setImmediate(resolve));
  return settled;
}

describe('work that must not be done twice', () => {
  afterEach(() => void vi.useRealTimers());

  it('is not started again while it is in progress, and for ten seconds after it was done', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout'] });
    const inFlight = createInFlight();
    const work = createWork();
    const first = inFlight.once('a', () => work.run().then(() => true));
    const done = async () => true;
    expect(await inFlight.once('a', done)).toBe(false);
    expect(await inFlight.once('b', done)).toBe(true);
    work.end();
    expect(await first).toBe(true);
    vi.advanceTimersByTime(9_999);
    expect(await inFlight.once('a', done)).toBe(false);
    vi.advanceTimersByTime(1);
    expect(await inFlight.once('a', done)).toBe(true);
  });

  it('may be started again at once when it failed', async () => {
    const inFlight = createInFlight();
    expect(await inFlight.once('a', async () => false)).toBe(true);
    await expect(inFlight.once('a', () => Promise.reject(new Error('bad')))).rejects.toThrow('bad');
    expect(await inFlight.once('a', async () => true)).toBe(true);
  });
});

describe('work in flight', () => {
  it('is none at first', async () => {
    await createInFlight().drained();
  });

  it('passes on the result of the work', async () => {
    const inFlight = createInFlight();
    expect(await inFlight.track(async () => 'done')).toBe('done');
    await expect(inFlight.track(() => Promise.reject(new Error('bad')))).rejects.toThrow('bad');
    const broken = (): Promise<void> => {
      throw new Error('worse');
    };
    await expect(inFlight.track(broken)).rejects.toThrow('worse');
    await inFlight.drained();
  });

  it('keeps the drain waiting, also for work that starts meanwhile, and for work that fails', async () => {
    const inFlight = createInFlight();
    const [first, second] = [createWork(), createWork()];
    const failing = inFlight.track(first.run).catch(() => 'failed');
    const drained = inFlight.drained();
    const later = inFlight.track(second.run);

    first.fail();
    expect(await failing).toBe('failed');
    expect(await isSettled(drained)).toBe(false);

    second.end();
    await later;
    expect(await isSettled(drained)).toBe(true);
  });

  it('may begin after a drain', async () => {
    const inFlight = createInFlight();
    await inFlight.drained();
    const work = createWork();
    const tracked = inFlight.track(work.run);
    const drained = inFlight.drained();
    expect(await isSettled(drained)).toBe(false);
    work.end();
    await Promise.all([tracked, drained]);
  });
});
