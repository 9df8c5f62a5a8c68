import type { webApi } from '@slack/bolt';
import { type UntilAcceptedOptions, untilAccepted } from './until-accepted.ts';

/** Who the bot is, as `auth.test` tells. */
export interface Identity {
  readonly teamId: string;
  readonly botId?: string;
  readonly botUserId?: string;
}

/** Asks Slack until it answers; rejects with `TokenRefusedError` for a bad token, and when `signal` aborts. */
export async function readIdentity(
  testAuth: () => Promise<webApi.AuthTestResponse>,
  options: Omit<UntilAcceptedOptions, 'setting'>,
): Promise<Identity> {
  const {
    team_id: teamId = '',
    bot_id: botId,
    user_id: botUserId,
  } = await untilAccepted(testAuth, {
    ...options,
    setting: 'SLACK_BOT_TOKEN',
  });
  return { teamId, ...(botId && { botId }), ...(botUserId && { botUserId }) };
}
