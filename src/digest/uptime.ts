import type { Log } from '../ops/log.ts';
import type { LateReason } from './occasion.ts';

/** What this process knows of the time in which no digest could be delivered. */
export interface Uptime {
  /** Deliveries begin: Slack has accepted the bot. */
  begin(now: Date): void;
  /** The database failed; logged when it did not before. */
  databaseFailed(now: Date, error: unknown): void;
  /** The database works; logged when it did not before. */
  databaseWorks(now: Date): void;
  /** Why nothing was done about a digest that could have been delivered at `from`. */
  whyIdleSince(from: Date): LateReason;
}

/** `createdAt`: when the process began. */
export function createUptime(createdAt: Date, log: Log): Uptime {
  let beganAt: Date | undefined;
  let failedAt: Date | undefined;
  let worksSince: Date | undefined;
  return {
    begin(now) {
      beganAt ??= now;
    },
    databaseFailed(now, error) {
      if (failedAt !== undefined && worksSince === undefined) return;
      log.error('The database cannot be used; digests are delivered when it is back', { error });
      failedAt = now;
      worksSince = undefined;
    },
    databaseWorks(now) {
      if (failedAt === undefined || worksSince !== undefined) return;
      worksSince = now;
      log.warn('The database is back', {
        away: `${Math.round((now.getTime() - failedAt.getTime()) / 1_000)} s`,
      });
    },
    whyIdleSince(from) {
      if (failedAt !== undefined && (worksSince === undefined || worksSince >= from)) return 'database';
      const isUp = createdAt <= from;
      return isUp && (beganAt === undefined || from < beganAt) ? 'slack' : 'bot-was-down';
    },
  };
}
