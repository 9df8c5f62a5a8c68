// Makes `dist/`, a folder that needs nothing but Node.
import { cp, rm } from 'node:fs/promises';
import { build } from 'esbuild';

const neverUsed = './build/never-used.js';

// A bot that runs from here goes on with the files that it has opened; written over, they would end it.
await rm('dist', { recursive: true, force: true });
await build({
  entryPoints: ['src/main.ts'],
  outfile: 'dist/main.js',
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20.19',
  sourcemap: true,
  minifyWhitespace: true,
  minifySyntax: true,
  alias: { express: neverUsed, '@slack/oauth': neverUsed, '@slack/socket-mode': neverUsed },
  // For the packages that are CommonJS.
  banner: {
    js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
  },
  logLevel: 'warning',
});
// The embedded database is native code, which cannot go into the bundle. npm has installed what this system needs.
await cp('node_modules/@libsql', 'dist/node_modules/@libsql', { recursive: true });
