import { createServer } from 'node:http';
import { Client, type Dispatcher } from 'undici';
import { expect, it, onTestFinished } from 'vitest';
import { watchUpgrade } from '../../src/slack/watch-upgrade.ts';
import { listen } from './post-once.ts';

async function start() {
  const server = createServer();
  server.on('upgrade', (_, socket) => {
    socket.write('HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n');
  });
  const client = new Client(`http://127.0.0.1:${await listen(server)}`);
  onTestFinished(() => client.destroy());
  const { watched, wire } = watchUpgrade(client);
  const upgrade = async (): Promise<Dispatcher.UpgradeData> => watched.upgrade({ path: '/', protocol: 'x' });
  return { wire, upgrade };
}

it('shows the socket of an upgrade, and cuts it', async () => {
  const { wire, upgrade } = await start();
  const { socket } = await upgrade();
  expect(wire.socket).toBe(socket);
  expect(socket.destroyed).toBe(false);
  wire.cut();
  expect(socket.destroyed).toBe(true);
});

it('cuts a socket that comes later', async () => {
  const { wire, upgrade } = await start();
  wire.cut();
  const { socket } = await upgrade();
  expect(socket.destroyed).toBe(true);
});
