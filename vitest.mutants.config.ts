import { readFileSync } from 'node:fs';
import { mergeConfig } from 'vitest/config';
import type { TestSequencer, TestSpecification } from 'vitest/node';
import base from './vitest.config.ts';

/** `mutants/` sets these: the file to change, where its changed text is, and the tests to run, the likeliest first. */
const { MUTANT_FILE, MUTANT_TEXT, MUTANT_TESTS = '' } = process.env;
const order = MUTANT_TESTS.split('\n');

class LikeliestFirst implements TestSequencer {
  sort(files: TestSpecification[]): TestSpecification[] {
    const rank = ({ moduleId }: TestSpecification) => order.findIndex((test) => moduleId.endsWith(test));
    return files.toSorted((a, b) => rank(a) - rank(b));
  }

  shard(files: TestSpecification[]): TestSpecification[] {
    return files;
  }
}

export default mergeConfig(base, {
  plugins: [
    {
      name: 'mutant',
      enforce: 'pre',
      load: (id: string) => (id === MUTANT_FILE ? readFileSync(MUTANT_TEXT ?? '', 'utf8') : undefined),
    },
  ],
  test: {
    bail: 1,
    cache: false,
    maxWorkers: 1,
    reporters: ['dot'],
    sequence: { sequencer: LikeliestFirst, shuffle: false },
    setupFiles: ['mutants/fix-property-seed.ts'],
    coverage: { thresholds: { statements: 0, branches: 0, functions: 0, lines: 0 } },
  },
});
