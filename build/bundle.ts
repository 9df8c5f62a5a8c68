import { build, type Plugin } from 'esbuild';

const neverUsed = './build/never-used.js';

/** Makes the bot one file. It can't hold native code: the packages of `@libsql` must lie where Node finds them. */
export async function bundleBot(outfile: string, plugins: Plugin[] = []): Promise<void> {
  await build({
    entryPoints: ['src/main.ts'],
    outfile,
    plugins,
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
}
