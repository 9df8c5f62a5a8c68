import { readFileSync } from 'node:fs';
import { type BotSeams, createBot } from '../../src/app.ts';
import { loadEnv, parseConfig } from '../../src/config/config.ts';
import { createLog } from '../../src/ops/create-log.ts';
import { createSlackLogger } from '../../src/ops/slack-logger.ts';
import { openStore } from '../../src/store/open-store.ts';
import type { BotOrder, BotReport } from './bot-orders.ts';

// The real bot, in a process of its own, with a clock that the demo moves. The argument is how far ahead it is.

const lookEveryMs = 15_000;
let aheadMs = Number(process.argv[2] ?? 0);
let tickNow: (() => Promise<void>) | undefined;
const ticks: BotSeams['ticks'] = (tick) => {
  tickNow = tick;
  const timer = setInterval(() => void tick(), lookEveryMs);
  void tick();
  return { stop: () => clearInterval(timer) };
};

const files = { read: (path: string) => readFileSync(path, 'utf8') };
const config = parseConfig(loadEnv(process.env, files), files);
const log = createLog({ ...config.log, colour: false });
const clock = (): Date => new Date(Date.now() + aheadMs);
const store = await openStore({ url: config.store.url, log, clock });
const bot = createBot(config, {
  ...{ store, log, slackLog: createSlackLogger(log), clock, ticks },
  onLost(error) {
    log.error('Slack refused the bot', { error });
    process.exit(1);
  },
});

process.on('message', (order: BotOrder) => void follow(order));
process.once('disconnect', () => process.exit(1));
process.once('SIGTERM', () => void bot.stop().then(() => process.exit(0)));
await bot.start();

/** Moves the clock, and delivers what is due by it. */
async function follow(order: BotOrder): Promise<void> {
  aheadMs = order.aheadMs;
  await tickNow?.();
  const report: BotReport = { isDoneFor: order.id };
  process.send?.(report);
}
