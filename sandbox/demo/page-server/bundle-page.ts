import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** The page's script and style sheet. */
export interface PageBundle {
  readonly script: string;
  readonly styles: string;
}

/** Bundles the page in memory. Rejects when it does not compile. */
export async function bundlePage(): Promise<PageBundle> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('../page/main.tsx', import.meta.url))],
    bundle: true,
    write: false,
    outdir: 'page',
    format: 'esm',
    target: 'es2022',
    jsx: 'automatic',
    minify: true,
    legalComments: 'none',
    define: { 'process.env.NODE_ENV': '"production"' },
    logLevel: 'silent',
  });
  const find = (ending: string): string => outputFiles.find(({ path }) => path.endsWith(ending))?.text ?? '';
  return { script: find('.js'), styles: find('.css') };
}
