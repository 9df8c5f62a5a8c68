import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

/** Opens and shuts a server on loopback, as often as wanted. */
export interface Door {
  /** Rejects when the port is taken. Does nothing while open. */
  open(port: number): Promise<void>;
  /** Cuts what is being answered and takes leave of idle connections. Does nothing while shut. */
  shut(): Promise<void>;
}

export function createDoor(server: Server): Door {
  const idle = new Set<Socket>();
  server.on('connection', (socket) => {
    idle.add(socket);
    socket.once('close', () => idle.delete(socket));
  });
  server.on('request', ({ socket }, response) => {
    idle.delete(socket);
    response.once('close', () => {
      if (!socket.destroyed) idle.add(socket);
    });
  });
  return {
    open: (port) => (server.listening ? Promise.resolve() : listen(server, port)),
    async shut() {
      if (!server.listening) return;
      await Promise.all([...idle].map(takeLeave));
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
}

const patienceMs = 100;

/** Waits until the reader has hung up too: otherwise its next request could still go out on the dead connection. */
async function takeLeave(socket: Socket): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    socket.once('close', () => resolve());
  });
  socket.end();
  await Promise.race([closed, wait(patienceMs, undefined, { ref: false })]);
}
