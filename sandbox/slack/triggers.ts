import { randomBytes } from 'node:crypto';
import type { SlackRules } from './rules.ts';
import { SlackApiError } from './slack-api-error.ts';

interface Trigger {
  readonly userId: string;
  readonly issuedAt: Date;
  used: boolean;
}

/** The issued trigger_ids. Each opens one view for its user within three seconds. */
export class Triggers {
  readonly #issued = new Map<string, Trigger>();
  readonly #rules: SlackRules;
  readonly #clock: () => Date;

  constructor(rules: SlackRules, clock: () => Date) {
    this.#rules = rules;
    this.#clock = clock;
  }

  issue(userId: string): string {
    const id = `${this.#issued.size + 1}.${this.#clock().getTime()}.${randomBytes(16).toString('hex')}`;
    this.#issued.set(id, { userId, issuedAt: this.#clock(), used: false });
    return id;
  }

  /** The user who gets the view. Throws Slack's error for a used, expired or unknown id. */
  redeem(id: string): string {
    const trigger = this.#issued.get(id);
    if (trigger === undefined) throw new SlackApiError('invalid_trigger_id');
    if (trigger.used) throw new SlackApiError('exchanged_trigger_id');
    if (this.#clock().getTime() - trigger.issuedAt.getTime() > this.#rules.triggerTtlMs) {
      throw new SlackApiError('expired_trigger_id');
    }
    trigger.used = true;
    return trigger.userId;
  }
}
