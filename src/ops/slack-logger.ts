import { type Logger, LogLevel } from '@slack/bolt';
import { boundMessage } from './bound-message.ts';
import type { Log, LogFields } from './log.ts';

/**
 * The bot's log in the form that Slack's SDK expects. The SDK's `info` goes to `debug`, because it is about
 * connections, not backups; the requests quoted in its `debug` lines are dropped. Each line is bounded, because the SDK
 * quotes answers too. The level is the log's own: the SDK cannot change it.
 */
export function createSlackLogger(log: Log): Logger {
  return {
    debug: (...parts: readonly unknown[]) =>
      log.debug(textOf(parts).replace(/[{[].*$/s, '…'), errorIn(parts)),
    info: (...parts: readonly unknown[]) => log.debug(textOf(parts), errorIn(parts)),
    warn: (...parts: readonly unknown[]) => log.warn(textOf(parts), errorIn(parts)),
    error: (...parts: readonly unknown[]) => log.error(textOf(parts), errorIn(parts)),
    setLevel: () => undefined,
    // At DEBUG, the SDK would format the text of every answer.
    getLevel: () => LogLevel.INFO,
    setName: () => undefined,
  };
}

/** The text of a line. Objects are dropped, because the SDK's contain whole requests. */
function textOf(parts: readonly unknown[]): string {
  const words = parts.filter((part) => typeof part !== 'object');
  return boundMessage(['Slack SDK:', ...words.map(String)].join(' '));
}

function errorIn(parts: readonly unknown[]): LogFields {
  const error = parts.find((part) => part instanceof Error);
  return error === undefined ? {} : { error };
}
