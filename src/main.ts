#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { type Bot, createBot } from './app.ts';
import { assessConfig, type Config, ConfigError, loadEnv, parseConfig } from './config/config.ts';
import { maintain } from './maintenance.ts';
import { createLog } from './ops/create-log.ts';
import { redact } from './ops/redact.ts';
import { createSlackLogger } from './ops/slack-logger.ts';
import { openStore } from './store/open-store.ts';
import { StoreFailure } from './store/store-failure.ts';

/** `bot.stop` gives up earlier by itself; this handles a bot that hangs. */
const stopWithinMs = 29_000;

const files = { read: (path: string) => readFileSync(path, 'utf8') };
const clock = () => new Date();
const args = process.argv.slice(2);
if (args.length > 0) process.exit(await carryOut());

const config = configure();
const log = createLog({ ...config.log, colour: process.stdout.isTTY });
let bot: Bot | undefined;
let isStopping = false;

process.on('uncaughtException', fail);
process.on('unhandledRejection', logUnhandledRejection);
process.on('SIGTERM', stop);
process.on('SIGINT', stop);

const store = await openStore({ ...config.store, clock, log }).catch(endWithoutStore);
for (const warning of assessConfig(config)) log.warn(warning);
try {
  bot = createBot(config, { store, log, slackLog: createSlackLogger(log), onLost: endWithSlackLost });
  await bot.start();
} catch (error) {
  if (!isStopping) fail(error);
}

function configure(): Config {
  try {
    return parseConfig(loadEnv(process.env, files), files);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return endWith(error.message);
  }
}

function carryOut(): Promise<number> {
  const printError = (line: string) => process.stderr.write(`${line}\n`);
  const print = (line: string) => process.stdout.write(`${line}\n`);
  const log = createLog({ level: 'info', format: 'text', write: (line) => process.stderr.write(line) });
  return maintain(args, { env: process.env, files, clock, log, print, printError });
}

function endWithoutStore(error: unknown): never {
  if (!(error instanceof StoreFailure)) throw error;
  log.debug('The database cannot be used', { error });
  return endWith(redact(error.message));
}

function endWith(line: string): never {
  process.stderr.write(`${line}\n`);
  process.exit(1);
}

function fail(error: unknown): never {
  logEnd(error);
  process.exit(1);
}

function stop(signal: NodeJS.Signals): void {
  if (isStopping) process.exit(1);
  // Nothing is in progress while it waits for the database.
  if (bot === undefined) process.exit(0);
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
  void bot?.stop().then(() => process.exit(code), fail);
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
