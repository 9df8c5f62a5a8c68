import { styleText } from 'node:util';
import { pino } from 'pino';
import { describeError } from './describe-error.ts';
import type { Log, LogFields } from './log.ts';
import { redact } from './redact.ts';

/** What is logged, in which form, and where to. */
export interface LogOptions {
  /** Lines below this level are dropped. At `debug`, errors include their stack. */
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  /** `text` for people, `json` for machines: one object a line. */
  readonly format: 'text' | 'json';
  /** Takes each line with its line break; standard output when absent. */
  readonly write?: (line: string) => void;
  /** Colours for the `text` format. */
  readonly colour?: boolean;
}

/**
 * A log that writes synchronously, line by line, so that nothing is lost when the process ends. Anything that looks
 * like a token or a key is masked, anywhere in the line.
 */
export function createLog(options: LogOptions): Log {
  const stack = options.level === 'debug';
  const logger = pino(
    {
      level: options.level,
      base: null,
      messageKey,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    { write: lineWriter(options) },
  );
  const facts = (fields: LogFields | undefined) => factsOf(fields ?? {}, stack);
  return {
    debug: (message, fields) => logger.debug(facts(fields), message),
    info: (message, fields) => logger.info(facts(fields), message),
    warn: (message, fields) => logger.warn(facts(fields), message),
    error: (message, fields) => logger.error(facts(fields), message),
  };
}

const messageKey = 'message';
const ownKeys: ReadonlySet<string> = new Set([messageKey, 'level', 'time']);

function lineWriter({ format, colour = false, write }: LogOptions): (line: string) => void {
  const standardOutput = write === undefined ? pino.destination({ dest: 1, sync: true }) : undefined;
  const out = write ?? ((line: string) => standardOutput?.write(line));
  if (format === 'json') return (line) => out(withoutRareBreaks(redact(line)));
  return (line) => out(withoutRareBreaks(renderText(redact(line), colour)));
}

type Entry = Readonly<Record<string, unknown>> & { readonly level: LogOptions['level'] };
const colours = { debug: 'blue', info: 'green', warn: 'yellow', error: 'red' } as const;

/** `[time] LEVEL: message {facts}`; the stacks of its errors follow, one frame a line. */
function renderText(line: string, colour: boolean): string {
  const { time, level, message, ...facts } = JSON.parse(line) as Entry;
  const stacks: string[] = [];
  const inline = JSON.stringify(facts, (key, value: unknown) => {
    if (key !== 'stack' || typeof value !== 'string') return value;
    stacks.push(value);
    return undefined;
  });
  const label = level.toUpperCase();
  const shownLabel = colour ? styleText(colours[level], label, { validateStream: false }) : label;
  const seconds = String(time).replace(/\.\d+Z$/, 'Z');
  const head = `[${seconds}] ${shownLabel}: ${onOneLine(String(message))}`;
  const frames = stacks.flatMap((stack) => stack.split('\n')).map((frame) => `    ${onOneLine(frame)}`);
  return `${[inline === '{}' ? head : `${head} ${inline}`, ...frames].join('\n')}\n`;
}

/** Errors as plain data, and no field that would replace the line's own level, time or message. */
function factsOf(fields: LogFields, stack: boolean): LogFields {
  const entries = Object.entries(fields).map(([key, value]) => [
    ownKeys.has(key) ? `${key}_` : key,
    key === 'error' || value instanceof Error ? describeError(value, { stack }) : value,
  ]);
  return Object.fromEntries(entries) as LogFields;
}

/** Untrusted text must not be able to forge a second line or control a terminal. */
function onOneLine(text: string): string {
  return text.replaceAll(/\p{Cc}/gu, escapeCharacter);
}

/** Characters that end lines or control terminals and that JSON does not escape. */
function withoutRareBreaks(text: string): string {
  return text.replaceAll(/[\u007F-\u009F\u2028\u2029]/g, escapeCharacter);
}

function escapeCharacter(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
