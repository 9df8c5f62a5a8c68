import { createServer, request } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import type { Duplex } from 'node:stream';
import { onTestFinished } from 'vitest';

export interface TestProxy {
  readonly url: string;
  /** `GET http://host/path` for what was passed on, `CONNECT host:port` for tunnels; oldest first. */
  readonly passed: readonly string[];
  /** The credentials that clients sent. */
  readonly authorizations: readonly (string | undefined)[];
  /** How many connections clients have opened so far. */
  connections(): number;
  /** From now on every request is refused with this status. */
  refuse(status: number): void;
  /** From now on a connection is reset when a second request comes over it. */
  resetReused(): void;
  close(): Promise<void>;
}

/** A forward proxy on loopback, as companies run them; ends with the test. */
export async function startProxy(): Promise<TestProxy> {
  const passed: string[] = [];
  const authorizations: (string | undefined)[] = [];
  const sockets = new Set<Duplex>();
  const used = new WeakSet<Duplex>();
  let refusal: number | undefined;
  let resetsReused = false;
  let connections = 0;

  const server = createServer((incoming, outgoing) => {
    if (resetsReused && used.has(incoming.socket)) return void incoming.socket.resetAndDestroy();
    used.add(incoming.socket);
    passed.push(`${incoming.method} ${incoming.url}`);
    authorizations.push(incoming.headers['proxy-authorization']);
    if (refusal !== undefined) return void outgoing.writeHead(refusal).end();
    const { method, headers } = incoming;
    const onward = request(
      incoming.url ?? '',
      { method: method ?? 'GET', headers, agent: false },
      (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      },
    );
    onward.on('error', () => outgoing.writeHead(502).end());
    incoming.pipe(onward);
  });
  server.on('connection', () => {
    connections += 1;
  });
  server.on('connect', (incoming, socket) => {
    passed.push(`CONNECT ${incoming.url}`);
    authorizations.push(incoming.headers['proxy-authorization']);
    keep(socket);
    if (refusal !== undefined) return void socket.end(`HTTP/1.1 ${refusal} Refused\r\n\r\n`);
    const { hostname, port } = new URL(`http://${incoming.url}`);
    const onward = connect(Number(port), hostname, () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      onward.pipe(socket).pipe(onward);
    });
    keep(onward);
  });

  function keep(socket: Duplex): void {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
  }

  async function close(): Promise<void> {
    for (const socket of sockets) socket.destroy();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(close);
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    passed,
    authorizations,
    connections: () => connections,
    refuse: (status) => {
      refusal = status;
    },
    resetReused: () => {
      resetsReused = true;
    },
    close,
  };
}
