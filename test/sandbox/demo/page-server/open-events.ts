import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';

export interface SeenEvent {
  readonly id: string;
  readonly event: string;
  readonly data: unknown;
}

export interface Events extends AsyncDisposable {
  /** The next event that is not a comment. */
  next(): Promise<SeenEvent>;
}

/** The page's event stream as a browser reads it, from the place after `lastEventId`. */
export function openEvents(url: string, lastEventId?: string): Events {
  const end = new AbortController();
  const seen = readEvents(url, end.signal, lastEventId);
  return {
    async next() {
      const { value } = await seen.next();
      if (value === undefined) throw new Error('The stream ended');
      return value;
    },
    async [Symbol.asyncDispose]() {
      end.abort();
    },
  };
}

async function* readEvents(
  url: string,
  signal: AbortSignal,
  lastEventId?: string,
): AsyncGenerator<SeenEvent, undefined> {
  const headers = lastEventId === undefined ? {} : { 'last-event-id': lastEventId };
  const response = await fetch(new URL('/events', url), { headers, signal });
  if (response.body === null) return undefined;
  const body = Readable.fromWeb(response.body as ReadableStream<Uint8Array>);
  let fields: Record<string, string> = {};
  for await (const line of createInterface({ input: body })) {
    const [, name = '', value = ''] = /^(\w*): ?(.*)$/.exec(line) ?? [];
    if (line !== '') {
      fields[name] = value;
      continue;
    }
    const { id = '', event = '', data } = fields;
    fields = {};
    if (data !== undefined) yield { id, event, data: JSON.parse(data) };
  }
  return undefined;
}
