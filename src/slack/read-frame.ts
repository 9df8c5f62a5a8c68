/** What Slack sends over a Socket Mode connection: https://docs.slack.dev/apis/events-api/using-socket-mode */
export type Frame =
  /** The greeting. `connections` counts the app's connections, this one included. */
  | { readonly kind: 'hello'; readonly connections: number }
  /** Slack is about to end this connection. */
  | { readonly kind: 'disconnect'; readonly reason: string }
  | Envelope
  | { readonly kind: 'malformed'; readonly problem: string };

/** A command, an action or an event, to be acknowledged by its id. */
export interface Envelope {
  readonly kind: 'envelope';
  readonly id: string;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly retryNum: number | undefined;
  readonly retryReason: string | undefined;
}

const envelopeTypes: ReadonlySet<unknown> = new Set(['slash_commands', 'interactive', 'events_api']);

/** Reads one WebSocket message. Never throws: anything that is not a frame is `malformed`. */
export function readFrame(data: unknown): Frame {
  const frame = parse(data);
  if (!isRecord(frame)) return malformed('it is not a JSON object');
  const { type } = frame;
  if (type === 'hello') return { kind: 'hello', connections: numberIn(frame, 'num_connections') ?? 1 };
  if (type === 'disconnect') return { kind: 'disconnect', reason: wordIn(frame, 'reason') };
  if (!envelopeTypes.has(type)) return malformed('its type is unknown');
  const { envelope_id: id, payload } = frame;
  if (typeof id !== 'string' || id === '') return malformed('it has no envelope_id');
  if (!isRecord(payload)) return malformed('it has no payload');
  return {
    kind: 'envelope',
    id,
    payload,
    retryNum: numberIn(frame, 'retry_attempt'),
    retryReason: typeof frame['retry_reason'] === 'string' ? frame['retry_reason'] : undefined,
  };
}

function parse(data: unknown): unknown {
  if (typeof data !== 'string') return undefined;
  try {
    return JSON.parse(data);
  } catch {
    return undefined;
  }
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function malformed(problem: string): Frame {
  return { kind: 'malformed', problem };
}

function numberIn(frame: Record<string, unknown>, name: string): number | undefined {
  const value = frame[name];
  return typeof value === 'number' ? value : undefined;
}

/** One of Slack's own words, such as `refresh_requested`, safe for the log. */
function wordIn(frame: Record<string, unknown>, name: string): string {
  const value = frame[name];
  return typeof value === 'string' && /^[a-z_]{1,40}$/.test(value) ? value : 'no known reason';
}
