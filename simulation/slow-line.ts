import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import type { Random } from './random.ts';

/** A way to the local Slack on which calls take as long as they do in life. */
export interface SlowLine {
  readonly url: string;
  /** How many messages are on their way to Slack, or their answers back. */
  readonly postsUnderWay: number;
  close(): Promise<void>;
}

export async function startSlowLine(target: string, random: Random): Promise<SlowLine> {
  let postsUnderWay = 0;
  const server = createServer((incoming, outgoing) => {
    forward(incoming, outgoing).catch(() => outgoing.destroy());
  });

  async function forward(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const path = incoming.url ?? '/';
    if (path.endsWith('/chat.postMessage')) {
      postsUnderWay += 1;
      outgoing.once('close', () => {
        postsUnderWay -= 1;
      });
    }
    const body = await buffer(incoming);
    await wait(random.between(50, 300));
    // Also when the bot has died meanwhile.
    const { method, headers } = incoming;
    const forwarded = request(new URL(path, target), { method, headers });
    forwarded.end(body);
    const [answer] = (await once(forwarded, 'response')) as [IncomingMessage];
    await wait(random.between(50, 300));
    outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
    answer.pipe(outgoing);
  }

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get postsUnderWay() {
      return postsUnderWay;
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
