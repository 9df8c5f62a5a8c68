/** Facts that go with a log line; an `Error` under `error` is written with its cause, never with a secret. */
export type LogFields = Readonly<Record<string, unknown>>;

/** What the rest of the bot knows about logging. */
export interface Log {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}
