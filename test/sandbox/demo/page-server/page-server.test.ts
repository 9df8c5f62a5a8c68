import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startCast } from '../../../../sandbox/cast.ts';
import { createBotKeeper } from '../../../../sandbox/demo/bot-keeper.ts';
import { createDemoClock } from '../../../../sandbox/demo/demo-clock.ts';
import {
  demoWorkspace,
  opsChannelId,
  teamChannelId,
  viewerId,
} from '../../../../sandbox/demo/demo-workspace.ts';
import { type PageServer, startPageServer } from '../../../../sandbox/demo/page-server/start-page-server.ts';
import { createStageRunner } from '../../../../sandbox/demo/run-stage.ts';
import { type SandboxSlack, startSlack } from '../../../../sandbox/slack/slack-server.ts';
import { openEvents } from './open-events.ts';

const clock = createDemoClock(() => new Date());
const nothing = async (): Promise<void> => undefined;
let slack: SandboxSlack;
let page: PageServer;
let second: PageServer;
let close: () => Promise<void>;

/** The page without a bot behind it: Slack then says so. */
beforeAll(async () => {
  slack = await startSlack({ clock: clock.now, workspace: demoWorkspace });
  const cast = await startCast({ clock: clock.now });
  const launch = () => {
    throw new Error('no bot here');
  };
  const bot = createBotKeeper({ slack, launch, forget: nothing, onLost: () => undefined });
  const stage = createStageRunner({ slack, cast, bot, clock });
  const parts = { slack, cast, bot, stage, clock };
  page = await startPageServer({ ...parts, port: 0 });
  second = await startPageServer({ ...parts, port: Number(new URL(page.url).port) });
  close = async () => {
    await Promise.all([page.close(), second.close(), cast.close(), slack.close()]);
  };
});
afterAll(() => close());

function say(text: string, ephemeralTo?: string): void {
  const draft = { channelId: opsChannelId, userId: slack.botUserId, text, blocks: [], unfurlLinks: false };
  slack.store.postMessage({ ...draft, origin: 'api', ...(ephemeralTo && { ephemeralTo }) }, clock.now());
}

async function post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  const own = { origin: new URL(page.url).origin, 'content-type': 'application/json' };
  return fetch(new URL(path, page.url), {
    method: 'POST',
    headers: { ...own, ...headers },
    body: JSON.stringify(body),
  });
}

/** `fetch` sets `Host` itself. */
function statusForHost(host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request(page.url, { headers: { host } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on('error', reject)
      .end();
  });
}

describe('the page server', () => {
  test('serves the page and its own files, under a policy that lets nothing else run', async () => {
    for (const path of ['/', '/page.js', '/page.css', '/icon.svg']) {
      const response = await fetch(new URL(path, page.url));
      expect(response.status).toBe(200);
      expect((await response.text()).length).toBeGreaterThan(100);
      const policy = response.headers.get('content-security-policy');
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("script-src 'self'");
      expect(policy).not.toContain('unsafe');
      expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    }
  });

  test('answers 404 at other addresses', async () => {
    expect((await fetch(new URL('/../package.json', page.url))).status).toBe(404);
    expect((await post('/api/unheard-of', {})).status).toBe(404);
  });

  test('takes the next free port when the wanted one is taken', async () => {
    expect(second.url).not.toBe(page.url);
    expect((await fetch(second.url)).status).toBe(200);
  });

  test('answers only at its own host name, so that other sites cannot reach it', async () => {
    const { port } = new URL(page.url);
    expect(await statusForHost(`127.0.0.1:${port}`)).toBe(200);
    expect(await statusForHost(`localhost:${port}`)).toBe(200);
    expect(await statusForHost(`evil.example:${port}`)).toBe(403);
    expect(await statusForHost('127.0.0.1')).toBe(403);
  });

  test.each([
    ['another site', { origin: 'https://evil.example' }],
    ['a page without an origin', { origin: 'null' }],
    ['a form', { 'content-type': 'text/plain' }],
  ])('lets %s press nothing', async (_who, headers) => {
    const before = slack.store.messages().length;
    const response = await post('/api/type', { channelId: opsChannelId, text: 'hello' }, headers);
    expect(response.status).toBe(403);
    expect(slack.store.messages()).toHaveLength(before);
  });

  test.each([{}, { channelId: opsChannelId }, { channelId: opsChannelId, text: 7 }, null, []])(
    'refuses a body of another shape: %j',
    async (body) => {
      expect(await (await post('/api/type', body)).json()).toMatchObject({ ok: false });
    },
  );

  test('refuses a body that is too big', async () => {
    expect((await post('/api/type', { channelId: opsChannelId, text: 'x'.repeat(70_000) })).status).toBe(413);
  });

  test('posts a typed line as plain text', async () => {
    await post('/api/type', { channelId: opsChannelId, text: 'hi <!channel>' });
    expect(slack.store.messages().at(-1)).toMatchObject({ userId: viewerId, text: 'hi &lt;!channel&gt;' });
  });

  test('shows Slack’s own message when the app does not answer a command', async () => {
    await post('/api/type', { channelId: opsChannelId, text: '/backups acme' });
    const last = slack.store.messages().at(-1);
    expect(last).toMatchObject({ userId: 'USLACKBOT', ephemeralTo: viewerId });
    expect(last?.text).toContain('dispatch_failed');
  });

  test.each(['/api/act', '/api/suggest'])(
    'says why a control of a deleted message does nothing: %s',
    async (path) => {
      const body = { channelId: opsChannelId, ts: '1.000000', actionId: 'a', blockId: 'b', value: '' };
      expect(await (await post(path, body)).json()).toEqual({
        ok: false,
        error: 'That message no longer exists.',
      });
    },
  );
});

