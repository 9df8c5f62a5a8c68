import type { JsonObject } from '../json.ts';
import type { StoredMessage } from '../stored-message.ts';
import type { Workspace } from '../workspace.ts';

/** A message as the Web API and interaction payloads show it. Metadata is included only on request. */
export function messageJson(
  message: StoredMessage,
  workspace: Workspace,
  includeMetadata: boolean,
): JsonObject {
  const isBot = message.userId === workspace.botUserId;
  return {
    type: 'message',
    user: message.userId,
    ...(isBot ? { bot_id: workspace.botId, app_id: workspace.appId } : {}),
    text: message.text,
    team: workspace.teamId,
    ts: message.ts,
    ...(isBot ? { bot_profile: botProfile(workspace) } : {}),
    ...(message.blocks.length > 0 ? { blocks: message.blocks } : {}),
    ...(message.threadTs === undefined ? {} : { thread_ts: message.threadTs }),
    ...(message.edited === undefined
      ? {}
      : { edited: { user: message.edited.userId, ts: message.edited.ts } }),
    ...(message.metadata === undefined ? {} : { metadata: metadataJson(message.metadata, includeMetadata) }),
  };
}

function botProfile(workspace: Workspace): JsonObject {
  return {
    id: workspace.botId,
    app_id: workspace.appId,
    name: workspace.appName,
    deleted: false,
    team_id: workspace.teamId,
  };
}

function metadataJson(metadata: JsonObject, include: boolean): JsonObject {
  return include ? metadata : { event_type: metadata['event_type'] };
}
