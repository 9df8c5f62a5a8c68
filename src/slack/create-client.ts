import { type Logger, webApi } from '@slack/bolt';
import type { Secret } from '../ops/secret.ts';

/** How Slack's Web API is reached, and with which token. */
export interface ClientOptions {
  readonly token: Secret;
  readonly apiUrl: string;
  readonly fetch: typeof globalThis.fetch;
  readonly slackLog: Logger;
}

/**
 * A client of the Web API that makes every call once: by default the SDK repeats a call after a time-out, although Slack
 * may have carried it out, and waits out a rate limit without a word.
 */
export function createClient(options: ClientOptions, timeoutMs: number): webApi.WebClient {
  return new webApi.WebClient(options.token.reveal(), {
    slackApiUrl: options.apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: timeoutMs,
    fetch: options.fetch,
    logger: options.slackLog,
  });
}
