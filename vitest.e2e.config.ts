import { defineConfig } from 'vitest/config';

// Each file starts the whole demo and a browser: few at a time, with patience.
export default defineConfig({
  test: {
    include: ['test/e2e/**/*.test.ts'],
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
