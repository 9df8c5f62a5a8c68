import { textArgument } from '../call-arguments.ts';
import type { JsonObject } from '../json.ts';
import { SlackApiError } from '../slack-api-error.ts';
import type { ApiMethod } from './api-method.ts';

/** https://docs.slack.dev/reference/methods/api.test */
export const apiTest: ApiMethod = {
  token: 'none',
  run: ({ args }) => {
    const error = textArgument(args, 'error');
    if (error !== undefined) throw new SlackApiError(error, { args });
    return { args };
  },
};

/** https://docs.slack.dev/reference/methods/auth.test */
export const authTest: ApiMethod = {
  token: 'bot',
  run: ({ world: { workspace, store } }) => ({
    url: `https://${workspace.teamDomain}.slack.com/`,
    team: workspace.teamName,
    user: store.user(workspace.botUserId)?.name ?? 'bot',
    team_id: workspace.teamId,
    user_id: workspace.botUserId,
    bot_id: workspace.botId,
    is_enterprise_install: false,
  }),
};

/** https://docs.slack.dev/reference/methods/apps.connections.open */
export const appsConnectionsOpen: ApiMethod = {
  token: 'app',
  run: ({ world }) => ({ url: world.sockets.issueTicketUrl(world.baseUrl()) }),
};

/** https://docs.slack.dev/reference/methods/users.info */
export const usersInfo: ApiMethod = {
  token: 'bot',
  scope: () => 'users:read',
  run: ({ world: { workspace, store, clock }, args }) => {
    const user = store.user(textArgument(args, 'user') ?? '');
    if (user === undefined) throw new SlackApiError('user_not_found');
    return {
      user: {
        id: user.id,
        team_id: workspace.teamId,
        name: user.name,
        real_name: user.realName,
        ...zonePart(user.timeZone, clock()),
        deleted: false,
        is_admin: user.isAdmin,
        is_owner: false,
        is_bot: user.isBot,
        profile: { real_name: user.realName, display_name: user.name },
      },
    };
  },
};

function zonePart(timeZone: string, now: Date): JsonObject {
  const named = (timeZoneName: 'long' | 'longOffset'): string => {
    const parts = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName }).formatToParts(now);
    return parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
  };
  const [, sign = '+', hours = 0, minutes = 0] = /GMT([+-])(\d\d):(\d\d)/.exec(named('longOffset')) ?? [];
  const offset = (Number(hours) * 60 + Number(minutes)) * 60;
  return { tz: timeZone, tz_label: named('long'), tz_offset: sign === '-' ? -offset : offset };
}
