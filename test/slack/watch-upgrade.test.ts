import { createServer } from 'node:http';
import { Client, type Dispatcher } from 'undici';
import { expect, it, onTestFinished } from 'vitest';
import { watchUpgrade } from '../../src/slack/watch-upgrade.ts';
import { closedPort, listen } from './post-once.ts';

const upgraded = '101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: x';

async function start(answer = upgraded) {
  const server = createServer();
  server.on('upgrade', (_, socket) => {
    socket.write(`HTTP/1.1 ${answer}\r\n\r\n`);
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

it('has no failure when all is well', async () => {
  const { wire, upgrade } = await start();
  expect(wire.socket).toBeUndefined();
  await upgrade();
  expect(wire.failure).toBeUndefined();
});

it.each([
  ['429 Busy\r\nretry-after: 7', { code: 'slack_webapi_rate_limited_error', retryAfter: 7 }],
  ['429 Busy\r\nretry-after: 0', { code: 'slack_webapi_rate_limited_error', retryAfter: 0 }],
  ['429 Busy\r\nretry-after: -1', { code: 'slack_webapi_http_error', statusCode: 429 }],
  ['429 Busy', { code: 'slack_webapi_http_error', statusCode: 429 }],
  ['503 Down\r\nretry-after: 7', { code: 'slack_webapi_http_error', headers: { 'retry-after': '7' } }],
])('reports why an upgrade was refused, like the SDK: %j', async (answer, failure) => {
  const { wire, upgrade } = await start(`${answer}\r\ncontent-length: 0`);
  await expect(upgrade()).rejects.toThrow();
  expect(wire.failure).toMatchObject(failure);
});

it('reports why there was no answer', async () => {
  const client = new Client(`http://127.0.0.1:${await closedPort()}`);
  onTestFinished(() => client.destroy());
  const { watched, wire } = watchUpgrade(client);
  await expect(watched.upgrade({ path: '/', protocol: 'x' })).rejects.toThrow();
  expect(wire.failure).toMatchObject({ code: 'ECONNREFUSED' });
});
