import { LogLevel, WebClient } from '@slack/web-api';
import { onTestFinished } from 'vitest';
import { type SlackOptions, startSlack } from '../../../sandbox/slack/slack-server.ts';

/** A running workspace that closes with the test, and the official client of it: one try, short timeouts. */
export async function slackWithClient(options: SlackOptions = {}) {
  const slack = await startSlack(options);
  // The official client (3.1) waits seconds for it.
  slack.rules.endsTcpOnClose = true;
  onTestFinished(() => slack.close());
  const clientFor = (token: string | undefined): WebClient =>
    new WebClient(token, {
      slackApiUrl: slack.apiUrl,
      retryConfig: { retries: 0 },
      rejectRateLimitedCalls: true,
      timeout: 10_000,
      logger: silent,
    });
  return { slack, client: clientFor(slack.botToken), clientFor };
}

const nothing = (): void => undefined;

/** A logger for the SDK, without the noise of expected failures. */
export const silent = {
  debug: nothing,
  info: nothing,
  warn: nothing,
  error: nothing,
  setLevel: nothing,
  setName: nothing,
  getLevel: () => LogLevel.ERROR,
};
