import type { BotState } from '../bot-keeper.ts';
import type { PageOutage } from './page-wire.ts';

/** What is known of the last outage once the bot is in this state. A bot that was stopped or started has had none. */
export function measureOutage(
  last: PageOutage | undefined,
  state: BotState,
  now: Date,
): PageOutage | undefined {
  switch (state) {
    case 'disconnected':
      return { lostAt: now.toISOString() };
    case 'connected':
      return last === undefined || last.backAfterMs !== undefined
        ? last
        : { ...last, backAfterMs: now.getTime() - Date.parse(last.lostAt) };
    case 'starting':
    case 'exited':
      return undefined;
  }
}
