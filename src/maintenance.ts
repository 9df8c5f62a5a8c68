import { ConfigError, loadEnv, parseStoreConfig } from './config/config.ts';
import type { Log } from './ops/log.ts';
import { redact } from './ops/redact.ts';
import type { Secret } from './ops/secret.ts';
import { copyStore } from './store/copy-store.ts';
import { forgetPortal, rememberedPortals } from './store/forget.ts';
import { openStore, placeOf, type Store } from './store/open-store.ts';
import { StoreFailure } from './store/store-failure.ts';

export interface MaintenanceSeams {
  readonly env: Parameters<typeof loadEnv>[0];
  readonly files: Parameters<typeof loadEnv>[1];
  readonly clock: () => Date;
  readonly log: Log;
  /** Takes each line of the result. */
  readonly print: (line: string) => void;
  /** Takes the line that says why there is none. */
  readonly printError: (line: string) => void;
}

const usage = [
  'Usage: docspace-backup-bot                      runs the bot',
  '       docspace-backup-bot forget PORTAL        deletes what is remembered of a portal',
  '       docspace-backup-bot copy-store FROM TO   copies a database (file:… or postgres://…) into an empty one',
].join('\n');
/** A bot that runs does not stop by itself. */
const waitMs = 3_000;

/**
 * Carries out one of the commands that need no Slack, and returns the exit code. An embedded database must not be in use
 * by a bot meanwhile.
 */
export async function maintain(args: readonly string[], seams: MaintenanceSeams): Promise<number> {
  const [command, first, second] = args;
  try {
    if (command === 'forget' && first !== undefined && args.length === 2) return await forget(first, seams);
    if (command === 'copy-store' && first !== undefined && second !== undefined && args.length === 3) {
      return await copy(first, second, seams);
    }
    seams.printError(usage);
  } catch (error) {
    if (!(error instanceof StoreFailure || error instanceof ConfigError)) throw error;
    seams.printError(redact(error.message));
  }
  return 1;
}

async function forget(portal: string, seams: MaintenanceSeams): Promise<number> {
  const { url } = parseStoreConfig(loadEnv(seams.env, seams.files), seams.files);
  const store = await openStore({ ...seams, url, waitMs, mustExist: true });
  try {
    const count = await forgetPortal(store.database, portal);
    if (count === 0) {
      const names = await rememberedPortals(store.database);
      const others = names.length === 0 ? ', nor of any other portal.' : `. It is of ${names.join(', ')}.`;
      seams.printError(`Nothing is remembered of ${JSON.stringify(portal)}${others}`);
      return 1;
    }
    seams.print(`Deleted ${count} ${count === 1 ? 'row' : 'rows'} about ${portal}.`);
    seams.print('A portal that is still configured is remembered again when it is read next.');
    return 0;
  } finally {
    await store.close();
  }
}

async function copy(from: string, to: string, seams: MaintenanceSeams): Promise<number> {
  const urls = { from: addressOf('FROM', from), to: addressOf('TO', to) };
  const places = { from: placeOf(from).name, to: placeOf(to).name };
  if (places.from === places.to) throw new StoreFailure('FROM and TO are the same database.');
  const source = await openStore({ ...seams, url: urls.from, waitMs, mustExist: true });
  try {
    const target = await openStore({ ...seams, url: urls.to, waitMs });
    try {
      printCounts(await copyInto(source, target), seams.print);
      seams.print(`Copied. Set DATABASE_URL to the address of ${places.to}, and start the bot.`);
      return 0;
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
}

async function copyInto(source: Store, target: Store): Promise<ReadonlyMap<string, number>> {
  try {
    return await copyStore(source.database, target.database);
  } catch (error) {
    if (error instanceof StoreFailure) throw error;
    const reason = error instanceof Error ? error.message : 'unknown reason';
    throw new StoreFailure(`The copy failed, and nothing was copied: ${reason}`, { cause: error });
  }
}

function printCounts(counts: ReadonlyMap<string, number>, print: (line: string) => void): void {
  const width = Math.max(...[...counts.values()].map((count) => String(count).length));
  for (const [table, count] of counts) print(`${String(count).padStart(width)} ${table}`);
}

/** Checked like the setting, and told by the name that the person knows. */
function addressOf(name: string, text: string): Secret {
  try {
    return parseStoreConfig({ DATABASE_URL: text }, { read: () => '' }).url;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw new StoreFailure(`${name} is no database: it must be file: and a path, or a postgres:// address.`);
  }
}
