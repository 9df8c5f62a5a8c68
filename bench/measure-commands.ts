import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';
import { startPortal } from '../sandbox/docspace/portal-server.ts';
import { backupSeries, inDatabaseOrder } from '../sandbox/docspace/records.ts';
import { type SandboxSlack, startSlack } from '../sandbox/slack/slack-server.ts';
import { startBareBot } from './bare-bot.js';
import { createRealBot } from './product.ts';
import { reportRatios } from './report.ts';

const rounds = 1_000;
const warmUps = 50;

/** `/backups` for a portal with 100 backups, typed to the answer at Slack, in turns with a bare listener in the same process. */
export async function measureCommands(): Promise<void> {
  await using portal = await startPortal();
  portal.state.requestsPerMinute = 1_000_000;
  portal.state.ownBackups = inDatabaseOrder(
    backupSeries({
      ...{ count: 100, newestAt: new Date(), everyDays: 1, storage: 'ThirdPartyConsumer', alias: 'acme' },
    }),
  );
  await using bareSlack = await startSlack();
  await using realSlack = await startSlack();
  const { botToken, appToken } = bareSlack;
  const bare = await startBareBot({
    ...{ botToken, appToken, apiUrl: bareSlack.apiUrl, portalUrl: portal.url, portalKey: portal.apiKey },
  });
  // A minute passes between two commands, so that no answer is reused.
  let minutes = 0;
  const real = await createRealBot(realSlack, portal, () => new Date(Date.now() + minutes * 60_000));
  await real.start();
  const times = { bare: [] as number[], real: [] as number[] };
  for (; minutes < warmUps + rounds; minutes += 1) {
    const bareMs = await timeCommand(bareSlack);
    const realMs = await timeCommand(realSlack);
    if (minutes < warmUps) continue;
    times.bare.push(bareMs);
    times.real.push(realMs);
  }
  if (portal.requests.length < 2 * (warmUps + rounds)) throw new Error('an answer was reused');
  await Promise.all([bare.stop(), real.stop()]);
  reportRatios('/backups end to end, read again / bare listener', times, { p50: 1.2, p99: 1.2 });
}

/** Until the answer reaches Slack: what Slack then does with it, such as checking blocks, is not the bot's time. */
async function timeCommand(slack: SandboxSlack): Promise<number> {
  const answered = answerArrives(slack);
  const startedAt = performance.now();
  const typed = await slack.command({ text: '' });
  await typed.nextAnswer();
  return (await answered) - startedAt;
}

function answerArrives({ url }: SandboxSlack): Promise<number> {
  return new Promise((resolve) => {
    const host = new URL(url).host;
    const onRequest = (message: unknown) => {
      const { request } = message as { request: IncomingMessage };
      if (request.headers.host !== host) return;
      unsubscribe('http.server.request.start', onRequest);
      resolve(performance.now());
    };
    subscribe('http.server.request.start', onRequest);
  });
}
