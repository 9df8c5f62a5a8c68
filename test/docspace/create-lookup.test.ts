import type { LookupAddress } from 'node:dns';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createLookup } from '../../src/docspace/create-lookup.ts';

const address: LookupAddress = { address: '192.0.2.1', family: 4 };
const moved: LookupAddress = { address: '192.0.2.2', family: 4 };
const notFound = Object.assign(new Error('not found'), { code: 'ENOTFOUND' });

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A lookup whose resolver answers as configured: with an address, an error, or, by default, never. */
function startLookup() {
  const asked: string[] = [];
  let next: LookupAddress | Error | undefined;
  const lookup = createLookup({
    resolve(hostname) {
      asked.push(hostname);
      if (next === undefined) return new Promise(() => undefined);
      return next instanceof Error ? Promise.reject(next) : Promise.resolve([next]);
    },
  });
  return {
    asked,
    answerWith(answer: LookupAddress | Error | undefined) {
      next = answer;
    },
    /** What the callback gets, if it is called within `ms`. */
    async lookUp(hostname: string, ms: number, options = { all: true }) {
      const calls: unknown[][] = [];
      lookup(hostname, options, (...told) => calls.push(told));
      await vi.advanceTimersByTimeAsync(ms);
      expect(calls.length).toBeLessThan(2);
      return calls[0];
    },
  };
}

it('returns what was found, in the requested form', async () => {
  const names = startLookup();
  names.answerWith(address);
  expect(await names.lookUp('acme.example', 0)).toEqual([null, [address]]);
  expect(await names.lookUp('acme.example', 0, { all: false })).toEqual([null, address.address, 4]);
});

it('takes the addresses of the last time while a lookup hangs', async () => {
  const names = startLookup();
  names.answerWith(address);
  await names.lookUp('acme.example', 0);
  names.answerWith(undefined);
  expect(await names.lookUp('acme.example', 299)).toBeUndefined();
  expect(await names.lookUp('acme.example', 300)).toEqual([null, [address]]);
  await vi.advanceTimersByTimeAsync(2 * 86_400_000);
  expect(await names.lookUp('acme.example', 60_000)).toBeUndefined();
});

it('returns nothing for a new name that hangs, and does not look it up twice', async () => {
  const names = startLookup();
  expect(await names.lookUp('hung.example', 60_000)).toBeUndefined();
  expect(await names.lookUp('hung.example', 60_000)).toBeUndefined();
  expect(names.asked).toEqual(['hung.example']);
});

it('prefers what is found now, an error too', async () => {
  const names = startLookup();
  names.answerWith(address);
  await names.lookUp('acme.example', 0);
  names.answerWith(moved);
  expect(await names.lookUp('acme.example', 60_000)).toEqual([null, [moved]]);
  names.answerWith(notFound);
  expect(await names.lookUp('acme.example', 60_000)).toEqual([notFound, []]);
});
