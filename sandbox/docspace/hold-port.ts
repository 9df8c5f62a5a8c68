import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A port where nothing listens yet. */
export interface HeldPort {
  readonly port: number;
  release(): void;
}

/**
 * Takes a port of loopback, any free one for 0, and keeps it: whether its owner listens or not, the system gives it to
 * no other process, because a connection still uses it. Rejects when it is taken.
 */
export async function holdPort(wanted: number): Promise<HeldPort> {
  const server = createServer().listen(wanted, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const client = connect(port, '127.0.0.1');
  const [connection] = (await once(server, 'connection')) as [Socket];
  server.close();
  const ends = [client, connection];
  for (const end of ends) end.on('error', () => undefined).unref();
  return {
    port,
    release() {
      for (const end of ends) end.destroy();
    },
  };
}
