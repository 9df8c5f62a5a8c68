import { describe, expect, it } from 'vitest';
import type { CoveredTest } from '../../mutants/test-coverage.ts';
import { type RunTests, tryMutant } from '../../mutants/try-mutant.ts';

const source = 'const a = 1;\nconst b = 2;\n';
const mutant = { file: 'src/house/door.ts', start: 23, end: 24, replacement: '3' };
const line = (number: number, count: number) => ({
  start: { line: number, column: 0 },
  end: { line: number, column: null },
  count,
});

/** A test file that runs the line of the mutant, or does not. */
const covered = (test: string, tookMs: number, isReaching = true): CoveredTest => ({
  ...{ test, tookMs },
  ran: new Map([['src/house/door.ts', [line(1, 1), line(2, isReaching ? 1 : 0)]]]),
});

const mirror = covered('test/house/door.test.ts', 900);
const beside = covered('test/house/wall.test.ts', 100);
const elsewhere = covered('test/town/street.test.ts', 10);
const slow = covered('test/town/tower.test.ts', 5_000);
const elsewhereOnly = covered('test/town/river.test.ts', 1, false);

/** Tries the mutant where these tests fail; returns what was run, and when its types were checked. */
async function tryWith(
  ended: Readonly<Record<string, Awaited<ReturnType<RunTests>>>>,
  { tests = [slow, elsewhereOnly, elsewhere, beside, mirror], isSound = true } = {},
) {
  const steps: string[] = [];
  const fate = await tryMutant(mutant, source, {
    tests,
    async checkTypes() {
      steps.push('types');
      return isSound;
    },
    async runTests(_mutant, _source, run) {
      steps.push(run.map(({ test }) => test.replace(/^test\/|\.test\.ts$/g, '')).join(' '));
      return run.map(({ test }) => ended[test]).find((each) => each !== undefined) ?? 'passed';
    },
  });
  return { fate, steps };
}

describe('a mutant', () => {
  it('is killed by the tests beside its source, without a look at anything else', async () => {
    expect(await tryWith({ [beside.test]: 'failed' })).toEqual({
      fate: 'killed',
      steps: ['house/door house/wall'],
    });
  });

  it('that does not compile is not run through the rest of the tests', async () => {
    expect(await tryWith({ [slow.test]: 'failed' }, { isSound: false })).toEqual({
      fate: 'invalid',
      steps: ['house/door house/wall', 'types'],
    });
  });

  it('is killed by tests of other folders, the quick ones first', async () => {
    expect(await tryWith({ [slow.test]: 'failed' })).toEqual({
      fate: 'killed',
      steps: ['house/door house/wall', 'types', 'town/street town/tower'],
    });
  });

  it('survives when every test that runs its line passes', async () => {
    expect((await tryWith({})).fate).toBe('survived');
    expect(await tryWith({}, { tests: [elsewhere] })).toEqual({
      fate: 'survived',
      steps: ['types', 'town/street'],
    });
  });

  it('is untested when no test runs its line', async () => {
    expect(await tryWith({}, { tests: [elsewhereOnly] })).toEqual({ fate: 'untested', steps: ['types'] });
  });

  it('says nothing when the time is up', async () => {
    for (const { test } of [mirror, slow])
      expect((await tryWith({ [test]: 'out-of-time' })).fate).toBe('untried');
  });
});
