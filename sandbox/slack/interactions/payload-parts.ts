import type { JsonObject } from '../json.ts';
import type { StoredChannel } from '../workspace.ts';
import type { World } from '../world.ts';

/** The acting user when a test names none. */
export function actingUser(world: World, userId: string | undefined): string {
  const someone = userId ?? world.store.users.find((user) => !user.isBot)?.id;
  if (someone === undefined) throw new Error('This workspace has no users');
  return someone;
}

function userPart(world: World, userId: string, teamId: string): JsonObject {
  const name = world.store.user(userId)?.name ?? userId.toLowerCase();
  return { id: userId, username: name, name, team_id: teamId };
}

/** The fields of every interactive payload. `userTeamId` is the person's own workspace, if another. */
export function commonPart(world: World, userId: string, userTeamId = world.workspace.teamId): JsonObject {
  const { workspace } = world;
  return {
    team: { id: workspace.teamId, domain: workspace.teamDomain },
    enterprise: null,
    is_enterprise_install: false,
    user: userPart(world, userId, userTeamId),
    api_app_id: workspace.appId,
    token: 'deprecated-verification-token',
  };
}

/** Slack replaces the names of private channels and direct messages by these two words. */
export function channelNamePart(channel: StoredChannel | undefined): string {
  if (channel?.directWith !== undefined) return 'directmessage';
  return channel?.isPrivate === true ? 'privategroup' : (channel?.name ?? 'unknown');
}
