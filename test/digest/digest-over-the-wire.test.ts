import { afterEach, describe, expect, test, vi } from 'vitest';
import { startPortal } from '../../sandbox/docspace/portal-server.ts';
import { backupRecord } from '../../sandbox/docspace/records.ts';
import { startSlack } from '../../sandbox/slack/slack-server.ts';
import { createDigest } from '../../src/digest/create-digest.ts';
import { createDispatcher } from '../../src/docspace/create-dispatcher.ts';
import { createHistoryReader } from '../../src/docspace/create-history-reader.ts';
import { Secret } from '../../src/ops/secret.ts';
import { createSlackLogger } from '../../src/ops/slack-logger.ts';
import { createReadings } from '../../src/readings/create-readings.ts';
import { createPoster } from '../../src/slack/create-poster.ts';
import { acme } from './digest-rig.ts';
import { createLogBook } from './log-book.ts';

const closers: (() => Promise<void>)[] = [];
const clock = () => new Date();

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
  vi.useRealTimers();
});

/** A digest at 09:00 over a real portal, posted in a real channel. Only the date is fake. */
async function startAll() {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-11-24T08:59:59.900Z') });
  const portal = await startPortal();
  const slack = await startSlack();
  const dispatcher = createDispatcher({ proxy: {}, connectTimeoutMs: 10_000 });
  const { log, entries } = createLogBook();
  const slackLog = createSlackLogger(log);
  const reader = createHistoryReader({
    credentials: () => new Secret(portal.apiKey),
    dispatcher,
    timeoutMs: 10_000,
    clock,
    log,
  });
  const digest = createDigest({
    settings: { channel: 'C0SBBACKUPS', cron: '0 9 * * *', timeZone: 'UTC' },
    portals: [{ ...acme, url: portal.url }],
    readings: createReadings({ reader, clock, log }),
    poster: createPoster({
      ...{ token: new Secret(slack.botToken), apiUrl: slack.apiUrl, fetch, log, slackLog },
      assessChannel: async () => ({ kind: 'allowed' }),
      onLost: () => undefined,
    }),
    clock,
    log,
  });
  closers.push(
    () => portal.close(),
    () => slack.close(),
    () => dispatcher.destroy(),
    () => digest.stop(),
  );
  return { portal, slack, digest, entries };
}

describe('a digest over the wire', () => {
  test('arrives in its channel when the clock strikes, with what the portal told', async () => {
    const { portal, slack, digest } = await startAll();
    const createdAt = new Date('2026-11-24T07:00:00Z');
    portal.state.ownBackups.push(backupRecord({ createdAt, storage: 'DataStore', alias: 'acme' }));
    digest.start();
    vi.setSystemTime(new Date('2026-11-24T09:00:00Z'));
    const message = await slack.waitForMessage(({ channelId }) => channelId === 'C0SBBACKUPS');
    expect(JSON.stringify(message)).toContain('acme');
    expect(portal.requests).not.toHaveLength(0);
  });

  test('is posted even though its only portal is down', async () => {
    const { portal, slack, digest } = await startAll();
    await portal.goDown();
    expect(await digest.postNow()).toMatchObject({ kind: 'posted', channel: 'C0SBBACKUPS' });
    expect(JSON.stringify(slack.store.messages())).toContain('acme');
  });

  test('is not posted twice when Slack takes it and hangs up', async () => {
    const { slack, digest, entries } = await startAll();
    slack.failApi('chat.postMessage', { kind: 'accept-then-drop' });
    expect(await digest.postNow()).toMatchObject({ kind: 'uncertain' });
    expect(slack.store.messages()).toHaveLength(1);
    expect(entries.at(-1)?.message).toContain('/backups digest now');
  });
});
