import { describe, expect, it } from 'vitest';
import { createKnownPasts } from '../../src/readings/known-pasts.ts';
import type { Known, ListOf } from '../../src/readings/memory.ts';
import { aPortal, now } from '../backups/sample-backups.ts';
import { named, pastAfter, readAt } from '../backups/sample-pasts.ts';

function list(name: string, part: ListOf['part'] = 'own'): ListOf {
  return { portal: aPortal(name), part };
}

function known(backups: number, revision = 1): Known {
  const all = Array.from({ length: backups }, (_, index) => named(`${index}`));
  return { past: pastAfter(readAt(now, all)), revision };
}

describe('known pasts', () => {
  it('are of each list separately, the last one each', () => {
    const pasts = createKnownPasts(100);
    const [older, newer, dumps] = [known(1, 1), known(1, 2), known(1, 3)];
    pasts.set(list('acme'), older);
    pasts.set(list('acme'), newer);
    pasts.set(list('acme', 'dumps'), dumps);
    expect(pasts.get(list('acme'))).toBe(newer);
    expect(pasts.get(list('acme', 'dumps'))).toBe(dumps);
    expect(pasts.get(list('hr'))).toBeUndefined();
    pasts.set(list('acme'), undefined);
    expect(pasts.get(list('acme'))).toBeUndefined();
  });

  it('forget those that were not used for longest when there are too many backups', () => {
    const pasts = createKnownPasts(100);
    for (const name of ['a', 'b', 'c']) pasts.set(list(name), known(30));
    pasts.set(list('a'), known(40));
    expect(['a', 'b', 'c'].filter((name) => pasts.get(list(name)))).toEqual(['a', 'b', 'c']);
    pasts.set(list('d'), known(1));
    expect(['a', 'b', 'c', 'd'].filter((name) => pasts.get(list(name)))).toEqual(['a', 'c', 'd']);
    pasts.set(list('e'), known(101));
    expect(['a', 'c', 'd', 'e'].filter((name) => pasts.get(list(name)))).toEqual([]);
  });

  it('count a list once that is set again and again', () => {
    const pasts = createKnownPasts(100);
    pasts.set(list('a'), known(50));
    for (let revision = 0; revision < 9; revision += 1) pasts.set(list('b'), known(50, revision));
    expect(pasts.get(list('a'))).toBeDefined();
  });
});
