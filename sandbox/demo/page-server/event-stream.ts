import type { ServerResponse } from 'node:http';
import type { PageChange, PageState } from './page-wire.ts';

/** Server-Sent Events for every open page: https://html.spec.whatwg.org/multipage/server-sent-events.html */
export interface EventStream {
  /**
   * Serves one page. Sends the changes after `lastEventId`, or the whole state if the id is absent, too old, or from
   * another run.
   */
  open(response: ServerResponse, lastEventId: string | undefined): void;
  send(change: PageChange): void;
  close(): void;
}

const remembered = 500;
const heartbeatMs = 15_000;
const reconnectMs = 1_000;

/** `run` identifies this start of the server. */
export function createEventStream(snapshot: () => PageState, run: string): EventStream {
  const open = new Set<ServerResponse>();
  const log: { readonly id: number; readonly frame: string }[] = [];
  let lastId = 0;

  const heartbeat = setInterval(() => {
    for (const response of open) response.write(': still here\n\n');
  }, heartbeatMs);
  heartbeat.unref();

  function frame(event: 'state' | 'change', data: PageState | PageChange): string {
    return `id: ${run}-${lastId}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
  }

  function missedSince(lastEventId: string | undefined): readonly string[] | undefined {
    const [, seen] = new RegExp(`^${run}-(\\d{1,12})$`).exec(lastEventId ?? '') ?? [];
    if (seen === undefined) return undefined;
    const oldest = log[0]?.id ?? lastId + 1;
    const id = Number(seen);
    if (id > lastId || id < oldest - 1) return undefined;
    return log.filter((entry) => entry.id > id).map((entry) => entry.frame);
  }

  return {
    open(response, lastEventId) {
      response.write(`retry: ${reconnectMs}\n\n`);
      const missed = missedSince(lastEventId) ?? [frame('state', snapshot())];
      for (const each of missed) response.write(each);
      open.add(response);
      response.once('close', () => open.delete(response));
    },
    send(change) {
      lastId += 1;
      const sent = frame('change', change);
      log.push({ id: lastId, frame: sent });
      if (log.length > remembered) log.shift();
      for (const response of open) response.write(sent);
    },
    close() {
      clearInterval(heartbeat);
      for (const response of open) response.end();
    },
  };
}
