import { SocketModeClient } from '@slack/socket-mode';
import { onTestFinished } from 'vitest';
import { silent, slackWithClient } from './slack-fixture.ts';

export type Payload = Record<string, unknown> & { trigger_id: string; view: { id: string; hash: string } };
export type Reaction = (payload: Payload) => object | undefined;

/** A workspace with a connected app that acknowledges everything, with what `react` says. */
export async function withApp(react: Reaction = () => undefined) {
  let nowMs = Date.UTC(2026, 10, 24, 9);
  const { slack, client } = await slackWithClient({ clock: () => new Date(nowMs) });
  slack.rules.enforceChannelPace = false;
  const payloads: Payload[] = [];
  const bot = new SocketModeClient({
    appToken: slack.appToken,
    logger: silent,
    clientOptions: { slackApiUrl: slack.apiUrl },
  });
  onTestFinished(() => bot.disconnect());
  bot.on('slack_event', ({ ack, body }) => {
    payloads.push(body);
    return ack(react(body));
  });
  await bot.start();
  const pass = (ms: number): void => {
    nowMs += ms;
  };
  return { slack, client, payloads, pass };
}
