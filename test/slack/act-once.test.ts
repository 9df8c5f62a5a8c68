import { describe, expect, it } from 'vitest';
import type { Acts } from '../../src/answering/acts.ts';
import { actOnce } from '../../src/slack/act-once.ts';
import { createInFlight } from '../../src/slack/in-flight.ts';
import { createLogBook } from '../digest/log-book.ts';

function copyOf(claim: Acts['claim']) {
  const { log, entries } = createLogBook();
  const done: string[] = [];
  const deps = { acts: { claim }, inFlight: createInFlight(), log };
  return { entries, done, act: (id: string) => actOnce(deps, id, async () => void done.push(id)) };
}

/** Two copies of the bot with one memory. */
function twoCopies() {
  const claimed = new Set<string>();
  const claim = async (id: string) => !claimed.has(id) && claimed.add(id).has(id);
  return [copyOf(claim), copyOf(claim)] as const;
}

describe('an act', () => {
  it('is carried out once over all copies, and the log tells of the rest', async () => {
    const [one, other] = twoCopies();
    expect(await Promise.all([one.act('a'), other.act('a'), one.act('a')])).toEqual([true, false, false]);
    expect([one.done, other.done]).toEqual([['a'], []]);
    expect(other.entries).toMatchObject([{ level: 'info' }]);
    expect(await other.act('b')).toBe(true);
  });

  it('is carried out once by a copy whose database cannot be used', async () => {
    const copy = copyOf(async () => Promise.reject(new Error('no database')));
    expect(await copy.act('a')).toBe(true);
    expect(await copy.act('a')).toBe(false);
    expect(copy.done).toEqual(['a']);
    expect(copy.entries).toContainEqual(expect.objectContaining({ level: 'warn' }));
  });

  it('is carried out by a copy whose database does not answer', async () => {
    const copy = copyOf(() => new Promise(() => undefined));
    expect(await copy.act('a')).toBe(true);
    expect(copy.done).toEqual(['a']);
  });

  it('that fails rejects, and is not repeated', async () => {
    const { log } = createLogBook();
    const deps = { acts: { claim: async () => true }, inFlight: createInFlight(), log };
    await expect(actOnce(deps, 'a', () => Promise.reject(new Error('bug')))).rejects.toThrow('bug');
  });
});
