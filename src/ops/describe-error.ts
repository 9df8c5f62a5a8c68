import { boundMessage } from './bound-message.ts';

/** An error as plain data for a log line. */
export interface ErrorFacts {
  readonly type?: string;
  readonly message: string;
  readonly code?: string;
  readonly stack?: string;
  readonly cause?: ErrorFacts;
  /** The first few of an `AggregateError`. */
  readonly errors?: readonly ErrorFacts[];
}

const deepest = 5;
const mostErrors = 5;

/**
 * The loggable part of anything that was thrown: type, message, code and the chain of causes; the stack only when asked
 * for. Messages are bounded because Slack's SDK puts whole web pages into them. Other properties are dropped because
 * libraries attach requests with their headers to errors.
 */
export function describeError(error: unknown, options: { readonly stack: boolean }): ErrorFacts {
  return describe(error, options, deepest);
}

function describe(error: unknown, options: { readonly stack: boolean }, depth: number): ErrorFacts {
  if (!(error instanceof Error)) return { message: textOf(error) };
  // Bolt keeps the error that it wraps in `original`.
  const cause = error.cause ?? ('original' in error ? error.original : undefined);
  const inner = (each: unknown) => describe(each, options, depth - 1);
  const message = boundMessage(error.message);
  return {
    type: error.name,
    message,
    ...('code' in error && error.code !== undefined && { code: textOf(error.code) }),
    ...(options.stack && error.stack !== undefined && { stack: stackOf(error.name, message, error.stack) }),
    ...(cause !== undefined && depth > 0 && { cause: inner(cause) }),
    ...(error instanceof AggregateError &&
      depth > 0 && { errors: error.errors.slice(0, mostErrors).map(inner) }),
  };
}

/** A stack begins with the whole message, so only its frames are taken. */
function stackOf(name: string, message: string, stack: string): string {
  const frames = stack.split('\n').filter((line) => /^ +at /.test(line));
  return [`${name}: ${message}`, ...frames].join('\n');
}

function textOf(thrown: unknown): string {
  const isOpaque = typeof thrown === 'object' && thrown !== null;
  return isOpaque ? 'an object that is no Error' : boundMessage(String(thrown));
}
