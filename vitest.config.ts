import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/e2e/**'],
    globalSetup: ['test/store/tell-skipped.ts'],
    maxWorkers: 2,
    // No file leaves anything behind, and each would load the SDKs anew.
    isolate: false,
    sequence: { shuffle: true },
    // A loaded machine may take its time to start a process; a test that hangs fails all the same.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    coverage: {
      provider: 'v8',
      include: ['src/**/*.ts'],
      thresholds: { statements: 90, branches: 85, functions: 90, lines: 90 },
    },
  },
});
