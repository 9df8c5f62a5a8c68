import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { WebSocket, WebSocketServer } from 'ws';
import { listen } from './post-once.ts';

export function sayHello(socket: WebSocket): void {
  socket.send('{"type":"hello","num_connections":1}');
}

/** A Slack that gives out addresses, once released when `holdOpening` says so, and greets each connection as configured. */
export async function startScriptedSlack(script: {
  readonly greet: (socket: WebSocket) => void;
  readonly holdOpening?: boolean;
}) {
  const hub = new WebSocketServer({ noServer: true });
  const held: ServerResponse[] = [];
  const received: Record<string, unknown>[] = [];
  let isHeld = script.holdOpening === true;
  let greeted = 0;
  let baseUrl = '';
  const open = (response: ServerResponse) =>
    response.end(JSON.stringify({ ok: true, url: `${baseUrl.replace('http', 'ws')}/link` }));
  const server = createServer((request, response) => {
    request.resume();
    if (isHeld) held.push(response);
    else open(response);
  });
  const asked = once(server, 'request');
  server.on('upgrade', (request, socket, head) => {
    hub.handleUpgrade(request, socket, head, (connection) => {
      greeted += 1;
      connection.on('error', () => undefined);
      connection.on('message', (data) => received.push(JSON.parse(String(data))));
      script.greet(connection);
    });
  });
  baseUrl = `http://127.0.0.1:${await listen(server)}`;
  return {
    apiUrl: `${baseUrl}/api/`,
    /** Resolves when an address was asked for. */
    asked,
    releaseOpening() {
      isHeld = false;
      held.forEach(open);
    },
    /** The frames of all connections, oldest first. */
    received,
    /** Sends the frame over every connection. */
    send(frame: string | Buffer) {
      for (const socket of hub.clients) socket.send(frame);
    },
    closeAll() {
      for (const socket of hub.clients) socket.close();
    },
    greeted: () => greeted,
    sockets: () => [...hub.clients].filter(({ readyState }) => readyState === WebSocket.OPEN).length,
  };
}
