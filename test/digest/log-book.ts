import type { Log, LogFields } from '../../src/ops/log.ts';

export interface LogEntry {
  readonly level: keyof Log;
  readonly message: string;
  readonly fields: LogFields;
}

/** A log that records its lines, except `debug`. */
export function createLogBook(): { readonly log: Log; readonly entries: LogEntry[] } {
  const entries: LogEntry[] = [];
  const write =
    (level: keyof Log) =>
    (message: string, fields: LogFields = {}) => {
      entries.push({ level, message, fields });
    };
  return {
    entries,
    log: { debug: () => undefined, info: write('info'), warn: write('warn'), error: write('error') },
  };
}
