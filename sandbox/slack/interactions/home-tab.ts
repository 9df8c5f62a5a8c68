import { randomBytes } from 'node:crypto';
import { directChannel } from '../channel-access.ts';
import { deliver, type Route } from '../deliver-to-app.ts';
import type { JsonObject } from '../json.ts';
import { viewJson } from '../stored-views.ts';
import type { World } from '../world.ts';
import type { InteractionOutcome } from './block-action.ts';

/** Opens the app's Home or Messages tab: https://docs.slack.dev/reference/events/app_home_opened */
export async function openAppHome(
  world: World,
  route: Route,
  userId: string,
  tab: 'home' | 'messages',
): Promise<InteractionOutcome> {
  const view = tab === 'home' ? world.store.home(userId) : undefined;
  const event = {
    type: 'app_home_opened',
    user: userId,
    channel: directChannel(world, userId).id,
    tab,
    ...(view === undefined ? {} : { view: viewJson(world, view) }),
    event_ts: world.store.nextTs(world.clock()),
  };
  const payload = eventPayload(world, event);
  const result = await deliver(
    world,
    route,
    { kind: 'events_api', payload },
    { interaction: 'event', userId, what: event.type },
  );
  return { acked: result.acked, ackMs: result.ackMs, error: result.acked ? undefined : result.error };
}

function eventPayload(world: World, event: JsonObject): JsonObject {
  const { teamId, appId, botUserId } = world.workspace;
  return {
    token: 'deprecated-verification-token',
    team_id: teamId,
    api_app_id: appId,
    event,
    type: 'event_callback',
    event_id: `Ev${randomBytes(5).toString('hex').toUpperCase()}`,
    event_time: Math.floor(world.clock().getTime() / 1000),
    authorizations: [
      {
        enterprise_id: null,
        team_id: teamId,
        user_id: botUserId,
        is_bot: true,
        is_enterprise_install: false,
      },
    ],
    is_ext_shared_channel: false,
  };
}