describe('a channel', () => {
  const change = async (body: object) => (await post('/api/channel', body)).json();

  test('is archived and brought back, which every page is told, and takes no line meanwhile', async () => {
    await using events = openEvents(page.url);
    await events.next();
    expect(await change({ channelId: teamChannelId, change: 'archive' })).toEqual({ ok: true });
    expect(await events.next()).toMatchObject({
      data: { kind: 'channel', channel: { id: teamChannelId, isArchived: true } },
    });
    const line = { channelId: teamChannelId, text: '/backups' };
    expect(await (await post('/api/type', line)).json()).toMatchObject({ ok: false });
    await change({ channelId: teamChannelId, change: 'unarchive' });
    expect(slack.store.channel(teamChannelId)?.isArchived).toBe(false);
  });

  test('where the stage types stays as it is, and so does an unknown one', async () => {
    for (const channelId of [opsChannelId, 'C0SBNOWHERE'])
      expect(await change({ channelId, change: 'delete' })).toMatchObject({ ok: false });
    expect(slack.store.channel(opsChannelId)?.isArchived).toBe(false);
  });
});

describe('a file', () => {
  const content = Buffer.from('portal,backup\nacme,1\n');

  function share(channelId: string, id: string): void {
    const file = { id, name: 'Sicherung “1”.csv', title: 'x', content, userId: slack.botUserId };
    slack.store.postMessage(
      {
        ...{ channelId, userId: slack.botUserId, text: '', blocks: [], origin: 'api', unfurlLinks: false },
        files: [{ ...file, createdAt: clock.now() }],
      },
      clock.now(),
    );
  }

  test('is shown with its first lines, and saved as it is', async () => {
    await using events = openEvents(page.url);
    await events.next();
    share(opsChannelId, 'F1');
    expect(await events.next()).toMatchObject({
      data: { message: { files: [{ id: 'F1', size: content.length, preview: 'portal,backup\nacme,1' }] } },
    });
    const saved = await fetch(new URL('/files/F1', page.url));
    expect(Buffer.from(await saved.arrayBuffer()).equals(content)).toBe(true);
    expect(saved.headers.get('content-disposition')).toMatch(/^attachment; filename\*=UTF-8''Sicherung%20/);
    expect(saved.headers.get('content-type')).toBe('application/octet-stream');
  });

  test('of another person’s direct message is neither shown nor saved, nor is their conversation', async () => {
    const other = {
      id: 'D0SBBEN0001',
      name: 'directmessage',
      isPrivate: true,
      isArchived: false,
      isMember: true,
    };
    await using events = openEvents(page.url);
    await events.next();
    slack.store.putChannel({ ...other, directWith: 'U0SBBEN0001' });
    share(other.id, 'F2');
    say('for all');
    expect(await events.next()).toMatchObject({ data: { message: { text: 'for all' } } });
    expect((await fetch(new URL('/files/F2', page.url))).status).toBe(404);
    await using later = openEvents(page.url);
    expect(JSON.stringify(await later.next())).not.toContain(other.id);
  });
});

describe('the event stream', () => {
  test('tells how far the demo’s clock is ahead', async () => {
    await using events = openEvents(page.url);
    await events.next();
    clock.moveTo(new Date(clock.now().getTime() + 3_600_000));
    expect(await events.next()).toMatchObject({ data: { kind: 'clock' } });
    await using later = openEvents(page.url);
    const { data } = await later.next();
    expect((data as { clockAheadMs: number }).clockAheadMs).toBeGreaterThanOrEqual(3_599_000);
  });

  test('sends the whole state first, then each change', async () => {
    await using events = openEvents(page.url);
    const first = await events.next();
    expect(first).toMatchObject({
      event: 'state',
      data: { viewerId, app: { command: { name: '/backups' } } },
    });
    say('something new');
    expect(await events.next()).toMatchObject({
      event: 'change',
      data: { kind: 'message', message: { text: 'something new' } },
    });
  });

  test('never sends messages that only another user may see', async () => {
    await using events = openEvents(page.url);
    await events.next();
    say('not for you', 'U0SBBEN0001');
    say('for all');
    expect(await events.next()).toMatchObject({ data: { message: { text: 'for all' } } });
  });

  test('says which messages the viewer waits for, but not again to a page that was just opened', async () => {
    await using events = openEvents(page.url);
    await events.next();
    say('for all');
    say('for you', viewerId);
    expect(await events.next()).toMatchObject({ data: { message: { isAnswer: false } } });
    expect(await events.next()).toMatchObject({ data: { message: { isAnswer: true } } });
    await using later = openEvents(page.url);
    const { data } = await later.next();
    const { messages } = data as { readonly messages: readonly { readonly isAnswer: boolean }[] };
    expect(messages.some(({ isAnswer }) => isAnswer)).toBe(false);
  });

  test('sends only the missed changes after a gap', async () => {
    const before = openEvents(page.url);
    const { id } = await before.next();
    await before[Symbol.asyncDispose]();
    say('missed one');
    say('missed two');
    await using after = openEvents(page.url, id);
    expect(await after.next()).toMatchObject({ event: 'change', data: { message: { text: 'missed one' } } });
    expect(await after.next()).toMatchObject({ event: 'change', data: { message: { text: 'missed two' } } });
  });

  test.each(['other-run-3', 'nonsense', ''])('starts over for an unknown event id (%s)', async (id) => {
    await using events = openEvents(page.url, id);
    expect(await events.next()).toMatchObject({ event: 'state' });
  });
});
