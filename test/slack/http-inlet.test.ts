import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { App } from '@slack/bolt';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Secret } from '../../src/ops/secret.ts';
import { createSlackLogger } from '../../src/ops/slack-logger.ts';
import { createHttpInlet } from '../../src/slack/create-http-inlet.ts';
import { createLogBook } from '../digest/log-book.ts';

type Received = Parameters<App['processEvent']>[0];

const secret = 'signing-secret';
const host = '127.0.0.1';

async function start(handle: (event: Received) => Promise<void> = ({ ack }) => ack()) {
  const { log, entries } = createLogBook();
  const inlet = createHttpInlet(
    { signingSecret: new Secret(secret), port: 0, host },
    { log, slackLog: createSlackLogger(log) },
  );
  const bodies: unknown[] = [];
  inlet.receiver.init({
    processEvent: (event: Received) => {
      bodies.push(event.body);
      return handle(event);
    },
  } as unknown as App);
  const where = await inlet.open();
  onTestFinished(() => inlet.close());
  const port = Number(/\d+/.exec(where)?.[0]);
  return { inlet, where, port, entries, bodies, url: `http://${host}:${port}/slack/events` };
}

function sign(body: string): Record<string, string> {
  const timestamp = String(Math.floor(Date.now() / 1000));
  const digest = createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex');
  return {
    'content-type': 'application/x-www-form-urlencoded',
    'x-slack-request-timestamp': timestamp,
    'x-slack-signature': `v0=${digest}`,
  };
}

const post = (url: string, body: string, headers = sign(body)) =>
  fetch(url, { method: 'POST', body: Buffer.from(body), headers });

async function openSocket(port: number, sent = ''): Promise<Socket> {
  const socket = connect(port, host);
  socket.on('error', () => undefined);
  onTestFinished(() => void socket.destroy());
  await once(socket, 'connect');
  if (sent !== '') await new Promise((resolve) => socket.write(sent, resolve));
  return socket;
}

async function timeToClose({ close }: { close(): Promise<void> }): Promise<number> {
  const startedAt = performance.now();
  await close();
  return performance.now() - startedAt;
}

describe('a request of Slack', () => {
  it('is handled and answered', async () => {
    const { url, bodies, where, port } = await start(({ ack }) => ack('Working…'));
    const response = await post(url, 'command=%2Fbackups&text=');
    expect([response.status, await response.text()]).toEqual([200, 'Working…']);
    expect(bodies).toMatchObject([{ command: '/backups', text: '' }]);
    expect(where).toBe(`on port ${port} of 127.0.0.1, path /slack/events`);
  });

  it.each(['payload=null', 'payload=[]', 'payload=%22x%22', 'payload=7', 'payload=%7Bsecret'])(
    'that is signed and malformed is refused, logged once, and changes nothing: %s',
    async (body) => {
      const { url, entries, bodies } = await start();
      expect((await post(url, body)).status).toBe(400);
      expect(entries).toMatchObject([
        { level: 'warn', message: 'Request refused: its body is not an object' },
      ]);
      expect((await post(url, 'command=%2Fbackups')).status).toBe(200);
      expect(bodies).toHaveLength(1);
    },
  );

  it('that is signed JSON and malformed is refused', async () => {
    const { url, bodies } = await start();
    const headers = { ...sign('null'), 'content-type': 'application/json' };
    expect((await post(url, 'null', headers)).status).toBe(400);
    expect(bodies).toEqual([]);
  });

  it('that is not signed is refused', async () => {
    const { url, bodies } = await start();
    const { 'x-slack-signature': _, ...unsigned } = sign('command=%2Fbackups');
    expect((await post(url, 'command=%2Fbackups', unsigned)).status).toBe(401);
    expect(bodies).toEqual([]);
  });

  it('that is too large is refused', async () => {
    const { url, entries } = await start();
    expect((await post(url, 'x'.repeat(5 * 1024 * 1024))).status).toBe(413);
    expect(entries).toMatchObject([{ level: 'warn', message: 'Request refused: it could not be read' }]);
  });

  it('that goes elsewhere is not found', async () => {
    const { port, entries } = await start();
    expect((await fetch(`http://${host}:${port}/`)).status).toBe(404);
    expect(entries).toEqual([]);
  });
});

describe('the server', () => {
  it('that is closed accepts no more connections', async () => {
    const { inlet, port } = await start();
    await inlet.close();
    const socket = connect(port, host);
    const [error] = await once(socket, 'error');
    expect(error).toMatchObject({ code: 'ECONNREFUSED' });
    await inlet.close();
  });

  // Elsewhere loopback has one address.
  it.runIf(process.platform === 'linux')('listens only on its host', async () => {
    const { port } = await start();
    const socket = connect(port, '127.0.0.2');
    const [error] = await once(socket, 'error');
    expect(error).toMatchObject({ code: 'ECONNREFUSED' });
  });

  it('says where it listens when no host is set', async () => {
    const { log } = createLogBook();
    const inlet = createHttpInlet(
      { signingSecret: new Secret(secret), port: 0 },
      { log, slackLog: createSlackLogger(log) },
    );
    onTestFinished(() => inlet.close());
    expect(await inlet.open()).toMatch(/^on port \d+, path \/slack\/events$/);
  });

  it('does not start on a port that is taken', async () => {
    const { port } = await start();
    const { log } = createLogBook();
    const second = createHttpInlet(
      { signingSecret: new Secret(secret), port, host },
      { log, slackLog: createSlackLogger(log) },
    );
    await expect(second.open()).rejects.toMatchObject({ code: 'EADDRINUSE' });
    await second.close();
  });

  it.each([
    ['that is silent', ''],
    ['that has sent half a header', 'POST /slack/events HTTP/1.1\r\nhost: x\r\n'],
    [
      'that has sent half a body',
      'POST /slack/events HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\ncommand',
    ],
  ])('closes at once despite a connection %s', async (_, sent) => {
    const { inlet, port } = await start();
    const socket = await openSocket(port, sent);
    // `once` would reject where the server resets the connection.
    const closed = new Promise((resolve) => socket.on('close', resolve));
    expect(await timeToClose(inlet)).toBeLessThan(2_000);
    await closed;
  });

  it('answers what has arrived before it closes', async () => {
    let answer: () => void = () => undefined;
    const asked = new Promise<void>((resolve) => {
      answer = resolve;
    });
    const { inlet, url, bodies, port } = await start(({ ack }) => asked.then(() => ack('late')));
    await openSocket(port);
    const responding = post(url, 'command=%2Fbackups');
    await expect.poll(() => bodies.length).toBe(1);
    const closing = inlet.close();
    setTimeout(answer, 800);
    const response = await responding;
    expect([response.status, await response.text()]).toEqual([200, 'late']);
    await closing;
  });
});
