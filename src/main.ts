#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { createBot } from './app.ts';
import { assessConfig, type Config, ConfigError, loadEnv, parseConfig } from './config/config.ts';
import { createLog } from './ops/create-log.ts';
import { redact } from './ops/redact.ts';
import { createSlackLogger } from './ops/slack-logger.ts';
import { openStore } from './store/open-store.ts';
import { StoreFailure } from './store/store-failure.ts';

/** `bot.stop` gives up earlier by itself; this handles a bot that hangs. */
const stopWithinMs = 29_000;

const config = configure();
const log = createLog({ ...config.log, colour: process.stdout.isTTY });
const store = await openStore({ url: config.store.url, clock: () => new Date(), log }).catch(endWithoutStore);
const bot = createBot(config, { store, log, slackLog: createSlackLogger(log), onLost: endWithSlackLost });
let isStopping = false;
for (const warning of assessConfig(config)) log.warn(warning);

process.on('uncaughtException', fail);
process.on('unhandledRejection', logUnhandledRejection);
process.on('SIGTERM', stop);
process.on('SIGINT', stop);

try {
  await bot.start();
} catch (error) {
  if (!isStopping) fail(error);
}

function configure(): Config {
  const files = { read: (path: string) => readFileSync(path, 'utf8') };
  try {
    return parseConfig(loadEnv(process.env, files), files);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
}

function endWithoutStore(error: unknown): never {
  if (!(error instanceof StoreFailure)) throw error;
  log.debug('The database cannot be used', { error });
  process.stderr.write(`${redact(error.message)}\n`);
  process.exit(1);
}

function fail(error: unknown): never {
  logEnd(error);
  process.exit(1);
}

function stop(signal: NodeJS.Signals): void {
  if (isStopping) process.exit(1);
  log.info('Stopping: finishing commands in progress', { signal });
  end(0);
}

/** Unfinished answers may still reach Slack through their response URLs. */
function endWithSlackLost(error: unknown): void {
  if (isStopping) return;
  logEnd(error);
  end(1);
}

function end(code: number): void {
  isStopping = true;
  setTimeout(() => fail(new Error('stopping took too long')), stopWithinMs).unref();
  void bot.stop().then(() => process.exit(code), fail);
}

/** A promise that a library forgot must not end a working bot; a bug of ours must still be noticed and found. */
function logUnhandledRejection(error: unknown): void {
  const at =
    error instanceof Error ? error.stack?.split('\n').find((line) => /^ +at /.test(line)) : undefined;
  log.error('Unhandled promise rejection. The bot keeps running. Please report this', {
    error,
    at: at?.trim(),
  });
}

function logEnd(error: unknown): void {
  const reason = error instanceof Error ? error.message : 'unknown';
  log.error(`Fatal error: ${reason}`, { error });
}
