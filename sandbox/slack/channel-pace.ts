import type { SlackRules } from './rules.ts';

/** The request came too soon: HTTP 429 with `Retry-After`. */
export class RateLimitedError extends Error {
  override readonly name = 'RateLimitedError';
  readonly retryAfterS: number;

  constructor(retryAfterS: number) {
    super('ratelimited');
    this.retryAfterS = retryAfterS;
  }
}

/** About one message per second and channel (https://docs.slack.dev/apis/web-api/rate-limits), without bursts. */
export class ChannelPace {
  readonly #lastPostMs = new Map<string, number>();
  readonly #rules: SlackRules;

  constructor(rules: SlackRules) {
    this.#rules = rules;
  }

  /** Counts a post. Throws `RateLimitedError` when it comes too soon after the last one. */
  countPost(channelId: string, now: Date): void {
    if (!this.#rules.enforceChannelPace) return;
    const waitMs = (this.#lastPostMs.get(channelId) ?? -Infinity) + this.#rules.channelPaceMs - now.getTime();
    if (waitMs > 0) throw new RateLimitedError(Math.ceil(waitMs / 1000));
    this.#lastPostMs.set(channelId, now.getTime());
  }
}
