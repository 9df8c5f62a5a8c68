import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
// Everything the measurements use of the product.
import { createBot } from '../src/app.ts';
import { everything } from '../src/backups/query.ts';
import { select } from '../src/backups/select.ts';
import { assessReadings } from '../src/backups/verdict.ts';
import { parseConfig } from '../src/config/config.ts';
import { createDispatcher } from '../src/docspace/create-dispatcher.ts';
import { createHistoryReader } from '../src/docspace/create-history-reader.ts';
import { parseHistory } from '../src/docspace/history.ts';
import { renderAnswer } from '../src/messages/answer.ts';
import { createLog } from '../src/ops/create-log.ts';
import type { Log } from '../src/ops/log.ts';
import { Secret } from '../src/ops/secret.ts';
import { createSlackLogger } from '../src/ops/slack-logger.ts';
import { createReadings } from '../src/readings/create-readings.ts';
import { openStore } from '../src/store/open-store.ts';
import { botEnvironment } from './bot-environment.ts';

const policy = { expiringWithinMs: 172_800_000, staleAfterMs: 604_800_000 };
const usual = { group: undefined, dumps: false, policy };
const silent: Log = { debug() {}, info() {}, warn() {}, error() {} };

/** Parses the body of a history answer, judges the portal and renders its page. Throws when that fails. */
export function answerFrom(body: string, now: Date): void {
  const history = parseHistory(JSON.parse(body), false);
  if (history.kind !== 'read') throw new Error('the history could not be parsed');
  const portal = { name: 'acme', url: 'https://acme.example.com', ...usual };
  const reading = { portal, histories: [{ part: 'own' as const, answer: history, readAt: now }] };
  const query = { ...everything, portal: portal.name };
  const selection = select(query, assessReadings([reading], now), { portalCount: 1, now });
  renderAnswer(selection, {
    ...{ portalNames: ['acme'], now, audience: 'asker', command: '/backups', sharedBy: undefined },
  });
}

/** The whole bot, in this process. */
export async function createRealBot(
  slack: { readonly botToken: string; readonly appToken: string; readonly apiUrl: string },
  portal: { readonly url: string; readonly apiKey: string },
  clock: () => Date,
): Promise<{ start(): Promise<void>; stop(): Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'backup-bench-'));
  const env = { ...botEnvironment(slack, portal), DATABASE_URL: `file:${join(folder, 'backups.db')}` };
  const config = parseConfig(env, { read: () => '' });
  const log = createLog({ level: 'warn', format: 'json' });
  const store = await openStore({ url: config.store.url, clock, log });
  return createBot(config, { store, log, slackLog: createSlackLogger(log), clock, onLost: console.error });
}

/** Reads portals as the bot does. */
export interface PortalReader {
  /** Asks every portal again and returns how many of them could be read. */
  read(urls: readonly string[]): Promise<number>;
  /** Ends what is in progress. */
  close(): Promise<void>;
}

export function createPortalReader(apiKey: string, timeoutMs: number): PortalReader {
  const dispatcher = createDispatcher({ proxy: {}, connectTimeoutMs: 5_000 });
  const clock = () => new Date();
  const credentials = () => new Secret(apiKey);
  const reader = createHistoryReader({ credentials, dispatcher, timeoutMs, clock, log: silent });
  const readings = createReadings({ reader, clock, log: silent });
  return {
    async read(urls) {
      const portals = urls.map((url, index) => ({ name: `${url} ${index}`, url, ...usual }));
      const found = await readings.read(portals, { scope: () => 'own', fresh: true });
      return found.filter(({ histories }) => histories[0]?.answer.kind === 'read').length;
    },
    close: () => dispatcher.destroy(),
  };
}
