import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A port where nothing listens yet. */
export interface HeldPort {
  readonly port: number;
  release(): void;
}

/**
 * Takes a free port of loopback and keeps it: whether its owner listens or not, the system gives it to no other process,
 * because a connection still uses it.
 */
export async function holdPort(): Promise<HeldPort> {
  const server = createServer().listen(0, '127.0.0.1');
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
