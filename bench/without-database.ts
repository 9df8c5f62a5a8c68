import { resolve } from 'node:path';
import { bundleBot } from '../build/bundle.ts';

/** Builds the same bot, with a database that is always empty in place of the embedded one. */
export async function buildWithoutDatabase(outfile: string): Promise<void> {
  let isReplaced = false;
  await bundleBot(outfile, [
    {
      name: 'empty store',
      setup({ onResolve }) {
        onResolve({ filter: /\/store\/open-store\.ts$/ }, () => {
          isReplaced = true;
          return { path: resolve('bench/empty-store.ts') };
        });
      },
    },
  ]);
  if (!isReplaced) throw new Error('the bot no longer imports src/store/open-store.ts');
}
